/* Stories found as somebody types, to be put where the page is chosen or dragged there. */

import { form, on, one } from "desk/dom"
import { word } from "desk/words"

const PAUSE = 200 // ms without a key before the server is asked

let timer, asking
let found = []

const results = () => one(".front-results")

function item(story) {
  const row = document.createElement("li")
  row.dataset.story = story.uuid
  const title = document.createElement("span")
  title.className = "front-result-headline"
  title.lang = story.language
  title.textContent = story.headline
  const about = document.createElement("span")
  about.className = "front-result-about"
  const when = story.is_live ? story.when : word("front_from", { time: story.when })
  about.textContent = [story.section, story.authors, when].filter(Boolean).join(" · ")
  about.classList.toggle("is-waiting", !story.is_live)
  const put = document.createElement("button")
  put.type = "button"
  put.className = "button-like"
  put.textContent = word("front_put_here")
  put.setAttribute("aria-label", word("front_put_in", { name: story.headline }))
  row.append(title, about, put)
  return row
}

async function ask() {
  clearTimeout(timer)
  asking?.abort()
  const { signal } = (asking = new AbortController())
  const query = new URLSearchParams({ q: one("#front-words").value })
  try {
    const response = await fetch(`${form().dataset.stories}?${query}`, { redirect: "manual", signal })
    if (!response.ok) throw new Error(response.statusText)
    found = (await response.json()).stories
    results().replaceChildren(...found.map(item))
    const said = found.length ? word("front_found", { count: found.length }) : word("front_none")
    one(".front-found").textContent = said
  } catch {
    if (!signal.aborted) one(".front-found").textContent = word("front_failed_search")
  }
}

export const storyOf = (element) => found.find(({ uuid }) => uuid === element.closest("li")?.dataset.story)

/* Call `put(story)` for a story that is to stand where the page is chosen. */
export function startSearch(put) {
  one("#front-words").addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(ask, PAUSE)
  })
  one("#front-words").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return
    event.preventDefault()
    ask()
  })
  on(results(), "click", "button", (_event, button) => put(storyOf(button), button))
  ask()
}
