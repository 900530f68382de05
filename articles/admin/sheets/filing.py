"""The sheet that makes a story a part of a series and asks for its place there."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles import sequels
from articles.admin.sheets.sheet import Sheet
from articles.models import Series, SeriesPart


class SeriesSheet(Sheet):
    """Puts a story into a series, moves it there, or takes it out."""

    verb = "put_in_series"
    template = "series"

    series = forms.ChoiceField(label=gettext_lazy("Series"), required=False)
    place = forms.IntegerField(
        label=gettext_lazy("Place"),
        required=False,
        min_value=1,
        max_value=sequels.MOST_PARTS,
        help_text=gettext_lazy(
            "1 is read first. Empty: where it is already, or at the end. Readers count the parts "
            "that are live."
        ),
    )

    def prepare(self) -> None:
        self.own = SeriesPart.objects.filter(story=self.story).select_related("series").first()
        kept = Series.objects.filter(retired_at=None)
        if self.own:
            kept |= Series.objects.filter(pk=self.own.series_id)
        self.found = {str(one.pk): one for one in kept.prefetch_related("texts")}
        names = {key: one.name_in(self.story.language) for key, one in self.found.items()}
        field = self.fields["series"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("None")), *sorted(names.items(), key=lambda one: one[1])]
        self.initial["series"] = str(self.own.series_id) if self.own else ""
        self.reasons = [_("A standing page is in no series.")] if self.story.is_page else []

    @property
    def parts(self) -> list[SeriesPart]:
        """The parts of the series that the story is in, in its language."""
        return sequels.parts_in(self.own.series, self.story.language) if self.own else []

    def run(self, *, by: User, now: datetime) -> str:
        filed = sequels.put_in_series(
            story=self.story,
            series=self.found.get(self.cleaned_data["series"]),
            place=self.cleaned_data["place"],
            by=by,
            now=now,
        )
        if filed is None:
            return _("Nothing changed.")
        if not filed.series:
            return _("The story is in no series any more.")
        words = {"number": filed.place, "series": filed.series}
        return _("The story is part %(number)d of “%(series)s”.") % words
