/*
 * CKEditor 4 under a Content-Security-Policy that runs no inline code.
 *
 * The editor writes its buttons, menus and dialogs as markup with code in attributes, such as
 * onclick="CKEDITOR.tools.callFunction(12,this);return false;". A policy without 'unsafe-inline'
 * drops that code. This file renames the attributes before the markup reaches the page, and when
 * the event comes it does what they say. They may say one thing: call the function which the editor
 * registered under a number, with plain arguments. Anything else is left undone, and nothing that
 * stands in a text is listened to.
 *
 * Load it after ckeditor.js and before the page is ready.
 */
{
  const PREFIX = "data-cke-on-"
  const HANDLER = /\son([a-z]+)\s*=\s*(?=["'])/gi
  const SCRIPT_ADDRESS = /\shref\s*=\s*(?:"\s*javascript:[^"]*"|'\s*javascript:[^']*')/gi
  const STATEMENT =
    /^\s*(return\s+)?(?:window\.parent\.)?CKEDITOR\.tools\.callFunction\(\s*(\d+)\s*((?:,\s*(?:'[^']*'|[\w.-]+)\s*)*)\)\s*;?\s*(return false\s*;?)?\s*$/
  const REFUSAL = /^\s*return false\s*;?\s*$/
  const ARGUMENT = /'[^']*'|[\w.-]+/g
  const WORDS = { null: null, true: true, false: false, undefined }
  const BUBBLING = [
    "click",
    "contextmenu",
    "dblclick",
    "dragstart",
    "keydown",
    "keypress",
    "keyup",
    "mousedown",
    "mouseout",
    "mouseover",
    "mouseup",
  ]
  const NOT_BUBBLING = ["blur", "focus"]

  const { tools } = CKEDITOR

  function withoutCode(markup) {
    return markup
      .replace(HANDLER, (_, type) => ` ${PREFIX}${type.toLowerCase()}=`)
      .replace(SCRIPT_ADDRESS, ' href="#"')
  }

  function argument(source, element, event) {
    if (source === "event") return event
    if (source === "this") return element
    if (source.startsWith("'")) return source.slice(1, -1)
    if (source in WORDS) return WORDS[source]
    return Number.isNaN(Number(source)) ? undefined : Number(source)
  }

  function run(element, type, event) {
    const code = element.getAttribute(PREFIX + type)
    if (REFUSAL.test(code)) {
      event.preventDefault()
      return
    }
    const statement = STATEMENT.exec(code)
    if (!statement) return
    const [, returns, number, sources, refuses] = statement
    const values = (sources.match(ARGUMENT) || []).map((source) => argument(source, element, event))
    const result = tools.callFunction(Number(number), ...values)
    if (refuses || (returns && result === false)) event.preventDefault()
  }

  function handle(event) {
    const { type } = event
    let element = event.target
    while (element && element.nodeType === Node.ELEMENT_NODE && !event.cancelBubble) {
      if (element.isContentEditable) return
      if (element.hasAttribute(PREFIX + type)) run(element, type, event)
      if (NOT_BUBBLING.includes(type)) return
      element = element.parentNode
    }
  }

  function listen(target) {
    for (const type of BUBBLING) target.addEventListener(type, handle)
    for (const type of NOT_BUBBLING) target.addEventListener(type, handle, true)
  }

  function wrap(owner, name, around) {
    const original = owner[name]
    owner[name] = function (...values) {
      return around.call(this, original, ...values)
    }
  }

  // Nearly all markup of the editor's interface is the output of a template.
  wrap(CKEDITOR.template.prototype, "output", function (original, values, buffer) {
    const markup = withoutCode(original.call(this, values))
    return buffer ? buffer.push(markup) : markup
  })

  // The grid of special characters is set into its dialog as it is.
  wrap(CKEDITOR.dom.element.prototype, "setHtml", function (original, markup) {
    const inDialog = !this.$.isContentEditable && this.$.closest(".cke_dialog")
    return original.call(this, inDialog ? withoutCode(markup) : markup)
  })

  // Menus and lists are documents of their own, in frames; writing one drops its listeners.
  wrap(CKEDITOR.dom.document.prototype, "write", function (original, markup) {
    original.call(this, markup)
    const { defaultView, body, readyState } = this.$
    const loaded = (event) => run(body, "load", event)
    listen(this.$)
    if (!body?.hasAttribute(`${PREFIX}load`)) return
    if (readyState === "complete") loaded(new Event("load"))
    else defaultView.addEventListener("load", loaded, { once: true })
  })

  // The handle in the corner of a dialog has code too; the dialogs that are left need no resizing.
  CKEDITOR.on("dialogDefinition", ({ data }) => {
    data.definition.resizable = CKEDITOR.DIALOG_RESIZE_NONE
  })

  listen(document)
}
