/*
 * The fields of pictures: an input that holds the uuid of a picture, with the picture itself in its
 * place and buttons to choose, crop and remove it. The input stays what is saved and compared.
 */

import { choose } from "desk/chooser"
import { crop } from "desk/cropping"
import { all, announce, changed, form, on, one } from "desk/dom"
import { add, addEmpty, entitle } from "desk/parts"
import { word } from "desk/words"

const FIELDS = ".part:not(.empty-form) [data-picture], .lead [data-picture]"
const MOST_ASKED = 50 // cards at a time
const WHOLE = 1000 // crops are in per mille
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const cards = new Map() // by uuid; null where the server has none
let wanted = new Set() // uuids whose cards the server is asked for next

const around = (element) => element.closest(".part-picture, .part-embed, .lead")
const inputOf = (box) => one("[data-picture]", box)

/* The field `name` of the same use: "caption", "alt", "purpose", "crop". */
function beside(input, name) {
  const row = input.closest(".part")
  return row ? one(`[name$="-${name}"]`, row) : form().elements[`lead_${name}`]
}

// --- cards ---------------------------------------------------------------------------------------

async function ask() {
  const uuids = [...wanted]
  wanted = new Set()
  for (let start = 0; start < uuids.length; start += MOST_ASKED) {
    await askFor(uuids.slice(start, start + MOST_ASKED))
  }
}

async function askFor(uuids) {
  const query = new URLSearchParams(uuids.map((uuid) => ["uuid", uuid]))
  try {
    const headers = { Accept: "application/json" }
    const options = { headers, redirect: "manual" }
    const response = await fetch(`${form().dataset.cards}?${query}`, options)
    if (!response.ok) return
    for (const uuid of uuids) cards.set(uuid, null)
    for (const card of await response.json()) cards.set(card.uuid, card)
  } catch {
    return // without a connection; the next change asks again
  }
  for (const input of all(FIELDS)) if (uuids.includes(input.value)) show(input)
}

/* The card of a picture; undefined while the server is asked for it. */
function cardOf(uuid) {
  if (!UUID.test(uuid)) return null
  if (!cards.has(uuid)) {
    if (!wanted.size) queueMicrotask(ask)
    wanted.add(uuid)
  }
  return cards.get(uuid)
}

// --- what is shown -------------------------------------------------------------------------------

/* Show the part of the thumbnail that `crop` is, "" for all of it. */
function frame(view, card, crop) {
  const [left, top, width, height] = crop ? crop.split(",").map(Number) : [0, 0, WHOLE, WHOLE]
  const image = one("img", view)
  if (image.getAttribute("src") !== card.thumbnail) image.src = card.thumbnail
  image.alt = card.alt
  view.style.setProperty("--ratio", (card.width * width) / (card.height * height))
  view.style.backgroundColor = card.colour
  image.style.inlineSize = `${(100 * WHOLE) / width}%`
  image.style.left = `${(-100 * left) / width}%`
  image.style.top = `${(-100 * top) / height}%`
}

/* What somebody should know about the picture in this use. */
function warnings(input, card) {
  if (!card) return [word("picture_unknown")]
  const said = []
  if (card.state === "retired") said.push(word("picture_retired"))
  else if (card.state !== "usable") said.push(word("picture_not_shown", card))
  else if (card.status) said.push(card.status)
  const alt = beside(input, "alt") // an embed has none: its title says what the picture is of
  const isSilent = alt && !card.alt && !alt.value.trim() && !beside(input, "purpose").value
  if (isSilent) said.push(word("picture_silent"))
  return said
}

function say(element, text) {
  element.hidden = !text
  if (element.textContent !== text) element.textContent = text
}

function tell(box, input, card) {
  const name = one(".use-name", box)
  const link = one("a", name)
  name.hidden = !card
  link.textContent = card?.title || ""
  if (card?.change) link.href = card.change
  else link.removeAttribute("href")
  one(".visually-hidden", name).hidden = !card?.change
  say(one(".use-credit", box), card?.credit || "")
  const warning = one(".use-warning", box)
  say(warning, input.value && card !== undefined ? warnings(input, card).join(" ") : "")
  warning.classList.toggle("is-bad", card === null || ["down", "ended"].includes(card?.state))
}

/* Show what the field holds now. */
function show(input) {
  const box = one(".picture-field", input.parentElement)
  if (!box) return
  const card = input.value ? cardOf(input.value) : undefined
  const view = one(".use-view", box)
  box.classList.toggle("is-empty", !input.value)
  view.hidden = !card?.thumbnail
  if (card?.thumbnail) frame(view, card, beside(input, "crop")?.value ?? "")
  tell(box, input, card)
  one("[data-picture-do=crop]", box).hidden = !card?.preview || !beside(input, "crop")
  one("[data-picture-do=remove]", box).hidden = !input.value
  settle(input, card)
}

