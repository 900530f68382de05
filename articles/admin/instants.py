"""A date and a time in the user's zone: the form field of every instant that the desk enters.

Twice a year clocks are changed. A time that they leave out is refused with a sentence that says
so; for one that they show twice the field asks which, with two radio buttons that stay hidden
until they are needed and are posted beside it (`name_which`).
"""

from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import local_time

WHICH = FIRST, SECOND = "first", "second"
# What the field gets from a post: the wall time, and which of the two in a doubled hour.
Posted = tuple[str, str]


class InstantWidget(forms.Widget):
    """The browser's own field for a date and a time, with the zone named beside it."""

    template_name = "admin/widgets/instant.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Posted:
        return data.get(name, ""), data.get(f"{name}_which", "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        zone = timezone.get_current_timezone()
        text, which, instant = self._shown(value, zone)
        context = super().get_context(name, None, attrs)
        widget = context["widget"]
        zone_id = f"{widget['attrs'].get('id') or name}_zone"
        described = f"{zone_id} {widget['attrs'].get('aria-describedby', '')}".strip()
        words = which_in_words(text, zone)
        field = {
            "type": "datetime-local",
            "name": name,
            "value": text,
            "step": 1 if len(text) > len("2026-11-22T18:00") else 60,
        }
        context["widget"] = widget | {
            "attributes": flatatt(field | widget["attrs"] | {"aria-describedby": described}),
            "zone": zone_in_words(zone, instant),
            "zone_name": local_time.zone_name(zone),
            "zone_id": zone_id,
            "comes_twice": bool(words),
            "choices": [
                (key, label, bool(words) and key == which)
                for key, label in zip(WHICH, words or either(), strict=True)
            ],
        }
        return context

    def _shown(self, value: Any, zone: tzinfo) -> tuple[str, str, datetime | None]:
        """What stands in the field, which of two is chosen, and the instant if it is known."""
        if not isinstance(value, datetime):
            text, which = value or ("", "")
            return text, which, None
        local = value.astimezone(zone)
        text = local.replace(tzinfo=None).isoformat(timespec="seconds").removesuffix(":00")
        return text, SECOND if local.fold else FIRST, value


class InstantField(forms.Field):
    """An aware datetime in UTC, entered in the active zone."""

    widget = InstantWidget

    def to_python(self, value: Posted | datetime | None) -> datetime | None:
        if value is None or isinstance(value, datetime):
            return value
        text, which = value
        if not text.strip():
            return None
        zone = timezone.get_current_timezone()
        try:
            wall, instants = local_time.parse(text, zone)
        except local_time.BadTime as error:
            message = _("Give a date and a time, such as 2026-11-22 18:00.")
            raise forms.ValidationError(message, code="invalid") from error
        if not instants:
            raise forms.ValidationError(left_out(wall, zone), code="left_out")
        if len(instants) > 1 and which not in WHICH:
            raise forms.ValidationError(comes_twice(wall, zone), code="comes_twice")
        return instants[-1] if which == SECOND else instants[0]

    def has_changed(self, initial: datetime | None, data: Posted | None) -> bool:
        """A field shows no fractions of a second; leaving it as it is changes nothing."""
        try:
            given = self.to_python(data)
        except forms.ValidationError:
            return True
        return given != (initial.replace(microsecond=0) if initial else None)


def zone_in_words(zone: tzinfo, instant: datetime | None) -> str:
    """The zone beside the field: Europe/Rome, and CET or CEST where the instant is known."""
    name = local_time.zone_name(zone)
    abbreviation = local_time.offset_name(instant.astimezone(zone)) if instant else name
    return name if abbreviation == name else f"{name}, {abbreviation}"


def which_in_words(text: str, zone: tzinfo) -> list[str]:
    """The two instants of a wall time that comes twice, for whoever must choose; else nothing."""
    try:
        _wall, instants = local_time.parse(text, zone)
    except local_time.BadTime:
        return []
    if len(instants) < 2:
        return []
    first, second = (at.astimezone(zone) for at in instants)
    minutes = round((instants[1] - instants[0]).total_seconds() / 60)
    earlier = _("the first")
    later = _("an hour later") if minutes == 60 else _("%d minutes later") % minutes
    return [f"{clock(first)}, {earlier}", f"{clock(second)}, {later}"]


def either() -> tuple[str, str]:
    """The choice between the two instants of any time that comes twice."""
    return _("The first"), _("The one after the change")


def left_out(wall: datetime, zone: tzinfo) -> str:
    """Why there is no `wall` in `zone`."""
    words = _(
        "On %(day)s clocks go from %(before)s to %(after)s in %(zone)s: %(time)s does not exist. "
        "Choose another time."
    )
    return words % change_in_words(wall, zone)


def comes_twice(wall: datetime, zone: tzinfo) -> str:
    """Why `wall` in `zone` is not enough."""
    words = _(
        "On %(day)s clocks go back from %(before)s to %(after)s in %(zone)s: %(time)s comes twice. "
        "Choose which one."
    )
    return words % change_in_words(wall, zone)


def change_in_words(wall: datetime, zone: tzinfo) -> dict[str, str]:
    """The words of the sentences about a change of clocks."""
    change = local_time.change_around(wall, zone)
    return {
        "day": local_time.day_in_words(change.before),
        "before": format_date(change.before, "H:i"),
        "after": format_date(change.after, "H:i"),
        "zone": local_time.zone_name(zone),
        "time": format_date(wall, "H:i"),
    }


def clock(local: datetime) -> str:
    """The time of `local` with its zone: 02:30 CEST."""
    return f"{format_date(local, 'H:i')} {local_time.offset_name(local)}"
