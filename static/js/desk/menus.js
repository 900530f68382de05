/* Small menus: those that the page has as <details>, and those that a button opens. */

import { all, on, one } from "desk/dom"

let open // { menu, button }

function close(refocus) {
  if (!open) return
  const { menu, button } = open
  open = undefined
  menu.remove()
  button.setAttribute("aria-expanded", "false")
  if (refocus) button.focus()
}

/* Open a menu below `button`; `items` are { label, run }. */
export function openMenu(button, label, items) {
  const again = open?.button === button
  close(false)
  if (again) return
  const menu = document.createElement("div")
  menu.className = "pop-menu"
  menu.setAttribute("role", "menu")
  menu.setAttribute("aria-label", label)
  for (const { label, run } of items) {
    const item = document.createElement("button")
    item.type = "button"
    item.tabIndex = -1
    item.setAttribute("role", "menuitem")
    item.textContent = label
    item.addEventListener("click", () => {
      close(true)
      run()
    })
    menu.append(item)
  }
  button.after(menu)
  button.setAttribute("aria-expanded", "true")
  open = { menu, button }
  menu.addEventListener("keydown", walk)
  menu.firstElementChild.focus()
}

function walk(event) {
  const items = all("[role=menuitem]", open.menu)
  const at = items.indexOf(document.activeElement)
  const to = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }[event.key]
  if (to !== undefined) {
    event.preventDefault()
    items[to].focus()
  } else if (event.key === "Escape") {
    event.stopPropagation()
    close(true)
  } else if (event.key === "Tab") {
    close(true)
  }
}

export function startMenus() {
  document.addEventListener("click", ({ target }) => {
    if (open && !open.menu.contains(target) && !open.button.contains(target)) close(false)
    for (const menu of all("details.menu[open]")) if (!menu.contains(target)) menu.open = false
  })
  on(document, "keydown", "details.menu", (event, menu) => {
    if (event.key !== "Escape" || !menu.open) return
    menu.open = false
    one("summary", menu).focus()
  })
  on(document, "click", "details.menu a, details.menu button", (_, item) => {
    item.closest("details").open = false
  })
}
