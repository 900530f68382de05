"""The boundary: what a text goes through before it is stored, and again before it is shown."""

import nh3

from .canonical import canonical
from .rules import ATTRIBUTES, SCHEMES, refuse_excess

_ELEMENTS = set(ATTRIBUTES)
_ALLOWED = {"*": {"lang"}} | {name: set(names) for name, names in ATTRIBUTES.items() if names}


def clean(html: str) -> str:
    """The canonical, harmless form of a text: `clean(clean(x)) == clean(x)`.

    `html` may be anything. Raises a ValidationError where it has more than 512 kB, is nested more
    than 100 deep or has too many tags; every call ends within a fraction of a second.
    """
    html = html.strip()
    refuse_excess(html)
    tidy = canonical(html)
    refuse_excess(tidy)
    return allow_listed(tidy)


def allow_listed(html: str) -> str:
    """Only what rules.py lists, whatever `html` is. Nothing changes in a canonical text.

    nh3 is an HTML parser of its own, and has the last word over ours. It takes long over markup
    that is made for that, so it gets none that nobody has bounded.
    """
    return nh3.clean(
        html,
        tags=_ELEMENTS,
        attributes=_ALLOWED,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
