"""The page of the texts that a browser keeps, also without a connection, and what serves it then.

Both are the same for everybody and need no login: what the page shows never leaves the browser.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.document import STORY_FIELDS
from articles.models import PARTS, Story


@require_safe
@cache_control(no_cache=True, private=True)
def page(request: HttpRequest) -> HttpResponse:
    """What this browser keeps of what was typed and not saved."""
    return render(request, "admin/kept.html", {"words": words(), "language": get_language()})


@require_safe
@cache_control(no_cache=True, private=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The script that puts the page above in the place of one that cannot be reached."""
    context = {"language": get_language()}
    return render(request, "admin/service-worker.js", context, content_type="text/javascript")


def words() -> dict[str, str]:
    """What the script of the page says; fields and kinds of part by their names."""
    fields = {name: Story._meta.get_field(name) for name in STORY_FIELDS}
    for model in PARTS.values():
        fields |= {field.name: field for field in model.content_fields()}
    names = {name: capfirst(str(field.verbose_name)) for name, field in fields.items()}  # type: ignore[union-attr]
    kinds = {f"kind_{kind}": capfirst(str(m._meta.verbose_name)) for kind, m in PARTS.items()}
    return (
        names
        | kinds
        | {
            "untitled": _("Untitled story"),
            "typed": _("%(name)s, %(when)s"),
            "open": _("Open the story"),
            "copy": _("Copy the text"),
            "copied": _("Copied."),
            "deleted": _("Parts deleted: %(count)s"),
            "more": _("Other changes: section, topics, bylines or the order of parts"),
        }
    )
