/*
 * The parts of a story: moved, inserted, folded, deleted, by key, mouse or touch.
 *
 * content-editor adds rows and drags them; it orders them by the CSS property `order` and leaves the
 * document as it was. `settle` makes the document, the numbers and the hidden fields agree with what
 * is seen, after every change, so that keys and screen readers meet the parts in their order.
 */

import { all, announce, changed, name, on, one, place, uuid } from "desk/dom"
import { openMenu } from "desk/menus"
import { word } from "desk/words"

const ROWS = ":scope > .inline-related:not(.empty-form)"
const DELETED = "for-deletion"

let machine // content-editor's element that holds all parts

const byOrder = (a, b) => a.style.order - b.style.order
export const parts = () => all(ROWS, machine).sort(byOrder)
export const isPresent = (row) => !row.classList.contains(DELETED)
const present = () => parts().filter(isPresent)

/* What a part is called now: "Section 3". */
export const nameOf = (row) => `${row.dataset.name} ${present().indexOf(row) + 1}`
const field = (row, ending) => one(`[name$="-${ending}"]`, row)
export const partByUid = (uid) => partsByUid().get(uid)
export const partsByUid = () => new Map(all(ROWS, machine).map((row) => [field(row, "uid").value, row]))

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
  const what = `${row.dataset.name} ${index + 1}`
  one(".part-number", row).textContent = ` ${index + 1}`
  one(".part-tools", row).setAttribute("aria-label", word("tools", { what }))
  for (const button of all(".part-tools [data-do]", row)) {
    name(button, word(button.dataset.do, { what }))
  }
  one("[data-do=up]", row).setAttribute("aria-disabled", index === 0)
  one("[data-do=down]", row).setAttribute("aria-disabled", index === count - 1)
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

/* Add a part of the kind whose form set has `prefix`, above `before` or at the end. */
export function add(prefix, before = null) {
  window.ContentEditor._insertBefore = before
  window.ContentEditor.addContent(prefix)
  window.ContentEditor._insertBefore = null
}

function added(row) {
  one(".inline-deletelink", row)?.parentElement.remove() // it would drop the row from the form
  row.classList.add("has_original")
  field(row, "uid").value = uuid()
  one(".inline_label", row).textContent = ""
  settle()
  changed()
  const shown = present()
  const place = shown.indexOf(row) + 1
  announce(word("added", { what: row.dataset.name, place, count: shown.length }))
  write(row)
}

/* Put the cursor where a part is written. */
export function write(row) {
  unfold(row)
  const first = one("fieldset textarea, fieldset input, fieldset select", row)
  first.focus()
  row.scrollIntoView({ block: "nearest" })
}

function insertAbove(row, button) {
  const items = all(".add-parts [data-add]").map((source) => ({
    label: source.lastChild.textContent.trim(),
    run: () => add(source.dataset.add, row),
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
  const texts = all("fieldset textarea, fieldset input[type=text]", row).map((input) => {
    if (!input.dataset.richText) return input.value
    return new DOMParser().parseFromString(input.value, "text/html").body.textContent
  })
  return (texts.find((text) => text.trim()) || "").trim().slice(0, 160)
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
  on(adding, "click", "[data-add]", (_, button) => add(button.dataset.add))
  document.addEventListener("formset:added", ({ target }) => {
    if (target.matches(".part")) added(target)
  })
  machine.addEventListener("drop", () => {
    settle()
    changed()
  })
  new MutationObserver((records) => {
    for (const { target } of records) if (target.matches(".part:not(.empty-form)")) showFold(target)
  }).observe(machine, { attributeFilter: ["class"], subtree: true })
}
