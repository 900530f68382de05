// The pictures of the alert bar say what is typed. Without it they say what was sent last.

const field = document.getElementById("alert_text")

const say = (frame) => {
  const line = frame.contentDocument?.querySelector(".alert-bar a")
  if (line && field.value.trim()) line.textContent = field.value.trim()
}

for (const frame of document.querySelectorAll(".alert-pictures iframe")) {
  frame.addEventListener("load", () => say(frame))
  field.addEventListener("input", () => say(frame))
  say(frame)
}

document.querySelector(".sheet-reasons[role=alert]")?.focus()
