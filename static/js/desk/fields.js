/* The fields around the parts: counters, one-line areas, tabs, topics, the sponsor. */

import { all, form, on, one, seenFor } from "desk/dom"
import { word } from "desk/words"

function count(counter) {
  const area = document.getElementById(counter.dataset.counts)
  const { most } = counter.dataset
  const length = [...area.value].length
  counter.textContent = length ? `${length}/${most}` : ""
  counter.title = word("of_count", { length, most })
  counter.classList.toggle("is-over", length > most)
}

/* Enter goes on to the next field, a pasted line break becomes a space. */
function keepToOneLine() {
  on(form(), "keydown", "[data-line]", (event, area) => {
    if (event.key !== "Enter" || event.isComposing) return
    event.preventDefault()
    const fields = all(
      "input:not([type=hidden]), textarea, select, [role=textbox]",
      form(),
    ).filter((candidate) => candidate.checkVisibility())
    fields[fields.indexOf(area) + 1]?.focus()
  })
  on(form(), "input", "[data-line]", (_, area) => {
    if (/[\r\n]/.test(area.value)) area.value = area.value.replace(/\s*[\r\n]+\s*/g, " ")
  })
}

/* Show the panel of `tab`. */
export function choose(tab, focus = false) {
  for (const other of all("[role=tab]")) {
    const chosen = other === tab
    other.setAttribute("aria-selected", chosen)
    other.tabIndex = chosen ? 0 : -1
    document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen
  }
  if (focus) tab.focus()
}

function startTabs() {
  const list = one("[role=tablist]")
  const tabs = all("[role=tab]", list)
  list.hidden = false
  for (const tab of tabs) {
    const panel = document.getElementById(tab.getAttribute("aria-controls"))
    panel.setAttribute("role", "tabpanel")
    panel.setAttribute("aria-labelledby", tab.id)
    panel.tabIndex = 0
  }
  choose(tabs[0])
  on(list, "click", "[role=tab]", (_, tab) => choose(tab))
  on(list, "keydown", "[role=tab]", (event, tab) => {
    const at = tabs.indexOf(tab)
    const last = tabs.length - 1
    const to = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    choose(tabs[to], true)
  })
}

function filterTopics() {
  const box = one(".topic-filter")
  const items = all("#id_topics > div")
  const enough = 8 // fewer are seen at a glance
  if (items.length < enough) return
  box.hidden = false
  one("input", box).addEventListener("input", ({ target }) => {
    const wanted = target.value.trim().toLocaleLowerCase()
    for (const item of items) {
      item.hidden = !item.textContent.toLocaleLowerCase().includes(wanted)
    }
  })
}

function offerSponsor() {
  const { format } = form().elements
  const sponsor = one(".field-sponsor")
  const show = () => (sponsor.hidden = format.value !== "sponsored")
  format.addEventListener("change", show)
  show()
}

export function startFields() {
  for (const counter of all("[data-counts]")) {
    const area = document.getElementById(counter.dataset.counts)
    area.addEventListener("input", () => count(counter))
    count(counter)
  }
  keepToOneLine()
  startTabs()
  filterTopics()
  offerSponsor()
}

/* Show the field, wherever it is hidden, and put the cursor into it. */
export function goTo(field) {
  const panel = field.closest("[role=tabpanel]")
  if (panel) choose(document.getElementById(panel.getAttribute("aria-labelledby")))
  for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) {
    box.open = true
  }
  const seen = seenFor(field)
  seen.focus()
  seen.scrollIntoView({ block: "center" })
}
