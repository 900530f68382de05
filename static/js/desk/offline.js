/* Without a connection the desk shows the texts that this browser keeps. */

import { form } from "desk/dom"

export function startOffline() {
  // Not where the desk is served over plain http: then only the open form keeps its text.
  const { worker } = form().dataset
  navigator.serviceWorker?.register(worker).catch(() => {})
}
