"""What the scripts of the chooser of pictures and of the crop say, in the language of the desk."""

from django.utils.translation import gettext as _


def chooser_words() -> dict[str, str]:
    """Sentences by the name that the scripts know them by; %(…)s is filled in there."""
    return {
        "chooser_found": _("Pictures found: %(count)s."),
        "chooser_found_more": _("Pictures shown: %(count)s. There are more."),
        "chooser_chosen": _("Chosen: %(count)s of at most %(most)s"),
        "chooser_most": _("No more than %(most)s pictures can be chosen."),
        "chooser_use": _("Use this picture"),
        "chooser_use_many": _("Use these %(count)s pictures"),
        "chooser_sending": _("Pictures are still on their way…"),
        "chooser_again": _("Try again"),
        "chooser_cancel": _("Cancel"),
        "chooser_failed": _("The library did not answer as it should."),
        "chooser_offline": _("No connection to the library."),
        "chooser_signed_out": _("You are no longer signed in, so the library stays closed."),
        "chooser_waits": _("Waits for its turn"),
        "chooser_is_sending": _("On its way…"),
        "chooser_is_waiting": _("Waits for the connection…"),
        "chooser_is_looking": _("The picture is being looked at…"),
        "chooser_in": _("It is in the library."),
        "chooser_known": _("The library has this picture already."),
        "chooser_words_saved": _("Saved."),
        "chooser_words_refused": _("You may not describe this picture."),
        "chooser_words_failed": _("Not saved. Try again in a moment."),
        "cropping_said": _(
            "From the left %(left)s, from above %(top)s, "
            "width %(width)s, height %(height)s per cent"
        ),
        "cropping_unseen": _("The picture cannot be shown just now. The numbers work."),
    }
