// The line over every page: whoever closes it does not see it again. Only this browser knows.
// It runs where it stands, so that a line that was closed is never painted.
{
  const bar = document.getElementById("_alert")
  const close = bar.querySelector("button")
  const kept = () => {
    try {
      return localStorage.getItem("alert")
    } catch {
      return null
    }
  }

  bar.hidden = kept() === bar.dataset.alert
  close.hidden = false
  close.addEventListener("click", () => {
    try {
      localStorage.setItem("alert", bar.dataset.alert)
    } catch {
      // It is closed on this page alone.
    }
    bar.hidden = true
    document.getElementById("_top").focus()
  })
}
