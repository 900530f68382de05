/*
 * Turns text areas with the attribute `data-rich-text` (the editor's settings as JSON) into editors:
 * those of the page, and those of parts that are added later.
 *
 * An editor is named by the label of its text area, and a click on the label puts the cursor into
 * it. The text area follows what is typed and fires `input` like any other, so whoever watches or
 * sends the form need not know of editors.
 */
{
  const FOLLOWS_AFTER = 250 // ms; sending the form waits for nothing

  const selector = "textarea[data-rich-text]"
  const editorOf = (textarea) =>
    Object.values(CKEDITOR.instances).find((editor) => editor.element?.$ === textarea)
  const labelOf = (textarea) => textarea.labels?.[0]
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
  function describe(editor) {
    const textarea = editor.element.$
    const editable = editor.editable().$
    const label = labelOf(textarea)
    editable.classList.add("cke_enable_context_menu") // the browser's own, with its corrections
    if (label) {
      label.id ||= `${textarea.id}_label`
      editable.setAttribute("aria-labelledby", label.id)
    }
    for (const name of ["aria-describedby", "aria-invalid", "aria-required", "lang", "spellcheck"]) {
      if (textarea.hasAttribute(name)) editable.setAttribute(name, textarea.getAttribute(name))
    }
  }

  const waiting = new Map() // editor: the timer after which its text area follows

  function catchUp(editor) {
    clearTimeout(waiting.get(editor))
    waiting.delete(editor)
    editor.updateElement()
  }

  function follow(editor) {
    editor.on("change", () => {
      clearTimeout(waiting.get(editor))
      waiting.set(
        editor,
        setTimeout(() => {
          catchUp(editor)
          editor.element.$.dispatchEvent(new Event("input", { bubbles: true }))
        }, FOLLOWS_AFTER),
      )
    })
    editor.on("destroy", () => clearTimeout(waiting.get(editor)))
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
    if (textarea.id.includes("__prefix__") || editorOf(textarea)) return
    const settings = JSON.parse(textarea.dataset.richText)
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
      describe(editor)
      follow(editor)
    })
  }

  function startAll() {
    renameMoved()
    document.querySelectorAll(selector).forEach(start)
  }

  document.addEventListener("DOMContentLoaded", startAll)
  document.addEventListener("formset:added", startAll)
  document.addEventListener("formset:removed", () => queueMicrotask(renameMoved))
  document.addEventListener("formdata", ({ target, formData }) => {
    for (const textarea of target.querySelectorAll(selector)) {
      const editor = editorOf(textarea)
      if (editor) catchUp(editor)
      if (editor && formData.has(textarea.name)) formData.set(textarea.name, textarea.value)
    }
  })
  document.addEventListener("click", ({ target }) => {
    const label = target.closest("label[for]")
    const editor = label?.control?.matches(selector) && editorOf(label.control)
    if (editor) editor.focus()
  })
}
