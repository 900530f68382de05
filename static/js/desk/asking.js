/*
 * Requests of pages that deal with pictures. The form marked by data-uploads says who opened the page
 * and has the token; the page carries the sentences.
 */

import { word } from "./words.js"

/* Ends something with a sentence; `canRetry` says that the same may do better later. */
export class Stopped extends Error {
  constructor(sentence, canRetry = false) {
    super(sentence)
    this.canRetry = canRetry
  }
}

export const place = () => document.querySelector("form[data-uploads]")
export const token = () => place().elements.csrfmiddlewaretoken

/* Use the token of who is signed in, if it is the person who opened the page; false if nobody knows. */
async function renewToken() {
  const response = await fetch(place().dataset.here, { redirect: "manual" })
  if (response.type === "opaqueredirect") throw new Stopped(word("upload_signed_out"), true)
  if (!response.ok) return false
  const who = await response.json()
  const isOwner = String(who.user) === place().elements._user.value
  if (!isOwner) throw new Stopped(word("upload_somebody_else", { other: who.name }))
  token().value = who.token
  return true
}

/*
 * One request; after 403 another one, for signing in anew made the page's token worthless. Throws
 * Stopped where nobody is signed in, or where the person may not.
 */
export async function ask(address, { headers = {}, ...options } = {}) {
  const send = () =>
    fetch(address, {
      headers: { Accept: "application/json", "X-CSRFToken": token().value, ...headers },
      redirect: "manual",
      ...options,
    })
  let response = await send()
  if (response.status === 403 && (await renewToken())) response = await send()
  if (response.type === "opaqueredirect") throw new Stopped(word("upload_signed_out"), true)
  if (response.status === 403) throw new Stopped(word("upload_forbidden"))
  return response
}
