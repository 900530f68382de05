"""Changing a section's address: look at what follows, confirm, and let its stories follow."""

import time
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import clock, readdressing
from articles.addresses import section_path
from articles.admin.requests import person
from articles.models import Section, SectionText
from articles.permissions import may
from articles.verbs import Unable

if TYPE_CHECKING:
    from articles.admin.taxonomy import SectionAdmin

LONGEST_WAIT = 5  # seconds that one answer goes on with batches


@never_cache
@require_http_methods(["GET", "POST"])
def rename(
    request: HttpRequest, pk: int, language: str, model_admin: "SectionAdmin"
) -> HttpResponse:
    """The page that renames a section.

    Posted, it shows what would change; with `_rename`, it renames what was looked at; with
    `_continue`, it lets the stories follow that have not yet.
    """
    if not may(request.user, "rename_section"):
        raise PermissionDenied(_("You may not do this."))
    text = get_object_or_404(
        SectionText.objects.select_related("section"), section=pk, language=language
    )
    slug = request.POST.get("slug", "").strip()
    reasons: list[str] = []
    if "_rename" in request.POST and request.POST.get("looked") == slug:
        reasons = confirm(request, text, slug)
        if not reasons:
            return go_on(request, text)
    elif "_continue" in request.POST:
        return go_on(request, text)
    elif request.method == "POST":
        reasons = readdressing.reasons_not_to_rename(
            section=text.section, language=language, slug=slug, now=clock.now()
        )
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Change the address of a section"),
        "text": text,
        "section": text.section,
        "path": section_path(language, text.slug),
        "slug": slug or text.slug,
        "reasons": reasons,
        "preview": preview(text, slug) if slug and not reasons else None,
        "left": left(text),
        "has_more": "more" in request.GET,
        "opts": Section._meta,
    }
    return render(request, "admin/articles/section/rename.html", context)


def preview(text: SectionText, slug: str) -> readdressing.Preview:
    """What renaming would change now."""
    return readdressing.preview(text.section, text.language, slug, clock.now())


def left(text: SectionText) -> int:
    """How many stories have not followed the section to its address yet."""
    prefix = section_path(text.language, text.slug)
    behind = readdressing.left_behind(text.section, text.language, prefix, clock.now())
    return behind.order_by().values("story").distinct().count()


def confirm(request: HttpRequest, text: SectionText, slug: str) -> list[str]:
    """Rename, and let stories follow for a while; the reasons where it cannot be done."""
    try:
        readdressing.rename(
            section=text.section,
            language=text.language,
            slug=slug,
            by=person(request),
            now=clock.now(),
        )
    except Unable as error:
        return error.reasons
    messages.success(request, _("The section has its new address. The old one leads there."))
    return []


def go_on(request: HttpRequest, text: SectionText) -> HttpResponse:
    """Let stories follow, batch by batch, until all have or the time is up; say how many.

    The page that it leads to goes on by itself where there are more.
    """
    until = time.monotonic() + LONGEST_WAIT
    moved = 0
    after: int | None = 0
    refused: list[str] = []
    while after is not None and time.monotonic() < until:
        batch = readdressing.readdress_batch(
            section=text.section,
            language=text.language,
            by=person(request),
            now=clock.now(),
            after=after,
        )
        moved += batch.moved
        refused += [f"{story}: {why}" for story, why in batch.refused]
        after = batch.last
    if moved:
        said = ngettext("%d story followed.", "%d stories followed.", moved) % moved
        messages.success(request, said)
    for sentence in refused[: readdressing.EXAMPLES]:
        messages.error(request, sentence)
    return HttpResponseRedirect(f"{request.path}?more=1" if after is not None else request.path)
