/* Times that come twice: on the night when clocks go back, ask which one as soon as it is typed. */

/* What clocks in `zone` show at `instant` (milliseconds), as if it were UTC. */
function shown(instant, zone) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  })
  const part = Object.fromEntries(format.formatToParts(instant).map((p) => [p.type, Number(p.value)]))
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute)
}

/* Whether clocks in `zone` show the time `wall` ("2026-10-25T02:30") twice. */
export function comesTwice(wall, zone) {
  const day = 24 * 3600 * 1000
  const time = Date.parse(`${wall.slice(0, 16)}Z`)
  if (Number.isNaN(time)) return false
  const offsets = new Set([time - day, time + day].map((around) => shown(around, zone) - around))
  return [...offsets].filter((offset) => shown(time - offset, zone) === time).length > 1
}

function ask(box) {
  const choice = box.querySelector(".instant-which")
  const input = box.querySelector("input")
  choice.hidden = !comesTwice(input.value, box.dataset.zone)
  if (choice.hidden) for (const button of choice.querySelectorAll("input")) button.checked = false
}

export function startInstants(root = document) {
  root.addEventListener("input", ({ target }) => {
    const box = target.type === "datetime-local" && target.closest(".instant")
    if (!box) return
    ask(box)
    box.querySelector(".instant-zone").textContent = box.dataset.zone
  })
}
