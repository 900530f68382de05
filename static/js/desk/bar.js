/* The bar says where the story stands, and has one primary button: by right and state. */

import { all, one } from "desk/dom"

/* Show what the server says after a save. */
export function showBar(state) {
  const status = one(".bar-status")
  status.textContent = state.status
  status.dataset.key = state.status_key
  if (state.public_url) status.href = state.public_url
  else status.removeAttribute("href")
  one(".bar-stage").textContent = state.stage
  for (const button of all(".bar [data-primary]")) {
    button.hidden = button.dataset.primary !== state.primary
  }
  const publish = one("[data-publish-button]")
  if (publish) publish.textContent = state.publish_words
}
