/* Saving in the background: what is typed, where the cursor is and what is folded stay. */

import { bylineByUid, summarise } from "desk/bylines"
import { show } from "desk/checks"
import { all, announce, form, on, one } from "desk/dom"
import { goTo } from "desk/fields"
import { partByUid, unfold } from "desk/parts"
import { word } from "desk/words"

let typed = 0 // counts changes
let kept = 0 // how many of them the server has
let running = Promise.resolve()

const isUnsaved = () => typed !== kept
const saved = () => one(".bar-saved")

function touch(event) {
  if (event.target.closest?.("[data-no-save]")) return
  typed += 1
  saved().textContent = word("unsaved")
  form().dataset.unsaved = ""
}

function tell(sentence, { overwrite = false, signIn = false } = {}) {
  const notice = one(".notice")
  notice.replaceChildren()
  one(".notice-buttons").hidden = !overwrite
  if (!sentence) return
  saved().textContent = word("not_saved")
  const words = document.createElement("p")
  words.textContent = sentence
  if (signIn) {
    const link = document.createElement("a")
    link.href = location.pathname
    link.target = "_blank"
    link.rel = "noopener"
    link.textContent = word("sign_in")
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

function take(state) {
  const { elements } = form()
  elements.base_revision.value = state.revision
  if (!elements.slug.value) elements.slug.value = state.slug
  for (const [uid, anchor] of Object.entries(state.anchors)) {
    const row = partByUid(uid)
    if (row) one('[name$="-anchor"]', row).value = anchor
  }
  for (const [uid, printed] of Object.entries(state.bylines)) {
    const name = bylineByUid(uid) && one('[name$="-name"]', bylineByUid(uid))
    if (name && !name.value.trim()) name.value = printed
  }
  summarise()
  const status = one(".bar-status")
  status.textContent = state.status
  status.dataset.key = state.status_key
  const publish = one("[data-publish-button]")
  if (publish) publish.textContent = word(state.public_url ? "publish_changes" : "publish")
  if (!isUnsaved()) show(state.findings)
}

function post(overwrite) {
  const body = new FormData(form())
  if (overwrite) body.append("_overwrite", "1")
  return fetch(location.pathname, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    redirect: "manual",
  })
}

/* Whoever signed in again in another tab has a new token; returns whether one was found. */
async function renewToken() {
  const response = await fetch(location.pathname, { redirect: "manual" })
  if (!response.ok) return response.type === "opaqueredirect" ? "signed_out" : "refused"
  const page = new DOMParser().parseFromString(await response.text(), "text/html")
  const fresh = one("#story_form [name=csrfmiddlewaretoken]", page)
  if (!fresh) return "refused"
  form().elements.csrfmiddlewaretoken.value = fresh.value
  return ""
}

async function send(overwrite) {
  const at = typed
  saved().textContent = word("saving")
  let response = await post(overwrite)
  if (response.status === 403) {
    const why = await renewToken()
    if (why) return tell(word(why), { signIn: why === "signed_out" })
    response = await post(overwrite)
  }
  const isData = response.headers.get("Content-Type")?.includes("json")
  if (response.type === "opaqueredirect") return tell(word("signed_out"), { signIn: true })
  if (response.status === 403 || response.status === 404) return tell(word("refused"))
  if (response.status === 409) {
    return tell((await response.json()).message, { overwrite: true })
  }
  if (response.status === 422 && isData) return showErrors((await response.json()).errors)
  if (!response.ok || !isData) return tell(word("failed"))
  const state = await response.json()
  kept = at
  tell("")
  take(state)
  saved().textContent = isUnsaved() ? word("unsaved") : state.saved
  if (!isUnsaved()) delete form().dataset.unsaved
  announce(state.saved)
  return state
}

/* Save what is on the screen. Resolves to the state of the desk, or to undefined if it failed. */
export function save({ overwrite = false } = {}) {
  const turn = async () => {
    clearErrors()
    try {
      return await send(overwrite)
    } catch {
      return tell(word("offline"))
    }
  }
  running = running.then(turn)
  return running
}

/* Leave the page without being asked about unsaved text. */
export function leave() {
  kept = typed
}

export function startSaving() {
  for (const type of ["input", "change", "desk:changed"]) form().addEventListener(type, touch)
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
    if (!button?.matches("[data-publish-button]")) {
      save({ overwrite: Boolean(button?.matches("[data-overwrite]")) })
    }
  })
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved()) event.preventDefault()
  })
}
