/* What the modules of the story form, and of the editor of fronts, need from the page. */

export const one = (selector, inside = document) => inside.querySelector(selector)
export const all = (selector, inside = document) => [...inside.querySelectorAll(selector)]
export const form = () => document.getElementById("story_form") ?? document.getElementById("front_form")

/* Call `handler(event, element)` for events on elements that match, now or later. */
export function on(root, type, selector, handler) {
  root.addEventListener(type, (event) => {
    const element = event.target.closest?.(selector)
    if (element && root.contains(element)) handler(event, element)
  })
}

/* Say something to who listens to the page. The same sentence twice is said twice. */
export function announce(sentence) {
  const region = document.getElementById("announcements")
  region.textContent = ""
  setTimeout(() => (region.textContent = sentence), 60)
}

/* A random UUID; randomUUID is missing where the desk is served over plain http. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}

/* Put `node` before `next` (null: at the end), keeping its focus and state where browsers can. */
export function place(parent, node, next) {
  if (node.nextElementSibling === next && node.parentElement === parent) return
  if (parent.moveBefore && node.isConnected) parent.moveBefore(node, next)
  else parent.insertBefore(node, next)
}

/* Name an icon button for the eye that hovers and for the ear. */
export function name(button, words) {
  button.setAttribute("aria-label", words)
  button.title = words
}

/*
 * What is seen and written in the place of `field`: the editor of a rich text, or what stands in for
 * one; the first button beside an input that is hidden; else the field itself.
 */
export function seenFor(field) {
  const beside = field.dataset.richText ? "[role=textbox]" : field.hidden && "button:not([hidden])"
  return (beside && one(beside, field.parentElement)) || field
}

/* A change that no field of the form reports by itself. */
export function changed() {
  form().dispatchEvent(new Event("desk:changed", { bubbles: true }))
}
