"""The fields of the story form. They speak uuids, so that a post means the same as a document."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.forms.boundfield import BoundField
from django.forms.models import ModelChoiceField
from django.forms.utils import ErrorDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles import assignments, languages, publishing, translations
from articles.admin.formsets import OPEN, hole
from articles.admin.instants import InstantField, Posted
from articles.document import Rows
from articles.models import Author, Byline, Section, Story, Topic
from articles.models.fields import LanguageField, LineField, PictureField
from articles.permissions import may, visible_to

LONG_LINE = 200  # characters; a longer line gets a field that grows with it
Errors = Mapping[str, list[str]]  # sentences by the name of a field; "" for the form
NO_ERRORS: Errors = {}
NOTHING = ("", "---------")  # the choice of none


def line_area(rows: int = 1) -> forms.Textarea:
    """A text area for one line of text, however long; the desk's script keeps breaks out of it."""
    return forms.Textarea(attrs={"rows": rows, "data-line": "", "dir": "auto"})


class PictureWidget(forms.TextInput):
    """A picture by its uuid; the desk's script shows the picture in its place."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"data-picture": "", "autocomplete": "off", "spellcheck": "false"}
        super().__init__({**own, **(attrs or {})})


def choices_of(rows: "QuerySet[Any]", named: Iterable[UUID]) -> list[tuple[str, str]]:
    """What of `rows`, sections, topics or authors, can be chosen: their uuids and names.

    That is all that is not retired, and what is `named` already.
    """
    offered = rows.filter(Q(retired_at=None) | Q(uuid__in=named)).prefetch_related("texts")
    return [(str(row.uuid), str(row)) for row in offered]


class Shown(forms.BaseForm):
    """A form that shows a document, or a post that was refused with the `problems` found in it.

    It checks nothing: validation.py does, for the document as a whole.
    """

    problems: Errors = NO_ERRORS

    def full_clean(self) -> None:
        """Take the errors from `problems`."""
        self.cleaned_data: dict[str, Any] = {}
        self._errors = ErrorDict()
        for name in self.fields:
            sentences = self.problems.get(self.add_prefix(name))
            if sentences:
                self._errors[name] = self.error_class(sentences, renderer=self.renderer)


class StoryForm(Shown, forms.ModelForm):  # type: ignore[type-arg]
    """The story's own content."""

    section = forms.ChoiceField(label=_("Section"))
    topics = forms.MultipleChoiceField(label=_("Topics"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Story
        fields = [
            "kicker",
            "headline",
            "headline_language",
            "standfirst",
            "lead_image",
            "lead_caption",
            "lead_caption_language",
            "lead_alt",
            "lead_purpose",
            "lead_crop",
            "dateline",
            "section",
            "topics",
            "format",
            "sponsor",
            "language",
            "slug",
            "seo_title",
            "seo_description",
        ]
        widgets = {
            "headline": line_area(),
            "standfirst": line_area(rows=2),
            "lead_image": PictureWidget,
            "lead_caption": line_area(),
            "lead_alt": line_area(),
            "seo_description": line_area(rows=3),
        }

    def __init__(self, *, rows: Rows, problems: Errors = NO_ERRORS, data: Any = None) -> None:
        super().__init__(data, instance=rows.story, label_suffix="", use_required_attribute=False)
        self.problems = problems
        section, topics = rows.story.section, [topic.uuid for topic in rows.topics]
        sections = choices_of(
            Section.objects.order_by("position", "pk"), [section.uuid] if section else []
        )
        self._offer("section", [NOTHING, *sections])
        self._offer("topics", choices_of(Topic.objects.order_by("pk"), topics))
        self.initial["section"] = str(section.uuid) if section else ""
        self.initial["topics"] = [str(topic) for topic in topics]
        for name in ("headline_language", "lead_caption_language"):
            self._offer(name, languages.choices())

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class HiddenInstant(forms.HiddenInput):
    """An instant that travels along, to tell whether it was changed."""

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, datetime):
            return value.astimezone(UTC).replace(microsecond=0).isoformat()
        return value[0] if value else None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Posted:
        return data.get(name, ""), ""


class StateInstant(InstantField):
    """An instant of a story's state."""

    hidden_widget = HiddenInstant


class StateForm(forms.Form):
    """What is agreed on around the story: not content, so neither merged nor restored.

    Every field travels with the value that it was opened with: what was left alone is left alone,
    whatever others set in the meantime. A field is there for those who may change it.
    """

    VERBS = {
        "translation_of": "pair",
        "assigned_to": "assign",
        "due_at": "set_due",
        "embargo": "embargo",
        "ends_at": "expire_at",
    }

    translation_of = forms.CharField(
        required=False,
        label=_("Translation of"),
        help_text=_("The address of the same story in another language."),
        show_hidden_initial=True,
    )
    assigned_to = ModelChoiceField(
        User.objects.none(), required=False, label=_("Assigned to"), show_hidden_initial=True
    )
    due_at = StateInstant(required=False, label=_("Due"), show_hidden_initial=True)
    embargo = StateInstant(
        required=False,
        label=_("Not before"),
        help_text=_("Nobody can publish it earlier."),
        show_hidden_initial=True,
    )
    ends_at = StateInstant(
        required=False,
        label=_("Ends"),
        help_text=_("Readers see it until then."),
        show_hidden_initial=True,
    )

    def __init__(
        self, data: Any = None, *, story: Story, user: User, now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(
            data,
            initial={name: getattr(story, name, None) for name in self.VERBS},
            label_suffix="",
            use_required_attribute=False,
            **kwargs,
        )
        self.story, self.user, self.now = story, user, now
        for name, verb in self.VERBS.items():
            if not may(user, verb, story):
                del self.fields[name]
        if "assigned_to" in self.fields:
            self._offer_people()
        self.initial["translation_of"] = self._counterpart()

    def _offer_people(self) -> None:
        people = User.objects.filter(is_staff=True, is_active=True)
        people |= User.objects.filter(pk__in=[self.story.assigned_to_id])
        self.fields["assigned_to"].queryset = people  # type: ignore[attr-defined]

    def _counterpart(self) -> str:
        """An address that names the story's other language, "" where it has none."""
        other = translations.counterparts(self.story).first()
        if other is None:
            return ""
        public = other.addresses.order_by("-reserved_at", "-pk").first()
        return public.path if public else reverse("admin:articles_story_change", args=[other.pk])

    def clean_translation_of(self) -> Story | None:
        """The story whose address was given, if it can be this one's translation."""
        address: str = self.cleaned_data["translation_of"]
        if not address or "translation_of" not in self.changed_data:
            return None
        among = visible_to(self.user).exclude(pk=self.story.pk)
        other = translations.find(address, among)
        if other is None:
            raise forms.ValidationError(_("None of the stories that you see has this address."))
        self._refuse(translations.reasons_not_to_pair(story=self.story, other=other))
        return other

    def clean_embargo(self) -> datetime | None:
        """The instant before which nobody publishes the story."""
        until: datetime | None = self.cleaned_data["embargo"]
        if "embargo" in self.changed_data:
            self._refuse(
                publishing.reasons_not_to_embargo(story=self.story, until=until, now=self.now)
            )
        return until

    def clean_ends_at(self) -> datetime | None:
        """The instant at which the story ends."""
        ends_at: datetime | None = self.cleaned_data["ends_at"]
        if "ends_at" in self.changed_data:
            self._refuse(
                publishing.reasons_not_to_expire(story=self.story, ends_at=ends_at, now=self.now)
            )
        return ends_at

    def _refuse(self, reasons: list[str]) -> None:
        if reasons:
            raise forms.ValidationError(reasons)

    def apply(self) -> None:
        """Do what was changed, each by its verb; after `is_valid`, in the caller's transaction.

        Raises Unable, PermissionDenied.
        """
        verbs = {
            "translation_of": lambda value: translations.pair(other=value, **common),
            "assigned_to": lambda value: assignments.assign(to=value, **common),
            "due_at": lambda value: assignments.set_due(at=value, **common),
            "embargo": lambda value: publishing.embargo(until=value, **common),
            "ends_at": lambda value: publishing.expire_at(ends_at=value, **common),
        }
        common: dict[str, Any] = {"story": self.story, "by": self.user, "now": self.now}
        for name in self.changed_data:
            verbs[name](self.cleaned_data[name])


class PartForm(Shown, forms.ModelForm):  # type: ignore[type-arg]
    """A part of any kind: its identity and place travel in hidden fields."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    beside = ""  # markup of the source of a translation, where the form was refused
    is_blank = False  # made to be filled with the values of rows

    def __init__(self, *args: Any, problems: Errors = NO_ERRORS, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.problems = problems
        self.fields["region"] = forms.CharField(widget=forms.HiddenInput, initial="main")
        if "anchor" in self.fields:
            self.fields["anchor"].widget = forms.HiddenInput()
        for content in self._meta.model.content_fields():
            if content.name not in self.fields:
                continue
            if isinstance(content, LanguageField):
                self.fields[content.name].choices = languages.choices()  # type: ignore[attr-defined]
            elif isinstance(content, PictureField):
                self.fields[content.name].widget = PictureWidget()
            elif isinstance(content, LineField) and (content.max_length or 0) > LONG_LINE:
                self.fields[content.name].widget = line_area()

    @property
    def written(self) -> Iterator[tuple[BoundField, BoundField | None, str]]:
        """The fields that are seen, each with the one that says its language, if there is one, and
        the attribute that unfolds that one where something is chosen, or refused."""
        for shown in self.visible_fields():
            name = f"{shown.name}_language"
            if name in self.fields:
                own = self[name]
                chosen = "open" if own.value() or own.errors else ""
                yield shown, own, hole(f"{OPEN}{name}") if self.is_blank else chosen
            elif shown.name != "DELETE" and not shown.name.endswith("_language"):
                yield shown, None, ""


class BylineForm(Shown, forms.ModelForm):  # type: ignore[type-arg]
    """One name of who made the story."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    author = forms.ChoiceField(label=_("Author"))

    class Meta:
        model = Byline
        fields = ["uid", "position", "author", "name", "role"]
        widgets = {"position": forms.HiddenInput}

    def __init__(
        self,
        *args: Any,
        problems: Errors = NO_ERRORS,
        authors: Iterable[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.problems = problems
        author = self.instance.author
        self.initial["uid"] = self.instance.uid
        self.initial["author"] = str(author.uuid) if author else ""
        self.fields["author"].choices = authors  # type: ignore[attr-defined]


def authors_for(lines: Iterable[Byline]) -> list[tuple[str, str]]:
    """Who can sign the story: everybody who is not retired, and who signs it already."""
    named = [line.author.uuid for line in lines if line.author]
    return [NOTHING, *choices_of(Author.objects.order_by("pk"), named)]
