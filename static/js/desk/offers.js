/*
 * Unsaved text that is offered when the form opens.
 *
 * The page comes with what the server has. What only this browser has, because a tab crashed or the
 * connection was gone, is sent to the server first and then offered in the same way.
 */

import { session } from "desk/autosaving"
import { forget, kept } from "desk/browser-copies"
import { all, announce, form, on, one } from "desk/dom"
import { post } from "desk/posting"
import { word } from "desk/words"

const aside = new Set() // sessions whose text was put aside while the page is open

const hidden = (name) => form().elements[name].value

function body({ session: own, sequence, base, changes, typedAt }) {
  const fields = new FormData()
  const values = { _session: own, _sequence: sequence, base_revision: base }
  for (const name of ["csrfmiddlewaretoken", "_user"]) values[name] = hidden(name)
  values.age = Math.max(0, Date.now() - typedAt)
  values.changes = JSON.stringify(changes)
  for (const [name, value] of Object.entries(values)) fields.append(name, value)
  return fields
}

/* Sends a copy. Resolves to whether the server has its text now, or has had it before. */
async function send(copy) {
  const { outcome } = await post(form().dataset.autosave, () => body(copy))
  return outcome === "answered"
}

async function refresh() {
  const response = await fetch(form().dataset.autosave + location.search, { redirect: "manual" })
  if (!response.ok) return false
  const page = new DOMParser().parseFromString(await response.text(), "text/html")
  const fresh = one(".offers", page)
  for (const offer of all(".offer", fresh)) if (aside.has(offer.dataset.session)) offer.remove()
  one(".offers").replaceWith(document.adoptNode(fresh))
  return true
}

const offerOf = (own) => one(`.offer[data-session="${CSS.escape(own)}"]`)

async function deliverCopies() {
  const { story } = form().dataset
  const isMine = (copy) =>
    copy.story === story && copy.user === hidden("_user") && copy.session !== session()
  const copies = (await kept()).filter(isMine)
  const sent = []
  for (const copy of copies) if (await send(copy)) sent.push(copy)
  one(".offers-kept").hidden = sent.length === copies.length
  if (!sent.length || !(await refresh())) return
  // What the server does not offer has been saved, or put aside.
  for (const copy of sent) if (!offerOf(copy.session)) await forget(copy.session, copy.sequence)
}

async function putAside(event, asking) {
  event.preventDefault()
  const { name, value } = event.submitter
  const { outcome } = await post(asking.action, () => {
    const fields = new FormData()
    for (const own of ["csrfmiddlewaretoken", "_user"]) fields.append(own, hidden(own))
    fields.append(name, value)
    return fields
  })
  if (outcome !== "answered") return
  aside.add(value)
  const offer = offerOf(value) // it may be another element than when the button was pressed
  const next = offer.nextElementSibling
  offer.remove()
  announce(word("put_aside"))
  ;(next ? one("a, button", next) : form().elements.headline).focus()
  await forget(value)
}

export async function startOffers() {
  on(document, "submit", ".offer form", putAside)
  try {
    await deliverCopies()
  } catch {
    // Without storage there is nothing to deliver.
  }
}
