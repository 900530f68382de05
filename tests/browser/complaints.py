"""What a browser says against a page: errors, violations of its policy, requests elsewhere."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError


class Complaints(list[str]):
    """Collects what browser contexts report; `fail_if_any()` is called at the end of every test."""

    forgiven = ""
    is_leaving = False  # the test is over: its pages are cut off before they are closed

    def watch(self, context: BrowserContext, home: str) -> None:
        """Listen to a context whose pages may only ask `home` (an origin) for anything."""
        host = urlsplit(home).netloc

        def on_console(message: ConsoleMessage) -> None:
            policy = "Content Security Policy" in message.text
            if self.is_leaving and "ERR_INTERNET_DISCONNECTED" in message.text:
                return
            if message.type == "error" or policy:
                where = message.location.get("url", "")
                self.append(f"console: {message.text} ({where})")

        def on_error(error: WebError) -> None:
            self.append(f"page error: {error.error}")

        def on_request(request: Request) -> None:
            parts = urlsplit(request.url)
            if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != host:
                self.append(f"request to another host: {request.url}")

        context.on("console", on_console)
        context.on("weberror", on_error)
        context.on("request", on_request)

    def expect(self, pattern: str) -> None:
        """Take out the complaints that match; raises AssertionError if none does."""
        matching = [complaint for complaint in self if re.search(pattern, complaint)]
        assert matching, f"no complaint matches {pattern!r}: {self}"
        self[:] = [complaint for complaint in self if complaint not in matching]

    def forgive(self, pattern: str) -> None:
        """Overlook what matches, now and later, whether or not anything does."""
        self.forgiven = pattern

    def ignore(self) -> None:
        """Forget everything that was said so far."""
        self.clear()

    def fail_if_any(self) -> None:
        """Fail the test that provoked them."""
        found = [c for c in self if not self.forgiven or not re.search(self.forgiven, c)]
        if found:
            pytest.fail("The browser complains:\n" + "\n".join(found), pytrace=False)
