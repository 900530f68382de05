"""The editor of rich text in the story form: what it keeps, what it takes, what it may do."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from articles.models import Revision, Story, TextSection
from tests.articles.hostile import violations
from tests.articles.sample import EVERY_ELEMENT
from tests.stories import make_story, text

READY = """() => document.querySelectorAll(".part:not(.empty-form) textarea[data-rich-text]").length
  === Object.values(window.CKEDITOR?.instances ?? {}).filter(e => e.status === "ready").length"""
PASTE = """([id, html]) => new Promise(resolve => {
  const editor = CKEDITOR.instances[id]
  const clipboardData = new DataTransfer()
  clipboardData.setData("text/html", html)
  editor.focus()
  editor.once("afterPaste", () => resolve(editor.getData()))
  editor.editable().$.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
})"""
# What Word puts on the clipboard, in short: its namespaces, styles, list paragraphs and comments.
FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta name=Generator content="Microsoft Word 15"><style><!--
 p.MsoNormal, li.MsoNormal {mso-style-unhide:no; margin:0cm; font-family:"Calibri",sans-serif}
--></style></head><body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<h1 style='margin-top:12.0pt'><span style='mso-fareast-font-family:"Times New Roman"'>Ferries
return<o:p></o:p></span></h1>
<h2><span style='color:#2F5496'>What changes</span></h2>
<h3>In winter<o:p></o:p></h3>
<p class=MsoNormal><span style='font-size:12.0pt'>Boats leave <b style='mso-bidi-font-weight:
normal'>every hour</b>, says the <a href="https://port.example/timetable"><span
style='color:#0563C1'>timetable</span></a>.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt
"Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>North quay<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt
"Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>South quay<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>"""

OpenStory = Callable[..., Story]


@pytest.fixture
def open_story(page: Page, administrator: User, signed_in: Callable[..., None]) -> OpenStory:
    """Opens the form of a new story with these parts (a text section unless told)."""

    def open_it(*parts: Any, **content: Any) -> Story:
        story = make_story(administrator, parts=parts or (text(),), **content)
        signed_in(administrator)
        page.goto(f"/admin/articles/story/{story.pk}/change/")
        until_ready(page)
        return story

    return open_it


def until_ready(page: Page) -> None:
    """Wait until every text area of a part has become an editor."""
    expect(page.locator(".part:not(.empty-form) textarea[data-rich-text]").first).to_be_hidden()
    expect(page.locator("body")).to_have_js_property("isConnected", True)
    for _ in range(100):
        if page.evaluate(READY):
            return
        page.wait_for_timeout(50)
    pytest.fail("The editors are not ready.")


def parts(page: Page) -> Locator:
    return page.locator(".order-machine .part:not(.empty-form)")


def writing(part: Locator) -> Locator:
    """Where the text of a part is typed."""
    return part.locator("[contenteditable=true]")


def to_the_end(part: Locator) -> None:
    """Put the cursor behind the last word, as somebody who clicks there."""
    writing(part).click()
    part.page.keyboard.press("Control+End")


def opened(page: Page) -> Locator:
    """The editor's dialog, once it has filled its own fields and taken the focus."""
    dialog = page.locator(".cke_dialog:visible")
    expect(dialog.locator(":focus")).to_have_count(1)
    return dialog


def agree(dialog: Locator) -> None:
    """Press OK and wait until the dialog has gone and the editor has its cursor back."""
    dialog.get_by_role("button", name="OK").click()
    expect(dialog).to_have_count(0)
    expect(dialog.page.locator("[contenteditable=true]:focus")).to_have_count(1)


def save(page: Page) -> None:
    """Press Save and wait for the answer to that post, not to one of the checks."""
    with page.expect_response(
        lambda response: response.request.method == "POST" and "/change/" in response.url
    ) as answer:
        page.get_by_role("button", name="Save", exact=True).click()
    assert answer.value.ok, answer.value.text()


def stored(story: Story) -> list[str]:
    return [part.body for part in TextSection.objects.filter(parent=story).order_by("ordering")]


def editor_id(part: Locator) -> str:
    return str(part.locator("textarea[data-rich-text]").get_attribute("id"))


def test_04_a_text_opened_and_saved_untouched_is_the_same(
    page: Page, open_story: OpenStory
) -> None:
    story = open_story(text(EVERY_ELEMENT))
    assert stored(story) == [EVERY_ELEMENT]
    save(page)
    assert stored(story) == [EVERY_ELEMENT]
    assert Revision.objects.filter(story=story).count() == 1


