/* The texts that this browser keeps: to be read and copied, also without a connection. */

import { kept } from "./browser-copies.js"
import { plain } from "./plain.js"

const EVERY = 5000 // ms
const CHOSEN = /^(lead_)?(image|layout|purpose|crop)$/ // of pictures: no words
const own = document.body.dataset.address // of this page, which also stands in for others
const words = JSON.parse(document.getElementById("kept-words").textContent)
const word = (name, values = {}) => words[name].replace(/%\((\w+)\)s/g, (_, key) => values[key])
const one = (selector) => document.querySelector(selector)

function element(name, text, attributes = {}) {
  const made = document.createElement(name)
  made.textContent = text
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

/* The changes of a copy as pairs of a label and a text. */
function textsOf({ fields = {}, parts = [], deleted = [], ...others }) {
  const texts = Object.entries(fields).map(([name, text]) => [words[name], CHOSEN.test(name) ? "" : text])
  for (const { kind, values } of parts) {
    for (const [name, markup] of Object.entries(values)) {
      const label = `${words[`kind_${kind}`]}: ${words[name]}`
      if (name !== "anchor") texts.push([label, CHOSEN.test(name) ? "" : plain(markup)])
    }
  }
  if (deleted.length) texts.push([word("deleted", { count: deleted.length }), ""])
  if (Object.keys(others).length) texts.push([word("more"), ""])
  return texts.filter(([label]) => label)
}

async function copyText(texts) {
  const text = texts.map(([, words]) => words).filter(Boolean).join("\n\n")
  await navigator.clipboard.writeText(text)
  one(".said").textContent = word("copied")
}

function show(copy) {
  const texts = textsOf(copy.changes)
  const article = document.createElement("article")
  const { lang } = document.documentElement
  const when = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short", // the browser's: nobody can be asked for the person's own
  }).format(copy.typedAt)
  article.append(element("h2", copy.headline || word("untitled")))
  article.append(element("p", word("typed", { name: copy.author, when }), { class: "about" }))
  const list = document.createElement("dl")
  for (const [label, text] of texts) list.append(element("dt", label), element("dd", text))
  const buttons = element("p", "", { class: "kept-buttons" })
  if (navigator.clipboard) {
    const button = element("button", word("copy"), { type: "button" })
    button.addEventListener("click", () => copyText(texts))
    buttons.append(button)
  }
  buttons.append(element("a", word("open"), { href: copy.address }))
  article.append(list, buttons)
  return article
}

/* Go back to what should be here as soon as the desk can be reached. */
async function tryAgain() {
  try {
    await fetch(own, { method: "HEAD", cache: "no-store" })
    location.reload()
  } catch {
    // Not yet.
  }
}

function waitForDesk() {
  one(".away").hidden = false
  one(".again").hidden = false
  one(".again").addEventListener("click", tryAgain)
  window.addEventListener("online", tryAgain)
  setInterval(tryAgain, EVERY)
}

async function start() {
  if (location.pathname !== own) waitForDesk()
  const copies = await kept().catch(() => [])
  one(".copies").replaceChildren(...copies.map(show))
  one(".none").hidden = copies.length > 0
}

start()
