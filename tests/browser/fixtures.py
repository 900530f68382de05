"""A real Chromium against the live server, for tests/browser and tests/journeys.

A test takes `page` (a fresh context of its own; console errors, page errors, violations of the
Content-Security-Policy and requests to another host fail it at its end), `live_server`,
`signed_in(user)`, and `axe(page)`, which lists what axe-core has against the page.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from articles.models import Section
from tests.browser.answering import Answering
from tests.browser.chromium import ARGUMENTS, HOW_TO_GET_ONE, find_chromium
from tests.browser.closing import close_pages
from tests.browser.complaints import Complaints
from tests.browser.findings import axe_findings
from tests.stories import make_section, make_site

PATIENCE = 15_000  # ms that a page has to become what a test expects, on a machine under load
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright's sync API keeps an event loop running in the thread of the tests; Django would
    # refuse every query there, though nothing is asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    path = find_chromium()
    if path is None:
        pytest.fail(f"Chromium: {HOW_TO_GET_ONE}", pytrace=False)
    chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    yield chromium
    chromium.close()


@pytest.fixture
def complaints() -> Complaints:
    """What the browser said; a test that provokes it takes it out: `complaints.expect("404")`."""
    return Complaints()


@pytest.fixture
def new_context(
    browser: Browser, live_server: LiveServer, complaints: Complaints
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes further contexts (`has_touch=True, viewport=…`), watched like `page` is."""
    contexts: list[BrowserContext] = []
    answering = Answering()

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(
            **{"base_url": live_server.url, "locale": "en-GB", **options}  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE)
        complaints.watch(context, live_server.url)
        contexts.append(context)
        return context

    with answering.watched():
        yield make
        complaints.is_leaving = True
        for context in contexts:
            context.set_offline(True)  # what a page says when it closes would come too late
        close_pages(browser)
        for context in contexts:
            context.close()
        answering.wait()
    complaints.fail_if_any()


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    return new_context()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A window of 1280 × 720 px in a fresh context."""
    return context.new_page()


@pytest.fixture
def signed_in(context: BrowserContext, live_server: LiveServer) -> Callable[..., None]:
    """Signs in without the form: `signed_in(reporter)`, also `signed_in(reporter, context)`."""

    def sign_in(user: User, where: BrowserContext = context) -> None:
        client = Client()
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        where.add_cookies([{"name": name, "value": value, "url": live_server.url}])

    return sign_in


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """`axe(page)` lists findings in words; `axe(page, ignore=[".cke"])` leaves parts of it out."""
    return axe_findings


@pytest.fixture
def section(db: None) -> Section:
    """The section World of a site that can publish."""
    make_site()
    return make_section("World")
