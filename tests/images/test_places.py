import sys
from collections.abc import Iterator
from contextlib import ExitStack
from subprocess import PIPE, Popen

import pytest

from images import places


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    yield


HOLD = """
import sys
from django.conf import settings
settings.configure(MEDIA_ROOT=sys.argv[1])
from images import places
with places.alone_with("a"), places.one_of("render", 1):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_there_are_as_many_places_as_were_said():
    with ExitStack() as stack:
        taken = [stack.enter_context(places.one_of("render", 2)) for _ in range(3)]
    assert taken == [True, True, False]


def test_a_place_is_free_again_afterwards():
    with places.one_of("render", 1):
        pass
    with places.one_of("render", 1) as taken:
        assert taken


def test_a_place_is_free_again_after_an_error():
    with pytest.raises(RuntimeError), places.alone_with("a"):
        raise RuntimeError
    with places.alone_with("a") as alone:
        assert alone


def test_kinds_of_places_and_names_do_not_meet():
    with places.one_of("render", 1), places.one_of("waiting", 1) as waits, places.alone_with("a"):
        assert waits
        with places.alone_with("b") as alone, places.alone_with("a") as together:
            assert (alone, together) == (True, False)


def test_another_process_is_seen_and_its_death_frees_what_it_held(tmp_path):
    with Popen([sys.executable, "-c", HOLD, tmp_path], stdin=PIPE, stdout=PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with places.alone_with("a") as alone, places.one_of("render", 1) as free:
            assert (alone, free) == (False, False)
        other.kill()
    with places.alone_with("a") as alone, places.one_of("render", 1) as free:
        assert (alone, free) == (True, True)
