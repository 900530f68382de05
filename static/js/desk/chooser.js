/*
 * The chooser of pictures: a dialog that searches the library while somebody types, and takes
 * pictures in. Whoever needs a picture calls choose().
 */

import { count, focusOn, mark, put, show, startGrid } from "desk/chooser-grid"
import { addFiles, isSending, saveWords, startUploads, stopUploads } from "desk/chooser-uploads"
import { form, on, one } from "desk/dom"
import { askAgain, mayAsk, signIn } from "desk/signing-in"
import { word } from "desk/words"

const PAUSE = 200 // ms without a key before the library is asked

const dialog = () => document.getElementById("chooser")
const field = (name) => document.getElementById(`chooser-${name}`)

let open // while it is: { many, most, chosen: cards by uuid, answer }
let asking, timer
let next = "" // the key that the next page goes on by
let isListening = false

/* Say something to who listens; the page's own region is out of reach of a dialog. */
function say(sentence) {
  const region = one(".chooser-said", dialog())
  region.textContent = ""
  setTimeout(() => (region.textContent = sentence), 60)
}

const isChosen = ({ uuid }) => open.chosen.has(uuid)

/* Say what went wrong, with a button that tries the same again. */
function complain(sentence, again) {
  const box = one(".chooser-trouble", dialog())
  box.replaceChildren(sentence)
  if (!again) return
  const button = document.createElement("button")
  button.type = "button"
  button.className = "button-like"
  button.textContent = word("chooser_again")
  button.addEventListener("click", () => {
    askAgain()
    again()
  })
  box.append(" ", button)
}

function address(after) {
  const [q, show, licence] = ["words", "show", "licence"].map((name) => field(name).value)
  const asked = { q, show, licence, section: form().elements.section.value, after }
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value))
  return `${dialog().dataset.choose}?${query}`
}

/* Ask the library for what the fields say, from the key `after` on. */
async function ask(after = "") {
  clearTimeout(timer)
  asking?.abort()
  const { signal } = (asking = new AbortController())
  const again = () => ask(after)
  field("grid").setAttribute("aria-busy", "true")
  try {
    const options = { headers: { Accept: "application/json" }, redirect: "manual", signal }
    const response = await fetch(address(after), options)
    if (response.type === "opaqueredirect") return signedOut(again)
    if (!response.ok) return complain(word("chooser_failed"), again)
    take(await response.json(), Boolean(after))
  } catch (error) {
    if (!signal.aborted) complain(word("chooser_offline"), again)
  } finally {
    if (!signal.aborted) field("grid").removeAttribute("aria-busy")
  }
}

async function signedOut(again) {
  if (mayAsk() && (await signIn())) return again()
  complain(word("chooser_signed_out"), again)
}

function take(found, isMore) {
  complain("")
  next = found.next
  const first = show(found.cards, isChosen, isMore)
  one(".chooser-more", dialog()).hidden = !next
  one(".chooser-none", dialog()).hidden = count() > 0
  if (isMore) focusOn(first)
  else one(".chooser-body", dialog()).scrollTop = 0
  const sentence = next ? "chooser_found_more" : "chooser_found"
  say(count() ? word(sentence, { count: count() }) : one(".chooser-none", dialog()).textContent)
}

function askSoon() {
  clearTimeout(timer)
  timer = setTimeout(ask, PAUSE)
}

function tellChosen() {
  const { many, most, chosen } = open
  const use = one("[data-use]", dialog())
  use.textContent = chosen.size > 1 ? word("chooser_use_many", { count: chosen.size }) : word("chooser_use")
  use.setAttribute("aria-disabled", !chosen.size || isSending())
  const said = many ? word("chooser_chosen", { count: chosen.size, most }) : ""
  one(".chooser-count", dialog()).textContent = isSending() ? word("chooser_sending") : said
}

/* Choose `card`, or not any more; alone where only one can be. */
function toggle(card, isOn = !isChosen(card)) {
  const { many, most, chosen } = open
  if (isOn && !isChosen(card) && many && chosen.size >= most) return say(word("chooser_most", { most }))
  if (isOn && !many) chosen.clear()
  if (isOn) chosen.set(card.uuid, card)
  else chosen.delete(card.uuid)
  mark(isChosen)
  tellChosen()
  if (many) say(one(".chooser-count", dialog()).textContent)
}

function press(card, key) {
  if (!open.many) {
    toggle(card, true)
    return use()
  }
  if (key !== "Enter") return toggle(card)
  if (!open.chosen.size) toggle(card, true)
  use()
}

async function use() {
  if (!open.chosen.size || isSending()) return
  if (await saveWords()) finish([...open.chosen.values()])
}

function finish(cards) {
  const { answer } = open
  stopUploads()
  asking?.abort()
  clearTimeout(timer)
  open = undefined
  dialog().close()
  answer(cards)
}

/* A picture came in, or was described: it stands first, and is chosen if it can be. */
function bring(card, isNew) {
  if (!open) return
  put(card, isChosen(card))
  one(".chooser-none", dialog()).hidden = true
  if (isNew && ["usable", "ended"].includes(card.state)) toggle(card, true)
  else if (isChosen(card)) open.chosen.set(card.uuid, card)
}

function listen() {
  on(dialog(), "click", "[data-close]", () => finish([]))
  on(dialog(), "click", "[data-use]", use)
  on(dialog(), "click", ".chooser-more", () => ask(next))
  dialog().addEventListener("cancel", (event) => {
    if (event.target !== dialog()) return // the choice of files was cancelled
    event.preventDefault()
    finish([])
  })
  field("words").addEventListener("input", askSoon)
  for (const name of ["show", "licence"]) field(name).addEventListener("change", () => ask())
  field("words").addEventListener("keydown", async (event) => {
    if (event.isComposing || !["Enter", "ArrowDown"].includes(event.key)) return
    event.preventDefault()
    if (event.key === "Enter") await ask()
    focusOn()
  })
  startGrid(press)
  startUploads({ bring, say, tell: () => open && tellChosen() })
  listenToFiles()
}

/* Files come by the button, by dragging and by pasting. */
function listenToFiles() {
  const input = one("input[type=file]", dialog())
  if (!input) return
  on(dialog(), "click", "[data-upload]", () => input.click())
  input.addEventListener("change", () => {
    addFiles([...input.files])
    input.value = ""
  })
  const cover = one(".chooser-drop", dialog())
  const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files")
  dialog().addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    cover.hidden = false
  })
  dialog().addEventListener("dragleave", ({ relatedTarget }) => {
    if (!dialog().contains(relatedTarget)) cover.hidden = true
  })
  dialog().addEventListener("drop", (event) => {
    cover.hidden = true
    if (!hasFiles(event)) return
    event.preventDefault()
    addFiles([...event.dataTransfer.files])
  })
  dialog().addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) addFiles([...event.clipboardData.files])
  })
}

/*
 * Let somebody choose a picture, or where `many` up to `most`. Resolves to their cards, in the order
 * in which they were chosen; to none where the dialog was closed.
 */
export function choose({ many = false, most = 30 } = {}) {
  if (open) return Promise.resolve([])
  if (!isListening) listen()
  isListening = true
  const title = field("title")
  title.textContent = many ? title.dataset.many : title.dataset.one
  field("grid").setAttribute("aria-multiselectable", many)
  field("words").value = ""
  for (const name of ["show", "licence"]) field(name).selectedIndex = 0
  return new Promise((answer) => {
    open = { many, most, chosen: new Map(), answer }
    show([], isChosen)
    tellChosen()
    dialog().showModal()
    field("words").focus()
    ask()
  })
}
