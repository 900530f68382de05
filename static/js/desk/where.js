/* Where a story would stand on fronts: what it displaces there at the time that is chosen. */

const PAUSE = 300 // ms after the last change of the time

let timer

async function ask(question, sheet) {
  const isLater = sheet.querySelector("[name=when][value=at]:checked, [name=when][type=hidden][value=at]")
  const at = isLater ? (sheet.querySelector("[name=at]")?.value ?? "") : ""
  if (question.dataset.at === at) return
  question.dataset.at = at
  try {
    const response = await fetch(`${question.dataset.places}?${new URLSearchParams({ at })}`, {
      headers: { Accept: "application/json" },
      redirect: "manual",
    })
    if (!response.ok) return
    for (const [key, about] of Object.entries(await response.json())) {
      const place = question.querySelector(`[data-about="${key}"]`)
      if (place) place.textContent = about
    }
  } catch {
    // Without an answer it goes on saying what it said, with the time that this is true for.
  }
}

/* Follow the time that is chosen in sheets within `root`. */
export function startWhere(root = document) {
  const follow = ({ target }) => {
    const question = target.closest?.(".sheet")?.querySelector("[data-places]")
    if (!question || !["when", "at"].includes(target.name)) return
    clearTimeout(timer)
    timer = setTimeout(() => ask(question, question.closest(".sheet")), PAUSE)
  }
  root.addEventListener("input", follow)
}
