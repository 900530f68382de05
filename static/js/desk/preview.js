/* The preview beside the form: the page as it stands on the screen, at the widths of readers. */

import { form, on, one } from "desk/dom"

const PAUSE = 1200 // ms without a key before the preview follows
const AROUND = 24 // px of padding around the frame, both sides together

const panel = () => document.getElementById("preview")
const frame = () => one("iframe", panel())
const chosen = () => one("[name=preview_width]:checked", panel()).value

let timer, scroll

/* Scale the frame so that a page of the chosen width fits the panel. */
function fit() {
  if (panel().hidden) return
  const stage = one(".preview-stage", panel())
  const room = stage.clientWidth - AROUND
  const width = chosen() === "cards" ? Math.min(640, room) : Number(chosen())
  const scale = Math.min(1, room / width)
  const { style } = frame()
  style.inlineSize = `${width}px`
  style.blockSize = `${(stage.clientHeight - AROUND) / scale}px`
  style.transform = `scale(${scale})`
  style.marginInlineStart = `${Math.max(0, (room - width * scale) / 2)}px`
}

/* Send what is on the screen into the frame. */
function refresh() {
  clearTimeout(timer)
  if (panel().hidden) return
  const button = one(".preview-refresh", panel())
  button.formAction = chosen() === "cards" ? panel().dataset.cards : panel().dataset.page
  form().requestSubmit(button)
}

function remember() {
  scroll = frame().contentWindow?.scrollY
}

function open(button) {
  panel().hidden = false
  document.documentElement.classList.add("has-preview")
  button.setAttribute("aria-expanded", "true")
  fit()
  refresh()
  one("[name=preview_width]:checked", panel()).focus()
}

function close(button) {
  panel().hidden = true
  document.documentElement.classList.remove("has-preview")
  button.setAttribute("aria-expanded", "false")
  button.focus()
}

export function startPreview() {
  const button = one("[data-preview-button]")
  if (!button) return
  button.setAttribute("aria-expanded", "false")
  button.setAttribute("aria-controls", "preview")
  button.addEventListener("click", (event) => {
    event.preventDefault()
    if (panel().hidden) open(button)
    else close(button)
  })
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      remember()
      refresh()
    }, PAUSE)
  }
  for (const type of ["input", "change", "desk:changed"]) {
    form().addEventListener(type, (event) => {
      if (!panel().hidden && !event.target.closest?.("#preview")) later()
    })
  }
  on(panel(), "change", "[name=preview_width]", () => {
    scroll = 0
    fit()
    refresh()
  })
  on(panel(), "click", ".preview-close", () => close(button))
  panel().addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(button)
  })
  frame().addEventListener("load", () => {
    if (scroll) frame().contentWindow?.scrollTo(0, scroll)
  })
  new ResizeObserver(fit).observe(one(".preview-stage", panel()))
}
