"""What the scripts of the story form say, in the language of the desk."""

from django.utils.translation import gettext as _


def form_words() -> dict[str, str]:
    """Sentences by the name that the scripts know them by; %(…)s is filled in there."""
    return parts_words() | saving_words()


def parts_words() -> dict[str, str]:
    """What is said about parts and bylines."""
    return {
        "up": _("Move %(what)s up"),
        "down": _("Move %(what)s down"),
        "insert": _("Insert above %(what)s"),
        "delete": _("Delete %(what)s"),
        "tools": _("Tools for %(what)s"),
        "moved": _("%(what)s moved to %(place)s of %(count)s"),
        "is_first": _("%(what)s is the first"),
        "is_last": _("%(what)s is the last"),
        "added": _("%(what)s added at %(place)s of %(count)s"),
        "deleted": _("%(what)s deleted"),
        "deleted_row": _("%(what)s is deleted when you save."),
        "undone": _("%(what)s is back"),
        "byline": _("Byline"),
        "no_credit": _("Byline and place"),
        "by": _("By %(names)s"),
        "and": _(" and "),
        "of_count": _("%(length)s of about %(most)s characters"),
    }


def saving_words() -> dict[str, str]:
    """What is said about saving, checking and publishing."""
    return {
        "saving": _("Saving…"),
        "unsaved": _("Unsaved changes"),
        "not_saved": _("Not saved"),
        "signed_out": _(
            "You are no longer signed in. Your text is still here: sign in again in another tab, "
            "then save."
        ),
        "sign_in": _("Sign in in another tab"),
        "refused": _("You may not save this story any more. Your text is still on this screen."),
        "offline": _(
            "The server did not answer, so nothing is saved yet. Your text is still here: save "
            "again in a moment."
        ),
        "failed": _(
            "Something went wrong on the server, so nothing is saved yet. Your text is still "
            "here: save again in a moment."
        ),
        "mend": _("Nothing is saved yet: something below needs your attention."),
        "blocking": _("Must be mended:"),
        "publish": _("Publish…"),
        "publish_changes": _("Publish changes…"),
    }