def test_04_a_text_touched_elsewhere_keeps_every_element(page: Page, open_story: OpenStory) -> None:
    story = open_story(text(f"{EVERY_ELEMENT}\n<p>The end</p>"))
    to_the_end(parts(page).first)
    page.keyboard.type(" of it.")
    save(page)
    assert stored(story) == [f"{EVERY_ELEMENT}\n<p>The end of it.</p>"]


def test_05_a_paste_from_word_keeps_the_structure_and_nothing_else(
    page: Page, open_story: OpenStory
) -> None:
    story = open_story(text(""))
    page.evaluate(PASTE, [editor_id(parts(page).first), FROM_WORD])
    save(page)
    assert stored(story) == [
        "<h3>Ferries return</h3>\n<h3>What changes</h3>\n<h4>In winter</h4>\n"
        '<p>Boats leave <strong>every hour</strong>, says the <a href="https://port.example/'
        'timetable">timetable</a>.</p>\n<ul><li>North quay</li><li>South quay</li></ul>'
    ]


def test_05_a_hostile_paste_runs_nothing(page: Page, open_story: OpenStory) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    story = open_story(text(""))
    hostile = '<p onclick="alert(1)">words<img src="/x" onerror="alert(2)"><svg onload=alert(3)>'
    page.evaluate(PASTE, [editor_id(parts(page).first), hostile])
    save(page)
    assert "words" in stored(story)[0]
    assert not violations(stored(story)[0])
    assert dialogs == []


def test_06_the_policy_of_the_page_runs_no_inline_code(page: Page, open_story: OpenStory) -> None:
    story = open_story()
    answer = page.goto(f"/admin/articles/story/{story.pk}/change/")
    assert answer
    policy = answer.headers["content-security-policy"]
    scripts = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "unsafe" not in scripts
    until_ready(page)


def test_06_typing_and_buttons_work(page: Page, open_story: OpenStory) -> None:
    story = open_story(text(""))
    part = parts(page).first
    writing(part).click()
    page.keyboard.type("Boats leave ")
    part.get_by_role("button", name="Bold").click()
    page.keyboard.type("hourly")
    save(page)
    assert stored(story) == ["<p>Boats leave <strong>hourly</strong></p>"]


def test_06_the_list_of_formats_makes_a_heading(page: Page, open_story: OpenStory) -> None:
    story = open_story(text("<p>Timetable</p>"))
    part = parts(page).first
    writing(part).click()
    part.locator(".cke_combo__format .cke_combo_button").click()
    page.frame_locator("iframe.cke_panel_frame").get_by_text("Heading 3").click()
    expect(writing(part).locator("h3")).to_have_count(1)
    save(page)
    assert stored(story) == ["<h3>Timetable</h3>"]


def test_06_the_dialog_for_links_makes_a_link(page: Page, open_story: OpenStory) -> None:
    story = open_story(text("<p>See </p>"))
    part = parts(page).first
    to_the_end(part)
    page.keyboard.type(" the ")
    part.locator(".cke_button__link").click()
    dialog = opened(page)
    dialog.get_by_label("URL").fill("https://port.example/timetable")
    dialog.get_by_label("Display Text").fill("timetable")
    expect(dialog.get_by_label("Display Text")).to_have_value("timetable")
    agree(dialog)
    save(page)
    link = '<a href="https://port.example/timetable">timetable</a>'
    assert stored(story)[0].replace("&nbsp;", " ") == f"<p>See the {link}</p>"


def test_06_a_special_character_is_chosen_from_its_grid(page: Page, open_story: OpenStory) -> None:
    story = open_story(text(""))
    part = parts(page).first
    writing(part).click()
    part.get_by_role("button", name="Insert Special Character").click()
    opened(page).get_by_role("option", name="½").click()
    expect(writing(part)).to_contain_text("½")
    save(page)
    assert stored(story) == ["<p>½</p>"]


