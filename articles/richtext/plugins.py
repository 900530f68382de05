"""Which plugins of CKEditor 4 the editor does without.

CKEditor 4.22.1 is the last open release and gets no more fixes; SECURITY.md says what that means.
What is not there cannot be attacked: plugins that let a text carry more than rules.py allows, that
talk to other servers, or that appear in a published advisory are neither loaded nor served.
"""

# Loaded by CKEditor unless told otherwise. Most belong to what a text may not carry; `contextmenu`
# would hide the browser's own menu, and with it the corrections of its spell-check.
_LOADED_BY_DEFAULT = (
    "about",
    "bidi",
    "colorbutton",
    "colordialog",
    "contextmenu",
    "copyformatting",
    "dialogadvtab",
    "div",
    "editorplaceholder",
    "elementspath",
    "exportpdf",
    "filebrowser",
    "font",
    "forms",
    "iframe",
    "image",
    "justify",
    "liststyle",
    "magicline",
    "newpage",
    "pagebreak",
    "preview",
    "print",
    "save",
    "scayt",
    "showblocks",
    "smiley",
    "sourcearea",
    "stylescombo",
    "templates",
    "uploadimage",
    "uploadwidget",
    "wysiwygarea",
)
# In the package, though loaded by nobody.
_SHIPPED = (
    "adobeair",
    "autoembed",
    "autogrow",
    "autolink",
    "bbcode",
    "codesnippet",
    "codesnippetgeshi",
    "devtools",
    "docprops",
    "embed",
    "embedbase",
    "embedsemantic",
    "flash",
    "iframedialog",
    "image2",
    "mathjax",
    "placeholder",
    "sharedspace",
    "sourcedialog",
    "stylesheetparser",
    "tableresize",
    "uicolor",
    "wsc",
)
REMOVED = (*_LOADED_BY_DEFAULT, *_SHIPPED)

# Paths under the static root that are neither collected nor served, as shell patterns.
UNSERVED = (
    *(f"ckeditor/ckeditor/plugins/{name}/*" for name in REMOVED),
    "ckeditor/ckeditor/adapters/*",
    "ckeditor/ckeditor/vendor/*",
    "ckeditor/ckeditor/*.md",
    "ckeditor/ckeditor/bender-runner.config.json",
    "ckeditor/ckeditor/build-config.js",
    "ckeditor/file-icons/*",
    "ckeditor/galleriffic/*",
)
