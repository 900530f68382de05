/*
 * The parts of a story: moved, inserted, folded, deleted, by key, mouse or touch.
 *
 * content-editor adds rows and drags them; it orders them by the CSS property `order` and leaves the
 * document as it was. `settle` makes the document, the numbers and the hidden fields agree with what
 * is seen, after every change, so that keys and screen readers meet the parts in their order.
 */

import { all, announce, changed, name, on, one, place, seenFor, uuid } from "desk/dom"
import { openMenu } from "desk/menus"
import { word } from "desk/words"

const ROWS = ":scope > .inline-related:not(.empty-form)"
const DELETED = "for-deletion"
const LONGEST_TITLE = 40 // characters, where it stands in a sentence
const LONGEST_GIST = 160

let machine // content-editor's element that holds all parts
let newest // the row that was added last

const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

const byOrder = (a, b) => a.style.order - b.style.order
export const parts = () => all(ROWS, machine).sort(byOrder)
export const isPresent = (row) => !row.classList.contains(DELETED)
const present = () => parts().filter(isPresent)

/* What a part is called now: "Section 3", with its title where it has one: "Picture 4 “Cranes”". */
export const nameOf = (row) => called(row, present().indexOf(row))
const field = (row, ending) => one(`[name$="-${ending}"]`, row)
export const partByUid = (uid) => partsByUid().get(uid)
export const partsByUid = () => new Map(all(ROWS, machine).map((row) => [field(row, "uid").value, row]))

function called(row, index) {
  const what = `${row.dataset.name} ${index + 1}`
  const { title } = row.dataset
  return title ? word("titled", { what, title: shortened(title, LONGEST_TITLE) }) : what
}

/* Make everything agree with the order that is seen. */
function settle() {
  const rows = parts()
  const end = one(":scope > .inline-related.empty-form", machine)
  rows.reduceRight((next, row) => (place(machine, row, next), row), end)
  rows.forEach((row, index) => {
    field(row, "ordering").value = row.style.order = 10 * (index + 1)
  })
  const shown = present()
  shown.forEach((row, index) => label(row, index, shown.length))
  machine.classList.toggle("is-empty", shown.length === 0)
}

function label(row, index, count) {
  const what = called(row, index)
  one(".part-number", row).textContent = ` ${index + 1}`
  one(".part-tools", row).setAttribute("aria-label", word("tools", { what }))
  for (const button of all(".part-tools [data-do]", row)) {
    name(button, word(button.dataset.do, { what }))
  }
  one("[data-do=up]", row).setAttribute("aria-disabled", index === 0)
  one("[data-do=down]", row).setAttribute("aria-disabled", index === count - 1)
}

/* Call a part by its new title, "" for none. */
export function entitle(row, title) {
  row.dataset.title = title
  showFold(row)
  const rows = machine && present()
  if (rows?.includes(row)) label(row, rows.indexOf(row), rows.length)
}

function move(row, button, step) {
  const rows = present()
  const index = rows.indexOf(row)
  const neighbour = rows[index + step]
  const what = nameOf(row)
  if (!neighbour) {
    announce(word(step < 0 ? "is_first" : "is_last", { what }))
    return
  }
  row.style.order = Number(neighbour.style.order) + step
  settle()
  changed()
  button.focus()
  button.scrollIntoView({ block: "nearest" })
  announce(word("moved", { what, place: index + step + 1, count: rows.length }))
}

function insert(prefix, before) {
  window.ContentEditor._insertBefore = before
  window.ContentEditor.addContent(prefix)
  window.ContentEditor._insertBefore = null
  return newest
}

/*
 * Add parts of the kind whose form set has `prefix`, above `before` or at the end; returns their
 * rows. Whoever calls it fills them in and says so.
 */
export function addEmpty(prefix, before, count) {
  const rows = Array.from({ length: count }, () => insert(prefix, before))
  settle()
  return rows
}

