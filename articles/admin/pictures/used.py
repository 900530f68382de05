"""Where a picture is used and was shown, as its pages on the desk list it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import clock, local_time, uses
from articles.admin.requests import person
from articles.models import Story
from articles.uses import Showing, Use, Which
from images.models import Image

if TYPE_CHECKING:
    from articles.admin.pictures.admin import PictureAdmin

FEW = 6  # stories that the page of a picture lists; a page of their own has all
_KEY = re.compile(r"[0-9]{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A story: its form, how and when it uses the picture, and its page where readers see it."""

    headline: str
    language: str
    form: str
    words: list[str]
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list of stories: a title, some rows, how many stories there are in all.

    `hidden` of them may not be named; `all` is the address of the list, `more` that of the rest, ""
    where there is none.
    """

    title: str
    rows: list[Row]
    total: int
    hidden: int
    all: str
    more: str


def title_of(which: Which, image: Image) -> str:
    """What a list of `which` is called."""
    if which is Which.SHOWN and image.taken_down_at:
        return _("Stories that showed it, and when")
    return {
        Which.LIVE: _("Live in stories"),
        Which.DESK: _("In stories on the desk"),
        Which.SHOWN: _("Where readers saw it before"),
    }[which]


def listed(
    request: HttpRequest,
    image: Image,
    at: datetime,
    which: Which,
    *,
    before: int | None = None,
    most: int = FEW,
) -> Listed:
    """Some of the stories of `which`, as rows. Four queries."""
    user = person(request)
    count = uses.counted(image, user, at, which)
    page = uses.page(image, user, at, which, before=before, most=most)
    rows = [_row_of_use(use, at) for use in page.uses]
    rows += [_row_of_showing(showing) for showing in page.showings]
    return Listed(
        title=title_of(which, image),
        rows=rows,
        total=count.total,
        hidden=count.hidden,
        all=_address(image, which),
        more=_address(image, which, page.next) if page.next else "",
    )


@never_cache
@require_safe
def page(request: HttpRequest, object_id: int, model_admin: "PictureAdmin") -> HttpResponse:
    """All stories that use a picture, or showed it, page by page."""
    picture: Image = get_object_or_404(model_admin.get_queryset(request), pk=object_id)
    asked, key = request.GET.get("show", ""), request.GET.get("before", "")
    which = Which(asked) if asked in {one.value for one in Which} else Which.LIVE
    before = int(key) if _KEY.fullmatch(key) else None
    found = listed(request, picture, clock.now(), which, before=before, most=uses.PAGE)
    context = model_admin.admin_site.each_context(request) | {
        "title": found.title,
        "picture": picture,
        "used": found,
        "newest": _address(picture, which) if before is not None else "",
        "change": reverse("admin:images_image_change", args=[picture.pk]),
    }
    return TemplateResponse(request, "admin/images/image/uses.html", context)


def for_page(request: HttpRequest, image: Image, at: datetime) -> dict[str, Any]:
    """What the page of a picture says of its uses, in lists that have something to say."""
    lists = [listed(request, image, at, which) for which in Which]
    return {
        "uses": [one for one in lists if one.total],
        "is_box": lists[0].total and uses.no_longer_shown_from(image, at) is not None,
    }


def _address(image: Image, which: Which, before: int | None = None) -> str:
    query = f"?show={which.value}" + (f"&before={before}" if before is not None else "")
    return reverse("admin:images_image_uses", args=[image.pk]) + query


def _row(story: Story, words: list[str], page: str = "") -> Row:
    return Row(
        headline=str(story),
        language=story.language,
        form=reverse("admin:articles_story_change", args=[story.pk]),
        words=words,
        page=page,
    )


def _row_of_use(use: Use, at: datetime) -> Row:
    words = [_("Lead picture") if use.is_lead else _("In the text")]
    if use.live and use.since:
        since = _("Live since %s") % local_time.briefly(use.since, now=at)
        until = _("until %s") % local_time.briefly(use.until, now=at) if use.until else ""
        words.append(", ".join(filter(None, [since, until])))
    if use.scheduled:
        words.append(_("Goes out at %s") % local_time.briefly(use.scheduled.live_from, now=at))
    if use.story.binned_at:
        words.append(_("In the bin"))
    elif not use.is_on_desk:
        words.append(_("Not in the story on the desk any more"))
    elif not (use.live or use.scheduled):
        words.append(_("On the desk"))
    return _row(use.story, words, use.live.get_absolute_url() if use.live else "")


def _row_of_showing(showing: Showing) -> Row:
    return _row(showing.story, [_span(*span) for span in showing.spans])


def _span(begin: datetime, until: datetime) -> str:
    instants = {
        "from": local_time.in_words(begin),
        "until": local_time.briefly(until, now=begin),
    }
    return _("%(from)s to %(until)s") % instants
