/* Sheets: what is asked before something is done to the story, opened over its form from pages of
 * their own; and the buttons that hand it on. */

import { follow } from "desk/checks"
import { form, on, one } from "desk/dom"
import { leave, save } from "desk/saving"
import { startWhere } from "desk/where"
import { word } from "desk/words"

const dialog = () => document.getElementById("sheet")

let isBusy = false
let opener = null // the link that opened the sheet

function parse(markup) {
  return one(".sheet", new DOMParser().parseFromString(markup, "text/html"))
}

function put(sheet) {
  dialog().replaceChildren(document.adoptNode(sheet))
  dialog().scrollTop = 0
  if (!dialog().open) dialog().showModal()
  else one("h1", dialog()).scrollIntoView()
  const wrong = one("[role=alert], [aria-invalid=true], .errorlist", dialog())
  const field = wrong?.matches(".errorlist") ? one("input", wrong.parentElement) : wrong
  field?.focus()
  nameInstant()
}

async function open(address) {
  let sheet
  try {
    const response = await fetch(address, { redirect: "manual" })
    if (response.ok) sheet = parse(await response.text())
  } catch {
    // Without an answer the browser says why, at the sheet's own address.
  }
  if (sheet) put(sheet)
  else location.assign(address)
}

/* Go where the server says, once what is on the screen is saved; else the browser asks first. */
async function go(address) {
  if ("unsaved" in form().dataset) await save()
  if (!("unsaved" in form().dataset)) leave()
  location.assign(address)
}

/* Post `body`; resolves to whether that was the end of it. */
async function send(address, body) {
  const response = await fetch(address, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    redirect: "manual",
  })
  if (response.headers.get("Content-Type")?.includes("json")) {
    const { to, stays } = await response.json()
    await (stays ? open(to) : go(to))
    return true
  }
  const sheet = response.status === 422 && parse(await response.text())
  if (sheet) put(sheet)
  return Boolean(sheet)
}

/* One post at a time: a second click does nothing. */
async function once(post) {
  if (isBusy) return true
  isBusy = true
  try {
    return await post()
  } catch {
    return false
  } finally {
    isBusy = false
  }
}

function complain() {
  const words = document.createElement("p")
  words.textContent = word("not_done")
  const box = document.createElement("div")
  box.className = "sheet-reasons"
  box.setAttribute("role", "alert")
  box.append(words)
  const place = dialog().open ? one("h1", dialog()) : one(".notice")
  one(".sheet-reasons[role=alert]", dialog())?.remove()
  if (dialog().open) place.after(box)
  else place.replaceChildren(words)
}

async function answer(sheet, button) {
  const body = new FormData(sheet)
  if (button?.name) body.append(button.name, button.value)
  if (!(await once(() => send(sheet.action, body)))) complain()
}

async function handOn(button) {
  const state = await save()
  if (!state) return
  const body = new FormData()
  body.append("csrfmiddlewaretoken", form().elements.csrfmiddlewaretoken.value)
  body.append("revision", state.revision)
  if (!(await once(() => send(button.dataset.handOn, body)))) complain()
}

async function openSaved(address) {
  const state = await save()
  if (state) open(`${address}?revision=${state.revision}`)
}

/* “Schedule for 20:00”: the button says what it will do. */
function nameInstant() {
  const words = one("[data-at]", dialog())
  const field = one('[name="at"]', dialog())
  if (!words || !field?.value) return
  const timeZone = field.closest(".instant").dataset.zone
  const today = new Intl.DateTimeFormat("sv", { timeZone }).format(new Date())
  const isToday = field.value.startsWith(today)
  const shown = isToday ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" }
  const { lang } = document.documentElement
  const time = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { ...shown, hourCycle: "h23" }).format(new Date(field.value))
  words.textContent = words.dataset.at.replace("%(time)s", time)
}

/* The browser gives the focus back itself, but not to a link in a menu that has closed. */
function giveFocusBack() {
  const menu = opener?.closest("details")
  if (menu) one("summary", menu).focus()
  opener = null
}

function listenToDialog() {
  on(dialog(), "click", "[data-close]", (event) => {
    event.preventDefault()
    dialog().close()
  })
  on(dialog(), "click", "[data-finding]", (event, finding) => {
    event.preventDefault()
    opener = null
    dialog().close()
    follow(finding.dataset)
  })
  dialog().addEventListener("click", (event) => {
    if (event.target === dialog()) dialog().close()
  })
  dialog().addEventListener("close", giveFocusBack)
  dialog().addEventListener("input", nameInstant)
  startWhere(dialog())
  on(dialog(), "submit", "form", (event, sheet) => {
    event.preventDefault()
    answer(sheet, event.submitter)
  })
}

export function startSheets() {
  form().addEventListener("submit", ({ submitter }) => {
    if (submitter?.matches("[data-publish-button]")) openSaved(form().dataset.publish)
    else if (submitter?.matches("[data-hand-on]")) handOn(submitter)
  })
  on(document, "click", "a[data-sheet]", (event, link) => {
    event.preventDefault()
    if (!dialog().open) opener = link
    if (link.dataset.sheet === "saved") openSaved(link.href)
    else open(link.href)
  })
  listenToDialog()
}
