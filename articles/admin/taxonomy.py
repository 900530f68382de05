"""Sections, topics, authors and the site's own words on the desk."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles import clock, taxonomy
from articles.admin import renaming
from articles.admin.deleting import DeletesUnused
from articles.admin.requests import person
from articles.models import (
    Author,
    AuthorText,
    Section,
    SectionText,
    Series,
    SeriesPart,
    SeriesText,
    SiteSettings,
    SiteText,
    Taxon,
    Topic,
    TopicText,
)
from articles.permissions import may


class VerbPermissions:
    """Whoever may do `verb` may see, add and change; deleting is a matter of its own."""

    verb = "change_taxonomy"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, self.verb)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, self.verb)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, self.verb)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, self.verb)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AuditedAdmin(VerbPermissions, admin.ModelAdmin):  # type: ignore[type-arg]
    """A form whose every change leaves an audit line."""

    actions_on_top = True

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        changed = {name: str(form.cleaned_data[name]) for name in form.changed_data}
        moved = []
        for row in (row for formset in formsets for row in formset.forms if row.has_changed()):
            language = row.cleaned_data.get("language", "")
            for name in row.changed_data:
                changed[f"{name} ({language})"] = str(row.cleaned_data.get(name))
            if old := "slug" in row.changed_data and row.initial.get("slug"):
                moved.append(taxonomy.Moved(language, old, row.cleaned_data["slug"]))
        taxonomy.record_change(
            target=form.instance,
            by=person(request),
            now=clock.now(),
            changed=changed,
            moved=moved,
        )


class SectionTextForm(forms.ModelForm):  # type: ignore[type-arg]
    """A section's words; its address must not be one that the site or a page has.

    An address that is there is changed on a page of its own, for its stories' change with it.
    """

    class Meta:
        model = SectionText
        fields = ["language", "name", "slug", "description"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.instance
        if text.pk:
            arguments = [text.section_id, text.language]
            self.fields["language"].disabled = self.fields["slug"].disabled = True
            self.fields["slug"].help_text = format_html(
                '<a href="{}">{}</a>',
                reverse("admin:articles_section_rename", args=arguments),
                _("Change the address…"),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "slug" in self.changed_data and cleaned.get("slug") and cleaned.get("language"):
            why = taxonomy.reasons_not_to_name_section(
                language=cleaned["language"], slug=cleaned["slug"]
            )
            if why:
                self.add_error("slug", why)
        return cleaned


class TextInline(VerbPermissions, admin.StackedInline):  # type: ignore[type-arg]
    """The words of a taxon, one row a language."""

    extra = 0
    min_num = 1


class SectionTextInline(TextInline):
    """A section's words."""

    model = SectionText
    form = SectionTextForm


class TopicTextInline(TextInline):
    """A topic's words."""

    model = TopicText


class AuthorTextInline(TextInline):
    """An author's words."""

    model = AuthorText


class TaxonAdmin(DeletesUnused, AuditedAdmin):
    """What sections, topics and authors have in common."""

    list_display = ["name", "languages", "is_offered"]
    search_fields = ["texts__name"]
    actions = ["retire", "show_again"]
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Taxon]":
        return super().get_queryset(request).prefetch_related("texts")

    @admin.display(description=_("name"))
    def name(self, taxon: Taxon) -> str:
        """The name in the user's language."""
        return str(taxon)

    @admin.display(description=_("languages"))
    def languages(self, taxon: Taxon) -> str:
        """The languages that it has a name in."""
        return ", ".join(sorted(text.language for text in taxon.texts.all()))  # type: ignore[attr-defined]

    @admin.display(description=_("offered"), boolean=True)
    def is_offered(self, taxon: Taxon) -> bool:
        """Whether choosers show it."""
        return taxon.retired_at is None

    @admin.action(description=_("Retire: hide from choosers, keep on stories"))
    def retire(self, request: HttpRequest, taxa: "QuerySet[Taxon]") -> None:
        """Hide from choosers."""
        self._set_retired(request, taxa, retired=True)

    @admin.action(description=_("Show in choosers again"))
    def show_again(self, request: HttpRequest, taxa: "QuerySet[Taxon]") -> None:
        """Show in choosers."""
        self._set_retired(request, taxa, retired=False)

    def _set_retired(self, request: HttpRequest, taxa: "QuerySet[Taxon]", *, retired: bool) -> None:
        for taxon in taxa:
            taxonomy.retire(taxon=taxon, by=person(request), now=clock.now(), retired=retired)
        messages.success(request, _("Done."))


@admin.register(Section)
class SectionAdmin(TaxonAdmin):
    """Sections of the site."""

    list_display = ["name", "position", "languages", "is_offered"]
    inlines = [SectionTextInline]

    def get_urls(self) -> list[URLPattern]:
        rename = path(
            "<int:pk>/rename/<slug:language>/",
            self.admin_site.admin_view(renaming.rename),
            {"model_admin": self},
            name="articles_section_rename",
        )
        return [rename, *super().get_urls()]


@admin.register(Topic)
class TopicAdmin(TaxonAdmin):
    """Topics."""

    inlines = [TopicTextInline]


@admin.register(Author)
class AuthorAdmin(TaxonAdmin):
    """Authors."""

    inlines = [AuthorTextInline]
    autocomplete_fields = ["user", "portrait"]
    fields = ["user", "portrait", "email", "links"]


class SeriesTextInline(TextInline):
    """A series' words."""

    model = SeriesText


class SeriesPartInline(VerbPermissions, admin.TabularInline):  # type: ignore[type-arg]
    """The stories of a series, in order."""

    model = SeriesPart
    autocomplete_fields = ["story"]
    extra = 0
    max_num = 200

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, self.verb)


@admin.register(Series)
class SeriesAdmin(TaxonAdmin):
    """Series, with their parts."""

    inlines = [SeriesTextInline, SeriesPartInline]


class SiteTextInline(TextInline):
    """The site's words."""

    model = SiteText
    verb = "change_site"


class SiteSettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Languages as boxes to tick."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"), widget=forms.CheckboxSelectMultiple, required=True
    )

    class Meta:
        model = SiteSettings
        fields = [
            "languages",
            "feeds_have_text",
            "feed_hub",
            "ai_crawlers",
            "contact_email",
            "security_contact",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = SiteText._meta.get_field("language").choices
        self.fields["languages"].choices = list(choices or [])  # type: ignore[attr-defined]


@admin.register(SiteSettings)
class SiteSettingsAdmin(AuditedAdmin):
    """The one row of settings."""

    verb = "change_site"
    form = SiteSettingsForm
    inlines = [SiteTextInline]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request) and not SiteSettings.objects.exists()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one row: open it, making it first on a new site."""
        if not self.has_change_permission(request):
            return super().changelist_view(request, extra_context)
        settings = SiteSettings.load()
        if settings._state.adding:
            settings.save()
        return HttpResponseRedirect(reverse("admin:articles_sitesettings_change", args=[1]))
