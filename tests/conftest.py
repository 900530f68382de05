"""The cast, the clock, and what every test has."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from accounts.models import User
from tests.browser.chromium import HOW_TO_GET_ONE, find_chromium
from tests.browser.fixtures import (  # noqa: F401 - one place makes them fixtures of every test
    axe,
    browser,
    complaints,
    context,
    new_context,
    page,
    playwright,
    section,
    signed_in,
)

NOW = datetime(2025, 11, 22, 17, 5, tzinfo=UTC)


IN_A_BROWSER = {"browser", "journeys"}  # folders


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name in IN_A_BROWSER:
            item.add_marker(pytest.mark.browser)
            # Rows must be committed, for the live server reads them through another connection.
            item.add_marker(pytest.mark.django_db(transaction=True))


def pytest_report_header() -> str:
    return f"chromium: {find_chromium() or HOW_TO_GET_ONE}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Ends what still holds the test database when the tests are over: PostgreSQL drops it only
    when nobody does, and the last threads of a live server end a moment after it."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def now() -> datetime:
    """A fixed instant for verbs and `at`; the machine's clock goes on."""
    return NOW


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The clock stands at `NOW` until the test moves it: `clock.shift(60)`, `clock.move_to(…)`."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    """An empty folder in which the pictures of this test are stored."""
    folder = tmp_path / "media"
    places = {
        name: {"BACKEND": settings.LOCAL_STORAGE, "OPTIONS": {"location": folder / name}}
        for name in ("originals", "renditions")
    }
    settings.MEDIA_ROOT = folder
    settings.STORAGES = settings.STORAGES | places
    return folder


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """Makes somebody: `make_user("Anna Bianchi", is_staff=True)`, password "password"."""

    def make(name: str, **fields: object) -> User:
        email = f"{name.lower().replace(' ', '.')}@newsroom.example"
        return User.objects.create_user(
            email=fields.pop("email", email), password="password", display_name=name, **fields
        )

    return make


@pytest.fixture
def contributor(make_user: Callable[..., User]) -> User:
    """Somebody from outside the house who writes for it."""
    return make_user("Carla Contributor", is_staff=True)


@pytest.fixture
def reporter(make_user: Callable[..., User]) -> User:
    """A journalist: writes stories of their own."""
    return make_user("Rita Reporter", is_staff=True)


@pytest.fixture
def subeditor(make_user: Callable[..., User]) -> User:
    """Reads what others wrote before it goes out."""
    return make_user("Sam Subeditor", is_staff=True)


@pytest.fixture
def editor(make_user: Callable[..., User]) -> User:
    """Decides what is published."""
    return make_user("Edith Editor", is_staff=True)


@pytest.fixture
def managing_editor(make_user: Callable[..., User]) -> User:
    """Runs the desk."""
    return make_user("Manuel Managing", is_staff=True)


@pytest.fixture
def administrator(make_user: Callable[..., User]) -> User:
    """Looks after people and the site; has every right."""
    return make_user("Ada Administrator", is_staff=True, is_superuser=True)


@pytest.fixture
def outsider(make_user: Callable[..., User]) -> User:
    """Has a login and no business at the desk."""
    return make_user("Otto Outsider")
