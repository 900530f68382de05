/* The page that sends pictures: a queue of files, and a row for each of them. */

import { describe, startDescribing, unsaved } from "./desk/describing.js"
import { all, announce, on, one } from "./desk/dom.js"
import { upload } from "./desk/uploads.js"
import { word } from "./desk/words.js"

const AT_ONCE = 2
const THUMBNAIL = 320 // pixels
const NOT_FINISHED = ["queued", "sending", "waiting", "looking"]
const IS_IN = ["in", "known"]

const rows = new Map() // by element
const queue = []
let running = 0
let isPaused = false // after something that will not do better for the next file

const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" })
const mark = (file) => `${file.name} ${file.size} ${file.lastModified}`
const rowsIn = (...states) => [...rows.values()].filter((row) => states.includes(row.state))

class Row {
  constructor(file) {
    this.file = file
    this.element = one("#upload-row").content.cloneNode(true).firstElementChild
    one("[data-name]", this.element).textContent = file.name
    this.progress.setAttribute("aria-label", word("upload_progress", { name: file.name }))
    for (const button of all("[data-do]", this.element)) {
      button.setAttribute("aria-label", `${button.textContent.trim()}: ${file.name}`)
    }
    this.be("queued", word("upload_queued"))
  }

  get progress() {
    return one("progress", this.element)
  }

  get state() {
    return this.element.dataset.state
  }

  /* A button that goes takes the focus to the one that comes. */
  be(state, words) {
    const pressed = document.activeElement
    const hadFocus = pressed.matches("[data-do]") && this.element.contains(pressed)
    const isOpen = NOT_FINISHED.includes(state)
    this.element.dataset.state = state
    one("[data-words]", this.element).textContent = words
    this.progress.hidden = !isOpen
    one("[data-do=cancel]", this.element).hidden = !isOpen
    one("[data-do=retry]", this.element).hidden = !["failed", "cancelled"].includes(state)
    if (hadFocus) one("[data-do]:not([hidden])", this.element)?.focus()
  }

  async send() {
    this.control = new AbortController()
    this.draw()
    const onProgress = ({ state, sent, size }) => {
      this.progress.value = sent / size
      this.be(state, word(`upload_${state}`, { percent: percent.format(sent / size) }))
    }
    const found = await upload(this.file, { onProgress, signal: this.control.signal })
    if (found.image) this.arrive(found)
    else if (found.isCancelled) this.be("cancelled", found.error)
    else this.be(found.canRetry ? "failed" : "refused", found.error)
    return found
  }

  /* The picture as this browser opens it, until the server has one; many kinds cannot be opened. */
  async draw() {
    if (one("canvas", this.element)) return
    try {
      const bitmap = await createImageBitmap(this.file, { resizeWidth: THUMBNAIL })
      const canvas = document.createElement("canvas")
      canvas.width = bitmap.width
      canvas.height = bitmap.height
      canvas.getContext("2d").drawImage(bitmap, 0, 0)
      bitmap.close()
      if (!one("img", this.element)) one(".upload-frame", this.element).append(canvas)
    } catch {
      // Nothing is shown; the server says what is wrong.
    }
  }

  arrive({ image, known, said, link, describe: address }) {
    this.be(known ? "known" : "in", said)
    const picture = document.createElement("img")
    Object.assign(picture, { alt: "", loading: "lazy", width: image.width, height: image.height })
    picture.src = image.thumbnail
    one(".upload-frame", this.element).replaceChildren(picture)
    const anchor = one("a", this.element)
    anchor.hidden = !link
    anchor.href = link
    anchor.setAttribute("aria-label", `${anchor.textContent.trim()}: ${this.file.name}`)
    if (address) describe(one("form", this.element), address).catch(() => {})
  }
}

/* How many are in, for the eye; each end is said to who listens. */
function count() {
  const [done, refused] = [rowsIn(...IS_IN).length, rowsIn("refused", "failed").length]
  const words = [word("upload_counts", { done, count: rows.size })]
  if (refused) words.push(word("upload_refused", { count: refused }))
  one("[data-counts]").textContent = words.join(" ")
  one("[data-bar]").hidden = rows.size === 0
  one("[data-retry-all]").hidden = rowsIn("failed").length < 2
  one("form[data-shared]").hidden = rows.size < 2
  return words[0]
}

function pump() {
  while (running < AT_ONCE && queue.length && !isPaused) run(queue.shift())
}

async function run(row) {
  running += 1
  const found = await row.send()
  running -= 1
  if (found.canRetry) isPaused = true
  const words = count()
  announce(found.image ? words : `${row.file.name}: ${found.error}`)
  pump()
}

function add(files) {
  const known = new Set([...rows.values()].map((row) => mark(row.file)))
  for (const file of files) {
    if (known.has(mark(file))) {
      announce(word("upload_twice", { name: file.name }))
      continue
    }
    const row = new Row(file)
    known.add(mark(file))
    rows.set(row.element, row)
    one(".upload-list").append(row.element)
    queue.push(row)
  }
  isPaused = false
  count()
  pump()
}

function again(found) {
  for (const row of found) {
    row.be("queued", word("upload_queued"))
    queue.push(row)
  }
  isPaused = false
  count()
  pump()
}

function cancel(row) {
  const at = queue.indexOf(row)
  if (at < 0) {
    row.control.abort()
    return
  }
  queue.splice(at, 1)
  row.be("cancelled", word("upload_cancelled"))
  count()
}

function listenToDrops() {
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files")
  let depth = 0 // of elements that were entered and not left
  const show = () => document.body.classList.toggle("is-dropping", depth > 0)
  document.addEventListener("dragenter", (event) => {
    if (hasFiles(event)) depth += 1
    show()
  })
  document.addEventListener("dragleave", (event) => {
    if (hasFiles(event)) depth -= 1
    show()
  })
  document.addEventListener("dragover", (event) => {
    if (hasFiles(event)) event.preventDefault()
  })
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    depth = 0
    show()
    add(event.dataTransfer.files)
  })
  document.addEventListener("paste", (event) => {
    if (event.clipboardData?.files.length) add(event.clipboardData.files)
  })
}

function start() {
  const field = one("#pictures")
  field.required = false
  field.addEventListener("change", () => {
    add(field.files)
    field.value = ""
  })
  one("form[data-uploads]").addEventListener("submit", (event) => event.preventDefault())
  one(".upload-page").dataset.scripted = ""
  on(document, "click", ".upload [data-do]", (_, button) => {
    const row = rows.get(button.closest(".upload"))
    if (button.dataset.do === "cancel") cancel(row)
    else again([row])
  })
  on(document, "click", "[data-retry-all]", () => again(rowsIn("failed")))
  listenToDrops()
  startDescribing()
  window.addEventListener("beforeunload", (event) => {
    if (rowsIn(...NOT_FINISHED).length || unsaved().length) event.preventDefault()
  })
}

start()
