// Passing a story on: copying, the system's own sharing, printing. Without it there are links to follow.

const box = document.querySelector(".passing-on")
const status = box.querySelector("[role=status]")

for (const button of box.querySelectorAll("[data-copy]")) {
  button.hidden = false
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy)
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
    } catch {
      return // it is selected, and the keys for copying do the rest
    }
    status.textContent = status.dataset.done
  })
}

const share = box.querySelector("[data-share]")
if (navigator.share) {
  share.hidden = false
  share.addEventListener("click", () => {
    const url = document.getElementById("_address").value
    navigator.share({ title: document.querySelector("h1").textContent.trim(), url }).catch(() => {})
  })
}

const print = box.querySelector("[data-print]")
print.hidden = false
print.addEventListener("click", () => window.print())
