/*
 * Keeping what is typed, without a save: in the browser's own storage as soon as the keys rest, on
 * the server a moment later, and both at once when the page is hidden or closed.
 *
 * Every autosave has all changes since the version that the form was opened with, and a number. The
 * server ignores one that comes after a higher number, that of a save included.
 */

import { forget, keep } from "desk/browser-copies"
import { describe, isLost } from "desk/connection"
import { form, one } from "desk/dom"
import { post } from "desk/posting"
import { isCopied, isKept, isSaved, isSent, reached, touch, typed } from "desk/progress"
import { mayAsk, signIn } from "desk/signing-in"
import { changesIn, read } from "desk/typed"

const COPY_AFTER = 400 // ms without a key
const COPY_WITHIN = 1500 // ms of typing without a rest
const SEND_AFTER = 2000
const SEND_WITHIN = 8000
const AGAIN_AFTER = 10_000 // when the server could not
const MOST_BY_BEACON = 60_000 // bytes; browsers take 64 KiB at a time

let last // the newest snapshot: { count, sequence, base, changes }
let sending
let typedAt = Date.now()
let isOff = false // a page that leaves on purpose sends nothing more

const hidden = (name) => form().elements[name]
export const session = () => hidden("_session").value

/* The next number of this session: for an autosave, or for a save, which is then posted with it. */
export function count() {
  hidden("_sequence").value = Number(hidden("_sequence").value) + 1
  return Number(hidden("_sequence").value)
}

function snapshot() {
  const state = read() // before counting: it makes editors catch up
  if (last?.count !== typed()) {
    const base = hidden("base_revision").value
    last = { count: typed(), sequence: count(), base, changes: changesIn(state) }
  }
  return last
}

async function copy() {
  if (isSaved() || isCopied() || isOff) return
  const { count: upTo, sequence, base, changes } = snapshot()
  const { author, story, address } = form().dataset
  const { value: headline } = form().elements.headline
  const user = hidden("_user").value
  const about = { session: session(), user, author, story, address, headline }
  try {
    await keep({ ...about, sequence, base, changes, typedAt })
    reached("copied", upTo)
  } catch {
    // No storage, or a full one: the server's copy alone keeps it.
  }
  describe()
}

function body({ sequence, base, changes }) {
  const fields = new FormData()
  for (const name of ["csrfmiddlewaretoken", "_session", "_user"]) {
    fields.append(name, hidden(name).value)
  }
  fields.append("_sequence", sequence)
  fields.append("base_revision", base)
  fields.append("age", Math.max(0, Date.now() - typedAt))
  fields.append("changes", JSON.stringify(changes))
  return fields
}

async function deliver() {
  if (isSent() || isOff) return
  const shot = snapshot()
  copy()
  const { outcome, who, response } = await post(form().dataset.autosave, () => body(shot))
  if (outcome === "answered") reached("sent", shot.count)
  if (outcome === "failed" && response.status >= 500) setTimeout(send, AGAIN_AFTER)
  const isElse = outcome === "somebody_else"
  if ((isElse || outcome === "signed_out") && mayAsk() && (await signIn(who))) await deliver()
}

/* Send what the server does not have yet, one autosave after the other. */
export function send() {
  sending = (sending || Promise.resolve()).then(deliver)
  return sending
}

/* The page may be gone in a moment. */
function flush() {
  if (isSaved() || isOff) return
  const shot = snapshot()
  copy()
  if (isSent() || shot.isOnItsWay) return
  const isSmall = new Blob([JSON.stringify(shot.changes)]).size <= MOST_BY_BEACON
  shot.isOnItsWay = isSmall && navigator.sendBeacon(form().dataset.autosave, body(shot))
  if (!shot.isOnItsWay) send() // in vain if the page goes: then the copy alone keeps it
}

/* Calls `work` after a rest of `rest` ms, and within `most` ms however busy it is. */
function paced(work, rest, most) {
  let timer, since
  return () => {
    since ??= Date.now()
    clearTimeout(timer)
    const wait = Math.max(0, Math.min(rest, since + most - Date.now()))
    timer = setTimeout(() => {
      since = undefined
      work()
    }, wait)
  }
}

const copySoon = paced(copy, COPY_AFTER, COPY_WITHIN)
const sendSoon = paced(() => isLost() || send(), SEND_AFTER, SEND_WITHIN)

/* Something changed that no save has: in `element`, where that is known. */
export function unsaved(element) {
  typedAt = Date.now()
  touch({ isSetting: Boolean(element?.closest("[data-setting]")) })
  copySoon()
  sendSoon()
}

/* A save has everything up to `sequence`, also of the session whose text the form took. */
export async function settled(sequence) {
  const [taken] = (hidden("_taken")?.value || "").split(":")
  if (taken) {
    hidden("_taken").remove()
    one(".offer.is-taken").remove()
    history.replaceState(null, "", location.pathname)
  }
  try {
    await forget(session(), sequence)
    if (taken) await forget(taken)
  } catch {
    // Without storage there is nothing to forget.
  }
  if (!isSaved()) {
    copySoon()
    sendSoon()
  }
}

/* Leave the page on purpose: nothing is asked, nothing more is sent. */
export function leave() {
  isOff = true
}

export function startAutosaving() {
  if (!isSaved()) {
    if (hidden("_taken")) reached("sent", typed()) // by the session that it was taken from
    else unsaved()
  }
  document.addEventListener("visibilitychange", () => document.hidden && flush())
  window.addEventListener("pagehide", flush)
  document.addEventListener("desk:try-again", send)
  document.addEventListener("desk:online", send)
  window.addEventListener("beforeunload", (event) => {
    if (isOff) return
    document.dispatchEvent(new Event("rich-text:read"))
    if (isKept()) return
    copy() // it may be there before the question is answered
    event.preventDefault()
  })
}
