/*
 * Unsaved texts in the browser's own storage, one for each editing session:
 *
 *   { session, user, author, story, address, headline, sequence, base, changes, typedAt }
 *
 * They are there for nobody but who uses this browser, and they go when a save has them. This module
 * stands alone: the page that is shown without a connection uses it too.
 */

const DATABASE = "newsroom-desk"
const STORE = "copies"

let opened

const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "session" })
    request.onsuccess = () => {
      request.result.onclose = () => (opened = undefined)
      resolve(request.result)
    }
    request.onerror = () => reject(request.error)
  })
  opened.catch(() => (opened = undefined))
  return opened
}

/* Call `work` with the store; resolves to its request's result once all is written. */
async function within(mode, work) {
  const transaction = (await open()).transaction(STORE, mode, { durability: "strict" })
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve
    transaction.onabort = transaction.onerror = () => reject(transaction.error)
  })
  const [result] = await Promise.all([work(transaction.objectStore(STORE)), done])
  return result
}

/* Keep `copy` over the one that its session has. */
export const keep = (copy) => within("readwrite", (store) => answer(store.put(copy)))

/* All copies, newest first. */
export async function kept() {
  const copies = await within("readonly", (store) => answer(store.getAll()))
  return copies.sort((one, other) => other.typedAt - one.typedAt)
}

/* Forget the copy of `session`, unless it has more than the first `sequence`. */
export const forget = (session, sequence = Infinity) =>
  within("readwrite", async (store) => {
    const copy = await answer(store.get(session))
    if (copy && copy.sequence <= sequence) await answer(store.delete(session))
  })
