/* Every change is kept on the server at once, one after the other; until then in this browser. */

import { announce, form, one } from "desk/dom"
import { arrange, remember, state, take } from "desk/fronts-state"
import { post } from "desk/posting"
import { word } from "desk/words"

const EVERY = 8000 // ms between questions whether somebody else changed it
const AGAIN = 5000 // ms until what failed is tried again

let isKeeping = false
let isWaiting = false // something is to be kept
let at = ""
let timer
let answer // resolves when everything is kept

const key = () => `front-${form().dataset.front}-${form().elements._user.value}`
const dialog = () => document.getElementById("front-conflict")

function say(name) {
  one(".front-kept").textContent = word(name)
}

function complain(sentence) {
  one(".front-trouble").textContent = sentence
}

function copyHere() {
  try {
    localStorage.setItem(key(), JSON.stringify({ version: state.version, document: state.document }))
  } catch {
    // A browser without storage keeps it on the screen alone.
  }
}

function body() {
  const fields = new FormData()
  fields.append("csrfmiddlewaretoken", form().elements.csrfmiddlewaretoken.value)
  fields.append("document", JSON.stringify(state.document))
  fields.append("version", state.version)
  fields.append("at", at)
  return fields
}

/* Keep the arrangement on the screen; resolves once the server has what is newest. */
export function keep() {
  isWaiting = true
  form().dataset.unsaved = ""
  copyHere()
  answer ??= Promise.withResolvers?.() ?? withResolvers()
  const { promise } = answer
  if (!isKeeping) run()
  return promise
}

function withResolvers() {
  const made = {}
  made.promise = new Promise((resolve) => (made.resolve = resolve))
  return made
}

async function run() {
  clearTimeout(timer)
  isKeeping = true
  isWaiting = false
  say("front_keeping")
  const sent = state.document
  const { outcome, response } = await post(form().dataset.keep, body)
  isKeeping = false
  if (outcome !== "answered") return wait(outcome)
  const found = await response.json()
  if (response.status === 409) return ask(found.conflict)
  if (response.status === 422) return refuse(found.reasons)
  complain("")
  if (isWaiting || state.document !== sent) {
    take({ version: found.version })
    return run()
  }
  localStorage.removeItem(key())
  delete form().dataset.unsaved
  take(found)
  one(".front-kept").textContent = found.kept
  answer?.resolve(true)
  answer = undefined
  timer = setTimeout(look, EVERY)
}

function wait(outcome) {
  const names = { offline: "front_offline", signed_out: "front_signed_out", refused: "front_refused" }
  complain(word(names[outcome] ?? "front_failed"))
  say("front_failed")
  isWaiting = true
  timer = setTimeout(run, AGAIN)
}

/* What was typed stays on the screen and in this browser until it is mended or undone. */
function refuse(reasons) {
  complain(reasons.join(" "))
  say("front_failed")
  answer?.resolve(false)
  answer = undefined
  timer = setTimeout(look, EVERY)
}

/* Somebody else kept another arrangement: whose goes on is the person's to say. */
function ask({ said, differences, version, theirs }) {
  const mine = state.document
  one(".front-conflict-said", dialog()).textContent = said
  const items = differences.map((sentence) => {
    const item = document.createElement("li")
    item.textContent = sentence
    return item
  })
  one(".front-conflict-differences", dialog()).replaceChildren(...items)
  dialog().onclick = ({ target }) => {
    const whose = target.dataset.conflict
    if (!whose) return
    dialog().close()
    take({ version })
    remember(whose === "mine" ? theirs : mine)
    arrange(whose === "mine" ? mine : theirs, { isUndo: true })
    announce(word(whose === "mine" ? "front_mine" : "front_theirs"))
    keep()
  }
  dialog().showModal()
}

/* Ask whether somebody else changed the front; what they kept is shown where nothing waits here. */
async function look() {
  clearTimeout(timer)
  timer = setTimeout(look, EVERY)
  if (isKeeping || isWaiting || "unsaved" in form().dataset) return
  const found = await askState(state.version)
  if (!found || isKeeping || isWaiting || "unsaved" in form().dataset) return
  one(".front-kept").textContent = found.kept
  if (found.version === state.version) return
  take(found)
  announce(word("front_changed", { said: found.kept }))
}

async function askState(version) {
  const query = new URLSearchParams({ version, at })
  try {
    const response = await fetch(`${form().dataset.state}?${query}`, { redirect: "manual" })
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined
  }
}

/* Show the page as of another instant, "" for now. */
export async function showAt(time) {
  at = time
  const found = await askState("")
  if (found && !("unsaved" in form().dataset)) take(found)
}

/* Whether everything that was done is kept. */
export const isKept = () => !("unsaved" in form().dataset)

export function startKeeping() {
  timer = setTimeout(look, EVERY)
  document.addEventListener("visibilitychange", () => document.hidden || look())
  document.addEventListener("desk:online", () => isWaiting && !isKeeping && run())
  dialog().addEventListener("cancel", (event) => event.preventDefault())
  window.addEventListener("beforeunload", (event) => isKept() || event.preventDefault())
  const copied = JSON.parse(localStorage.getItem(key()) ?? "null")
  if (!copied) return
  take({ version: copied.version })
  arrange(copied.document)
  announce(word("front_recovered"))
  keep()
}
