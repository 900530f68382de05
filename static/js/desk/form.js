/* The story form. It begins when content-editor has put the parts in their place. */

import { startBylines } from "desk/bylines"
import { startChecks } from "desk/checks"
import { all, form, one } from "desk/dom"
import { startFields } from "desk/fields"
import { startMenus } from "desk/menus"
import { startParts } from "desk/parts"
import { startSaving } from "desk/saving"
import { startSheets } from "desk/sheets"

document.documentElement.classList.add("has-script")

function findingsOfPage() {
  return all(".finding").map((item) => {
    const { field, part } = item.firstElementChild.dataset
    const words = item.firstElementChild.lastChild.textContent.trim()
    return { message: words, blocking: item.matches(".is-blocking"), field, part }
  })
}

/* Call `done` once every editor that has begun to start can be written in. */
function whenWritable(done) {
  const { CKEDITOR } = window
  const isReady = () => Object.values(CKEDITOR.instances).every(({ status }) => status === "ready")
  if (!CKEDITOR || isReady()) return done()
  CKEDITOR.on("instanceReady", function check(event) {
    if (!isReady()) return
    event.removeListener()
    done()
  })
}

/* How much of the window the bar takes, for what sticks below it and for what is scrolled to. */
function measureBar() {
  const bar = one(".bar")
  new ResizeObserver(() => {
    const shown = bar.offsetHeight + Math.min(0, parseFloat(getComputedStyle(bar).top))
    document.documentElement.style.setProperty("--bar", `${shown}px`)
  }).observe(bar)
}

document.addEventListener("content-editor:ready", () => {
  measureBar()
  startMenus()
  startFields()
  startParts()
  startBylines()
  startChecks(findingsOfPage())
  startSaving()
  startSheets()
  const { headline } = form().elements
  if (!headline.value) headline.focus()
  whenWritable(() => (document.documentElement.dataset.desk = "ready"))
})