def test_06_a_table_is_made_and_gets_a_row(page: Page, open_story: OpenStory) -> None:
    story = open_story(text(""))
    part = parts(page).first
    writing(part).click()
    part.get_by_role("button", name="Table", exact=True).click()
    dialog = opened(page)
    dialog.get_by_label("Rows").fill("1")
    dialog.get_by_label("Columns").fill("1")
    agree(dialog)
    expect(writing(part).locator("td")).to_have_count(1)
    page.keyboard.type("cell")
    expect(writing(part).locator("td")).to_have_text("cell")
    part.get_by_role("button", name="Row / Column").click()
    page.frame_locator(".cke_menu_panel iframe").get_by_text("Row", exact=True).click()
    rows = page.frame_locator(".cke_menu_panel iframe >> nth=-1")
    rows.get_by_text("Insert Row After").click()
    expect(writing(part).locator("tr")).to_have_count(2)
    save(page)
    assert stored(story)[0].count("<tr>") == 2


def test_06_words_get_a_language_and_lose_it(page: Page, open_story: OpenStory) -> None:
    story = open_story(text("<p>parola</p>"))
    part = parts(page).first
    writing(part).press("Control+a")
    part.get_by_role("button", name="Set language").click()
    page.frame_locator(".cke_menu_panel iframe").get_by_text("Italian").click()
    expect(writing(part).locator("[lang=it]")).to_have_text("parola")
    save(page)
    assert stored(story) == ['<p><span lang="it">parola</span></p>']
    part.get_by_role("button", name="Set language").click()
    page.frame_locator(".cke_menu_panel iframe").get_by_text("Remove language").click()
    expect(writing(part).locator("[lang=it]")).to_have_count(0)
    save(page)
    assert stored(story) == ["<p>parola</p>"]


def test_06_a_part_that_is_added_has_an_editor(page: Page, open_story: OpenStory) -> None:
    story = open_story(text("<p>first</p>"))
    page.locator(".add-parts").get_by_role("button", name="Section").click()
    until_ready(page)
    writing(parts(page).last).click()
    page.keyboard.type("second")
    save(page)
    assert stored(story) == ["<p>first</p>", "<p>second</p>"]


def test_06_a_moved_part_keeps_its_text_and_its_editor(page: Page, open_story: OpenStory) -> None:
    story = open_story(text("<p>first</p>"), text("<p>second</p>"))
    to_the_end(parts(page).last)
    page.keyboard.type(" typed before")
    parts(page).last.get_by_role("button", name="Move Section 2 up").click()
    to_the_end(parts(page).first)
    page.keyboard.type(" and after")
    save(page)
    assert stored(story) == ["<p>second typed before and after</p>", "<p>first</p>"]


def test_06_a_dragged_part_keeps_its_text_and_its_editor(page: Page, open_story: OpenStory) -> None:
    page.set_viewport_size({"width": 1280, "height": 1600})  # both parts are in sight
    story = open_story(text("<p>first</p>"), text("<p>second</p>"))
    to_the_end(parts(page).last)
    page.keyboard.type(" typed")
    handle = parts(page).last.locator(".part-grip")
    handle.drag_to(parts(page).first, target_position={"x": 60, "y": 20})
    expect(writing(parts(page).first)).to_have_text("second typed")
    to_the_end(parts(page).first)
    page.keyboard.type(" again")
    save(page)
    assert stored(story) == ["<p>second typed again</p>", "<p>first</p>"]


def test_the_label_names_the_editor_and_a_click_on_it_leads_there(
    page: Page, open_story: OpenStory
) -> None:
    open_story()
    part = parts(page).first
    editor = part.get_by_role("textbox", name="Text")
    part.locator("label", has_text="Text").click()
    expect(editor).to_be_focused()


def test_spelling_is_checked_in_the_language_of_the_story(
    page: Page, open_story: OpenStory
) -> None:
    open_story(language="it")
    editor = writing(parts(page).first)
    expect(editor).to_have_attribute("lang", "it")
    expect(editor).to_have_attribute("spellcheck", "true")


def test_the_browsers_own_menu_is_left_alone(page: Page, open_story: OpenStory) -> None:
    open_story()
    prevented = writing(parts(page).first).evaluate(
        """element => !element.dispatchEvent(
             new MouseEvent("contextmenu", { bubbles: true, cancelable: true, button: 2 }))"""
    )
    assert prevented is False


def test_attributes_of_the_shim_in_a_text_do_nothing(page: Page, open_story: OpenStory) -> None:
    open_story()
    called = writing(parts(page).first).evaluate(
        """element => {
             let called = false
             const number = CKEDITOR.tools.addFunction(() => { called = true })
             element.innerHTML =
               `<p data-cke-on-click="CKEDITOR.tools.callFunction(${number})">x</p>`
             element.firstChild.click()
             return called
           }"""
    )
    assert called is False
