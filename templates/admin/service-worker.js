{% load static %}/*
 * Without a connection a page of the desk becomes the page of the texts that this browser keeps.
 * Nothing else is ever cached, and everything is asked of the server first.
 */

const CACHE = "newsroom-kept-{{ language }}"
const PAGE = "{% url 'admin:kept' %}"
const FILES = [
  "{% static 'css/kept.css' %}",
  "{% static 'js/desk/kept.js' %}",
  "{% get_static_prefix %}js/desk/browser-copies.js",
  "{% get_static_prefix %}js/desk/plain.js",
]

async function install() {
  const cache = await caches.open(CACHE)
  await cache.addAll([PAGE, ...FILES].map((url) => new Request(url, { cache: "reload" })))
  await self.skipWaiting()
}

async function activate() {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith("newsroom-kept-") && name !== CACHE)
  await Promise.all(old.map((name) => caches.delete(name)))
  await self.clients.claim()
}

async function fromServerElse(request, instead) {
  try {
    return await fetch(request)
  } catch (error) {
    const kept = await caches.match(instead)
    if (!kept) throw error
    return kept
  }
}

self.addEventListener("install", (event) => event.waitUntil(install()))
self.addEventListener("activate", (event) => event.waitUntil(activate()))
self.addEventListener("fetch", (event) => {
  const { request } = event
  if (request.method !== "GET") return
  if (request.mode === "navigate") event.respondWith(fromServerElse(request, PAGE))
  else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(fromServerElse(request, request))
  }
})
