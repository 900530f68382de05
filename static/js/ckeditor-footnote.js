/*
 * Footnotes in the editor of rich text: a mark in the sentence that holds the words of the note.
 *
 * In the text a note is an element, `foot-note`, with its words in it. In the editor a picture stands
 * for it, as one thing that moves, goes and is copied with the words around it. The button, Ctrl+Alt+F,
 * a double click or Enter on the mark opens its words in a dialog.
 */
{
  const NOTE = "foot-note"
  const MARK = "cke_note" // class of the picture
  const KEPT = ["strong", "em", "a", "sup", "sub", "code", "cite", "q", "span", "abbr"]
  const FORMATS = { ...Object.fromEntries(KEPT.map((name) => [name, name])), b: "strong", i: "em" }
  const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]’”»]/g
  const KEYS = CKEDITOR.CTRL + CKEDITOR.ALT + 70 // F

  // Where a span may stand, a note may; it holds what a span holds.
  const { dtd } = CKEDITOR
  for (const inside of Object.values(dtd)) if (inside?.span) inside[NOTE] = 1
  dtd[NOTE] = { ...dtd.span }
  delete dtd[NOTE][NOTE]
  dtd.$inline[NOTE] = 1

  // The words of a note as elements that a note may have; whatever else is there gives its words.
  function copyOf(nodes, into = document.createDocumentFragment()) {
    for (const node of nodes) {
      if (node.nodeType === Node.TEXT_NODE) into.append(node.data)
      if (node.nodeType !== Node.ELEMENT_NODE || /^(script|style)$/.test(node.localName)) continue
      const name = FORMATS[node.localName]
      if (!name && /^(p|div|br|li)$/.test(node.localName)) into.append(" ")
      const copy = name ? into.appendChild(document.createElement(name)) : into
      for (const kept of name ? ["href", "rel", "title", "lang"] : []) {
        if (node.hasAttribute(kept)) copy.setAttribute(kept, node.getAttribute(kept))
      }
      copyOf(node.childNodes, copy)
    }
    return into
  }

  const parsed = (markup) => copyOf(new DOMParser().parseFromString(markup, "text/html").body.childNodes)
  const wordsOf = (markup) => parsed(markup).textContent.replace(/\s+/g, " ").trim()

  // Addresses that stand there as words become links.
  function linked(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    const texts = []
    while (walker.nextNode()) if (!walker.currentNode.parentElement?.closest("a")) texts.push(walker.currentNode)
    for (const text of texts) {
      const pieces = []
      let end = 0
      for (const { 0: address, index } of text.data.matchAll(ADDRESS)) {
        const link = document.createElement("a")
        link.href = link.textContent = address
        pieces.push(text.data.slice(end, index), link)
        end = index + address.length
      }
      if (end) text.replaceWith(...pieces, text.data.slice(end))
    }
    return root
  }

  function markupOf(field) {
    const box = document.createElement("div")
    box.append(linked(copyOf(field.childNodes)))
    return box.textContent.trim() ? box.innerHTML.trim() : ""
  }

  const button = (words, name) => {
    const made = document.createElement("button")
    Object.assign(made, { type: "button", textContent: words, className: `footnote-${name}` })
    return made
  }

  // Asks for the words of a note, from `markup` on; "" where it is to go, null where all stays.
  function ask(editor, markup) {
    const { config: { footnoteWords: say, contentsLanguage: lang, contentsLangDirection: dir } } = editor
    const dialog = document.createElement("dialog")
    const [title, help] = [document.createElement("h2"), document.createElement("p")]
    const field = document.createElement("div")
    const [keep, remove, cancel] = ["keep", "remove", "cancel"].map((name) => button(say[name], name))
    const row = document.createElement("div")
    dialog.className = "footnote-dialog"
    dialog.setAttribute("aria-label", say.footnote)
    title.textContent = say.footnote
    help.textContent = say.help
    help.id = "footnote-help"
    Object.assign(field, { className: "footnote-words", contentEditable: "true", lang, dir, spellcheck: true })
    field.setAttribute("role", "textbox")
    field.setAttribute("aria-multiline", "true")
    field.setAttribute("aria-label", say.words)
    field.setAttribute("aria-describedby", help.id)
    field.append(parsed(markup))
    remove.hidden = !markup
    row.className = "footnote-buttons"
    row.append(keep, cancel, remove)
    dialog.append(title, field, help, row)
    document.body.append(dialog)
    return new Promise((resolve) => {
      let isOpen = true
      // Gone at once, so that the next key is the editor's: the dialog's own event comes later.
      const done = (said) => {
        if (!isOpen) return
        isOpen = false
        dialog.close()
        dialog.remove()
        resolve(said)
      }
      keep.addEventListener("click", () => done(markupOf(field)))
      remove.addEventListener("click", () => done(""))
      cancel.addEventListener("click", () => done(null))
      field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing) return
        event.preventDefault() // a note is one paragraph
        done(markupOf(field))
      })
      field.addEventListener("paste", (event) => {
        event.preventDefault()
        const pasted = parsed(event.clipboardData.getData("text/html"))
        const box = document.createElement("div")
        box.append(pasted.textContent.trim() ? pasted : event.clipboardData.getData("text/plain"))
        document.execCommand("insertHTML", false, box.innerHTML)
      })
      dialog.addEventListener("keydown", (event) => event.stopPropagation()) // none is the form's
      dialog.addEventListener("cancel", (event) => {
        event.preventDefault()
        done(null)
      })
      dialog.addEventListener("close", () => done(null))
      dialog.showModal()
      field.focus()
      getSelection().selectAllChildren(field)
      getSelection().collapseToEnd()
    })
  }

  CKEDITOR.plugins.add("footnote", {
    requires: "fakeobjects",
    init(editor) {
      const say = editor.config.footnoteWords
      const isMark = (element) => Boolean(element?.is?.("img") && element.hasClass(MARK))
      const inside = (mark) => editor.restoreRealElement(mark).getHtml()
      const label = (markup) => `${say.footnote}: ${wordsOf(markup)}`

      function markOf(markup, like) {
        const real = like ? editor.restoreRealElement(like) : new CKEDITOR.dom.element(NOTE, editor.document)
        real.setHtml(markup)
        const mark = editor.createFakeElement(real, MARK, "note", false)
        mark.setAttributes({ alt: label(markup), title: label(markup) })
        return mark
      }

      async function open(mark) {
        const bookmarks = mark ? null : editor.getSelection()?.createBookmarks2(true)
        const markup = await ask(editor, mark ? inside(mark) : "")
        editor.focus()
        if (mark) editor.getSelection().selectElement(mark)
        else if (bookmarks) editor.getSelection().selectBookmarks(bookmarks)
        if (markup === null || (!mark && !markup)) return
        editor.fire("saveSnapshot")
        if (!mark) {
          const [range] = editor.getSelection().getRanges()
          range.collapse() // the words that were selected stay
          range.select()
          editor.insertElement(markOf(markup))
        } else if (markup) {
          const made = markOf(markup, mark)
          made.replace(mark)
          editor.getSelection().selectElement(made)
        } else {
          const range = editor.createRange()
          range.moveToPosition(mark, CKEDITOR.POSITION_BEFORE_START)
          mark.remove()
          range.select()
        }
        editor.fire("saveSnapshot")
        editor.fire("change")
      }

      const selected = () => {
        const element = editor.getSelection()?.getSelectedElement()
        return isMark(element) ? element : null
      }
      editor.addCommand("footnote", {
        allowedContent: NOTE,
        exec: () => void open(selected()),
      })
      editor.ui.addButton("Footnote", { label: say.footnote, command: "footnote", toolbar: "links" })
      editor.setKeystroke(KEYS, "footnote")
      editor.on("doubleclick", ({ data: { element } }) => {
        if (isMark(element)) open(element)
      })
      editor.on("key", (event) => {
        const mark = event.data.keyCode === 13 && selected()
        if (!mark) return
        event.cancel()
        open(mark)
      })
    },
    afterInit(editor) {
      editor.dataProcessor.dataFilter.addRules({
        elements: {
          [NOTE](element) {
            const words = wordsOf(element.getHtml())
            const mark = editor.createFakeParserElement(element, MARK, "note", false)
            mark.attributes.alt = mark.attributes.title = `${editor.config.footnoteWords.footnote}: ${words}`
            return mark
          },
        },
      })
    },
  })
}