/* The words of the use, and what the part is called by. */
function settle(input, card) {
  const [caption, alt] = ["caption", "alt"].map((name) => beside(input, name))
  const place = around(input)
  if (!alt) return entitle(place, beside(input, "title").value.trim())
  const purpose = beside(input, "purpose").value
  alt.placeholder = card?.alt || ""
  place.classList.toggle("is-decorative", Boolean(purpose))
  const isBare = ![input, caption, alt].some((field) => field.value) && !purpose
  if (place.matches(".part")) entitle(place, caption.value.trim() || card?.title || "")
  else place.classList.toggle("is-empty", isBare && !one(".errorlist", place))
}

function mount(input) {
  const box = one("#picture-field").content.firstElementChild.cloneNode(true)
  const id = `${input.id}_about`
  const label = one("label", input.closest(".field")).textContent // input.labels is slow
  box.setAttribute("aria-label", label)
  if (!input.closest(".part")) one(".use-add", box).textContent = label
  one(".use-about", box).id = id
  const about = all(".use-name, .use-warning", box)
  about.forEach((element, index) => (element.id = `${id}_${index}`))
  const ids = [...about.map((element) => element.id), `${input.id}_error`].join(" ")
  one("[data-picture-do=choose]", box).setAttribute("aria-describedby", ids)
  input.hidden = true
  input.after(box)
  show(input)
}

// --- what people do ------------------------------------------------------------------------------

const report = (field) => field.dispatchEvent(new Event("change", { bubbles: true }))

/* Let the field hold `uuid`; a crop belongs to the picture that it was made of. */
function put(input, uuid) {
  if (input.value === uuid) return
  input.value = uuid
  const crop = beside(input, "crop")
  if (crop) crop.value = ""
  show(input)
  report(input)
}

/* Let somebody choose a picture. Resolves to whether one was chosen. */
async function choosePicture(input) {
  const [card] = await choose()
  if (!card) return false
  cards.set(card.uuid, card)
  if (input.value === card.uuid) show(input) // it may have been described just now
  put(input, card.uuid)
  announce(word("picture_chosen", card))
  return true
}

async function cropPicture(input) {
  const field = beside(input, "crop")
  const card = cards.get(input.value)
  const found = await crop({ card, crop: field.value })
  if (found === undefined || found === field.value) return
  field.value = found
  show(input)
  report(field)
  announce(word(found ? "picture_cropped" : "picture_whole", card))
}

function remove(input) {
  put(input, "")
  one("[data-picture-do=choose]", input.parentElement).focus()
  announce(word("picture_removed"))
}

const DO = { choose: choosePicture, crop: cropPicture, remove }

async function addPicture(prefix, before) {
  const row = add(prefix, before)
  const input = inputOf(row)
  if (await choosePicture(input)) beside(input, "caption").focus()
}

async function addGallery(prefix, before) {
  const chosen = await choose({ many: true })
  if (!chosen.length) return
  const inputs = addEmpty(prefix, before, chosen.length).map(inputOf)
  chosen.forEach((card, index) => {
    cards.set(card.uuid, card)
    inputs[index].value = card.uuid
    one('[name$="-layout"]', around(inputs[index])).value = "gallery"
    show(inputs[index])
  })
  changed()
  beside(inputs[0], "caption").focus()
  announce(word("gallery_added", { count: chosen.length }))
}

const ADD = { picture: addPicture, gallery: addGallery }

export function startPictures() {
  const known = JSON.parse(document.getElementById("desk-pictures").textContent)
  for (const [uuid, card] of Object.entries(known)) cards.set(uuid, card)
  all(FIELDS).forEach(mount)
  document.addEventListener("formset:added", ({ target }) => {
    if (target.matches(".part-picture, .part-embed")) mount(inputOf(target))
  })
  on(form(), "click", "[data-picture-do]", (_, button) => {
    DO[button.dataset.pictureDo](inputOf(around(button)))
  })
  for (const type of ["input", "change", "rich-text:replaced"]) {
    on(form(), type, ".part-picture [name], .part-embed [name], .lead [name]", (_, field) => show(inputOf(around(field))))
  }
  on(form(), "desk:add", "[data-kind]", (event, { dataset }) => {
    if (!ADD[dataset.kind]) return
    event.preventDefault()
    ADD[dataset.kind](dataset.add, event.detail.before)
  })
}
