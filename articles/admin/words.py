"""What the scripts of the story form say, in the language of the desk."""

from django.utils.translation import gettext as _

from articles.admin.pictures.words import chooser_words


def form_words() -> dict[str, str]:
    """Sentences by the name that the scripts know them by; %(…)s is filled in there."""
    return (
        parts_words()
        | picture_words()
        | saving_words()
        | keeping_words()
        | people_words()
        | upload_words()
        | chooser_words()
    )


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
        "titled": _("%(what)s “%(title)s”"),
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


def picture_words() -> dict[str, str]:
    """What is said about the pictures of the story."""
    return {
        "picture_chosen": _("“%(title)s” is chosen"),
        "picture_cropped": _("“%(title)s” is cropped"),
        "picture_whole": _("“%(title)s” is shown whole"),
        "picture_removed": _("The picture is removed"),
        "picture_not_shown": _("%(status)s. Readers do not see it."),
        "picture_retired": _("Retired. It stays here, and nobody can choose it anew."),
        "picture_silent": _(
            "It has no alternative text. Say what it shows, or that it only decorates."
        ),
        "picture_unknown": _("This picture is not in the library, or not for you to see."),
        "looking_up": _("Asking the site…"),
        "not_looked_up": _("This cannot be looked up now. Type title and author yourself."),
        "gallery_added": _("Pictures added as a gallery: %(count)s"),
    }


def saving_words() -> dict[str, str]:
    """What is said about saving, checking and publishing."""
    return {
        "saving": _("Saving…"),
        "kept": _("Kept, not saved yet"),
        "not_saved": _("Not saved"),
        "decide": _("Decide between them"),
        "signed_out": _(
            "You are no longer signed in, so nothing is saved yet. Your text is still here: save "
            "again to sign in."
        ),
        "refused": _("You may not save this story any more. Your text is still on this screen."),
        "failed": _(
            "Something went wrong on the server, so nothing is saved yet. Your text is still "
            "here: save again in a moment."
        ),
        "mend": _("Nothing is saved yet: something below needs your attention."),
        "blocking": _("Must be mended:"),
        "not_done": _(
            "The server did not do it, or did not answer. Nothing on this screen is lost: try "
            "once more."
        ),
    }


def keeping_words() -> dict[str, str]:
    """What is said while text is kept that no save has, without a connection or a login."""
    return {
        "offline": _(
            "No connection. Your text is kept in this browser and goes out when it is back."
        ),
        "offline_unkept": _(
            "No connection. Your text is only in this window: leave it open until it is back."
        ),
        "online": _("The connection is back."),
        "put_aside": _("Put aside. It stays in the history."),
        "not_yours": _(
            "You are signed in as %(other)s, and this text is %(name)s’s. Sign in as %(name)s, or "
            "copy it."
        ),
        "sign_in_failed": _("That did not work. Please try again."),
        "sign_in_offline": _("No connection. Please try again in a moment."),
    }


def people_words() -> dict[str, str]:
    """What is said about others at the same story; presence.in_words() says it in lists."""
    return {
        "here": _("%(name)s is here"),
        "here_typing": _("%(name)s is here (typing %(seconds)s s ago)"),
        "here_in": _("%(name)s is in %(part)s"),
        "here_typing_in": _("%(name)s is in %(part)s (typing %(seconds)s s ago)"),
        "here_yourself": _("You have this story open in another window"),
    }


def upload_words() -> dict[str, str]:
    """What is said about a picture that is being sent."""
    return {
        "upload_unreadable": _("The file cannot be read any more. Choose it again."),
        "upload_failed": _("The server did not take the file. Try again in a moment."),
        "upload_forbidden": _("You may not add pictures."),
        "upload_cancelled": _("Cancelled."),
        "upload_signed_out": _(
            "You are no longer signed in. Sign in again in another window, then try again here."
        ),
        "upload_somebody_else": _(
            "%(other)s is signed in now. Reload the page to send pictures as %(other)s."
        ),
    }


def upload_page_words() -> dict[str, str]:
    """What the page that sends pictures says of each, and of all of them."""
    return {
        "upload_queued": _("Waits for its turn"),
        "upload_sending": _("Sending, %(percent)s"),
        "upload_waiting": _("Waiting for the connection; it goes on by itself"),
        "upload_looking": _("Being opened…"),
        "upload_twice": _("%(name)s is in this list already."),
        "upload_counts": _("%(done)s of %(count)s pictures are in."),
        "upload_refused": _("Refused: %(count)s."),
        "upload_unsaved": _("Not saved yet: what you wrote about %(count)s."),
        "upload_saving": _("Saving…"),
        "upload_saved": _("Everything is saved."),
        "upload_not_saved": _("Not saved: %(why)s"),
        "upload_mend": _("Something needs your attention. The rest is saved."),
        "upload_progress": _("Progress of %(name)s"),
        "upload_filled": _("Filled in for %(count)s pictures. Nothing is saved yet."),
    }


def replace_words() -> dict[str, str]:
    """What the page that replaces the file of a picture says."""
    return {
        "upload_sending": _("Sending, %(percent)s"),
        "upload_waiting": _("Waiting for the connection; it goes on by itself"),
        "upload_looking": _("Being opened…"),
        "replace_size": _("The new file: %(size)s"),
        "replace_chosen": _("The new file"),
    }
