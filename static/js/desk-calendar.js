/* The calendar: what is scheduled can be dragged to another day. The sheet that opens asks for the time. */

import { startInstants } from "./desk/instants.js"

let dragged = null

function mark(day) {
  for (const other of document.querySelectorAll(".calendar-day.is-target")) other.classList.remove("is-target")
  if (day) day.classList.add("is-target")
}

function startDragging() {
  for (const entry of document.querySelectorAll("[data-move]")) {
    entry.draggable = true
    entry.addEventListener("dragstart", (event) => {
      dragged = entry
      event.dataTransfer.effectAllowed = "move"
      event.dataTransfer.setData("text/plain", entry.querySelector("h3").textContent.trim())
    })
    entry.addEventListener("dragend", () => {
      dragged = null
      mark(null)
    })
  }
  for (const day of document.querySelectorAll(".calendar-day:not(.is-past)")) {
    day.addEventListener("dragover", (event) => {
      if (!dragged) return
      event.preventDefault()
      mark(day)
    })
    day.addEventListener("drop", (event) => {
      event.preventDefault()
      if (!dragged || day.contains(dragged)) return
      location.href = `${dragged.dataset.move}?day=${day.dataset.day}`
    })
  }
}

startDragging()
startInstants()
