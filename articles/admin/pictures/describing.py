"""The few words without which a picture cannot go out, asked for where it is chosen."""

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import clock
from articles.admin.pictures.card import card
from articles.admin.pictures.forms import PictureForm, standing_of
from articles.admin.requests import person
from articles.permissions import may
from articles.pictures import describe_picture
from images.models import Image

if TYPE_CHECKING:
    from articles.admin.pictures.admin import PictureAdmin


class WordsForm(PictureForm):
    """Title, alternative text and credit of a picture."""

    expires_at = None  # type: ignore[assignment]
    sections = None  # type: ignore[assignment]

    class Meta(PictureForm.Meta):
        fields = ["headline", "alt", "credit"]
        widgets = {"alt": forms.Textarea(attrs={"rows": 2})}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, object_id: int, model_admin: "PictureAdmin") -> HttpResponse:
    """The form as a piece of a page; saved it answers with the card, refused with itself (422)."""
    picture: Image = get_object_or_404(model_admin.get_queryset(request), pk=object_id)
    is_allowed = may(request.user, "describe_picture", picture)
    if request.method == "POST" and not is_allowed:
        raise PermissionDenied(_("You may not do this."))
    ids = f"words-{picture.pk}-%s"
    form = WordsForm(request.POST or None, instance=picture, auto_id=ids, label_suffix="")
    if request.method == "POST":
        with transaction.atomic():
            if form.is_valid():
                return _saved(request, picture, form)
    context = {"form": form, "picture": picture, "is_allowed": is_allowed}
    status = 422 if request.method == "POST" else 200
    return render(request, "admin/images/image/words.html", context, status=status)


def _saved(request: HttpRequest, picture: Image, form: WordsForm) -> JsonResponse:
    fields = {name: form.cleaned_data[name] for name in form.changed_data if name != "seen"}
    now = clock.now()
    describe_picture(picture=picture, fields=fields, by=person(request), now=now)
    picture.refresh_from_db()
    return JsonResponse({"image": card(picture, now), "seen": standing_of(picture)})
