/* The thumbnails of the chooser: a list box, walked by arrow keys the way it is seen. */

import { all } from "desk/dom"

const SVG = "http://www.w3.org/2000/svg"

const list = () => document.getElementById("chooser-grid")
const options = () => all("[role=option]", list())
const optionOf = (uuid) => options().find((option) => option.dataset.uuid === uuid)

let shown = new Map() // cards by uuid

export const cardOf = (option) => shown.get(option.dataset.uuid)

function element(name, className, words = "") {
  const made = document.createElement(name)
  made.className = className
  made.textContent = words
  return made
}

function frameOf(card) {
  const frame = element("span", "picture-frame")
  const tone = document.createElementNS(SVG, "svg")
  tone.setAttribute("class", "picture-tone")
  tone.setAttribute("aria-hidden", "true")
  const fill = document.createElementNS(SVG, "rect")
  for (const [name, value] of [["width", "100%"], ["height", "100%"], ["fill", card.colour]]) {
    fill.setAttribute(name, value)
  }
  tone.append(fill)
  frame.append(tone)
  if (!card.thumbnail) return frame
  const image = document.createElement("img")
  Object.assign(image, { alt: "", width: card.width, height: card.height, loading: "lazy" })
  image.decoding = "async"
  image.draggable = false
  image.src = card.thumbnail
  frame.append(image)
  return frame
}

function optionFor(card, isChosen) {
  const option = element("div", "picture-card chooser-option")
  option.setAttribute("role", "option")
  option.setAttribute("aria-selected", isChosen)
  option.setAttribute("aria-label", [card.title, card.status, card.credit, card.alt].filter(Boolean).join(", "))
  option.dataset.uuid = card.uuid
  option.tabIndex = -1
  const about = element("span", "picture-about")
  if (card.status) about.append(element("b", `is-${card.state}`, card.status))
  about.append(card.credit)
  option.append(frameOf(card), element("span", "picture-title", card.title), about)
  return option
}

/* One option is reached by Tab: the one that had the focus last, or else the first. */
function rove(to = options().find(({ tabIndex }) => tabIndex === 0) || options()[0]) {
  for (const option of options()) option.tabIndex = option === to ? 0 : -1
}

/* Show `cards`, after those that are there where `isMore`. Returns the first of the new options. */
export function show(cards, isChosen, isMore) {
  const added = cards.filter(({ uuid }) => !isMore || !shown.has(uuid))
  if (!isMore) shown = new Map()
  const made = added.map((card) => optionFor(card, isChosen(card)))
  for (const card of added) shown.set(card.uuid, card)
  if (isMore) list().append(...made)
  else list().replaceChildren(...made)
  rove()
  return made[0]
}

/* Show a card that came in just now first, or anew where it stands. */
export function put(card, isChosen) {
  const option = optionFor(card, isChosen)
  const before = optionOf(card.uuid)
  const isFocused = before && before === document.activeElement
  if (before) before.replaceWith(option)
  else list().prepend(option)
  shown.set(card.uuid, card)
  rove(before?.tabIndex === 0 ? option : undefined)
  if (isFocused) option.focus()
}

export function mark(isChosen) {
  for (const option of options()) option.setAttribute("aria-selected", isChosen(cardOf(option)))
}

export const count = () => shown.size

export function focusOn(option = options().find(({ tabIndex }) => tabIndex === 0)) {
  option?.focus()
}

function columns() {
  const [first, ...others] = options()
  const below = others.findIndex(({ offsetTop }) => offsetTop > first.offsetTop)
  return below < 0 ? others.length + 1 : below + 1
}

function walk(event) {
  const all = options()
  const at = all.indexOf(document.activeElement)
  const last = all.length - 1
  if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return
  const lastRow = Math.floor(last / columns())
  const isInLastRow = Math.floor(at / columns()) === lastRow
  const to = {
    ArrowLeft: Math.max(0, at - 1),
    ArrowRight: Math.min(last, at + 1),
    ArrowUp: at - columns() < 0 ? at : at - columns(),
    ArrowDown: isInLastRow ? at : Math.min(last, at + columns()),
    Home: 0,
    End: last,
  }[event.key]
  if (to === undefined) return
  event.preventDefault()
  all[to].focus()
}

/* `onPress(card, key)`: an option was clicked (""), or " " or "Enter" pressed on it. */
export function startGrid(onPress) {
  list().addEventListener("keydown", (event) => {
    walk(event)
    const option = event.target.closest("[role=option]")
    if (!option || ![" ", "Enter"].includes(event.key)) return
    event.preventDefault()
    if (!event.repeat) onPress(cardOf(option), event.key)
  })
  list().addEventListener("focusin", ({ target }) => rove(target.closest("[role=option]")))
  list().addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]")
    if (option) onPress(cardOf(option), "")
  })
}
