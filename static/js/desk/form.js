/* The story form. It begins when content-editor has put the parts in their place. */

import { startAutosaving } from "desk/autosaving"
import { startBylines } from "desk/bylines"
import { startChecks } from "desk/checks"
import { startConnection } from "desk/connection"
import { all, form, one, uuid } from "desk/dom"
import { startEmbeds } from "desk/embeds"
import { startFields } from "desk/fields"
import { startInstants } from "desk/instants"
import { startMenus } from "desk/menus"
import { startOffers } from "desk/offers"
import { startOffline } from "desk/offline"
import { startParts } from "desk/parts"
import { startPresence } from "desk/presence"
import { startPictures } from "desk/picture-fields"
import { startPreview } from "desk/preview"
import { startProgress } from "desk/progress"
import { startSaving } from "desk/saving"
import { startSheets } from "desk/sheets"
import { startSigningIn } from "desk/signing-in"
import { startTyped } from "desk/typed"

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
  const { style } = document.documentElement
  new ResizeObserver(() => {
    style.setProperty("--bar-words", `${one(".bar-words", bar).offsetHeight}px`)
    const shown = bar.offsetHeight + Math.min(0, parseFloat(getComputedStyle(bar).top))
    style.setProperty("--bar", `${shown}px`)
  }).observe(bar)
}

/* An editing session: what is typed from here on is kept until it is saved. */
function startTyping() {
  form().elements._session.value = uuid()
  startProgress()
  startTyped(JSON.parse(one("#desk-changes")?.textContent || "null"))
  startSaving()
  startConnection()
  startSigningIn()
  startAutosaving()
  startPresence()
  startOffers()
  startOffline()
}

document.addEventListener("content-editor:ready", () => {
  measureBar()
  startMenus()
  startFields()
  startInstants()
  startPictures()
  startEmbeds()
  startParts()
  startBylines()
  startChecks(findingsOfPage())
  startTyping()
  startSheets()
  startPreview()
  const { headline } = form().elements
  if (!headline.value) headline.focus()
  const ready = () => (document.documentElement.dataset.desk = "ready")
  queueMicrotask(() => whenWritable(ready)) // once the first editors have begun to start
})
