"""What the desk agrees on around a story: who writes it, and by when."""

from datetime import datetime

from accounts.models import User
from articles.models import Story
from articles.verbs import verb


@verb("assign", detail=lambda story: {"to": story.assigned_to_id})
def assign(*, story: Story, to: User | None, by: User, now: datetime) -> Story | None:
    """Give `story` to somebody to write, or to nobody. None where it was theirs already."""
    if story.assigned_to == to:
        return None
    story.assigned_to = to
    story.save(update_fields=["assigned_to"])
    return story


@verb("set_due", detail=lambda story: {"at": story.due_at})
def set_due(*, story: Story, at: datetime | None, by: User, now: datetime) -> Story | None:
    """Say by when `story` is to be written; None: no more. None where that is so already."""
    if story.due_at == at:
        return None
    story.due_at = at
    story.save(update_fields=["due_at"])
    return story
