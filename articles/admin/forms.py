"""The story form: fields that speak uuids, so that a post means the same as a document."""

from typing import Any

from django import forms
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles import addresses, revisions, translations
from articles.document import digest, read_form
from articles.models import Author, Byline, Section, Story, Topic
from articles.models.fields import LineField
from articles.permissions import visible_to

LONG_LINE = 200  # characters; a longer line gets a field that grows with it


def line_area(rows: int = 1) -> forms.Textarea:
    """A text area for one line of text, however long; the desk's script keeps breaks out of it."""
    return forms.Textarea(attrs={"rows": rows, "data-line": ""})


class StoryForm(forms.ModelForm):  # type: ignore[type-arg]
    """The story's own fields. Nothing but the language is required: checks block, forms do not.

    `base_revision` is the number of the revision that the form was opened with, 0 before the
    first. A form that is older than the newest revision and differs from it has an error with the
    code "stale", unless `_overwrite` is posted with it.
    """

    user: User  # who has the form open; set for each request

    base_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    translation_of = forms.CharField(
        required=False,
        label=_("Translation of"),
        help_text=_("The address of the same story in another language."),
    )
    assigned_to = ModelChoiceField(User.objects.none(), required=False, label=_("Assigned to"))
    section = ModelChoiceField(
        Section.objects.none(), to_field_name="uuid", required=False, label=_("Section")
    )
    topics = ModelMultipleChoiceField(
        Topic.objects.none(),
        to_field_name="uuid",
        required=False,
        label=_("Topics"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Story
        fields = [
            "kicker",
            "headline",
            "standfirst",
            "dateline",
            "section",
            "topics",
            "format",
            "sponsor",
            "language",
            "assigned_to",
            "slug",
            "seo_title",
            "seo_description",
        ]
        widgets = {
            "headline": line_area(),
            "standfirst": line_area(rows=2),
            "seo_description": line_area(rows=3),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        story = self.instance
        sections = Section.objects.filter(retired_at=None) | Section.objects.filter(
            pk=story.section_id
        )
        self._offer("section", sections.order_by("position", "pk"))
        self.initial["section"] = story.section
        topics = Topic.objects.filter(retired_at=None)
        if story.pk:
            topics |= Topic.objects.filter(pk__in=story.topics.values("pk"))
            self.initial["topics"] = list(story.topics.all())
        self._offer("topics", topics.order_by("pk").distinct())
        people = User.objects.filter(is_staff=True, is_active=True)
        people |= User.objects.filter(pk=story.assigned_to_id)
        self.fields["assigned_to"].queryset = people  # type: ignore[attr-defined]
        self.initial["translation_of"] = self._counterpart()

    def _counterpart(self) -> str:
        """An address that names the story's other language, "" where it has none."""
        other = translations.counterparts(self.instance).first() if self.instance.pk else None
        if other is None:
            return ""
        public = other.addresses.order_by("-reserved_at", "-pk").first()
        return public.path if public else reverse("admin:articles_story_change", args=[other.pk])

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        field.queryset = choices.prefetch_related("texts")  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        """A slug that somebody else holds is refused here, with a sentence."""
        slug: str = self.cleaned_data["slug"]
        story = self.instance
        story.language = self.cleaned_data.get("language") or story.language
        story.format = self.cleaned_data.get("format") or story.format
        if slug and slug != self.initial.get("slug") and addresses.is_slug_taken(story, slug):
            raise forms.ValidationError(_("Another story has this address. Choose another one."))
        return slug

    def clean_translation_of(self) -> Story | None:
        """The story whose address was given, if it can be this one's translation."""
        address: str = self.cleaned_data["translation_of"]
        if not address:
            return None
        among = visible_to(self.user).exclude(pk=self.instance.pk)
        other = translations.find(address, among)
        if other is None:
            raise forms.ValidationError(_("None of the stories that you see has this address."))
        why = translations.reasons_not_to_pair(story=self.instance, other=other)
        if why:
            raise forms.ValidationError(why)
        return other

    def clean(self) -> dict[str, Any]:
        """Refuse to write over what somebody else saved since this form was opened."""
        cleaned = super().clean() or {}
        newest = revisions.latest(self.instance) if self.instance.pk else None
        base = cleaned.get("base_revision") or 0
        if newest is None or base >= newest.number or "_overwrite" in self.data:
            return cleaned
        if newest.digest != digest(read_form(self.data)):  # type: ignore[arg-type]
            message = _(
                "%(name)s saved version %(number)d since you opened this form. Your text is "
                "still on this screen, and nothing of it is saved yet."
            )
            values = {"name": newest.created_by, "number": newest.number}
            raise forms.ValidationError(message, code="stale", params=values)
        return cleaned


class PartForm(forms.ModelForm):  # type: ignore[type-arg]
    """A part of any kind: its identity and place travel in hidden fields."""

    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.fields["region"] = forms.ChoiceField(
            choices=[("main", "main")], widget=forms.HiddenInput, initial="main"
        )
        self.initial["uid"] = self.instance.uid
        self.fields["ordering"].required = False
        if "anchor" in self.fields:
            self.fields["anchor"].widget = forms.HiddenInput()
        for content in self._meta.model.content_fields():
            if isinstance(content, LineField) and (content.max_length or 0) > LONG_LINE:
                self.fields[content.name].widget = line_area()

    def clean_ordering(self) -> int:
        """Only the script numbers the parts; without it a new one comes first."""
        return self.cleaned_data["ordering"] or 0


class BylineForm(forms.ModelForm):  # type: ignore[type-arg]
    """One name of who made the story."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    author = ModelChoiceField(
        Author.objects.none(), to_field_name="uuid", required=False, label=_("Author")
    )

    class Meta:
        model = Byline
        fields = ["uid", "position", "author", "name", "role"]
        widgets = {"position": forms.HiddenInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        byline = self.instance
        self.initial["uid"] = byline.uid
        authors = Author.objects.filter(retired_at=None) | Author.objects.filter(
            pk=byline.author_id
        )
        self.fields["author"].queryset = (  # type: ignore[attr-defined]
            authors.order_by("pk").distinct().prefetch_related("texts")
        )
        self.initial["author"] = byline.author if byline.author_id else None
