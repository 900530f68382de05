/* What is to be mended before the story is published, beside the text and always fresh. */

import { form, on, one } from "desk/dom"
import { goTo } from "desk/fields"
import { add, partByUid, parts, write } from "desk/parts"
import { isSigningIn } from "desk/signing-in"
import { word } from "desk/words"

const PAUSE = 1200 // ms without a key before the checks are asked again

let asking, timer

function soon() {
  clearTimeout(timer)
  timer = setTimeout(ask, PAUSE)
}

/* List `findings`: { message, blocking, field, part }. */
export function show(findings) {
  const items = findings.map(({ message, blocking, field, part }) => {
    const item = document.createElement("li")
    item.className = blocking ? "finding is-blocking" : "finding"
    const button = document.createElement("button")
    button.type = "button"
    Object.assign(button.dataset, { field, part })
    if (blocking) {
      const hint = document.createElement("span")
      hint.className = "visually-hidden"
      hint.textContent = `${word("blocking")} `
      button.append(hint)
    }
    button.append(message)
    item.append(button)
    return item
  })
  const list = one(".findings")
  const focused = list.contains(document.activeElement)
  list.replaceChildren(...items)
  if (focused) (one("button", list) || document.getElementById("tab-checks")).focus()
  one(".no-findings").hidden = items.length > 0
  const counter = one(".count-of-checks")
  counter.textContent = `(${items.length})`
  counter.classList.toggle("is-blocked", findings.some(({ blocking }) => blocking))
}

async function ask() {
  if (isSigningIn()) return soon() // the token is being renewed
  asking?.abort()
  asking = new AbortController()
  try {
    const response = await fetch(form().dataset.checks, {
      method: "POST",
      body: new FormData(form()),
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: asking.signal,
    })
    if (response.ok) show((await response.json()).findings)
  } catch {
    // The next pause asks again, and a save says when the server is away.
  }
}

/* Go where a finding is mended. */
export function follow({ field, part }) {
  if (part && partByUid(part)) write(partByUid(part))
  else if (field) goTo(form().elements[field])
  else if (parts().length) write(parts()[0])
  else add(one(".add-parts [data-add]").dataset.add)
}

export function startChecks(findings) {
  form().addEventListener("input", soon)
  form().addEventListener("change", soon)
  form().addEventListener("desk:changed", soon)
  on(one(".findings"), "click", "[data-field]", (event, finding) => {
    event.preventDefault()
    follow(finding.dataset)
  })
  show(findings)
}
