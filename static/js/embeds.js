/*
 * What stands elsewhere, loaded when somebody asks for it and not before. Without this script the
 * card is a link.
 */

// Scripts of the other site run, in its own origin; it can neither take this page nor its forms.
const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation";

function load(card) {
  const { src, allow, title } = card.dataset;
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", SANDBOX);
  frame.allow = allow;
  frame.referrerPolicy = "strict-origin-when-cross-origin"; // players refuse who says nothing
  frame.title = title;
  frame.src = src;
  card.classList.add("is-loaded");
  card.querySelector(".embed-picture")?.remove();
  card.querySelector(".embed-offer").remove();
  card.prepend(frame);
  frame.focus();
}

for (const card of document.querySelectorAll(".embed[data-src]")) {
  const { content } = card.querySelector("template");
  const offer = content.firstElementChild.cloneNode(true);
  card.querySelector(".embed-words").append(offer);
  offer.querySelector(".embed-load").addEventListener("click", () => load(card));
}
