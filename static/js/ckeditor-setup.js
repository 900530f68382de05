/*
 * Turns text areas with the attribute `data-rich-text` (the editor's settings as JSON) into editors:
 * those of the page, and those of parts that are added later.
 *
 * Editors are heavy, so one starts when it comes near to what is seen, or when it gets the focus.
 * Until it can be written in, a stand-in shows the words of the text and takes the focus for it. A
 * text whose editor never starts is sent as it came.
 *
 * An editor is named by the label of its text area, and a click on the label puts the cursor into
 * it. The text area follows what is typed and fires `input` like any other, so whoever watches or
 * sends the form need not know of editors; who reads text areas at once fires `rich-text:read` first.
 */
{
  const FOLLOWS_AFTER = 250 // ms; sending the form waits for nothing
  const NEAR = 800 // px above and below the window, so that scrolling meets editors that are ready

  const selector = "textarea[data-rich-text]"
  const standInSelector = ".rich-text-stand-in"
  const blocks = "p, h3, h4, li, blockquote, tr, td, th, br"
  const editorOf = (textarea) =>
    Object.values(CKEDITOR.instances).find((editor) => editor.element?.$ === textarea)
  // Its label in the same box, else wherever it is: a browser goes through the whole page for it.
  const labelOf = (textarea) =>
    textarea.parentElement.querySelector(`label[for="${textarea.id}"]`) || textarea.labels?.[0]
  const standInOf = (textarea) => {
    const before = textarea.previousElementSibling
    return before?.matches(standInSelector) ? before : null
  }
  // The editor's settings, its own or those of another text area, which it then names.
  const settingsOf = ({ dataset: { richText } }) =>
    JSON.parse(richText.startsWith("#") ? document.querySelector(richText).dataset.richText : richText)
  const wordsOf = (label) => (label?.textContent || "").trim().replace(/:$/, "")

  // Rows and columns: the commands of the plugin tabletools, in a menu of the toolbar. The context
  // menu, which is their place, would hide the browser's own, where the spell-check has its
  // corrections.
  CKEDITOR.plugins.registered.tabletools.requires = "table,dialog"
  CKEDITOR.plugins.add("tablemenu", {
    requires: "menubutton,tabletools",
    init(editor) {
      const items = ["tablerow", "tablecolumn", "tablecell", "table", "tabledelete"]
      const inTable = (path) => Boolean(path.contains("table", 1))
      editor.addCommand("tablemenu", {
        contextSensitive: true,
        exec() {},
        refresh(_, path) {
          this.setState(inTable(path) ? CKEDITOR.TRISTATE_OFF : CKEDITOR.TRISTATE_DISABLED)
        },
      })
      editor.ui.add("TableMenu", CKEDITOR.UI_MENUBUTTON, {
        label: `${editor.lang.table.row.menu} / ${editor.lang.table.column.menu}`,
        command: "tablemenu",
        onMenu: () => Object.fromEntries(items.map((name) => [name, CKEDITOR.TRISTATE_OFF])),
      })
    },
  })

  // Links lead to pages, addresses of mail and telephones; files are not uploaded here.
  CKEDITOR.on("dialogDefinition", ({ data: { name, definition } }) => {
    if (name !== "link") return
    definition.removeContents("upload")
    const schemes = definition.getContents("info").get("protocol")
    schemes.items = schemes.items.filter(([, value]) => ["https://", "http://", ""].includes(value))
  })

  // Headings of a pasted document come below the subheading, as the field would put them; the
  // editor's own filter would make plain paragraphs of them.
  function lowerHeadings(markup) {
    const { body } = new DOMParser().parseFromString(markup, "text/html")
    let shifted = false
    for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
      const written = Number(heading.localName[1])
      const level = Math.max(written, 3) + (shifted && written > 2 ? 1 : 0)
      shifted ||= written < 3
      if (level === written) continue
      const lowered = document.createElement(level > 4 ? "p" : `h${level}`)
      const inside = level > 4 ? lowered.appendChild(document.createElement("strong")) : lowered
      inside.append(...heading.childNodes)
      heading.replaceWith(lowered)
    }
    return body.innerHTML
  }

  // What a screen reader says, and the language of spell-check, belong on the element that
  // is typed into.
  function describe(element, textarea) {
    const label = labelOf(textarea)
    if (label) {
      label.id ||= `${textarea.id}_label`
      element.setAttribute("aria-labelledby", label.id)
    }
    for (const name of ["aria-describedby", "aria-invalid", "aria-required", "lang", "spellcheck"]) {
      if (textarea.hasAttribute(name)) element.setAttribute(name, textarea.getAttribute(name))
    }
  }

  // The words of a text as plain paragraphs: no element of the text reaches the page.
  function paragraphs(markup) {
    const { body } = new DOMParser().parseFromString(markup, "text/html")
    for (const note of body.querySelectorAll("foot-note")) note.replaceWith("†")
    for (const block of body.querySelectorAll(blocks)) block.after("\n")
    const lines = body.textContent.split("\n").filter((line) => line.trim())
    return lines.map((line) => {
      const paragraph = document.createElement("p")
      paragraph.textContent = line
      return paragraph
    })
  }

  function standIn(textarea) {
    const element = document.createElement("div")
    element.className = "rich-text-stand-in cke_wysiwyg_div" // looks like what is typed into
    element.setAttribute("role", "textbox")
    element.setAttribute("aria-multiline", "true")
    element.dir = textarea.dir
    element.tabIndex = 0
    describe(element, textarea)
    element.append(...paragraphs(textarea.value))
    textarea.before(element)
    textarea.hidden = true
    return element
  }

  // The editor takes over: the focus too, if it is still here.
  function relieve(element, editor) {
    if (!element) return
    if (document.activeElement === element) editor.focus()
    element.remove()
  }

  const waiting = new Map() // editor: the timer after which its text area follows
  const loaded = new WeakMap() // editor: the text that it was given, and what it makes of it

  function noteLoaded(editor, text) {
    loaded.set(editor, { text, shown: editor.getData() })
  }

  // A text that nobody has changed stays as it came, however the editor would write it.
  function catchUp(editor) {
    clearTimeout(waiting.get(editor))
    waiting.delete(editor)
    if (!loaded.has(editor)) return
    const area = editor.element.$
    const written = editor.getData()
    const { text, shown } = loaded.get(editor)
    const value = written === shown ? text : written
    if (value === area.value) return
    area.value = value
    area.dispatchEvent(new Event("input", { bubbles: true }))
  }

  function follow(editor) {
    editor.on("change", () => {
      clearTimeout(waiting.get(editor))
      waiting.set(
        editor,
        setTimeout(() => catchUp(editor), FOLLOWS_AFTER),
      )
    })
    editor.on("destroy", () => clearTimeout(waiting.get(editor)))
  }

  // A text that is left keeps its selection for when it is entered again. Beside a picture CKEditor
  // holds the cursor with characters of its own, which it takes out when the text is read: the kept
  // selection may then lie behind the end of its node, and would be refused.
  function keepSelectionInside(editor) {
    for (const range of editor.getSelection()?.getRanges() ?? []) {
      for (const side of ["start", "end"]) {
        const node = range[`${side}Container`]
        const longest = node.type === CKEDITOR.NODE_TEXT ? node.getLength() : node.getChildCount()
        range[`${side}Offset`] = Math.min(range[`${side}Offset`], longest)
      }
    }
  }

  // Django renumbers the fields after a removed part. An editor goes by the id of its field, and a
  // new part with an id that an editor still goes by would get none.
  function renameMoved() {
    const editors = Object.values(CKEDITOR.instances)
    for (const editor of editors) {
      if (!editor.element.$.isConnected) editor.destroy(true)
    }
    const moved = editors.filter(
      (editor) => CKEDITOR.instances[editor.name] === editor && editor.name !== editor.element.$.id,
    )
    for (const editor of moved) delete CKEDITOR.instances[editor.name]
    for (const editor of moved) {
      editor.name = editor.element.$.id
      CKEDITOR.instances[editor.name] = editor
    }
  }

  function start(textarea) {
    if (editorOf(textarea)) return
    const settings = settingsOf(textarea)
    settings.applicationTitle = wordsOf(labelOf(textarea)) || textarea.name
    const editor = CKEDITOR.replace(textarea, settings)
    // CKEditor learns of the cursor's place with a delay, and a command right after a word would
    // act on the place before.
    editor.on("beforeCommandExec", () => editor.selectionChange(true))
    editor.on(
      "paste",
      ({ data }) => {
        // Line ends in pasted markup are spaces, and the editor shows spaces as they are.
        data.dataValue = data.dataValue.replace(/[\t\r\n]+/g, " ")
        if (/<h[1-6]\b/i.test(data.dataValue)) data.dataValue = lowerHeadings(data.dataValue)
      },
      null,
      null,
      900, // after what cleans the markup of word processors, before it is inserted
    )
    editor.on("instanceReady", () => {
      const editable = editor.editable()
      editable.$.classList.add("cke_enable_context_menu") // the browser's own
      editable.attachListener(editable, "focus", () => keepSelectionInside(editor), null, null, -10)
      describe(editable.$, textarea)
      noteLoaded(editor, textarea.value)
      follow(editor)
      relieve(standInOf(textarea), editor)
    })
  }

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) startFor(target)
    },
    { rootMargin: `${NEAR}px 0px` },
  )

  function startFor(element) {
    observer.unobserve(element)
    start(element.nextElementSibling)
  }

  // Returns the stand-ins that are new.
  function standInForAll() {
    renameMoved()
    return [...document.querySelectorAll(selector)]
      .filter((area) => !area.id.includes("__prefix__") && !standInOf(area) && !editorOf(area))
      .map((area) => {
        const element = standIn(area)
        observer.observe(element)
        return element
      })
  }

  // The observer reports at the next frame; whoever waits for the first editors looks before. A part
  // far from the window is not laid out, and asking where its text is would do that: its box is asked.
  function startNear() {
    const isNear = ({ top, bottom }) => bottom > -NEAR && top < innerHeight + NEAR
    for (const element of document.querySelectorAll(standInSelector)) {
      const box = element.closest(".inline-related") || element
      if (!isNear(box.getBoundingClientRect()) || !element.checkVisibility()) continue
      if (isNear(element.getBoundingClientRect())) startFor(element)
    }
  }

  document.addEventListener("DOMContentLoaded", standInForAll)
  // Once everybody has put the parts where they belong: whoever asks where they are, waits for that.
  document.addEventListener("content-editor:ready", () => queueMicrotask(startNear))
  document.addEventListener("formset:added", () => standInForAll().forEach(startFor))
  document.addEventListener("formset:removed", () => queueMicrotask(renameMoved))
  document.addEventListener("formdata", ({ target, formData }) => {
    for (const textarea of target.querySelectorAll(selector)) {
      const editor = editorOf(textarea)
      if (editor) catchUp(editor)
      if (editor && formData.has(textarea.name)) formData.set(textarea.name, textarea.value)
    }
  })
  // Whoever reads or replaces a text from outside says so, of one text area or of the document: an
  // editor may be ahead of its text area, and CKEditor reports a change a moment after the key.
  document.addEventListener("rich-text:read", ({ target }) => {
    const typedInto = (editor) => editor.editable()?.$.contains(document.activeElement)
    for (const editor of Object.values(CKEDITOR.instances)) {
      const isMeant = target === document || editor.element.$ === target
      if (isMeant && (waiting.has(editor) || typedInto(editor))) catchUp(editor)
    }
  })
  document.addEventListener("rich-text:replaced", ({ target }) => {
    const editor = editorOf(target)
    editor?.setData(target.value, () => noteLoaded(editor, target.value))
    standInOf(target)?.replaceChildren(...paragraphs(target.value))
  })
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(standInSelector)) startFor(target)
  })
  document.addEventListener("click", ({ target }) => {
    const textarea = target.closest("label[for]")?.control
    if (textarea?.matches(selector)) (standInOf(textarea) || editorOf(textarea))?.focus()
  })
}
