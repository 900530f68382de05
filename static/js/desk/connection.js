/* Whether the server can be reached, and the line that says so while it cannot. */

import { announce, one } from "desk/dom"
import { isCopied } from "desk/progress"
import { word } from "desk/words"

const FIRST_WAIT = 1000 // ms, doubled with every try
const LONGEST_WAIT = 30_000

let wait = 0 // 0 while there is a connection
let timer

const line = () => one(".connection")

function tryAgain() {
  clearTimeout(timer)
  document.dispatchEvent(new Event("desk:try-again"))
}

/* Say what is so: the text is in this browser, or nowhere but in this window. */
export function describe() {
  if (!wait) return
  const words = word(isCopied() ? "offline" : "offline_unkept")
  if (line().textContent !== words) line().textContent = words
}

/* A post had no answer. */
export function lost() {
  const isNew = !wait
  wait = Math.min(wait * 2 || FIRST_WAIT, LONGEST_WAIT)
  clearTimeout(timer)
  timer = setTimeout(tryAgain, wait)
  line().hidden = false
  describe()
  if (isNew) announce(line().textContent)
}

/* A post had an answer, whatever it was. */
export function found() {
  if (!wait) return
  wait = 0
  clearTimeout(timer)
  line().hidden = true
  line().textContent = ""
  announce(word("online"))
  document.dispatchEvent(new Event("desk:online"))
}

export const isLost = () => wait > 0

export function startConnection() {
  window.addEventListener("online", tryAgain)
  window.addEventListener("offline", lost)
}
