/* Who else is at this story, where in it, and what they have saved. Nothing is ever locked. */

import { isLost } from "desk/connection"
import { all, announce, form, one } from "desk/dom"
import { isPresent, nameOf, partByUid } from "desk/parts"
import { post } from "desk/posting"
import { typed } from "desk/progress"
import { word } from "desk/words"

const EVERY = 8000 // ms
const MOVED = 500 // ms after the cursor has come to another part

let told = 0 // how many changes the last heartbeat knew of
let at = "" // the part that has the cursor
let timer
let beating = false
let announced = new Set()
let newest = 0

const partOf = (element) => {
  const row = element?.closest?.(".part")
  return row ? one('[name$="-uid"]', row).value : ""
}

function body(more) {
  const { csrfmiddlewaretoken, _session, base_revision } = form().elements
  // The form of a fix shows what readers see, and says nothing about the working copy.
  const own = "fix" in form().dataset ? [] : [base_revision]
  const fields = new FormData()
  for (const { name, value } of [csrfmiddlewaretoken, _session, ...own]) fields.append(name, value)
  for (const [name, value] of Object.entries(more)) fields.append(name, value)
  return fields
}

function sentence({ name, part, typed: seconds, is_self: isSelf }) {
  if (isSelf) return word("here_yourself")
  const found = part && partByUid(part)
  const row = found && isPresent(found) ? found : null
  const values = { name, seconds, part: row ? nameOf(row) : "" }
  if (row) return word(seconds === null ? "here_in" : "here_typing_in", values)
  return word(seconds === null ? "here" : "here_typing", values)
}

/* A small name at each part that somebody is in. */
function mark(people) {
  for (const marker of all(".part-people")) marker.remove()
  for (const person of people) {
    const row = !person.is_self && person.part && partByUid(person.part)
    if (!row) continue
    const marker = document.createElement("span")
    marker.className = "part-people"
    marker.classList.toggle("is-typing", person.typed !== null)
    marker.textContent = person.name
    one("h3", row).append(marker)
  }
}

function show({ people, saved }) {
  const sentences = people.map(sentence)
  const line = one(".bar-people")
  const items = sentences.map((words) => {
    const item = document.createElement("span")
    item.textContent = words
    return item
  })
  line.replaceChildren(...items)
  mark(people)
  const names = new Set(people.map(({ name }) => name))
  const arrived = sentences.filter((_, index) => !announced.has(people[index].name))
  announced = names
  if (saved.words) {
    const item = document.createElement("b")
    item.textContent = saved.words
    line.prepend(item)
    if (saved.number > newest) arrived.push(saved.words)
    newest = Math.max(newest, saved.number)
  }
  if (arrived.length) announce(arrived.join(". "))
}

async function beat() {
  clearTimeout(timer)
  timer = setTimeout(beat, EVERY)
  if (beating) return
  beating = true
  const now = typed()
  const news = { part: at, ...(now > told && { typed: 1 }) }
  const { outcome, response } = await post(form().dataset.presence, () => body(news))
  beating = false
  if (outcome !== "answered") return
  told = now
  show(await response.json())
}

/* Come to another part: say so at once, but not at every step on the way. */
function moved({ target }) {
  const part = partOf(target)
  if (part === at) return
  at = part
  clearTimeout(timer)
  timer = setTimeout(beat, MOVED)
}

export function startPresence() {
  form().addEventListener("focusin", moved)
  window.addEventListener("pagehide", () => {
    clearTimeout(timer)
    if (!isLost()) navigator.sendBeacon(form().dataset.presence, body({ goodbye: 1 }))
  })
  window.addEventListener("pageshow", ({ persisted }) => persisted && beat())
  at = partOf(document.activeElement)
  beat()
}
