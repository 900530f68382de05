/* The sheet that replaces the file of a picture: shows the new one beside the old, and sends it. */

import { one } from "./desk/dom.js"
import { upload } from "./desk/uploads.js"
import { word } from "./desk/words.js"

const MOST = 1080 // pixels, of what is shown
const form = one("form[data-uploads]")
const field = one("[type=file]", form)
const button = one("[type=submit]", form)
const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" })

let isSending = false

function complain(sentence) {
  const box = one("[data-error]")
  one("p", box).textContent = sentence
  box.hidden = !sentence
}

/* What the browser can open is shown; of the rest the server says what it is. */
async function show(file) {
  const figure = one("[data-new]")
  one("canvas", figure)?.remove()
  figure.hidden = !file
  one("figcaption", figure).textContent = word("replace_chosen")
  try {
    const bitmap = await createImageBitmap(file)
    const scale = Math.min(1, MOST / Math.max(bitmap.width, bitmap.height))
    const canvas = document.createElement("canvas")
    canvas.width = Math.max(1, bitmap.width * scale)
    canvas.height = Math.max(1, bitmap.height * scale)
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    const size = `${bitmap.width} × ${bitmap.height}`
    bitmap.close()
    if (file !== field.files[0]) return
    figure.prepend(canvas)
    one("figcaption", figure).textContent = word("replace_size", { size })
  } catch {
    // Its name stands in the field.
  }
}

function progress({ state, sent, size }) {
  const words = word(`upload_${state}`, { percent: percent.format(sent / size) })
  one("progress", form).value = sent / size
  one("[data-words]", form).textContent = words
}

async function send() {
  if (isSending || !field.files.length) return
  isSending = true
  complain("")
  one("[data-progress]", form).hidden = false
  button.setAttribute("aria-disabled", "true")
  const found = await upload(field.files[0], { onProgress: progress, into: form.dataset.into })
  isSending = false
  if (found.link) {
    location.href = found.link
    return
  }
  one("[data-progress]", form).hidden = true
  button.removeAttribute("aria-disabled")
  complain(found.error)
}

complain(one("[data-error] p").textContent.trim())
field.addEventListener("change", () => show(field.files[0]))
form.addEventListener("submit", (event) => {
  event.preventDefault()
  send()
})
window.addEventListener("beforeunload", (event) => isSending && event.preventDefault())
