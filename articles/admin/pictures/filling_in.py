"""What is known of a picture that was just sent: a short form beside it, saved in the page."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import clock, pictures
from articles.admin.pictures.forms import PictureForm, standing_of
from articles.admin.requests import person
from articles.permissions import may
from images.models import Image
from images.prefilling import prefill

if TYPE_CHECKING:
    from articles.admin.pictures.admin import PictureAdmin

SHARED = ["creators", "credit", "licence", "usage_terms"]  # what a shoot of many has in common


class DescribeForm(PictureForm):
    """What every picture should say; what the file said of it is pointed out."""

    expires_at = None  # type: ignore[assignment]
    sections = None  # type: ignore[assignment]

    class Meta(PictureForm.Meta):
        fields = ["headline", "alt", "description", *SHARED]
        widgets = {
            name: forms.Textarea(attrs={"rows": rows})
            for name, rows in (("alt", 2), ("description", 2), ("usage_terms", 1))
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        file = self.instance.file
        said = prefill(file.metadata) if file else {}
        for name, field in self.fields.items():
            if name in said and said[name] == getattr(self.instance, name):
                field.help_text = gettext_lazy("Read from the file.")


class SharedForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is put into the forms of all pictures at once."""

    class Meta:
        model = Image
        fields = SHARED

    def __init__(self) -> None:
        super().__init__(prefix="shared", label_suffix="")


@never_cache
@require_http_methods(["GET", "POST"])
def describe(request: HttpRequest, object_id: int, model_admin: "PictureAdmin") -> HttpResponse:
    """The fields of a picture as a fragment of a page; a post of them is answered in JSON.

    It has `seen`, the state that the next post goes on from, or `errors` by field.
    """
    picture = get_object_or_404(model_admin.get_queryset(request), pk=object_id)
    if not may(request.user, "describe_picture", picture):
        raise PermissionDenied(_("You may not do this."))
    if request.method == "GET":
        form = DescribeForm(instance=picture, auto_id=f"id_%s_{picture.pk}")
        return render(request, "admin/images/image/describe.html", {"form": form})
    with transaction.atomic():
        form = DescribeForm(request.POST, instance=picture)
        if not form.is_valid():
            errors = {name: list(map(str, found)) for name, found in form.errors.items()}
            return JsonResponse({"errors": errors}, status=422)
        saved = Image.objects.get(pk=picture.pk)
        pictures.describe_picture(
            picture=saved,
            fields={name: form.cleaned_data[name] for name in form.Meta.fields},
            by=person(request),
            now=clock.now(),
        )
        saved.refresh_from_db()
    return JsonResponse({"seen": standing_of(saved), "title": str(saved)})