/* Add a part and put the cursor where it is written; returns its row. */
export function add(prefix, before = null) {
  const [row] = addEmpty(prefix, before, 1)
  changed()
  const shown = present()
  const place = shown.indexOf(row) + 1
  announce(word("added", { what: row.dataset.name, place, count: shown.length }))
  write(row)
  return row
}

/* Add what a button of the bar stands for, unless somebody takes the event and adds it. */
function addBy(source, before = null) {
  const options = { bubbles: true, cancelable: true, detail: { before } }
  if (source.dispatchEvent(new CustomEvent("desk:add", options))) add(source.dataset.add, before)
}

function prepare(row) {
  newest = row
  one(".inline-deletelink", row)?.parentElement.remove() // it would drop the row from the form
  row.classList.add("has_original")
  field(row, "uid").value = uuid()
  one(".inline_label", row).textContent = ""
}

/* Put the cursor where a part is written. */
export function write(row) {
  unfold(row)
  seenFor(one("fieldset textarea, fieldset input, fieldset select", row)).focus()
  row.scrollIntoView({ block: "nearest" })
}

function insertAbove(row, button) {
  const items = all(".add-parts [data-add]").map((source) => ({
    label: source.lastChild.textContent.trim(),
    run: () => addBy(source, row),
  }))
  openMenu(button, word("insert", { what: nameOf(row) }), items)
}

function mark(row) {
  const what = nameOf(row)
  field(row, "DELETE").checked = true
  row.classList.add(DELETED)
  one(".part-deleted > span", row).textContent = word("deleted_row", { what })
  one(".part-deleted", row).hidden = false
  settle()
}

function remove(row) {
  const what = nameOf(row)
  mark(row)
  changed()
  one("[data-do=undo]", row).focus()
  announce(word("deleted", { what }))
}

function undo(row) {
  field(row, "DELETE").checked = false
  row.classList.remove(DELETED)
  one(".part-deleted", row).hidden = true
  settle()
  changed()
  one("[data-do=delete]", row).focus()
  announce(word("undone", { what: nameOf(row) }))
}

/* The first words of a part, for its folded line. */
function gist(row) {
  const { title } = row.dataset
  if (title !== undefined) return shortened(title, LONGEST_GIST)
  const texts = all("fieldset textarea, fieldset input[type=text]", row).map((input) => {
    if (!input.dataset.richText) return input.value
    return new DOMParser().parseFromString(input.value, "text/html").body.textContent
  })
  return (texts.find((text) => text.trim()) || "").trim().slice(0, LONGEST_GIST)
}

function showFold(row) {
  const folded = row.classList.contains("collapsed")
  one(".part-fold", row).setAttribute("aria-expanded", String(!folded))
  const words = folded ? gist(row) : ""
  if (one(".inline_label", row).textContent !== words) one(".inline_label", row).textContent = words
}

export function unfold(row) {
  row.classList.remove("collapsed")
  showFold(row)
}

const DO = {
  up: (row, button) => move(row, button, -1),
  down: (row, button) => move(row, button, 1),
  insert: insertAbove,
  delete: remove,
  undo,
}

export function startParts() {
  machine = one(".order-machine")
  const adding = one(".add-parts")
  adding.hidden = false
  settle()
  for (const row of parts()) {
    if (!field(row, "uid").value) field(row, "uid").value = uuid()
    if (field(row, "DELETE")?.checked) mark(row)
  }
  on(machine, "click", ".part [data-do]", (event, button) => {
    event.preventDefault()
    DO[button.dataset.do](button.closest(".part"), button)
  })
  on(adding, "click", "[data-add]", (_, button) => addBy(button))
  document.addEventListener("formset:added", ({ target }) => {
    if (target.matches(".part")) prepare(target)
  })
  machine.addEventListener("drop", () => {
    settle()
    changed()
  })
  new MutationObserver((records) => {
    for (const { target } of records) if (target.matches(".part:not(.empty-form)")) showFold(target)
  }).observe(machine, { attributeFilter: ["class"], subtree: true })
}
