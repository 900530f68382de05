"""Redirects made by hand, on the desk."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles import clock, redirecting
from articles.admin.requests import person
from articles.models import Origin, Redirect
from articles.permissions import may
from articles.verbs import Unable


class RedirectForm(forms.ModelForm):  # type: ignore[type-arg]
    """From which path, and to where."""

    path = forms.CharField(
        label=_("From"),
        max_length=600,
        help_text=_("A path of this site, with or without a slash at its end: /2019/old-story/"),
        widget=forms.TextInput(attrs={"class": "vTextField", "autocapitalize": "none"}),
    )
    to = forms.CharField(
        label=_("To"),
        max_length=600,
        help_text=_(
            "The address of a story or of another page of this site, or a link to the story’s "
            "form. A story is found wherever it moves."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField", "autocapitalize": "none"}),
    )

    class Meta:
        model = Redirect
        fields = ["path"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["to"] = redirecting.leads_to(self.instance)

    def clean(self) -> dict[str, Any]:
        """Whatever stands against it, as sentences on the form."""
        cleaned = super().clean() or {}
        if "path" in cleaned and "to" in cleaned:
            why = redirecting.reasons_not_to_redirect(
                address=self.instance, path=cleaned["path"], to=cleaned["to"], now=clock.now()
            )
            if why:
                raise forms.ValidationError(why)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in self._meta.model._meta.fields}  # the verb has its own


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Redirects made by hand. Addresses of stories are not here: they stay for ever."""

    form = RedirectForm
    fields = ["path", "to"]
    list_display = ["path", "leads_to"]
    search_fields = ["path", "target"]
    list_per_page = 100
    show_full_result_count = False
    actions = None  # one at a time, by its own page

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "redirect")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "redirect")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "redirect")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "redirect")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "drop_redirect")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Redirect]":
        made = super().get_queryset(request).filter(origin=Origin.HAND_MADE)
        return made.select_related("story")

    @admin.display(description=_("leads to"))
    def leads_to(self, redirect: Redirect) -> str:
        """The story with a link to its form, or the path."""
        if redirect.story is None:
            return redirect.target
        url = reverse("admin:articles_story_change", args=[redirect.story_id])
        return format_html('<a href="{}">{}</a>', url, redirect.story)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; what somebody else took in this moment is said there, not a fault."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Unable as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.path)

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        made = redirecting.redirect(
            address=Redirect.objects.get(pk=obj.pk) if change else Redirect(),
            path=form.cleaned_data["path"],
            to=form.cleaned_data["to"],
            by=person(request),
            now=clock.now(),
        )
        obj.pk, obj.path = made.pk, made.path

    def delete_model(self, request: HttpRequest, obj: Redirect) -> None:
        redirecting.drop_redirect(address=obj, by=person(request), now=clock.now())
