"""Every word that people see is there in Italian, in the compiled catalogue too."""

import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import trans_real

ROOT = Path(settings.BASE_DIR)
IN_TEMPLATES = re.compile(r"""\{% translate (["'])(.+?)\1""")
IN_CODE = re.compile(r'\b(?:_|gettext|gettext_lazy)\(\s*"((?:[^"\\]|\\.)+)"\s*\)')


def messages() -> set[str]:
    """Every message that stands in one piece in a template or a module."""
    found = set()
    for path in (ROOT / "templates").rglob("*.html"):
        found |= {match[2] for match in IN_TEMPLATES.finditer(path.read_text(encoding="utf-8"))}
    for app in ("accounts", "articles"):
        for path in (ROOT / app).rglob("*.py"):
            found |= {match[1] for match in IN_CODE.finditer(path.read_text(encoding="utf-8"))}
    return found


def test_every_message_has_its_italian() -> None:
    catalogue = trans_real.translation("it")
    missing = sorted(message for message in messages() if catalogue._catalog.get(message) is None)

    assert len(messages()) > 100
    assert missing == []
