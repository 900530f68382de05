/* How far what is typed has got, and the words in the bar that say so. */

import { form, one } from "desk/dom"
import { word } from "desk/words"

// Counts of changes: those made, and those that are in the browser's own storage, on the server,
// in a version of the story. `settings` is the last change of a setting: only a save keeps those.
const at = { typed: 0, settings: 0, copied: 0, sent: 0, saved: 0 }
let isSaving = false
let savedWords

export const typed = () => at.typed
export const isSaved = () => at.saved === at.typed
export const isSent = () => Math.max(at.sent, at.saved) === at.typed
export const isKept = () =>
  Math.max(at.copied, at.sent, at.saved) === at.typed && at.settings <= at.saved
export const isCopied = () => Math.max(at.copied, at.saved) === at.typed

function show() {
  const bar = one(".bar-saved")
  const state = isSaving ? "saving" : isSaved() ? "" : isKept() ? "kept" : "not_saved"
  const words = state ? word(state) : savedWords
  if (bar.textContent !== words) bar.textContent = words
  bar.dataset.state = state || "saved"
  if (isSaved()) delete form().dataset.unsaved
  else form().dataset.unsaved = ""
}

/* Something was typed, chosen, moved; or a setting of the story was changed. */
export function touch({ isSetting = false } = {}) {
  at.typed += 1
  if (isSetting) at.settings = at.typed
  show()
}

/* The first `count` changes are "copied", "sent" or "saved". */
export function reached(where, count) {
  at[where] = Math.max(at[where], count)
  show()
}

/* A save begins, or has ended: with these words if it went well. */
export function saving(isRunning, words) {
  isSaving = isRunning
  savedWords = words || savedWords
  show()
}

/* A form that opens with text that is in no version says so in `data-unsaved`. */
export function startProgress() {
  savedWords = one(".bar-saved").textContent
  if ("unsaved" in form().dataset) touch()
}
