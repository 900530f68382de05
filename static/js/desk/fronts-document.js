/* Arrangements changed: pure functions that return a new document, and what happened in it. */

import { uuid } from "desk/dom"

const copy = (document) => structuredClone(document)
const indexOf = (document, uid) => document.blocks.findIndex((block) => block.uid === uid)
export const blockOf = (document, uid) => document.blocks[indexOf(document, uid)]

export const emptySlot = () => ({
  uid: uuid(),
  story: null,
  headline: "",
  kicker: "",
  picture: null,
  alt: "",
  begins_at: null,
  ends_at: null,
  is_pinned: false,
})

/* A place that says nothing fills itself; it need not be written down at the end of a block. */
const saysNothing = ({ story, is_pinned: isPinned }) => !story && !isPinned

function padded(block) {
  const places = [...block.slots]
  while (places.length < block.size) places.push(emptySlot())
  return places
}

function settle(block, places) {
  const kept = places.slice(0, block.size)
  while (kept.length && saysNothing(kept.at(-1))) kept.pop()
  block.slots = kept
}

/* The slot of a place, made of the story that fills it by itself where there is none yet. */
export function slotAt(document, uid, place, story) {
  const slot = padded(blockOf(document, uid))[place] ?? emptySlot()
  return slot.story ? slot : { ...slot, story: story || null }
}

/*
 * Put `slot` at `place` of the block `uid`. What stands there moves down past what is pinned, until
 * a place that fills itself takes it in; else the last one falls off. Null where all is pinned.
 */
export function put(document, uid, place, slot) {
  const changed = copy(document)
  for (const block of changed.blocks) {
    settle(block, padded(block).map((one) => (one.story && one.story === slot.story ? emptySlot() : one)))
  }
  const block = blockOf(changed, uid)
  const places = padded(block)
  const free = places.map((one, index) => index).filter((index) => !places[index].is_pinned)
  const from = free.findIndex((index) => index >= place)
  if (from < 0 && !free.length) return null
  let moving = slot
  let at = free.at(-1)
  if (from < 0) {
    moving = places[at]
    places[at] = slot
  } else {
    at = free[from]
    for (const index of free.slice(from)) {
      ;[places[index], moving] = [moving, places[index]]
      if (!moving.story) break
    }
  }
  settle(block, places)
  return { document: changed, place: at, fallen: moving.story ? moving : null }
}

/* Move what stands at `from` of a block to `to`: those between make room, pinned ones stay. */
export function reorder(document, uid, from, to, slot) {
  const changed = copy(document)
  const block = blockOf(changed, uid)
  const places = padded(block)
  places[from] = slot
  const free = places.map((_, index) => index).filter((index) => index === from || !places[index].is_pinned)
  const order = free.map((index) => places[index])
  const [moving] = order.splice(free.indexOf(from), 1)
  const after = free.filter((index) => index !== from && (to > from ? index <= to : index < to)).length
  order.splice(after, 0, moving)
  free.forEach((index, n) => (places[index] = order[n]))
  settle(block, places)
  return { document: changed, place: free[after], fallen: null }
}

/* Let a place fill itself again. */
export function clear(document, uid, place) {
  const changed = copy(document)
  const block = blockOf(changed, uid)
  const places = padded(block)
  places[place] = emptySlot()
  settle(block, places)
  return changed
}

/* Change fields of a slot; one that fills itself holds `story` from then on. */
export function changeSlot(document, uid, place, story, fields) {
  const changed = copy(document)
  const block = blockOf(changed, uid)
  const places = padded(block)
  places[place] = { ...slotAt(document, uid, place, story), ...fields }
  settle(block, places)
  return changed
}

export function changeBlock(document, uid, fields) {
  const changed = copy(document)
  const block = Object.assign(blockOf(changed, uid), fields)
  settle(block, block.slots)
  return changed
}

export function addBlock(document, kind, size, after) {
  const changed = copy(document)
  const block = { uid: uuid(), kind, title: "", section: null, text: "", size, slots: [] }
  const place = after ? indexOf(changed, after) + 1 : changed.blocks.length
  changed.blocks.splice(place, 0, block)
  return { document: changed, uid: block.uid }
}

export function removeBlock(document, uid) {
  const changed = copy(document)
  changed.blocks.splice(indexOf(changed, uid), 1)
  return changed
}

export function moveBlock(document, uid, to) {
  const changed = copy(document)
  const [block] = changed.blocks.splice(indexOf(changed, uid), 1)
  changed.blocks.splice(to, 0, block)
  return changed
}
