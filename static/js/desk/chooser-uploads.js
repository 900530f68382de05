/* Pictures that come in while somebody chooses: their progress, and the words that they need. */

import { one } from "desk/dom"
import { post, whoIsHere } from "desk/posting"
import { signIn } from "desk/signing-in"
import { upload } from "desk/uploads"
import { word } from "desk/words"

const AT_ONCE = 2 // files on their way at a time
const PERCENT = 100

const dialog = () => document.getElementById("chooser")
const list = () => one(".chooser-uploads", dialog())

let report // what startUploads was given
let waiting = [] // those whose turn has not come
let going = new Set()

export const isSending = () => waiting.length + going.size > 0

function rowFor(file) {
  const row = document.createElement("li")
  row.className = "chooser-upload"
  const name = document.createElement("bdi")
  name.textContent = file.name
  const bar = document.createElement("progress")
  bar.max = PERCENT
  bar.value = 0
  bar.setAttribute("aria-label", file.name)
  const state = document.createElement("span")
  state.className = "chooser-upload-state"
  const button = document.createElement("button")
  button.type = "button"
  button.className = "button-like"
  button.hidden = true
  row.append(name, bar, state, button)
  return row
}

/* Offer `work` as the button of a row; without it there is none. */
function offer(row, words, work) {
  const button = one("button", row)
  button.hidden = !work
  button.textContent = words
  button.onclick = work
}

const tellState = (row, words) => (one(".chooser-upload-state", row).textContent = words)

function begin(sent) {
  const { row } = sent
  sent.stop = new AbortController()
  row.classList.remove("is-refused")
  tellState(row, word("chooser_waits"))
  offer(row, word("chooser_cancel"), () => giveUp(sent))
  waiting.push(sent)
}

function giveUp(sent) {
  sent.stop.abort()
  waiting = waiting.filter((other) => other !== sent)
  sent.row.remove()
  list().hidden = !list().children.length
  report.tell()
}

/* Send what waits, a few at a time. */
function go() {
  while (waiting.length && going.size < AT_ONCE) send(waiting.shift())
  report.tell()
}

async function send(sent) {
  const { file, row, stop } = sent
  going.add(sent)
  const onProgress = ({ state, sent: done, size }) => {
    one("progress", row).value = size ? (done / size) * PERCENT : 0
    tellState(row, word(`chooser_is_${state}`))
  }
  const result = await upload(file, { onProgress, signal: stop.signal })
  going.delete(sent)
  if (stop.signal.aborted) return go()
  if (result.error) refuse(sent, result)
  else received(sent, result)
  go()
}

function refuse(sent, { error, canRetry }) {
  const { row, file } = sent
  row.classList.add("is-refused")
  tellState(row, error)
  report.say(`${file.name}: ${error}`)
  offer(row, word("chooser_again"), canRetry && (() => again(sent)))
}

async function again(sent) {
  if ((await whoIsHere()) === null && !(await signIn())) return
  begin(sent)
  go()
}

function received({ row, file }, { image, known }) {
  row.classList.add("is-in")
  const words = [word(known ? "chooser_known" : "chooser_in"), image.status].filter(Boolean).join(" ")
  tellState(row, words)
  offer(row, "")
  report.say(`${file.name}: ${words}`)
  report.bring(image, true)
  askWords(row, image)
}

const wordsAddress = ({ id }) => dialog().dataset.words.replace("/0/", `/${id}/`)

function putWords(row, markup) {
  const body = new DOMParser().parseFromString(markup, "text/html").body
  one(".picture-words", row)?.remove()
  row.append(document.adoptNode(one(".picture-words", body)))
  const form = one("form", row)
  form?.addEventListener("submit", (event) => {
    event.preventDefault()
    save(row)
  })
  form?.addEventListener("input", () => (row.dataset.unsaved = ""))
}

/* Ask for title, alternative text and credit: a picture without credit cannot go out. */
async function askWords(row, image) {
  try {
    const response = await fetch(wordsAddress(image), { redirect: "manual" })
    if (response.ok) putWords(row, await response.text())
  } catch {
    // The picture is in; its own page asks for its words too.
  }
}

/* Save the words of a row. Resolves to whether that was done. */
async function save(row) {
  const form = one("form", row)
  const token = document.querySelector("#story_form [name=csrfmiddlewaretoken]")
  const said = one(".picture-words-saved", form)
  said.textContent = ""
  const { outcome, response, who } = await post(form.action, () => {
    const fields = new FormData(form)
    fields.append("csrfmiddlewaretoken", token.value)
    return fields
  })
  if (outcome === "signed_out" || outcome === "somebody_else") {
    if (await signIn(who)) return save(row)
  }
  if (response?.status === 422) {
    putWords(row, await response.text())
    one("[aria-invalid=true], .errorlist", row)?.scrollIntoView({ block: "nearest" })
    return false
  }
  if (outcome !== "answered") {
    said.textContent = word(outcome === "refused" ? "chooser_words_refused" : "chooser_words_failed")
    return false
  }
  const { image, seen } = await response.json()
  form.elements.seen.value = seen
  delete row.dataset.unsaved
  said.textContent = word("chooser_words_saved")
  report.bring(image, false)
  return true
}

/* Save what was written and not saved yet. Resolves to whether nothing is left. */
export async function saveWords() {
  for (const row of list().children) {
    if ("unsaved" in row.dataset && !(await save(row))) {
      row.scrollIntoView({ block: "nearest" })
      return false
    }
  }
  return true
}

/* Send `files` to the library. */
export function addFiles(files) {
  for (const file of files) {
    const row = rowFor(file)
    list().append(row)
    begin({ file, row })
  }
  list().hidden = !list().children.length
  go()
}

/* The dialog closes: what is on its way is given up. */
export function stopUploads() {
  for (const { stop } of [...waiting, ...going]) stop.abort()
  waiting = []
  going = new Set()
  list().replaceChildren()
  list().hidden = true
}

/* `bring(card, isNew)`, `say(sentence)` and `tell()`, which looks at isSending() again. */
export function startUploads(given) {
  report = given
}
