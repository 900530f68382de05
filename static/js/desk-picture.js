/* The page of a picture: its focal point by mouse, touch and keyboard, and the cuts that follow. */

const picture = document.querySelector("[data-picture]")
const marker = picture?.querySelector("[data-focus]")
const inputs = { x: document.getElementById("id_focus_x"), y: document.getElementById("id_focus_y") }
const WHOLE = 1000 // the focal point is per mille of the sides
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

const within = (value) => Math.min(WHOLE, Math.max(0, Math.round(value)))
const focus = () => ({ x: within(Number(inputs.x?.value ?? 500)), y: within(Number(inputs.y?.value ?? 500)) })

/* How far a cut is moved along one side, as object-position has it: the part that is left over
 * before the cut, of all that is left over. `shown` is the part of the side that the cut shows. */
function share(at, shown) {
  const left = Math.min(Math.max(at / WHOLE - shown / 2, 0), 1 - shown)
  return shown < 1 ? (left / (1 - shown)) * 100 : 50
}

function placeCuts({ x, y }) {
  for (const image of picture.querySelectorAll("[data-cuts] img")) {
    const box = image.parentElement
    const [wide, high] = [image.naturalWidth, image.naturalHeight]
    if (!wide || !box.clientHeight) continue
    const ratio = box.clientWidth / box.clientHeight
    const across = share(x, Math.min(1, (high * ratio) / wide))
    const down = share(y, Math.min(1, wide / ratio / high))
    image.style.objectPosition = `${across}% ${down}%`
  }
}

function show() {
  const { x, y } = focus()
  placeCuts({ x, y })
  if (!marker) return
  marker.style.left = `${x / 10}%`
  marker.style.top = `${y / 10}%`
  marker.setAttribute("aria-valuenow", Math.round(x / 10))
  const words = marker.dataset.words.replace("{across}", Math.round(x / 10))
  marker.setAttribute("aria-valuetext", words.replace("{down}", Math.round(y / 10)))
}

function move(x, y) {
  inputs.x.value = within(x)
  inputs.y.value = within(y)
  show()
}

function point(event) {
  const box = marker.parentElement.getBoundingClientRect()
  move(((event.clientX - box.left) / box.width) * WHOLE, ((event.clientY - box.top) / box.height) * WHOLE)
}

function listen() {
  const area = marker.parentElement
  area.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return
    event.preventDefault()
    area.setPointerCapture(event.pointerId)
    point(event)
    marker.focus({ preventScroll: true })
  })
  area.addEventListener("pointermove", (event) => {
    if (area.hasPointerCapture(event.pointerId)) point(event)
  })
  marker.addEventListener("keydown", (event) => {
    const step = STEPS[event.key]
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    const size = event.shiftKey ? 50 : 10
    const { x, y } = focus()
    move(x + step[0] * size, y + step[1] * size)
  })
  for (const input of Object.values(inputs)) input.addEventListener("input", show)
}

if (picture) {
  picture.querySelector("[data-cuts]").hidden = false
  if (marker && inputs.x && inputs.y) {
    marker.hidden = false
    listen()
  }
  for (const image of picture.querySelectorAll("[data-cuts] img")) image.addEventListener("load", show)
  show()
}
