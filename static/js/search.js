// Headlines while somebody types, as a list under the field (a combobox as the ARIA guide has it).
// Without this the form asks just the same.

const PAUSE = 180 // ms without a key before anything is asked
const FEWEST = 2 // characters

for (const box of document.querySelectorAll("[data-headlines]")) {
  const input = box.querySelector("input")
  const list = box.querySelector("ul")
  const status = box.querySelector("[role=status]")
  let timer = 0
  let asking = new AbortController()
  let asked = "" // what the list answers, or will
  let active = -1

  input.setAttribute("role", "combobox")
  input.setAttribute("aria-autocomplete", "list")
  input.setAttribute("aria-controls", list.id)
  list.setAttribute("role", "listbox")
  show(false)

  function isOpen() {
    return !list.hidden
  }

  function show(shown) {
    list.hidden = !shown
    input.setAttribute("aria-expanded", String(shown))
    if (!shown) choose(-1)
  }

  function choose(index) {
    list.children[active]?.setAttribute("aria-selected", "false")
    active = index
    const option = list.children[active]
    if (option) {
      option.setAttribute("aria-selected", "true")
      option.scrollIntoView({ block: "nearest" })
      input.setAttribute("aria-activedescendant", option.id)
    } else {
      input.removeAttribute("aria-activedescendant")
    }
  }

  function close() {
    clearTimeout(timer)
    asking.abort()
    asked = ""
    status.textContent = ""
    show(false)
  }

  function fill(found) {
    list.replaceChildren(
      ...found.headlines.map(({ title, url }, index) => {
        const option = document.createElement("li")
        option.id = `${list.id}_${index}`
        option.setAttribute("role", "option")
        option.setAttribute("aria-selected", "false")
        option.dataset.url = url
        option.dir = "auto"
        option.textContent = title
        return option
      }),
    )
    active = -1
    show(found.headlines.length > 0)
    status.textContent = found.said
  }

  async function ask(words) {
    asking.abort()
    asking = new AbortController()
    const { signal } = asking
    try {
      const address = `${box.dataset.headlines}?${new URLSearchParams({ q: words })}`
      const response = await fetch(address, { signal })
      if (!response.ok) throw new Error(response.statusText)
      const found = await response.json()
      if (!signal.aborted) fill(found)
    } catch {
      if (!signal.aborted) close() // nothing is offered; the form still asks
    }
  }

  function typed() {
    const words = input.value.trim()
    if (words.length < FEWEST) return close()
    if (words === asked) return
    asked = words
    clearTimeout(timer)
    timer = setTimeout(ask, PAUSE, words)
  }

  function move(step) {
    const places = list.children.length + 1 // the field itself is one
    choose(((active + 1 + step + places) % places) - 1)
  }

  input.addEventListener("input", (event) => {
    if (!event.isComposing) typed()
  })
  input.addEventListener("compositionend", typed)
  input.addEventListener("blur", close)
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return
    if (event.key === "Escape") {
      close()
      event.preventDefault() // a browser would empty the field
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      if (isOpen()) move(event.key === "ArrowDown" ? 1 : -1)
      else typed()
    } else if (event.key === "Enter" && list.children[active]) {
      event.preventDefault()
      location.assign(list.children[active].dataset.url)
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
      choose(-1)
    }
  })

  list.addEventListener("pointerdown", (event) => event.preventDefault()) // the field keeps the focus
  list.addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]")
    if (option && event.pointerType === "mouse") choose([...list.children].indexOf(option))
  })
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]")
    if (option) location.assign(option.dataset.url)
  })
}
