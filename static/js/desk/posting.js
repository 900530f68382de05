/* Posts of the form in the background, and what their answers mean. */

import { found, lost } from "desk/connection"
import { form } from "desk/dom"

const PATIENCE = 60_000 // ms until no answer counts as no connection

let held // posts wait for it: a token is worth nothing while somebody signs in

async function ask(address, options = {}) {
  try {
    const response = await fetch(address, {
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      ...options,
    })
    found()
    return response
  } catch {
    lost()
    return undefined
  }
}

const isSignedOut = (response) => response.type === "opaqueredirect"

/* Whether the server did nothing because of who asks, or because it does not believe the token. */
async function isRefused(response) {
  if (response?.status !== 409) return response?.status === 403
  return "other_person" in (await response.clone().json())
}

/* Send nothing until `promise` resolves. */
export function holdUntil(promise) {
  held = promise
}

/* Use `token` from now on. */
export function renewToken(token) {
  form().elements.csrfmiddlewaretoken.value = token
}

/* Who is signed in: { user, name, token }, null for nobody, undefined if that cannot be told. */
export async function whoIsHere() {
  const response = await ask(form().dataset.here)
  if (response && isSignedOut(response)) return null
  return response?.ok ? response.json() : undefined
}

/* Whether the person is the one who opened this form. */
export const isOwner = (who) => String(who?.user) === form().elements._user.value

/*
 * Post what `body` returns, which is asked again for a second try with a new token. Resolves to
 * { outcome, response }; the outcome is "answered", or why there is none that counts: "signed_out",
 * "somebody_else", "refused", "failed", "offline".
 */
export async function post(address, body) {
  await held
  const send = () => ask(address, { method: "POST", body: body() })
  let response = await send()
  if (await isRefused(response)) {
    const who = await whoIsHere()
    if (who === null) return { outcome: "signed_out" }
    if (who && !isOwner(who)) return { outcome: "somebody_else", who }
    if (who) {
      renewToken(who.token)
      response = await send()
    }
  }
  if (!response) return { outcome: "offline" }
  if (isSignedOut(response)) return { outcome: "signed_out" }
  if (response.status === 403 || response.status === 404) return { outcome: "refused" }
  const isData = response.headers.get("Content-Type")?.includes("json") || response.status === 204
  const isBroken = response.status === 400 || response.status >= 500 || !isData
  return { outcome: isBroken ? "failed" : "answered", response }
}
