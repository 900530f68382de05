"""The story form, opened from any document: the working copy, what is live, what was typed."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from csp.constants import NONCE, SELF, UNSAFE_INLINE
from django.contrib.admin.helpers import AdminForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from js_asset import ImportMap, Media, Script

from accounts.models import User
from articles import clock, revisions
from articles.admin import bar
from articles.admin.beside import Beside, beside
from articles.admin.desk_state import desk_state
from articles.admin.forms import Errors, StateForm, StoryForm, authors_for
from articles.admin.pictures.choosing import chooser_for
from articles.admin.pictures.chosen import cards_for
from articles.admin.requests import person
from articles.admin.words import form_words
from articles.document import Document, Rows, rows_of
from articles.local_time import in_words
from articles.models import Byline, Conflict, Revision, Story, TextSection

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin

# Where an editor is shown: the nonce is for content-editor's import map, inline styles are what
# CKEditor draws its buttons with. Scripts stay ours alone. Frames are those of the preview, the
# worker shows kept texts without a connection.
EDITOR_POLICY = {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, UNSAFE_INLINE],
    "frame-src": [SELF],
    "worker-src": [SELF],
}
# The form's own modules; the import map gives them the names of the collected files.
MODULES = (
    "autosaving",
    "bar",
    "browser-copies",
    "bylines",
    "checks",
    "chooser",
    "chooser-grid",
    "chooser-uploads",
    "connection",
    "crop-shapes",
    "cropping",
    "dom",
    "embeds",
    "fields",
    "instants",
    "menus",
    "merged",
    "offers",
    "offline",
    "parts",
    "picture-fields",
    "plain",
    "posting",
    "presence",
    "preview",
    "progress",
    "saving",
    "sheets",
    "signing-in",
    "typed",
    "uploads",
    "where",
    "words",
)
ROW = "admin/articles/story/part.html"
DESK_MEDIA = Media(
    js=[Script("js/desk/form.js", type="module")],
    importmap=ImportMap({f"desk/{name}": f"js/desk/{name}.js" for name in MODULES}),
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was posted and refused, with sentences by the names of its fields."""

    post: QueryDict | None = None
    errors: Errors = field(default_factory=dict)


NOTHING_TYPED = Typed()


def open_form(
    model_admin: "StoryAdmin",
    request: HttpRequest,
    story: Story,
    document: Document,
    *,
    base: Revision | None,
    typed: Typed = NOTHING_TYPED,
    is_unsaved: bool = False,
    **context: Any,
) -> HttpResponse:
    """The form of `story` that shows `document`, which was made from the revision `base`.

    What was `typed` and refused is shown as it was typed. `is_unsaved` says that the working copy
    does not hold the document: the page knows that there is something to save. `context` is for
    the template.
    """
    rows = rows_of(document, story)
    gone = gone_from(base, document, rows, person(request))
    source = beside(story, rows, person(request), clock.now())
    fields = fields_of(model_admin, request, rows, gone, typed)
    put_beside(fields["inline_admin_formsets"], source)
    opened_by = typed.post.get("_user") if typed.post else request.user.pk
    said = {
        "base_number": base.number if base else 0,
        "opened_by": opened_by,
        "source": source,
        "is_unsaved": is_unsaved or typed.post is not None,
        "pictures": cards_for([rows, gone], person(request), clock.now()),
    }
    around = around_form(model_admin, request, story, document)
    response = model_admin.render_change_form(
        request, around | fields | said | context, change=True, obj=story
    )
    media = response.context_data["media"] + DESK_MEDIA
    response.context_data["media"] = media.with_nonce(str(vars(request)["csp_nonce"]))
    response._csp_update = EDITOR_POLICY
    return response


def fields_of(
    model_admin: "StoryAdmin", request: HttpRequest, rows: Rows, gone: Rows, typed: Typed
) -> dict[str, Any]:
    """The fields of the form, with what is wrong with them."""
    form = StoryForm(rows=rows, data=typed.post, problems=typed.errors)
    state = StateForm(typed.post, story=rows.story, user=person(request), now=clock.now())
    inlines = inline_formsets(model_admin, request, rows, gone, typed)
    return {
        "adminform": AdminForm(form, [], {}, model_admin=model_admin),
        "form": form,
        "state": state,
        "inline_admin_formsets": inlines,
        "has_errors": bool(typed.errors) or bool(state.errors),
        "general_errors": typed.errors.get("", ()),
        "media": sum((one.opts.media + one.formset.media for one in inlines), model_admin.media),
    }


