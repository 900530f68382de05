/*
 * What others saved while somebody wrote here: taken into the fields that are as they were sent,
 * or, where there is more to it, offered in a bar that opens the form anew.
 */

import { form, one } from "desk/dom"
import { partsByUid } from "desk/parts"
import { agree } from "desk/typed"

/* Whether `field` could take `value`: nobody has typed into it since it was `sent`. */
function put(field, value, sent) {
  if (!field || field.parentElement.contains(document.activeElement)) return false
  field.dispatchEvent(new Event("rich-text:read", { bubbles: true }))
  if (sent.get(field.name) !== field.value) return false
  field.value = value
  field.dispatchEvent(new Event("rich-text:replaced", { bubbles: true }))
  return true
}

/* Take in what can be; returns whether the screen now shows all of it. */
function takeIn({ fields, parts, is_all: isAll }, sent) {
  const places = Object.entries(fields).map(([name, value]) => [form().elements[name], value])
  const rows = partsByUid()
  for (const [uid, values] of Object.entries(parts)) {
    const row = rows.get(uid)
    for (const [name, value] of Object.entries(values)) {
      places.push([row && one(`[name$="-${name}"]`, row), value])
    }
  }
  const isShown = places.map(([field, value]) => put(field, value, sent)).every(Boolean) && isAll
  if (isShown) for (const [field] of places) agree(field)
  return isShown
}

/*
 * After a save with the answer `state`, for which `sent` (FormData) was sent: show what others
 * changed. Returns the number of the version that the screen holds.
 */
export function takeMerged(state, sent) {
  const bar = one(".notice-merged")
  bar.hidden = !state.merged
  if (!state.merged) return state.base_revision
  const isShown = takeIn(state.merged, sent)
  const link = one("a", bar)
  link.hidden = isShown
  bar.replaceChildren(`${state.merged.message} `, link)
  return isShown ? state.revision : state.base_revision
}
