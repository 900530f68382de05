/* Formatted text as plain text. Stands alone: the page without a connection uses it too. */

const BLOCKS = "p, h3, h4, li, blockquote, tr, br"

/* The words of `markup`, a line for each block; nothing of it is ever part of a page. */
export function plain(markup) {
  if (!markup.includes("<")) return markup.trim()
  const { body } = new DOMParser().parseFromString(markup, "text/html")
  for (const note of body.querySelectorAll("foot-note")) {
    note.replaceWith("†")
    body.append(note, "\n") // its words stand below the text
  }
  for (const block of body.querySelectorAll(BLOCKS)) block.after("\n")
  return body.textContent.replace(/\n{3,}/g, "\n\n").trim()
}
