/* Dragging by mouse, finger or pen: places and blocks within the page, stories from the list. */

import { all } from "desk/dom"
import { frame, page, whatIs } from "desk/fronts-frame"

const FAR = 6 // px until a press becomes a drag
const EDGE = 70 // px at the edges of the window where it scrolls
const STEP = 14 // px a frame

let drag = null // { what, from: {x, y}, isOn, ghost, over }
let scrolling

function pointIn(event, isInFrame) {
  if (isInFrame) return { x: event.clientX, y: event.clientY }
  const box = frame().getBoundingClientRect()
  return { x: event.clientX - box.left, y: event.clientY - box.top }
}

/* The place under a point of the page; for a block the block whose middle is nearest. */
function targetAt({ x, y }, isBlock) {
  const element = page().elementFromPoint(x, y)
  if (!isBlock) {
    const found = whatIs(element)
    return found?.place === undefined ? null : { ...found, element: element.closest("[data-place]") }
  }
  const section = element?.closest("[data-block]")
  return section && { block: section.dataset.block, element: section }
}

function clear() {
  for (const element of all(".is-over", page())) element.classList.remove("is-over")
}

function begin() {
  drag.isOn = true
  page().documentElement.classList.add("is-dragging")
  drag.ghost = document.createElement("p")
  drag.ghost.className = "front-ghost"
  drag.ghost.textContent = drag.name
  document.body.append(drag.ghost)
}

function scrollAlong(y) {
  cancelAnimationFrame(scrolling)
  const way = y < EDGE ? -STEP : y > innerHeight - EDGE ? STEP : 0
  if (!way || !drag?.isOn) return
  const go = () => {
    if (!drag?.isOn) return
    window.scrollBy(0, way)
    scrolling = requestAnimationFrame(go)
  }
  scrolling = requestAnimationFrame(go)
}

function move(event, isInFrame) {
  if (!drag) return
  const far = Math.hypot(event.screenX - drag.from.x, event.screenY - drag.from.y)
  if (!drag.isOn && far < FAR) return
  if (!drag.isOn) begin()
  event.preventDefault()
  const box = frame().getBoundingClientRect()
  const inPage = pointIn(event, isInFrame)
  const { style } = drag.ghost
  style.insetInlineStart = `${inPage.x + box.left + 12}px`
  style.insetBlockStart = `${inPage.y + box.top + 12}px`
  clear()
  drag.over = targetAt(inPage, drag.what.isBlock)
  drag.over?.element.classList.add("is-over")
  scrollAlong(inPage.y + box.top)
}

function end() {
  cancelAnimationFrame(scrolling)
  drag?.ghost?.remove()
  clear()
  page().documentElement.classList.remove("is-dragging")
  const was = drag
  drag = null
  return was
}

/*
 * Let what matches `selector` in `root` be dragged. `what(element)` says what it is and is called:
 * { what, name }, or nothing; `drop(what, over)` does it.
 */
export function startDragging(root, selector, what, drop) {
  const isInFrame = root === page()
  let justDragged = false
  root.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest?.(selector)
    const found = handle && event.button === 0 && what(handle)
    if (!found) return
    drag = { ...found, from: { x: event.screenX, y: event.screenY }, isOn: false, over: null }
    handle.setPointerCapture(event.pointerId)
  })
  root.addEventListener("pointermove", (event) => move(event, isInFrame))
  root.addEventListener("pointercancel", end)
  root.addEventListener("pointerup", () => {
    const was = end()
    justDragged = Boolean(was?.isOn)
    if (was?.isOn && was.over) drop(was.what, was.over)
  })
  root.addEventListener("click", (event) => {
    if (!justDragged) return
    justDragged = false
    event.preventDefault()
    event.stopImmediatePropagation()
  }, true)
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag) end()
  })
}

