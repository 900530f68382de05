/* Embeds: the button that asks the site of an address for title, author and picture. */

import { form, on, one } from "desk/dom"
import { post } from "desk/posting"
import { word } from "desk/words"

/* Fill in what is empty; what somebody typed stays. */
function fill(row, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = one(`[name$="-${name}"]`, row)
    if (!value || !field || field.value.trim()) continue
    field.value = value
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }))
  }
}

async function lookUp(button) {
  if (button.getAttribute("aria-disabled") === "true") return
  const row = button.closest(".part")
  const said = one(".look-up-said", row)
  const body = new FormData()
  body.set("url", one('[name$="-url"]', row).value)
  button.setAttribute("aria-disabled", "true")
  said.textContent = word("looking_up")
  const { outcome, response } = await post(form().dataset.lookUp, () => {
    body.set("csrfmiddlewaretoken", form().elements.csrfmiddlewaretoken.value)
    return body
  })
  button.removeAttribute("aria-disabled")
  if (outcome !== "answered") {
    said.textContent = word("not_looked_up")
    return
  }
  const answer = await response.json()
  fill(row, answer.values)
  said.textContent = answer.said
}

export function startEmbeds() {
  on(form(), "click", ".look-up-button", (_, button) => lookUp(button))
}
