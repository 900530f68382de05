"""The browser of these tests notices what it has to notice."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.complaints import Complaints

MISBEHAVE = """() => {
  const style = document.createElement('style');
  style.textContent = 'p { color: red }';
  document.body.append(style);
  const picture = new Image();
  picture.src = 'http://elsewhere.example/picture.png';
  console.error('an error of the page');
  return new Promise(resolve => setTimeout(() => { resolve(); throw new Error('thrown') }));
}"""


def test_what_a_page_must_not_do_is_noticed(page: Page, complaints: Complaints) -> None:
    page.goto("/admin/login/")
    assert complaints == []
    with page.expect_event("pageerror"):
        page.evaluate(MISBEHAVE)
    complaints.expect("style-src")
    complaints.expect("elsewhere.example")
    complaints.expect("an error of the page")
    complaints.expect("thrown")


def test_what_axe_finds_is_told_in_words(page: Page, axe: Callable[..., list[str]]) -> None:
    page.goto("/admin/login/")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert any(finding.startswith("image-alt: ") for finding in axe(page))
