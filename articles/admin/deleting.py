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
from articles.mentions import stories_that_name
from articles.models import Taxon
from articles.permissions import may
from articles.verbs import Unable

MOST_USES = 20  # that are listed; whether there are more is all that is asked


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
        uses = list(stories_that_name(taxon).order_by("-saved_at", "-pk")[: MOST_USES + 1])
        shown = [story for story in uses[:MOST_USES] if may(request.user, "view", story)]
        context = self.admin_site.each_context(request) | {  # type: ignore[attr-defined]
            "title": _("Delete “%s”?") % taxon,
            "opts": taxon._meta,
            "kind": capfirst(str(taxon._meta.verbose_name)),
            "taxon": taxon,
            "reasons": taxonomy.reasons_not_to_delete(taxon=taxon, now=clock.now()),
            "stories": shown,
            "has_more": len(uses) > len(shown),
            "change": reverse(f"admin:articles_{taxon._meta.model_name}_change", args=[taxon.pk]),
        }
        return TemplateResponse(request, "admin/articles/taxon/delete.html", context)

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
