"""What is known of a picture, as one form."""

from hashlib import sha256
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.instants import InstantField
from articles.models import Section
from articles.pictures import DESCRIBED
from articles.verbs import lock
from images.models import Image

LONG = ("description", "alt", "usage_terms", "keywords")

# The groups of the form: what they are called, and their fields.
GROUPS: list[tuple[Any, list[Any]]] = [
    (gettext_lazy("Focal point"), ["focus_x", "focus_y"]),
    (
        gettext_lazy("What it shows"),
        ["headline", "alt", "description", "keywords", "created_date", "city", "country"],
    ),
    (gettext_lazy("Who made it"), ["creators", "credit", "source", "digital_source_type"]),
    (
        gettext_lazy("Rights to it"),
        [
            "licence",
            "expires_at",
            "sections",
            "copyright_notice",
            "usage_terms",
            "web_statement",
            "licensor_url",
        ],
    ),
]


class PictureForm(forms.ModelForm):  # type: ignore[type-arg]
    """The form; `seen` says what it was filled from, so that nobody's words are written over."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    expires_at = InstantField(
        required=False,
        label=gettext_lazy("Rights end"),
        help_text=Image._meta.get_field("expires_at").help_text,
    )
    sections = forms.ModelMultipleChoiceField(
        queryset=Section.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Only in these sections"),
        help_text=gettext_lazy("It may be used everywhere where none is ticked."),
    )

    class Meta:
        model = Image
        fields: list[str] = []  # the admin's groups say which
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in LONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = standing_of(self.instance)
        if "sections" in self.fields:
            self._offer_sections()

    def _offer_sections(self) -> None:
        scope = scope_of(self.instance)
        offered = Section.objects.filter(Q(retired_at=None) | Q(pk__in=scope))
        self.fields["sections"].queryset = offered.prefetch_related("texts")  # type: ignore[attr-defined]
        self.initial["sections"] = scope

    def clean(self) -> dict[str, Any]:
        """Refuse to write over what somebody else saved after the form was opened.

        Nobody else can save from here on until the transaction ends.
        """
        if self.data.get("seen") != standing_of(lock(self.instance)):
            message = _(
                "Somebody changed this picture after you opened it. Nothing of yours is saved yet: "
                "copy it, open the page anew and enter it there."
            )
            raise forms.ValidationError(message, code="stale")
        return super().clean() or {}


def standing_of(image: Image) -> str:
    """A text that changes with anything that the form can change, and with the file."""
    values = [
        image.file_id,
        scope_of(image),
        *(str(getattr(image, name)) for name in sorted(DESCRIBED)),
    ]
    return sha256(repr(values).encode()).hexdigest()[:20]


def scope_of(image: Image) -> list[int]:
    """The keys of the sections in which alone a picture may be used."""
    return sorted(image.scopes.values_list("section", flat=True))
