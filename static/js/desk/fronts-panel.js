/* The panel beside the page: what is chosen on it, in words and fields. */

import { all, on, one } from "desk/dom"
import { blockOf, slotAt } from "desk/fronts-document"
import { chosen, factsOf, limits, placeOf, state } from "desk/fronts-state"
import { word } from "desk/words"

const PAUSE = 500 // ms without a key before what is typed is kept

const slotForm = () => one(".front-slot")
const blockForm = () => one(".front-block-form")
const timers = new Map()

/* A field shows what is kept, but never under the hands of who types in it. */
function fill(field, value) {
  if (field !== document.activeElement && !timers.has(field) && field.value !== value) field.value = value
}

function showSlot() {
  const facts = placeOf(chosen)
  slotForm().hidden = !facts
  if (!facts) return
  const slot = slotAt(state.document, chosen.block, chosen.place, facts.story)
  const { name, places } = factsOf(chosen.block)
  const values = { place: chosen.place + 1, count: places.length, block: name }
  one("#front-slot-title").textContent = facts.name || word("front_empty")
  const how = word(facts.is_pinned ? "front_pinned" : facts.is_automatic ? "front_automatic" : "front_placed")
  one(".front-slot-note").textContent = [`${word("front_where", values)}, ${how}`, facts.note].filter(Boolean).join(". ")
  for (const field of all("[data-field]", slotForm())) fill(field, slot[field.dataset.field])
  one("#slot-headline").placeholder = facts.name
  const [begins, ends] = state.times[slot.uid] ?? ["", ""]
  fill(one("[data-time=begins_at]"), begins)
  fill(one("[data-time=ends_at]"), ends)
  one("[data-slot=pin]").setAttribute("aria-pressed", slot.is_pinned)
  const picture = slot.picture && state.pictures[slot.picture]
  const image = one(".front-own-picture img")
  image.hidden = !picture?.thumbnail
  if (picture?.thumbnail) image.src = picture.thumbnail
  one("[data-slot=no-picture]").hidden = one(".front-alt").hidden = !slot.picture
  const select = one("#front-to-block")
  const options = state.blocks.filter(({ uid }) => uid !== chosen.block && holds(uid))
  const key = options.map(({ uid, name: words }) => uid + words).join()
  if (select.dataset.key === key) return
  select.dataset.key = key
  select.replaceChildren(...options.map(({ uid, name: words }) => new Option(words, uid)))
}

const holds = (uid) => limits.holding.includes(blockOf(state.document, uid)?.kind)

function showBlock() {
  const block = blockOf(state.document, chosen.block)
  const facts = factsOf(chosen.block)
  blockForm().hidden = !block || !facts
  if (blockForm().hidden) return
  const place = state.blocks.indexOf(facts) + 1
  one("#front-block-title").textContent = word("front_block", { name: facts.name, place, count: state.blocks.length })
  fill(one("#block-title"), block.title)
  fill(one("#block-section"), block.section ?? "")
  fill(one("#block-size"), String(block.size))
  fill(one("#block-text"), block.text)
  one(".front-of-section").hidden = block.kind !== "latest"
  one(".front-size").hidden = block.kind === "note"
  one(".front-text").hidden = block.kind !== "note"
}

export function showPanel() {
  const isSlot = chosen && chosen.place !== undefined
  if (isSlot) showSlot()
  else slotForm().hidden = true
  if (chosen && !isSlot) showBlock()
  else blockForm().hidden = true
}

function later(field, run) {
  clearTimeout(timers.get(field))
  const what = chosen
  const now = () => {
    clearTimeout(timers.get(field))
    if (!timers.delete(field)) return
    run(what)
  }
  timers.set(field, setTimeout(now, PAUSE))
  field.addEventListener("blur", now, { once: true })
}

/* `changeSlot(what, fields)` and `changeBlock(what, fields)` keep what is typed. */
export function startPanel({ changeSlot, changeBlock, slotDeed, blockDeed, back }) {
  on(slotForm(), "input", "[data-field]", (_event, field) =>
    later(field, (what) => changeSlot(what, { [field.dataset.field]: field.value })),
  )
  on(slotForm(), "change", "[data-time]", (_event, field) =>
    changeSlot(chosen, { [field.dataset.time]: field.value || null }),
  )
  on(slotForm(), "click", "[data-slot]", (_event, button) => slotDeed(button.dataset.slot, button))
  on(blockForm(), "click", "[data-block-do]", (_event, button) => blockDeed(button.dataset.blockDo, button))
  const fields = { "block-title": "title", "block-text": "text" }
  for (const [id, name] of Object.entries(fields)) {
    const field = document.getElementById(id)
    field.addEventListener("input", () => later(field, (what) => changeBlock(what, { [name]: field.value })))
  }
  one("#block-section").addEventListener("change", ({ target }) =>
    changeBlock(chosen, { section: target.value || null }),
  )
  one("#block-size").addEventListener("change", ({ target }) => {
    const size = Math.min(limits.slots, Math.max(1, Number(target.value) || 1))
    changeBlock(chosen, { size })
  })
  on(one(".front-panel"), "click", "[data-back]", back)
}
