"""The editor of rich text. The only module that knows CKEditor."""

import json
from typing import Any

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from .plugins import INTERFACE_NAMES, REMOVED
from .rules import ATTRIBUTES

SHIM = "js/ckeditor-shim.js"
SCRIPTS = (SHIM, "js/ckeditor-footnote.js", "js/ckeditor-setup.js")
TOOLBAR = [
    ["Format", "Bold", "Italic", "Subscript", "Superscript", "RemoveFormat"],
    ["NumberedList", "BulletedList", "Outdent", "Indent", "Blockquote"],
    ["Link", "Unlink", "Footnote", "Table", "TableMenu", "SpecialChar", "Language"],
    ["PasteText", "PasteFromWord", "Undo", "Redo"],
]
# What writers need and keyboards lack.
CHARACTERS = (
    "‘’‚“”„‹›«»–—…•·§¶†‡°′″‰№©®™€£¥¢$±×÷≈≠≤≥½⅓⅔¼¾²³¹←→↑↓"
    "ÀÁÂÃÄÅÆĄĆČÇĐÈÉÊËĘĞÌÍÎÏİŁÑŃÒÓÔÕÖØŒŚŞŠÙÚÛÜÝŹŻŽÞ"
    "àáâãäåæąćčçđèéêëęğìíîïıłñńòóôõöøœśşšßùúûüýźżžþð"
)
# Languages that words in a story are often in, beside those of the site.
FOREIGN = ("ar", "de", "en", "es", "fr", "he", "it", "ja", "pl", "pt", "ru", "tr", "uk", "zh-hans")


# What makes an element worth keeping: the editor drops a link without an address.
REQUIRED = {"a": "href", "span": "lang"}


def allowed_content() -> dict[str, dict[str, str]]:
    """The allow-list of rules.py in the words of CKEditor's filter."""
    rules = {
        element: {
            "attributes": ",".join(
                f"!{name}" if name == REQUIRED.get(element) else name
                for name in (*attributes, "lang")
            )
        }
        for element, attributes in ATTRIBUTES.items()
    }
    # The button for languages sets a direction too, or is not there. The field drops it.
    rules["span"]["attributes"] += ",dir"
    return rules


def word_languages() -> list[str]:
    """Languages for marked words as CKEditor takes them, by name in the language of the desk."""
    codes = dict.fromkeys([*(code for code, _ in settings.LANGUAGES), *FOREIGN])
    languages = sorted((get_language_info(code) for code in codes), key=_name)
    return [
        f"{language['code']}:{_name(language)}{':rtl' if language['bidi'] else ''}"
        for language in languages
    ]


def footnote_words() -> dict[str, str]:
    """What the dialog for footnotes says."""
    return {
        "footnote": _("Footnote"),
        "words": _("Words of the note"),
        "help": _("Ctrl+B is bold, Ctrl+I italic. A web address that you type becomes a link."),
        "keep": _("Keep"),
        "remove": _("Remove"),
        "cancel": _("Cancel"),
    }


def _name(language: dict[str, Any]) -> str:
    return str(language["name_translated"]).capitalize()


def configuration(*, interface: str, contents: str) -> dict[str, Any]:
    """CKEditor's settings; no setting of the site changes them.

    `interface` and `contents` are codes of the languages of the desk and of the story.
    """
    return {
        "allowedContent": allowed_content(),
        "contentsLanguage": contents,
        "contentsLangDirection": "rtl" if get_language_info(contents)["bidi"] else "ltr",
        "customConfig": "",
        "disableNativeSpellChecker": False,
        "entities": False,
        "extraPlugins": "divarea,tablemenu,footnote",
        "footnoteWords": footnote_words(),
        "format_tags": "p;h3;h4",
        "height": 240,
        "language": INTERFACE_NAMES.get(interface, interface),
        "language_list": word_languages(),
        "linkDefaultProtocol": "https://",
        "linkShowTargetTab": False,
        "removePlugins": ",".join(REMOVED),
        "resize_dir": "vertical",
        "skin": "moono-lisa",
        "specialChars": list(CHARACTERS),
        "stylesSet": False,
        "title": False,
        "toolbar": TOOLBAR,
        "versionCheck": False,
        "width": "auto",
    }


class RichTextWidget(CKEditorWidget):
    """A text area that the browser turns into an editor.

    `language` is that of the story (None: the site's first); a form that knows the story sets it:
    `form.fields["body"].widget.language = "it"`. A page with many editors says their settings once:
    `settings_at` is a selector of the text area that has them.
    """

    settings_at = ""

    def __init__(self, attrs: dict[str, Any] | None = None, language: str | None = None) -> None:
        super().__init__(attrs=attrs, template_name="django/forms/widgets/textarea.html")
        self.language = language

    @property
    def media(self) -> forms.Media:
        """CKEditor, then what makes it obey our Content-Security-Policy, then what sets it up."""
        editor = super().media
        # One list: the order of files from different lists is not kept when media are added up.
        return forms.Media(
            css={"all": [*editor._css["all"], "css/editor.css"]},
            js=[*editor._js, *SCRIPTS],
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The context of Django's text area: CKEditor's settings travel in a data attribute."""
        language = self.language or settings.LANGUAGE_CODE
        editor = configuration(
            interface=(get_language() or settings.LANGUAGE_CODE).lower(), contents=language
        )
        attrs = {
            "lang": language,
            "dir": editor["contentsLangDirection"],
            "spellcheck": "true",
            "data-rich-text": self.settings_at or json.dumps(editor),
            **(attrs or {}),
        }
        # Not the parent's: it fails without a language, and shares its settings between requests.
        return forms.Textarea.get_context(self, name, value, attrs)
