"""Which plugins of CKEditor 4 the editor does without.

CKEditor 4.22.1 is the last open release and gets no more fixes; SECURITY.md says what that means.
What is not there cannot be attacked: plugins that let a text carry more than rules.py allows, that
talk to other servers, or that appear in a published advisory are neither loaded nor served.
"""

import re

from django.conf import settings
from django.contrib.staticfiles.utils import matches_patterns

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
    "ckeditor/ckeditor/skins/moono/*",  # the widget names moono-lisa
    "ckeditor/ckeditor/vendor/*",
    "ckeditor/ckeditor/*.md",
    "ckeditor/ckeditor/bender-runner.config.json",
    "ckeditor/ckeditor/build-config.js",
    "ckeditor/file-icons/*",
    "ckeditor/galleriffic/*",
)

# Where Django and CKEditor call a language of the interface by different names.
INTERFACE_NAMES = {"zh-hans": "zh-cn", "zh-hant": "zh", "en": "en-gb"}
_LANGUAGE_FILE = re.compile(r"ckeditor/ckeditor/(?:[^/]+/)*lang/(?P<code>[a-zA-Z-]+)\.js\Z")


def is_unserved(path: str) -> bool:
    """Whether `path`, under the static root, is neither collected nor served.

    Besides UNSERVED that is the editor's interface in languages that the site does not speak:
    several hundred files. English is what it falls back to.
    """
    language = _LANGUAGE_FILE.match(path)
    if language is None or matches_patterns(path, UNSERVED):
        return matches_patterns(path, UNSERVED)
    spoken = {INTERFACE_NAMES.get(code, code) for code, _name in settings.LANGUAGES}
    return language["code"] not in spoken | {"en"}
