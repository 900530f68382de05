/* The desk's first page: how long it is until something goes out, beside the time at which it does. */

const UNITS = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
]

const { lang } = document.documentElement
const format = new Intl.RelativeTimeFormat(lang, { numeric: "always" })

/* “in 1 minute, 53 seconds” would be too much: the two last minutes are counted in seconds. */
function inWords(seconds) {
  const [unit, length] = UNITS.find(([, size]) => seconds >= 2 * size) || UNITS.at(-1)
  return format.format(Math.floor(seconds / length), unit)
}

function show(time) {
  const seconds = Math.round((Date.parse(time.dateTime) - Date.now()) / 1000)
  const words = seconds > 0 ? inWords(seconds) : time.dataset.past
  const place = time.nextElementSibling
  if (place.textContent !== words) place.textContent = words
}

function tick() {
  for (const time of document.querySelectorAll("time[data-past]")) show(time)
}

tick()
setInterval(tick, 1000)