def put_beside(inlines: list[Any], source: Beside | None) -> None:
    """Put the source beside the parts of a form that was posted and refused."""
    for inline in inlines if source else ():
        for form in inline.formset.forms:
            uid = str(form["uid"].value()) if "uid" in form.fields else ""
            form.beside = source.pieces.get(uid, "") if source else ""


def around_form(
    model_admin: "StoryAdmin", request: HttpRequest, story: Story, document: Document
) -> dict[str, Any]:
    """What the page says around the fields of a form that shows `document`."""
    user = person(request)
    return {
        **model_admin.admin_site.each_context(request),
        "title": _("Change %s") % Story._meta.verbose_name,
        "object_id": str(story.pk),
        "original": story,
        "desk": desk_state(story, user, document),
        "bar": bar.shown(story, user, now=clock.now()),
        "chooser": chooser_for(request),
        "words": form_words(),
        "conflicts": undecided(story),
    }


def inline_formsets(
    model_admin: "StoryAdmin", request: HttpRequest, rows: Rows, gone: Rows, typed: Typed
) -> list[Any]:
    """The form sets of bylines and of every kind of part, as the admin's templates take them."""
    formsets, inlines = [], []
    has_parts = any(rows.parts.values())
    for formset_class, inline in model_admin.get_formsets_with_inlines(request, rows.story):
        is_byline = inline.model is Byline
        authors = {"authors": authors_for(rows.bylines)} if is_byline else {}
        formset = formset_class(
            typed.post,
            instance=rows.story,
            prefix=formset_class.get_default_prefix(),
            rows=rows.bylines if is_byline else rows.parts[inline.model.kind],
            gone=gone.bylines if is_byline else gone.parts[inline.model.kind],
            form_kwargs={"problems": typed.errors} | authors,
        )
        # A story without parts opens with a section to write in, also without scripts.
        formset.extra = 1 if inline.model is TextSection and not has_parts else 0
        formsets.append(formset)
        inlines.append(inline)
    shown = model_admin.get_inline_formsets(request, formsets, inlines, rows.story)
    for inline in shown:
        if inline.opts.is_part:
            inline.rows = inline.formset.shown(
                ROW, {"formset": inline.formset, "opts": inline.opts}
            )
    return shown


def gone_from(base: Revision | None, document: Document, rows: Rows, user: User) -> Rows:
    """The rows of `base` that `document` does not have any more, each after what it stood after.

    The form must mention them: what a post does not mention stays as it is in its base.
    """
    was = revisions.document_of(base) if base else document
    signed = {line.uid for line in document.bylines}
    places = {row.uid: row.ordering for found in rows.parts.values() for row in found}
    bylines = tuple(line for line in was.bylines if line.uid not in signed)
    parts = tuple(part for part in was.parts if part.uid not in places)
    left = Document(language=was.language, bylines=bylines, parts=parts)
    if bylines or parts:
        left = revisions.shown_to(left, rows.story, user)
    gone = rows_of(left, rows.story)
    gone_parts = {row.uid: row for found in gone.parts.values() for row in found}
    place = 0
    for part in was.parts:
        place = places.get(part.uid, place)
        if part.uid in gone_parts:
            gone_parts[part.uid].ordering = place + 1
    return gone


def undecided(story: Story) -> list[tuple[int, str]]:
    """The conflicts of `story` that wait for somebody, oldest first: number and sentence."""
    waiting = Conflict.objects.filter(story=story, resolved_at=None).select_related("met_by")
    sentence = _(
        "%(name)s changed the same words as somebody else (%(when)s). Both versions are kept."
    )
    return [
        (one.pk, sentence % {"name": one.met_by or "—", "when": in_words(one.met_at)})
        for one in waiting.order_by("met_at", "pk")
    ]
