/* The part of a picture that a story shows: a rectangle, set by mouse, touch, keyboard or numbers. */

import { fitted, moved, read, resized, rounded, WHOLE, withNumber, written, cut } from "desk/crop-shapes"
import { all, on, one } from "desk/dom"
import { word } from "desk/words"

const STEP = 10 // per mille, of an arrow key
const SIDES = ["left", "top", "width", "height"]
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

const dialog = () => document.getElementById("cropping")
const stage = () => one(".cropping-stage", dialog())
const box = () => one(".cropping-box", dialog())
const number = (side) => one(`[data-side=${side}]`, dialog())

let open // while it is: { card, shape, drawn, answer }; `drawn` is the shape without the ratio chosen last
let timer
let isListening = false

const percent = (value) => Math.round(value) / 10

function ratio() {
  const { file_width: width, file_height: height } = open.card
  const { value } = one("[name=cropping-ratio]:checked", dialog())
  if (!value) return null
  if (value === "own") return 1
  const [across, down] = value.split(":").map(Number)
  return (across * height) / (down * width)
}

function showCuts() {
  const { card, shape } = open
  const size = { width: card.file_width, height: card.file_height }
  const focus = { x: card.focus_x, y: card.focus_y }
  for (const image of all(".cropping-cut img", dialog())) {
    const [across, down] = image.dataset.ratio.split(":").map(Number)
    const part = cut(shape, size, focus, across / down)
    image.style.width = `${(size.width / part.width) * 100}%`
    image.style.left = `${(-part.left / part.width) * 100}%`
    image.style.top = `${(-part.top / part.height) * 100}%`
  }
}

function show() {
  const shape = rounded(open.shape)
  for (const side of SIDES) {
    box().style[side] = `${shape[side] / 10}%`
    number(side).value = percent(shape[side])
  }
  showCuts()
}

/* From now on the crop is `shape`; `isDrawn` says that it is not a ratio alone that made it so. */
function set(shape, isDrawn = true) {
  open.shape = shape
  if (isDrawn) open.drawn = shape
  show()
}

function saySoon() {
  clearTimeout(timer)
  const values = Object.fromEntries(SIDES.map((side) => [side, percent(rounded(open.shape)[side])]))
  const sentence = word("cropping_said", values)
  timer = setTimeout(() => (one(".cropping-said", dialog()).textContent = sentence), 150)
}

function press(event) {
  const step = ARROWS[event.key]
  if (!step || event.ctrlKey || event.altKey || event.metaKey) return
  event.preventDefault()
  const [across, down] = step.map((one) => one * STEP)
  const edge = ratio() ? { x: 1, y: 1 } : { x: Math.abs(step[0]), y: Math.abs(step[1]) }
  set(event.shiftKey ? resized(open.shape, edge, across, down, ratio()) : moved(open.shape, across, down))
  saySoon()
}

function edgeOf({ dataset }) {
  const [x, y] = (dataset.edge || "0 0").split(" ").map(Number)
  return { x, y }
}

/* Drag the rectangle, or one of its edges, from where the pointer went down. */
function drag(event) {
  if (event.button !== 0) return
  event.preventDefault()
  box().focus({ preventScroll: true })
  const edge = edgeOf(event.target)
  const before = open.shape
  const { width, height } = stage().getBoundingClientRect()
  const follow = ({ clientX, clientY }) => {
    const across = ((clientX - event.clientX) / width) * 1000
    const down = ((clientY - event.clientY) / height) * 1000
    const isMove = !edge.x && !edge.y
    set(isMove ? moved(before, across, down) : resized(before, edge, across, down, ratio()))
  }
  const end = () => {
    box().removeEventListener("pointermove", follow)
    saySoon()
  }
  box().setPointerCapture(event.pointerId)
  box().addEventListener("pointermove", follow)
  box().addEventListener("lostpointercapture", end, { once: true })
}

function finish(crop) {
  const { answer } = open
  clearTimeout(timer)
  open = undefined
  dialog().close()
  answer(crop)
}

function listen() {
  box().addEventListener("keydown", press)
  box().addEventListener("pointerdown", drag)
  on(dialog(), "change", "[name=cropping-ratio]", () => {
    set(fitted(open.drawn, ratio()), false)
    saySoon()
  })
  on(dialog(), "change", "[data-side]", (event, input) => {
    const value = Number(input.value) * 10
    if (input.value && Number.isFinite(value)) set(withNumber(open.shape, input.dataset.side, value, ratio()))
    else show()
  })
  on(dialog(), "keydown", "[data-side]", (event, input) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    input.blur() // which takes the number over
    input.focus()
  })
  on(dialog(), "click", "[data-whole]", () => {
    one("[name=cropping-ratio]", dialog()).checked = true
    set({ ...WHOLE })
    saySoon()
  })
  on(dialog(), "click", "[data-use]", () => finish(written(open.shape)))
  on(dialog(), "click", "[data-close]", () => finish(undefined))
  dialog().addEventListener("cancel", (event) => {
    event.preventDefault()
    finish(undefined)
  })
  const image = one("img", stage())
  image.addEventListener("error", () => (one(".cropping-trouble", dialog()).textContent = word("cropping_unseen")))
}

/*
 * Ask which part of the picture of `card` is shown; `crop` is what is shown now. Resolves to
 * "left,top,width,height" in per mille, "" for the whole picture, undefined where it was closed.
 */
export function crop({ card, crop: before = "" }) {
  if (open) return Promise.resolve(undefined)
  if (!isListening) listen()
  isListening = true
  one(".cropping-trouble", dialog()).textContent = ""
  one(".cropping-said", dialog()).textContent = ""
  for (const image of all("img", dialog())) image.src = card.preview
  Object.assign(one("img", stage()), { width: card.file_width, height: card.file_height, alt: card.alt })
  one("[name=cropping-ratio]", dialog()).checked = true
  return new Promise((answer) => {
    open = { card, answer }
    dialog().showModal()
    set(read(before))
    box().focus()
  })
}
