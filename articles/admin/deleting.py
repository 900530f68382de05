"""Deleting a section, topic or author on the desk: only what no story ever named, one at a time."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import clock, taxonomy
from articles.admin.requests import person
from articles.mentions import Named, stories_that_name
from articles.models import Taxon
from articles.permissions import may
from articles.verbs import Unable

MOST_USES = 20  # that are listed; whether there are more is all that is asked


def named_by(request: HttpRequest, thing: Named) -> dict[str, Any]:
    """For the page that deletes `thing`: the stories that name it which somebody may see."""
    found = list(stories_that_name(thing).order_by("-saved_at", "-pk")[: MOST_USES + 1])
    shown = [story for story in found[:MOST_USES] if may(request.user, "view", story)]
    return {"thing": thing, "stories": shown, "has_more": len(found) > len(shown)}


class DeletesUnused:
    """For the admin of a kind of taxon: a page that deletes one, or retires it where it is used."""

    def has_delete_permission(self, request: HttpRequest, obj: Taxon | None = None) -> bool:
        return may(request.user, "delete_taxon")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without deleting many at once: each deserves a look at where it is used."""
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        actions.pop("delete_selected", None)
        return actions

    def delete_view(self, request: HttpRequest, object_id: str, *_args: Any) -> HttpResponse:
        """Asks; or says where it is used, and offers to retire it."""
        taxon = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if taxon is None or not self.has_delete_permission(request, taxon):
            raise Http404("There is nothing to delete for you.")
        if request.method == "POST":
            return self._do(request, taxon)
        context = self.admin_site.each_context(request) | {  # type: ignore[attr-defined]
            **named_by(request, taxon),
            "title": _("Delete “%s”?") % taxon,
            "opts": taxon._meta,
            "kind": capfirst(str(taxon._meta.verbose_name)),
            "reasons": taxonomy.reasons_not_to_delete(taxon=taxon, now=clock.now()),
            "change": reverse(f"admin:articles_{taxon._meta.model_name}_change", args=[taxon.pk]),
        }
        return TemplateResponse(request, "admin/delete_unused.html", context)

    def _do(self, request: HttpRequest, taxon: Taxon) -> HttpResponse:
        by, now = person(request), clock.now()
        if "_retire" in request.POST:
            taxonomy.retire(taxon=taxon, by=by, now=now)
            messages.success(request, _("“%s” is retired: no longer offered, still there.") % taxon)
        else:
            name = str(taxon)
            try:
                taxonomy.delete(taxon=taxon, by=by, now=now)
            except Unable as error:
                for reason in error.reasons:
                    messages.error(request, reason)
                return HttpResponseRedirect(request.path)
            messages.success(request, _("“%s” is deleted.") % name)
        names = f"admin:articles_{taxon._meta.model_name}_changelist"
        return HttpResponseRedirect(reverse(names))
