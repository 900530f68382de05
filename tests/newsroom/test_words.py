"""Every word that people see is there in Italian, in the compiled catalogue too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import trans_real

ROOT = Path(settings.BASE_DIR)
IN_TEMPLATES = re.compile(r"""\{% translate (["'])(.+?)\1(?: context "(.+?)")?""")
PLAIN = {"_", "gettext", "gettext_lazy"}
WITH_PLURAL = {"ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
Key = str | tuple[str, int]


def messages() -> set[Key]:
    """Under which keys of a catalogue the messages stand: of templates in one piece, of modules."""
    found: set[Key] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        found |= {key_of(match) for match in IN_TEMPLATES.finditer(path.read_text("utf-8"))}
    for app in ("accounts", "articles", "images"):
        for path in (ROOT / app).rglob("*.py"):
            found |= set(keys_in(ast.parse(path.read_text("utf-8"))))
    return found


def key_of(match: re.Match[str]) -> str:
    """The key of a template's message: with its context, % doubled."""
    message = match[2].replace("%", "%%")
    return f"{match[3]}\x04{message}" if match[3] else message


def keys_in(module: ast.Module) -> Iterator[Key]:
    """The keys of a module's messages, those within f-strings too: gettext overlooks them there."""
    for call in ast.walk(module):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        words = [word.value for word in call.args if isinstance(word, ast.Constant)]
        if not words or not isinstance(words[0], str):
            continue
        if call.func.id in PLAIN:
            yield words[0]
        elif call.func.id in WITH_PLURAL:
            yield words[0], 1
        elif call.func.id in WITH_CONTEXT:
            yield f"{words[0]}\x04{words[1]}"


def test_every_message_has_its_italian() -> None:
    catalogue = trans_real.translation("it")
    missing = sorted(str(key) for key in messages() if catalogue._catalog.get(key) is None)

    assert len(messages()) > 500
    assert missing == []
