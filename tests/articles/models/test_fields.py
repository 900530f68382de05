"""Field classes that the models of stories share."""

from hypothesis import given
from hypothesis import strategies as st

from articles.models.fields import one_line


def test_a_line_is_one_line_without_controls() -> None:
    assert one_line(" a\tb\r\nc\u2028d\x01e\u202ef ") == "a b c def"


def test_what_a_control_leaves_behind_is_one_space() -> None:
    assert one_line("0 \x01 0") == "0 0"


@given(st.text())
def test_a_line_is_canonical(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)
