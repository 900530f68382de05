/* The picture of the page in its frame, and a handle on everything that can be arranged. */

import { all, form, on, one } from "desk/dom"
import { chosen, state } from "desk/fronts-state"
import { word } from "desk/words"

export const frame = () => document.getElementById("front-picture")
export const page = () => frame().contentDocument

let shown = "" // the page that is in the frame
let focusNext = null // where the focus goes once the page is there

function button(className, label, text) {
  const made = page().createElement("button")
  Object.assign(made, { type: "button", className, textContent: text })
  made.setAttribute("aria-label", label)
  made.title = label
  return made
}

function blockBar(section, facts, index) {
  const values = { name: facts.name, place: index + 1, count: state.blocks.length }
  const bar = page().createElement("div")
  bar.className = "desk-block-bar"
  const handle = button("desk-handle desk-block-handle", word("front_block", values), facts.name)
  bar.append(handle)
  section.prepend(bar)
}

function placeBar(section, facts, place, index) {
  let box = one(`[data-place="${index}"]`, section)
  if (!box) {
    box = page().createElement("div")
    box.className = "front-place"
    box.dataset.place = index
    section.append(box)
  }
  const values = { name: place.name || word("front_empty"), place: index + 1, count: facts.places.length, block: facts.name }
  const how = place.is_pinned ? "front_pinned" : place.is_automatic ? "front_automatic" : "front_placed"
  const label = [word("front_place", values), word(how), place.note].filter(Boolean).join(". ")
  const bar = page().createElement("div")
  bar.className = "desk-place-bar"
  bar.classList.toggle("is-placed", !place.is_automatic)
  bar.append(button("desk-handle desk-place-handle", label, `⠿ ${index + 1} · ${word(how)}`))
  if (place.note) {
    const note = page().createElement("span")
    note.className = "desk-place-note"
    note.textContent = place.is_automatic ? place.note : `${place.name}: ${place.note}`
    bar.append(note)
  }
  if (!place.shown && !place.note) {
    const note = page().createElement("span")
    note.className = "desk-place-note"
    note.textContent = word("front_empty")
    bar.append(note)
  }
  box.prepend(bar)
}

const sectionOf = (uid) => one(`[data-block="${uid}"]`, page())

/* The handle of a place, or of a block. */
export function handleOf({ block, place }) {
  const section = sectionOf(block)
  if (!section) return null
  return place === undefined
    ? one(".desk-block-handle", section)
    : one(`[data-place="${place}"] .desk-handle`, section)
}

/* Give the focus to the handle of `what` as soon as the page shows it. */
export function focusOn(what) {
  focusNext = what
}

/* Which place or block an element of the page belongs to. */
export function whatIs(element) {
  const section = element?.closest?.("[data-block]")
  if (!section) return null
  const box = element.closest("[data-place]")
  const block = section.dataset.block
  return box ? { block, place: Number(box.dataset.place) } : { block }
}

function fit() {
  if (page()?.body) frame().style.blockSize = `${Math.ceil(page().body.getBoundingClientRect().height)}px`
}

function mark() {
  for (const element of all(".is-chosen", page())) element.classList.remove("is-chosen")
  const handle = chosen && handleOf(chosen)
  handle?.closest(chosen.place === undefined ? "[data-block]" : "[data-place]").classList.add("is-chosen")
}

/* Show the page that the server made, with its handles; the focus stays with what had it. */
export function draw() {
  if (!page()?.querySelector("main")) return
  if (shown !== state.page) {
    const had = focusNext ?? (page().activeElement?.matches(".desk-handle") ? whatIs(page().activeElement) : null)
    const main = new DOMParser().parseFromString(state.page, "text/html").querySelector("main")
    one("main", page()).replaceWith(page().adoptNode(main))
    shown = state.page
    state.blocks.forEach((facts, index) => {
      const section = sectionOf(facts.uid)
      if (!section) return
      blockBar(section, facts, index)
      facts.places.forEach((place, n) => placeBar(section, facts, place, n))
    })
    const handle = had && handleOf(had)
    if (handle) handle.focus({ preventScroll: !focusNext })
    if (focusNext) handle?.scrollIntoView({ block: "nearest" })
    focusNext = null
  }
  mark()
  fit()
}

function prepare(listen) {
  const style = page().createElement("link")
  Object.assign(style, { rel: "stylesheet", href: form().dataset.handles })
  style.addEventListener("load", fit)
  page().head.append(style)
  on(page(), "click", "a", (event) => event.preventDefault())
  new ResizeObserver(fit).observe(page().body)
  shown = ""
  listen(page())
  draw()
  document.documentElement.dataset.front = "ready"
}

/* Call `listen` with the frame's document once it is there. */
export function startFrame(listen) {
  const isThere = page()?.readyState === "complete" && page().querySelector("main")
  if (isThere) prepare(listen)
  else frame().addEventListener("load", () => prepare(listen))
}
