/*
 * What differs on the screen from what the form was opened with, as the server reads it.
 *
 * Text areas of rich text follow their editors with a delay; `read` makes them catch up first.
 */

import { all, form, one } from "desk/dom"
import { parts } from "desk/parts"
import { plain } from "desk/plain"

// What people choose or the server fills in: no words of theirs.
const WORDLESS = new Set([
  "anchor", "image", "layout", "purpose", "crop", "caption_language", "quote_language",
  "subheading_language", "title_language",
])
const PLUMBING = new Set(["id", "uid", "region", "ordering", "DELETE", "parent", "position"])

let base // what `read` returned when it was saved last

const keyOf = (element) => element.name.split("-").at(-1)
const isDeleted = (row) => row.classList.contains("for-deletion")
const uidOf = (row) => one('[name$="-uid"]', row).value

const valueOf = ({ type, checked, value }) => (type === "checkbox" && !checked ? "" : value)

const valuesOf = (row) =>
  Object.fromEntries(
    all("[name]", row)
      .filter((element) => !PLUMBING.has(keyOf(element)))
      .map((element) => [keyOf(element), valueOf(element)]),
  )

function ownFields() {
  const isOwn = ({ name, type, localName }) =>
    name && localName !== "button" && type !== "hidden" && name !== "topics" && name !== "section"
  const own = [...form().elements].filter(
    (element) =>
      isOwn(element) && !element.closest(".part, .byline, [data-no-save], [data-setting]"),
  )
  return Object.fromEntries(own.map((element) => [element.name, valueOf(element)]))
}

/* Everything that the form shows now. */
export function read() {
  document.dispatchEvent(new Event("rich-text:read"))
  const rows = parts().filter((row) => !isDeleted(row))
  const lines = all(".byline-rows > .byline").filter((row) => !isDeleted(row))
  return {
    fields: ownFields(),
    section: form().elements.section.value,
    topics: all("[name=topics]:checked", form()).map(({ value }) => value),
    bylines: lines.map((row) => ({ uid: uidOf(row), ...valuesOf(row) })),
    parts: new Map(
      rows.map((row) => [uidOf(row), { kind: row.dataset.kind, values: valuesOf(row) }]),
    ),
  }
}

/* From now on `state`, which `read` returned, is what the server has. */
export function rebase(state) {
  base = state
}

/* What `element` shows now is in the last version too: the server put it there. */
export function agree(element) {
  const row = element.closest(".part, .byline")
  const uid = row && uidOf(row)
  const rows = () => base.bylines.find((line) => line.uid === uid)
  const known = !row ? base.fields : row.matches(".part") ? base.parts.get(uid)?.values : rows()
  if (known) known[keyOf(element)] = valueOf(element)
}

function differing(values, before = {}) {
  const entries = Object.entries(values).filter(([name, value]) => before[name] !== value)
  return Object.fromEntries(entries)
}

const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other)

/* What `state` changes in what the server has: complete, not only since the last time. */
export function changesIn(state) {
  const changes = { fields: differing(state.fields, base.fields), parts: [] }
  for (const name of ["section", "topics", "bylines"]) {
    if (!isSame(state[name], base[name])) changes[name] = state[name]
  }
  for (const [uid, { kind, values }] of state.parts) {
    const changed = differing(values, base.parts.get(uid)?.values)
    const isNew = !base.parts.has(uid)
    if (isNew || Object.keys(changed).length) changes.parts.push({ uid, kind, values: changed })
  }
  const before = [...base.parts.keys()]
  const order = [...state.parts.keys()]
  changes.deleted = before.filter((uid) => !state.parts.has(uid))
  const stayed = before.filter((uid) => state.parts.has(uid))
  if (base.isReordered || !isSame(order, stayed)) changes.order = order
  return changes
}

/* Whether anything differs at all. */
export const isAnything = ({ fields, parts, deleted, ...others }) =>
  Object.keys(fields).length > 0 || parts.length > 0 || deleted.length > 0 ||
  Object.keys(others).length > 0

/* `changes` stand on the screen already, and the server does not have them in a version. */
function unsay(changes) {
  for (const name of Object.keys(changes.fields || {})) delete base.fields[name]
  for (const name of ["section", "topics", "bylines"]) if (name in changes) delete base[name]
  for (const { uid, values } of changes.parts || []) {
    for (const name of Object.keys(values)) delete base.parts.get(uid)?.values[name]
  }
  for (const uid of changes.deleted || []) base.parts.set(uid, { values: {} })
  base.isReordered = Boolean(changes.order)
}

/* `changes`: what the form was opened with besides the version that it names, if anything. */
export function startTyped(changes) {
  rebase(read())
  if (changes) unsay(changes)
}

/* The words on the screen as plain text, to be copied. */
export function textOf() {
  const { fields, parts: rows } = read()
  const { kicker, headline, standfirst, lead_caption: caption, lead_alt: alt } = fields
  const texts = [kicker, headline, standfirst, caption, alt]
  for (const { values } of rows.values()) {
    const written = Object.entries(values).filter(([name]) => !WORDLESS.has(name))
    texts.push(...written.map(([, text]) => plain(text)))
  }
  return texts.filter(Boolean).join("\n\n")
}
