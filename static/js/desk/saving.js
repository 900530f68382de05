/* Saving in the background: what is typed, where the cursor is and what is folded stay. */

import { count, leave, settled, unsaved } from "desk/autosaving"
import { showBar } from "desk/bar"
import { bylineByUid, summarise } from "desk/bylines"
import { show } from "desk/checks"
import { all, announce, form, on, one } from "desk/dom"
import { goTo } from "desk/fields"
import { takeMerged } from "desk/merged"
import { partsByUid, unfold } from "desk/parts"
import { post } from "desk/posting"
import { isSaved, reached, saving, typed } from "desk/progress"
import { askAgain, signIn } from "desk/signing-in"
import { agree, read, rebase } from "desk/typed"
import { word } from "desk/words"

let running = Promise.resolve()
let waitsForConnection = false // somebody saved while there was none

function tell(sentence, { decide = "" } = {}) {
  const notice = one(".notice")
  notice.replaceChildren()
  if (!sentence) return
  const words = document.createElement("p")
  words.textContent = sentence
  if (decide) {
    const link = document.createElement("a")
    link.href = decide
    link.textContent = word("decide")
    words.append(" ", link)
  }
  notice.append(words)
}

function clearErrors() {
  for (const list of all(".errorlist", form())) list.remove()
  for (const field of all("[aria-invalid]", form())) {
    field.removeAttribute("aria-invalid")
    field.removeAttribute("aria-describedby")
  }
}

function showErrors(errors) {
  const places = []
  for (const [name, sentences] of Object.entries(errors)) {
    const field = name && one(`[name="${CSS.escape(name)}"]`, form())
    if (!field) continue
    const list = document.createElement("ul")
    list.className = "errorlist"
    list.id = `${field.id}_error`
    for (const sentence of sentences) {
      const item = document.createElement("li")
      item.textContent = sentence
      list.append(item)
    }
    const row = field.closest(".part")
    if (row) unfold(row)
    const box = field.closest(".field")
    if (box) box.append(list)
    field.setAttribute("aria-invalid", "true")
    field.setAttribute("aria-describedby", list.id)
    places.push(field)
  }
  const general = errors[""] || []
  const loose = Object.entries(errors).flatMap(([name, sentences]) =>
    name && !places.some((field) => field.name === name) ? sentences : [],
  )
  tell([...general, ...loose].join(" ") || word("mend"))
  places.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1))
  if (places.length) goTo(places[0])
}

function fill(field, value) {
  field.value = value
  agree(field)
}

function take(state, sent) {
  const { elements } = form()
  elements.base_revision.value = takeMerged(state, sent)
  if (!elements.slug.value) fill(elements.slug, state.slug)
  const rows = partsByUid()
  for (const [uid, anchor] of Object.entries(state.anchors)) {
    const row = rows.get(uid)
    if (row) fill(one('[name$="-anchor"]', row), anchor)
  }
  for (const [uid, printed] of Object.entries(state.bylines)) {
    const name = bylineByUid(uid) && one('[name$="-name"]', bylineByUid(uid))
    if (name && !name.value.trim()) fill(name, printed)
  }
  summarise()
  showBar(state)
  if (isSaved()) show(state.findings)
}

/* What is posted, and what a good answer to it means has been saved. */
function draw() {
  const sequence = count()
  const fields = new FormData(form())
  return { fields, sequence, upTo: typed(), state: read() }
}

async function send() {
  let drawn
  const { outcome, response, who } = await post(location.pathname, () => {
    drawn = draw()
    return drawn.fields
  })
  if (outcome === "signed_out" || outcome === "somebody_else") {
    if (await signIn(who)) return send()
    return tell(word("signed_out"))
  }
  if (outcome === "offline") waitsForConnection = true
  if (outcome === "refused" || outcome === "failed") return tell(word(outcome))
  if (outcome === "answered") return answered(response, drawn)
}

async function answered(response, drawn) {
  const answer = await response.json()
  if (answer.conflict) return meet(answer, drawn)
  if (answer.errors) return showErrors(answer.errors)
  rebase(drawn.state)
  reached("saved", drawn.upTo)
  tell("")
  take(answer, drawn.fields)
  saving(false, answer.saved)
  announce(answer.saved)
  settled(drawn.sequence)
  return answer
}

/* Somebody else changed the same words. What was sent is kept beside the story. */
function meet({ conflict, message, base_revision: base }, { state, upTo, sequence }) {
  rebase(state)
  for (const where of ["copied", "sent"]) reached(where, upTo)
  form().elements.base_revision.value = base
  tell(message, { decide: conflict })
  settled(sequence)
}

/* Save what is on the screen. Resolves to the state of the desk, or to undefined if it failed. */
export function save() {
  const turn = async () => {
    clearErrors()
    waitsForConnection = false
    askAgain()
    saving(true)
    try {
      return await send()
    } finally {
      saving(false)
    }
  }
  running = running.then(turn, turn)
  return running
}

export function startSaving() {
  for (const type of ["input", "change", "desk:changed"]) {
    form().addEventListener(type, ({ target }) => {
      if (!target.closest("[data-no-save]")) unsaved(target)
    })
  }
  document.addEventListener("desk:online", () => waitsForConnection && save())
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return
    event.preventDefault()
    save()
  })
  on(form(), "keydown", "input:not([type=submit])", (event) => {
    if (event.key !== "Enter") return
    event.preventDefault() // Enter in a line of text must not send the form
  })
  form().addEventListener("submit", (event) => {
    const button = event.submitter
    if (button?.matches("[data-preview]")) return
    event.preventDefault()
    if (!button?.matches("[data-publish-button], [data-hand-on]")) save()
  })
}

export { leave }
