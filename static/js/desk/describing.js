/* What is known of pictures that were just sent: a form for each, saved all at once. */

import { ask, Stopped } from "./asking.js"
import { all, announce, on, one } from "./dom.js"
import { word } from "./words.js"

const saved = new WeakMap() // what the server has, by field
let promised // what pictures get that are still on their way: { values, onlyEmpty }
let isSaving = false

const forms = () => all("form[data-describe]")
const fields = (form) => all("input:not([type=hidden]), textarea, select", form)
const isChanged = (field) => field.value !== saved.get(field)
const isUnsaved = (form) => fields(form).some(isChanged)
export const unsaved = () => forms().filter(isUnsaved)

/* Say in the bar what is not saved, or `words`. */
function tell(words) {
  const count = unsaved().length
  one("[data-save-state]").textContent = words ?? (count ? word("upload_unsaved", { count }) : "")
}

function showErrors(form, errors) {
  for (const box of all("[data-error-for]", form)) {
    box.textContent = (errors[box.dataset.errorFor] ?? []).join(" ")
  }
  for (const field of fields(form)) {
    const isWrong = field.name in errors
    field.toggleAttribute("aria-invalid", isWrong)
    if (isWrong) field.setAttribute("aria-invalid", "true")
  }
}

/* Save one; resolves to whether it is saved. What is typed meanwhile counts as not saved. */
async function save(form) {
  const sent = new FormData(form)
  const response = await ask(form.dataset.describe, { method: "POST", body: sent })
  const found = await response.json().catch(() => ({}))
  if (!found.seen && !found.errors) throw new Stopped(word("upload_failed"))
  showErrors(form, found.errors ?? {})
  if (found.errors) return false
  form.elements.seen.value = found.seen
  for (const field of fields(form)) saved.set(field, sent.get(field.name))
  return true
}

function goToFirstError() {
  const wrong = one("form[data-describe] [aria-invalid]")
  const box = all("[data-error-for]").find((one) => one.textContent)
  const seen = wrong ?? box?.closest("form").querySelector("input:not([type=hidden]), textarea")
  seen?.focus()
}

/* Save whatever is not saved, one after another, and say how it went. */
async function saveAll() {
  if (isSaving) return
  isSaving = true
  tell(word("upload_saving"))
  let words = word("upload_saved")
  try {
    let areAllSaved = true
    for (const form of unsaved()) areAllSaved = (await save(form)) && areAllSaved
    if (!areAllSaved) {
      words = word("upload_mend")
      goToFirstError()
    }
  } catch (error) {
    const why = error instanceof Stopped ? error.message : word("upload_failed")
    words = word("upload_not_saved", { why })
  }
  isSaving = false
  tell(words)
  announce(words)
}

/* Put values into the fields of a form that have their names. */
function fill(form, { values, onlyEmpty }) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name]
    if (field && value && !(onlyEmpty && field.value.trim())) field.value = value
  }
}

function share(button) {
  const values = {}
  for (const field of fields(button.form)) values[field.name.replace("shared-", "")] = field.value
  promised = { values, onlyEmpty: button.dataset.fill === "empty" }
  for (const form of forms()) fill(form, promised)
  tell()
  announce(word("upload_filled", { count: forms().length }))
}

/* Show the fields of the picture of `form`, as the server has them. */
export async function describe(form, address) {
  const response = await ask(address)
  if (!response.ok) return
  form.innerHTML = await response.text()
  form.dataset.describe = address
  for (const field of fields(form)) {
    saved.set(field, field.value)
    const help = field.getAttribute("aria-describedby") ?? ""
    field.setAttribute("aria-describedby", `${field.id}_error ${help}`.trim())
  }
  if (promised) fill(form, promised)
  tell()
}

export function startDescribing() {
  on(document, "input", "form[data-describe]", () => isSaving || tell())
  on(document, "submit", "form[data-describe], form[data-shared]", (event) => event.preventDefault())
  on(document, "submit", "form[data-describe]", saveAll)
  on(document, "click", "[data-fill]", (_, button) => share(button))
  on(document, "click", "[data-save]", saveAll)
  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return
    event.preventDefault()
    saveAll()
  })
}
