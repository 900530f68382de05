"""What is done to a picture from its page, besides describing it: retire, take down, delete."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from articles import clock, pictures
from articles.admin.deleting import named_by
from articles.admin.pictures.used import listed
from articles.admin.requests import person
from articles.permissions import may
from articles.uses import Which
from articles.verbs import Unable
from images.models import Image, TakenDown

if TYPE_CHECKING:
    from articles.admin.pictures.admin import PictureAdmin


class TakeDownForm(forms.Form):
    """Why a picture is taken down: for the readers' answer, and for the desk."""

    why = forms.ChoiceField(
        choices=TakenDown.choices,
        error_messages={"required": gettext_lazy("Say why: withdrawn, or a legal order.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, for the desk alone"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Say for the desk what the reason is; readers do not see it.")
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def take_down(request: HttpRequest, object_id: int, model_admin: "PictureAdmin") -> HttpResponse:
    """The sheet that asks why, and takes the picture down."""
    picture = picture_for(request, object_id, model_admin, "take_down_picture")
    form = TakeDownForm(request.POST or None, label_suffix="")
    unable: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            pictures.take_down_picture(
                picture=picture, by=person(request), now=clock.now(), **form.cleaned_data
            )
        except Unable as error:
            unable = error.reasons
        else:
            return _back(request, picture, _("The picture is taken down. No page shows it."))
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Take this picture down?"),
        "picture": picture,
        "form": form,
        "unable": unable,
        "live": listed(request, picture, clock.now(), Which.LIVE),
        "change": _change(picture),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "admin/images/image/take_down.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, object_id: int, model_admin: "PictureAdmin") -> HttpResponse:
    """Asks, and deletes; or says which stories name the picture, and offers to retire it."""
    picture = picture_for(request, object_id, model_admin, "delete_picture")
    reasons = pictures.reasons_not_to_delete(picture=picture, now=clock.now())
    if request.method == "POST":
        by, name = {"by": person(request), "now": clock.now()}, str(picture)
        try:
            if "_retire" in request.POST:
                pictures.retire_picture(picture=picture, **by)
                return _back(request, picture, _("Choosers do not offer it any more."))
            pictures.delete_picture(picture=picture, **by)
        except Unable as error:
            reasons = error.reasons
        else:
            messages.success(request, _("“%s” is deleted.") % name)
            return HttpResponseRedirect(reverse("admin:images_image_changelist"))
    context = model_admin.admin_site.each_context(request) | {
        **named_by(request, picture),
        "title": _("Delete “%s”?") % picture,
        "kind": _("Picture"),
        "warning": _("Its files go too, also the original. They do not come back."),
        "reasons": reasons,
        "change": _change(picture),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "admin/delete_unused.html", context, status=status)


def _plain(
    name: str, verb: Callable[..., object], said: str | Promise
) -> Callable[..., HttpResponse]:
    """The view of a verb that asks nothing."""

    @require_POST
    def view(request: HttpRequest, object_id: int, model_admin: "PictureAdmin") -> HttpResponse:
        picture = picture_for(request, object_id, model_admin, name)
        try:
            verb(picture=picture, by=person(request), now=clock.now())
        except Unable as error:
            return _back(request, picture, " ".join(error.reasons), messages.ERROR)
        return _back(request, picture, str(said))

    return view


VIEWS: dict[str, Callable[..., HttpResponse]] = {
    "take_down": take_down,
    "delete": delete,
    "put_back": _plain(
        "put_back_picture", pictures.put_back_picture, gettext_lazy("The picture is shown again.")
    ),
    "retire": _plain(
        "retire_picture",
        pictures.retire_picture,
        gettext_lazy("Choosers do not offer it any more. Stories keep it."),
    ),
    "unretire": _plain(
        "unretire_picture", pictures.unretire_picture, gettext_lazy("Choosers offer it again.")
    ),
}


def deeds_for(request: HttpRequest, picture: Image) -> list[str]:
    """Names of what can be done to a picture now, by who asks: VIEWS, and replacing its file."""
    possible = {
        "replace": picture.file is not None,
        "take_down": picture.taken_down_at is None,
        "put_back": picture.taken_down_at is not None,
        "delete": not pictures.reasons_not_to_delete(picture=picture, now=clock.now()),
        "retire": picture.retired_at is None,
        "unretire": picture.retired_at is not None,
    }
    return [
        name
        for name, is_possible in possible.items()
        if is_possible and may(request.user, f"{name}_picture", picture)
    ]


def picture_for(
    request: HttpRequest, object_id: int, model_admin: "PictureAdmin", verb: str
) -> Image:
    """The picture that somebody may do `verb` to; 404 where they may not see it, else 403."""
    picture: Image = get_object_or_404(model_admin.get_queryset(request), pk=object_id)
    if not may(request.user, verb, picture):
        raise PermissionDenied(_("You may not do this."))
    return picture


def _back(
    request: HttpRequest, picture: Image, said: str, level: int = messages.SUCCESS
) -> HttpResponse:
    messages.add_message(request, level, said)
    return HttpResponseRedirect(_change(picture))


def _change(picture: Image) -> str:
    return reverse("admin:images_image_change", args=[picture.pk])
