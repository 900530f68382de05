/* Sheets: publish and take down, opened over the form from pages of their own. */

import { form, on, one } from "desk/dom"
import { leave, save } from "desk/saving"

const dialog = () => document.getElementById("sheet")

async function open(address) {
  let page
  try {
    const response = await fetch(address, { redirect: "manual" })
    if (response.ok) {
      page = new DOMParser().parseFromString(await response.text(), "text/html")
    }
  } catch {
    // Without an answer the browser says why, at the sheet's own address.
  }
  const sheet = page && one(".sheet", page)
  if (!sheet) {
    location.assign(address)
    return
  }
  dialog().replaceChildren(document.adoptNode(sheet))
  dialog().showModal()
}

async function publish() {
  const state = await save()
  if (state) open(`${form().dataset.publish}?revision=${state.revision}`)
}

export function startSheets() {
  form().addEventListener("submit", ({ submitter }) => {
    if (submitter?.matches("[data-publish-button]")) publish()
  })
  on(document, "click", "[data-sheet]", (event, link) => {
    event.preventDefault()
    open(link.href)
  })
  on(dialog(), "click", "[data-close]", (event) => {
    event.preventDefault()
    dialog().close()
  })
  dialog().addEventListener("click", (event) => {
    if (event.target === dialog()) dialog().close()
  })
  on(dialog(), "submit", "form", (_, sheet) => {
    leave()
    one("[type=submit]", sheet).setAttribute("aria-disabled", "true")
  })
}
