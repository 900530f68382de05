/* What the editor of a front knows: the arrangement, what it looks like, what is selected. */

const read = (id) => JSON.parse(document.getElementById(id).textContent)

export const limits = read("front-limits")
export let state = read("front-state")
export let chosen = null // { block, place }, or { block } for a block; null for nothing

const listeners = []
const done = []
const undone = []

export const onChange = (listener) => listeners.push(listener)
const tell = () => listeners.forEach((listener) => listener())

/* What the server says is so. */
export function take(found) {
  state = { ...state, ...found }
  tell()
}

export function choose(what) {
  chosen = what
  tell()
}

/* The arrangement that somebody made, before the server has said what it looks like. */
export function arrange(document, { isUndo = false } = {}) {
  if (!isUndo) {
    done.push(state.document)
    undone.length = 0
  }
  state = { ...state, document }
}

/* Remember another arrangement as what Undo leads back to. */
export const remember = (document) => done.push(document)

export const canUndo = () => done.length > 0
export const canRedo = () => undone.length > 0

export function undo() {
  undone.push(state.document)
  arrange(done.pop(), { isUndo: true })
}

export function redo() {
  done.push(state.document)
  arrange(undone.pop(), { isUndo: true })
}

export const factsOf = (uid) => state.blocks.find((block) => block.uid === uid)
export const placeOf = ({ block, place }) => factsOf(block)?.places[place]
