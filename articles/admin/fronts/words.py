"""What the scripts of the front editor say, in the language of the desk."""

from django.utils.translation import gettext as _

from articles.admin.pictures.words import chooser_words
from articles.admin.words import keeping_words, saving_words, upload_words


def front_words() -> dict[str, str]:
    """Sentences by the name that the scripts know them by; %(…)s is filled in there."""
    return saving_words() | keeping_words() | upload_words() | chooser_words() | _own()


def _own() -> dict[str, str]:
    return {
        "front_place": _("%(name)s, place %(place)s of %(count)s in %(block)s"),
        "front_where": _("Place %(place)s of %(count)s in %(block)s"),
        "front_automatic": _("fills itself"),
        "front_placed": _("placed"),
        "front_pinned": _("pinned"),
        "front_empty": _("Empty: the next story comes here"),
        "front_block": _("%(name)s, block %(place)s of %(count)s"),
        "front_moved": _("“%(name)s” moved to place %(place)s of %(block)s"),
        "front_put": _("“%(name)s” put at place %(place)s of %(block)s"),
        "front_falls_off": _("“%(name)s” falls off the end"),
        "front_taken": _("“%(name)s” taken off; the place fills itself"),
        "front_is_first": _("It is at the top already"),
        "front_is_last": _("It is at the end already"),
        "front_full": _("Every place there is pinned"),
        "front_block_moved": _("%(name)s moved to %(place)s of %(count)s"),
        "front_block_added": _("%(name)s added"),
        "front_block_removed": _("%(name)s removed"),
        "front_most_blocks": _("A front has at most %(most)s blocks"),
        "front_live": _("The front is again what readers see. Undo brings your changes back."),
        "front_undone": _("Undone"),
        "front_redone": _("Done again"),
        "front_keeping": _("Keeping…"),
        "front_kept": _("Kept"),
        "front_offline": _("No connection. Your change waits in this browser."),
        "front_signed_out": _("You are signed out. Your change waits in this browser: sign in."),
        "front_refused": _("You may not change this front any more."),
        "front_failed": _("It could not be kept. Your change waits in this browser."),
        "front_found": _("%(count)s stories found"),
        "front_none": _("No story is like that"),
        "front_failed_search": _("The search had no answer. Try again."),
        "front_put_here": _("Put here"),
        "front_put_in": _("Put “%(name)s” here"),
        "front_from": _("from %(time)s"),
        "front_theirs": _("Their version is on the screen; yours comes back with Undo"),
        "front_mine": _("Your version is kept; theirs comes back with Undo"),
        "front_changed": _("%(said)s. You see it as it is now."),
        "front_recovered": _("A change of yours that had not been kept is back."),
    }
