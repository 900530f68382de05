/*
 * Signing in over the form, after the session has ended: nothing is left, nothing is lost.
 *
 * The text belongs to the person who opened the form. Whoever else signs in is told so, and can
 * only copy it.
 */

import { form, one } from "desk/dom"
import { holdUntil, isOwner, renewToken, whoIsHere } from "desk/posting"
import { textOf } from "desk/typed"
import { word } from "desk/words"

let asking // while the dialog is open: { promise, answer, goBack }
let isDeclined = false

const dialog = () => document.getElementById("sign-in")
const owner = () => form().dataset.author

/* Whether the dialog may come by itself: not after it was closed, until somebody saves. */
export const mayAsk = () => !isDeclined
export const askAgain = () => (isDeclined = false)
export const isSigningIn = () => Boolean(asking)

function say(sentence) {
  one(".sign-in-trouble", dialog()).textContent = sentence
}

/* Somebody is signed in: the owner goes on, anybody else is told whose text this is. */
function meet(who) {
  if (isOwner(who)) {
    renewToken(who.token)
    close(true)
  } else {
    say(word("not_yours", { name: owner(), other: who.name }))
    one(".sign-in-copy", dialog()).open = true
  }
}

function close(isBack) {
  if (!asking) return
  const { answer, goBack } = asking
  asking = undefined
  isDeclined = !isBack
  dialog().close()
  goBack()
  answer(isBack)
}

/* Where the cursor is; call what is returned to put it there again. */
function place() {
  const { activeElement: element } = document
  const { selectionStart: from, selectionEnd: to } = element
  const selection = getSelection()
  const range = selection.rangeCount ? selection.getRangeAt(0).cloneRange() : null
  return () => {
    element.blur() // the dialog gave the focus back, but Chromium types only into what is focused anew
    element.focus({ preventScroll: true })
    if (element.isContentEditable && range) {
      selection.removeAllRanges()
      selection.addRange(range)
    } else if (Number.isInteger(from)) element.setSelectionRange(from, to)
  }
}

/* The token of the page that signs in; if somebody is signed in, that page is not shown. */
async function freshToken() {
  const who = await whoIsHere()
  if (who) return who.token
  const response = await fetch(dialog().dataset.login, { redirect: "manual" })
  const page = new DOMParser().parseFromString(await response.text(), "text/html")
  return one("[name=csrfmiddlewaretoken]", page)?.value
}

/* Sign in; resolves to a sentence about what was wrong, or to nothing. */
async function attempt(fields) {
  fields.set("csrfmiddlewaretoken", await freshToken())
  const body = new URLSearchParams(fields)
  const response = await fetch(dialog().dataset.login, { method: "POST", body, redirect: "manual" })
  if (response.type === "opaqueredirect") return ""
  const page = new DOMParser().parseFromString(await response.text(), "text/html")
  const said = one(".errornote, .errorlist", page)?.textContent.trim()
  return said || word("sign_in_failed")
}

async function submit(event) {
  event.preventDefault()
  const fields = new FormData(event.target)
  const button = one("[type=submit]", dialog())
  if (button.getAttribute("aria-disabled") === "true") return
  button.setAttribute("aria-disabled", "true")
  say("")
  try {
    const trouble = await attempt(fields)
    if (!trouble) await look()
    const hasSaid = one(".sign-in-trouble", dialog()).textContent
    if (asking && !hasSaid) say(trouble || word("sign_in_failed"))
  } catch {
    say(word("sign_in_offline"))
  } finally {
    button.removeAttribute("aria-disabled")
  }
  if (one(".sign-in-trouble", dialog()).textContent) {
    event.target.elements.password.value = ""
    event.target.elements.password.focus()
  }
}

/* Somebody may have signed in meanwhile, here or in another tab. */
async function look() {
  const who = asking && (await whoIsHere())
  if (who && asking) meet(who)
}

/*
 * Ask whoever is there to sign in; `who` is signed in already, and is not the owner. Resolves to
 * whether the form can go on.
 */
export function signIn(who) {
  if (asking) return asking.promise
  let answer
  const promise = new Promise((resolve) => (answer = resolve))
  asking = { promise, answer, goBack: place() }
  holdUntil(promise)
  say("")
  one("form", dialog()).reset()
  one("textarea", dialog()).value = textOf()
  one(".sign-in-copy", dialog()).open = false
  dialog().showModal()
  one("[name=password]", dialog()).focus()
  if (who) meet(who)
  return promise
}

export function startSigningIn() {
  one("form", dialog()).addEventListener("submit", submit)
  one("[data-close]", dialog()).addEventListener("click", () => close(false))
  dialog().addEventListener("cancel", (event) => {
    event.preventDefault()
    close(false)
  })
  document.addEventListener("visibilitychange", () => document.hidden || look())
}
