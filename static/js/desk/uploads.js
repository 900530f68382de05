/*
 * Sends a picture to the library, piece by piece, through cuts of the connection.
 *
 * The server knows an unfinished file again by its fingerprint and says where to go on, so a file
 * that is sent anew (after a reload, on another day) goes on too.
 */

import { ask, place, Stopped, token } from "./asking.js"
import { word } from "./words.js"

const FIRST_WAIT = 1000 // ms, doubled with every try
const LONGEST_WAIT = 30_000
const MOST_FAILURES = 8 // of the server, one after another; a missing connection is waited for
const PATIENCE = 60_000 // ms until no answer counts as no connection
const PATIENCE_AT_THE_END = 180_000 // the server opens the picture before it answers
const HEAD = 1024 // bytes by which the server sees what is no picture
const ENDS = 1 << 16 // bytes of each end that count for the fingerprint
const SMALLEST_PIECE = 1 << 16

/* Two independent sums over the bytes (FNV-1a with different primes): no secret, just a mark. */
function sum(bytes) {
  let [left, right] = [0x811c9dc5, 0x9747b28c]
  for (const byte of bytes) {
    left = Math.imul(left ^ byte, 0x01000193)
    right = Math.imul(right ^ byte, 0x85ebca6b)
  }
  return [left, right].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("")
}

async function bytesOf(file, start, end) {
  try {
    return new Uint8Array(await file.slice(start, end).arrayBuffer())
  } catch {
    throw new Stopped(word("upload_unreadable")) // it was changed or removed meanwhile
  }
}

/* What the server is told of the file before it is sent. */
async function announcement(file) {
  const first = await bytesOf(file, 0, ENDS)
  const last = await bytesOf(file, Math.max(0, file.size - ENDS), file.size)
  const ends = [new TextEncoder().encode(file.name), first, last].map(sum).join("-")
  return JSON.stringify({
    name: file.name,
    size: file.size,
    fingerprint: `${file.size}-${file.lastModified}-${ends}`,
    head: btoa(String.fromCharCode(...first.subarray(0, HEAD))),
  })
}

/* Wait, less long where the connection comes back or somebody looks at the page again. */
function rest(ms, signal) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      window.removeEventListener("online", end)
      document.removeEventListener("visibilitychange", look)
      signal?.removeEventListener("abort", end)
      resolve()
    }
    const look = () => document.hidden || end()
    const timer = setTimeout(end, ms)
    window.addEventListener("online", end)
    document.addEventListener("visibilitychange", look)
    signal?.addEventListener("abort", end)
    if (signal?.aborted) end()
  })
}

const jsonOf = (response) => response.json().catch(() => ({}))

class Upload {
  constructor(file, { onProgress, signal, into }) {
    this.file = file
    this.signal = signal
    this.into = into
    this.report = (state) => onProgress?.({ state, sent: this.offset, size: file.size })
    this.offset = 0
    this.failures = 0
    this.wait = FIRST_WAIT
    this.most = Infinity // bytes of a piece: less after one took too long
  }

  /* One request, as often as it takes; resolves to an answer of the server that counts. */
  async post(address, { body, headers = {}, patience = PATIENCE, onSlow } = {}) {
    for (;;) {
      this.signal?.throwIfAborted()
      const patient = AbortSignal.timeout(patience)
      const signal = this.signal ? AbortSignal.any([this.signal, patient]) : patient
      try {
        const response = await ask(address, { method: "POST", body, headers, signal })
        if (response.status < 500) {
          this.failures = 0
          this.wait = FIRST_WAIT
          return response
        }
        await this.failed(response)
      } catch (error) {
        if (error instanceof Stopped) throw error
        this.signal?.throwIfAborted()
        if (patient.aborted && onSlow?.()) return undefined
      }
      await this.pause()
    }
  }

  async failed(response) {
    this.failures += 1
    if (this.failures < MOST_FAILURES) return
    const { error } = await jsonOf(response)
    throw new Stopped(error || word("upload_failed"), true)
  }

  async pause() {
    this.report("waiting")
    await rest(this.wait, this.signal)
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT)
  }

  async begin() {
    const body = await announcement(this.file)
    const headers = { "Content-Type": "application/json" }
    const response = await this.post(place().dataset.uploads, { body, headers })
    const found = await jsonOf(response)
    if (!response.ok) throw new Stopped(found.error || word("upload_failed"), !found.error)
    this.id = found.id
    this.address = `${place().dataset.uploads}${found.id}/`
    this.chunk = found.chunk
    this.offset = found.offset
  }

  /* Send what is missing; false where the server has forgotten the upload. */
  async send() {
    while (this.offset < this.file.size) {
      this.report("sending")
      const end = Math.min(this.offset + Math.min(this.chunk, this.most), this.file.size)
      const response = await this.post(this.address, {
        body: await bytesOf(this.file, this.offset, end),
        headers: { "Content-Type": "application/octet-stream", "Upload-Offset": String(this.offset) },
        onSlow: () => this.shrink(end - this.offset),
      })
      if (!response) continue // with a smaller piece
      if (response.status === 404) return false
      const found = await jsonOf(response)
      if (!Number.isInteger(found.offset)) throw new Stopped(found.error || word("upload_failed"))
      this.offset = found.offset
    }
    return true
  }

  /* A piece took too long: the next ones are smaller, so that a slow connection gets on. */
  shrink(size) {
    this.most = Math.max(SMALLEST_PIECE, Math.ceil(size / 4))
    return this.most < size
  }

  /* Resolves to what became of the file; nothing where the server misses some of it. */
  async finish() {
    this.report("looking")
    const address = this.into ? `${this.into}${this.id}/` : `${this.address}finish/`
    const response = await this.post(address, { patience: PATIENCE_AT_THE_END })
    if (response.status === 404) return undefined
    const found = await jsonOf(response)
    if (response.status === 409) return undefined
    if (!response.ok || !found.image) {
      throw new Stopped(found.error || word("upload_failed"), !found.error)
    }
    return found
  }

  async run() {
    for (let time = 0; time < MOST_FAILURES; time += 1) {
      await this.begin()
      const found = (await this.send()) && (await this.finish())
      if (found) return found
    }
    throw new Stopped(word("upload_failed"), true)
  }

  /* Nobody waits for it any more: the server may forget it. */
  giveUp() {
    if (!this.address) return
    const headers = { "X-CSRFToken": token().value }
    const options = { method: "DELETE", headers, redirect: "manual", keepalive: true }
    fetch(this.address, options).catch(() => {}) // it goes by itself after a day
  }
}

/*
 * Send `file`. Resolves to { image, known, said }: its card, whether the library had the file already,
 * and a sentence that says so; or to { error, canRetry }: a sentence, and whether sending it again may
 * help; { error, isCancelled } after `signal` was aborted. `onProgress` gets { state, sent, size }; the
 * state is "sending", "waiting" (for the connection or the server) or "looking" (the server opens the
 * picture). `into` is the address that takes the file when it has arrived, instead of the library's.
 */
export async function upload(file, options = {}) {
  const one = new Upload(file, options)
  try {
    return await one.run()
  } catch (error) {
    if (options.signal?.aborted) {
      one.giveUp()
      return { error: word("upload_cancelled"), isCancelled: true }
    }
    if (error instanceof Stopped) return { error: error.message, canRetry: error.canRetry }
    throw error
  }
}
