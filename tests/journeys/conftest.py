"""Journeys use the same real browser as tests/browser does."""

import pytest

from tests.browser.conftest import (  # noqa: F401
    browser,
    complaints,
    context,
    new_context,
    page,
    playwright,
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
