/* The editor of a front: by mouse, by touch and by keys on a picture of the page. */

import { choose as choosePicture } from "desk/chooser"
import { all, announce, form, on, one } from "desk/dom"
import * as arranged from "desk/fronts-document"
import { startDragging } from "desk/fronts-drag"
import { draw, focusOn, handleOf, startFrame, whatIs } from "desk/fronts-frame"
import { isKept, keep, showAt, startKeeping } from "desk/fronts-keeping"
import { showPanel, startPanel } from "desk/fronts-panel"
import { startSearch, storyOf } from "desk/fronts-search"
import * as held from "desk/fronts-state"
import { word } from "desk/words"

const nameOf = (uid) => held.factsOf(uid)?.name ?? ""

function change(document, options) {
  held.arrange(document, options)
  showUndo()
  return keep()
}

function showUndo() {
  one("[data-undo]").disabled = !held.canUndo()
  one("[data-redo]").disabled = !held.canRedo()
}

/* Say what came of a move, and go on with what moved. */
function moved(result, block, name, sentence) {
  if (!result) return announce(word("front_full"))
  const said = [word(sentence, { name, place: result.place + 1, block: nameOf(block) })]
  if (result.fallen) said.push(word("front_falls_off", { name: storyName(result.fallen.story) }))
  held.choose({ block, place: result.place })
  announce(said.join(". "))
  return change(result.document)
}

function storyName(uuid) {
  const places = held.state.blocks.flatMap(({ places: found }) => found)
  return places.find(({ story }) => story === uuid)?.name ?? ""
}

/* Move what stands in a place to another, of the same block or of another one. */
function moveTo(what, to, place) {
  const facts = held.placeOf(what)
  if (!facts?.story) return undefined
  const { document } = held.state
  const slot = arranged.slotAt(document, what.block, what.place, facts.story)
  if (what.block === to && what.place === place) return undefined
  const result =
    what.block === to
      ? arranged.reorder(document, to, what.place, place, slot)
      : arranged.put(document, to, place, slot)
  return moved(result, to, facts.name, "front_moved")
}

/* Where a place leads up or down: within its block, else into the next one that holds stories. */
function step(what, way) {
  const size = held.factsOf(what.block).places.length
  const place = what.place + way
  if (place >= 0 && place < size) return moveTo(what, what.block, place)
  const holding = held.state.document.blocks.filter(({ kind }) => held.limits.holding.includes(kind))
  const next = holding[holding.findIndex(({ uid }) => uid === what.block) + way]
  if (!next) return announce(word(way < 0 ? "front_is_first" : "front_is_last"))
  return moveTo(what, next.uid, way < 0 ? next.size - 1 : 0)
}

function putStory(story, what) {
  if (!story || !what) return undefined
  const slot = { ...arranged.emptySlot(), story: story.uuid }
  const result = arranged.put(held.state.document, what.block, what.place ?? 0, slot)
  return moved(result, what.block, story.headline, "front_put")
}

/* Where a story goes that is chosen from the list: the chosen place, else the top of the page. */
function whereTo() {
  const holds = ({ kind }) => held.limits.holding.includes(kind)
  const { blocks } = held.state.document
  const block = blocks.find(({ uid }) => uid === held.chosen?.block)
  if (block && holds(block)) return held.chosen
  const first = blocks.find(holds)
  return first && { block: first.uid, place: 0 }
}

function changeSlot(what, fields) {
  const facts = held.placeOf(what)
  if (!facts?.story) return undefined
  return change(arranged.changeSlot(held.state.document, what.block, what.place, facts.story, fields))
}

const SLOT_DEEDS = {
  up: () => step(held.chosen, -1),
  down: () => step(held.chosen, 1),
  to: () => moveTo(held.chosen, one("#front-to-block").value, 0),
  pin: () => {
    const { is_pinned: isPinned } = held.placeOf(held.chosen)
    return changeSlot(held.chosen, { is_pinned: !isPinned })
  },
  remove: () => {
    const { block, place } = held.chosen
    announce(word("front_taken", { name: held.placeOf(held.chosen).name }))
    return change(arranged.clear(held.state.document, block, place))
  },
  picture: async () => {
    const what = held.chosen
    const [card] = await choosePicture()
    if (card) await changeSlot(what, { picture: card.uuid, alt: card.alt ?? "" })
  },
  "no-picture": () => changeSlot(held.chosen, { picture: null, alt: "" }),
}

function moveBlock(uid, to) {
  const { blocks } = held.state.document
  if (to < 0 || to >= blocks.length) return announce(word(to < 0 ? "front_is_first" : "front_is_last"))
  announce(word("front_block_moved", { name: nameOf(uid), place: to + 1, count: blocks.length }))
  return change(arranged.moveBlock(held.state.document, uid, to))
}

const placeOfBlock = (uid) => held.state.document.blocks.findIndex((block) => block.uid === uid)

const BLOCK_DEEDS = {
  up: (uid) => moveBlock(uid, placeOfBlock(uid) - 1),
  down: (uid) => moveBlock(uid, placeOfBlock(uid) + 1),
  remove: (uid) => {
    announce(word("front_block_removed", { name: nameOf(uid) }))
    held.choose(null)
    one("#front-words").focus()
    return change(arranged.removeBlock(held.state.document, uid))
  },
}

