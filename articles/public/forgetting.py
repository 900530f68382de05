"""After every verb: outer caches are told to forget what readers do not see any more."""

from datetime import datetime
from typing import Any

from articles.public import cachetags
from pagecache import outer, purging


def after_verb(sender: str, *, target: Any, result: Any, now: datetime, **_told: Any) -> None:
    """Order the purges of what a verb changed, in the verb's transaction (`signals.verb_done`)."""
    if outer.outer_caches():
        purging.order(cachetags.dropped_by(sender, target, result), now=now)
