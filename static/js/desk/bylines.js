/* Who made the story: rows that are added, moved and removed like parts, and the line above them. */

import { all, announce, changed, form, name, on, one, place, uuid } from "desk/dom"
import { word } from "desk/words"

let group, list

const rows = () => all(":scope > .byline", list)
const present = () => rows().filter((row) => !row.classList.contains("for-deletion"))
const field = (row, ending) => one(`[name$="-${ending}"]`, row)
export const bylineByUid = (uid) => rows().find((row) => field(row, "uid").value === uid)

function printed(row) {
  const author = field(row, "author")
  const chosen = author.value ? author.selectedOptions[0].textContent : ""
  return field(row, "name").value.trim() || chosen
}

function settle() {
  rows().forEach((row, index) => (field(row, "position").value = index))
  present().forEach((row, index, shown) => {
    const what = `${word("byline")} ${index + 1}`
    for (const button of all(".byline-tools [data-do]", row)) {
      button.hidden = false
      name(button, word(button.dataset.do, { what }))
    }
    one("[data-do=up]", row).setAttribute("aria-disabled", index === 0)
    one("[data-do=down]", row).setAttribute("aria-disabled", index === shown.length - 1)
  })
  summarise()
}

/* The line that stands for the rows: "By Anna Bianchi and Ugo Neri · BEIRUT". */
export function summarise() {
  const names = present().map(printed).filter(Boolean)
  const last = names.pop()
  const joined = names.length ? names.join(", ") + word("and") + last : last
  const place = form().elements.dateline.value.trim()
  const pieces = [joined && word("by", { names: joined }), place].filter(Boolean)
  one(".credit-words").textContent = pieces.join(" · ") || word("no_credit")
}

function add() {
  const total = form().elements[`${group.dataset.prefix}-TOTAL_FORMS`]
  const fragment = one("template", group).content.cloneNode(true)
  for (const element of all("[name], [id], [for]", fragment)) {
    for (const key of ["name", "id", "for"]) {
      const value = element.getAttribute(key)
      if (value) element.setAttribute(key, value.replace("__prefix__", total.value))
    }
  }
  total.value = Number(total.value) + 1
  const row = fragment.firstElementChild
  list.append(row)
  field(row, "uid").value = uuid()
  prepare(row)
  settle()
  changed()
  field(row, "author").focus()
}

function prepare(row) {
  one(".delete", row).hidden = true
}

const DO = {
  add,
  up: (row, button) => move(row, button, -1),
  down: (row, button) => move(row, button, 1),
  delete: (row) => mark(row, true),
  undo: (row) => mark(row, false),
}

function move(row, button, step) {
  const shown = present()
  const index = shown.indexOf(row)
  const neighbour = shown[index + step]
  const what = printed(row) || `${word("byline")} ${index + 1}`
  if (!neighbour) {
    announce(word(step < 0 ? "is_first" : "is_last", { what }))
    return
  }
  place(list, row, step < 0 ? neighbour : neighbour.nextElementSibling)
  settle()
  changed()
  button.focus()
  announce(word("moved", { what, place: index + step + 1, count: shown.length }))
}

function show(row, deleted) {
  const what = printed(row) || word("byline")
  field(row, "DELETE").checked = deleted
  row.classList.toggle("for-deletion", deleted)
  one(".part-deleted", row).hidden = !deleted
  one(".part-deleted > span", row).textContent = word("deleted_row", { what })
}

function mark(row, deleted) {
  const what = printed(row) || word("byline")
  show(row, deleted)
  settle()
  changed()
  one(deleted ? "[data-do=undo]" : "[data-do=delete]", row).focus()
  announce(word(deleted ? "deleted" : "undone", { what }))
}

export function startBylines() {
  group = one(".bylines")
  list = one(".byline-rows", group)
  rows().forEach(prepare)
  for (const row of rows()) if (field(row, "DELETE").checked) show(row, true)
  one(":scope > [data-do=add]", group).hidden = false
  on(group, "click", "[data-do]", (_, button) => {
    DO[button.dataset.do](button.closest(".byline"), button)
  })
  one(".credit").addEventListener("input", summarise)
  settle()
}