async function addBlock(kind, words) {
  const { blocks: most } = held.limits
  if (held.state.document.blocks.length >= most) return announce(word("front_most_blocks", { most }))
  const { document, uid } = arranged.addBlock(held.state.document, kind, held.limits.kinds[kind], held.chosen?.block)
  announce(word("front_block_added", { name: words }))
  if (!(await change(document))) return undefined
  held.choose({ block: uid })
  handleOf({ block: uid })?.scrollIntoView({ block: "center" })
  one("#front-block-title").focus()
}

function goBack() {
  const { chosen } = held
  if (chosen) handleOf(chosen)?.focus()
}

function drop(what, over) {
  if (what.isBlock) return moveBlock(what.block, placeOfBlock(over.block))
  if (what.story) return putStory(what.story, over)
  return moveTo(what, over.block, over.place)
}

/* Keys on a handle: arrows move, Enter opens the panel, Delete takes off. */
function press(event) {
  if (event.target.closest?.(".desk-handle") && event.altKey === false) {
    const what = whatIs(event.target)
    const way = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!way && event.key !== "Delete") return undo(event)
    event.preventDefault()
    held.choose(what)
    if (event.key === "Delete") return what.place === undefined ? undefined : SLOT_DEEDS.remove()
    const done = what.place === undefined ? moveBlock(what.block, placeOfBlock(what.block) + way) : step(what, way)
    focusOn(held.chosen)
    return done
  }
  return undo(event)
}

function undo(event) {
  if (!(event.ctrlKey || event.metaKey) || event.target.matches?.("input, textarea")) return
  const key = event.key.toLowerCase()
  if (key === "z" && !event.shiftKey) one("[data-undo]").click()
  else if (key === "y" || key === "z") one("[data-redo]").click()
  else return
  event.preventDefault()
}

function listenTo(page) {
  on(page, "click", ".desk-handle, [data-place]", (_event, element) => {
    held.choose(whatIs(element))
    const title = held.chosen.place === undefined ? "#front-block-title" : "#front-slot-title"
    if (element.matches(".desk-handle")) one(title).focus()
  })
  page.addEventListener("keydown", press)
  startDragging(page, ".desk-handle", (handle) => {
    const what = whatIs(handle)
    if (what.place === undefined) return { what: { ...what, isBlock: true }, name: nameOf(what.block) }
    const { story, name } = held.placeOf(what)
    return story && { what, name }
  }, drop)
}

function startBar() {
  on(one(".front-bar"), "click", "[data-undo], [data-redo]", (_event, { dataset }) => {
    const isUndo = "undo" in dataset
    if (isUndo) held.undo()
    else held.redo()
    announce(word(isUndo ? "front_undone" : "front_redone"))
    showUndo()
    keep()
  })
  one("[data-live]").addEventListener("click", (event) => {
    event.preventDefault()
    if (JSON.stringify(held.state.live) === JSON.stringify(held.state.document)) return
    announce(word("front_live"))
    change(held.state.live)
  })
  one("[data-phone]").addEventListener("click", ({ target }) => {
    const isPhone = target.getAttribute("aria-pressed") !== "true"
    target.setAttribute("aria-pressed", isPhone)
    one(".front-stage").classList.toggle("is-phone", isPhone)
  })
  const show = (time) => {
    for (const button of all("[data-at]")) button.setAttribute("aria-pressed", button.dataset.at === time)
    showAt(time)
  }
  on(one(".front-when"), "click", "[data-at]", (_event, { dataset }) => {
    one("#front-at").value = dataset.at
    show(dataset.at)
  })
  one("#front-at").addEventListener("change", ({ target }) => show(target.value))
  one("[data-publish]").addEventListener("click", async (event) => {
    if (isKept()) return
    event.preventDefault()
    if (await keep()) location.assign(event.target.href)
  })
  document.addEventListener("keydown", undo)
}

held.onChange(() => {
  draw()
  showPanel()
  one(".front-status").textContent = held.state.status
  one("#front-discard [name=version]").value = held.state.version
})
const bar = one(".front-bar")
new ResizeObserver(() => form().style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar)
form().addEventListener("submit", (event) => event.preventDefault())
startBar()
startPanel({
  changeSlot,
  changeBlock: (what, fields) => change(arranged.changeBlock(held.state.document, what.block, fields)),
  slotDeed: (name) => SLOT_DEEDS[name](),
  blockDeed: (name) => BLOCK_DEEDS[name](held.chosen.block),
  back: goBack,
})
on(one(".front-add"), "click", "[data-add-block]", (_event, button) =>
  addBlock(button.dataset.addBlock, button.textContent.trim()),
)
one(".front-panel").addEventListener("keydown", (event) => event.key === "Escape" && goBack())
startSearch((story) => putStory(story, whereTo()))
startDragging(one(".front-results"), "li", (row) => {
  const story = storyOf(row)
  return story && { what: { story }, name: story.headline }
}, drop)
startFrame(listenTo)
startKeeping()
