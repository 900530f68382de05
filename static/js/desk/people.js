/* Lists of stories: who is at which one, kept fresh while somebody looks. */

const EVERY = 10_000 // ms

const places = [...document.querySelectorAll(".people[data-story]")]
const here = document.querySelector("[data-here]")?.dataset.here
const stories = places.map(({ dataset }) => dataset.story)

function show(place, sentences) {
  const items = sentences.map((words) => {
    const item = document.createElement("span")
    item.textContent = words
    return item
  })
  place.replaceChildren(...items)
}

async function ask() {
  if (document.hidden) return
  const query = new URLSearchParams(stories.map((story) => ["story", story]))
  try {
    const response = await fetch(`${here}?${query}`, { redirect: "manual" })
    if (!response.ok) return
    const found = (await response.json()).stories
    for (const place of places) show(place, found[place.dataset.story] || [])
  } catch {
    // The next round asks again.
  }
}

if (here && places.length) {
  setInterval(ask, EVERY)
  document.addEventListener("visibilitychange", ask)
}
