"""The site does not start where a mitigation for the editor is missing."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import run_checks
from django.test import override_settings
from django.test.utils import isolate_apps

from articles import richtext_checks
from articles.richtext.plugins import REMOVED
from articles.richtext.widgets import SHIM, configuration

DJANGOS_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]


def errors() -> list[str | None]:
    return [message.id for message in run_checks() if str(message.id).startswith("articles.E")]


def test_the_site_as_it_is_passes() -> None:
    assert errors() == []


def test_the_warning_of_the_package_is_silenced_because_ours_stand_in_for_it() -> None:
    assert "ckeditor.W001" in settings.SILENCED_SYSTEM_CHECKS
    assert len(richtext_checks.CHECKS) == 5


def test_a_sanitiser_that_lets_markup_through_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(richtext_checks, "clean", lambda html: html)
    assert errors() == ["articles.E001"]


@isolate_apps("articles")
def test_a_field_of_the_package_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from ckeditor.fields import RichTextField
    from django.db import models

    class Unsanitised(models.Model):  # noqa: DJ008
        body = RichTextField()

        class Meta:
            app_label = "articles"

    monkeypatch.setattr(richtext_checks.apps, "get_models", lambda: [Unsanitised])
    assert [message.id for message in richtext_checks.sanitiser_is_at_work()] == ["articles.E001"]


@pytest.mark.parametrize(
    "opening",
    [
        {"removePlugins": ",".join(REMOVED[1:])},
        {"removePlugins": ""},
        {"allowedContent": True},
        {"extraPlugins": "tablemenu"},
        {"versionCheck": True},
    ],
)
def test_an_editor_that_was_opened_is_an_error(
    opening: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        richtext_checks, "configuration", lambda **languages: configuration(**languages) | opening
    )
    assert errors() == ["articles.E002"]


def test_an_editor_without_its_shim_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(richtext_checks, "SCRIPTS", ("js/ckeditor-setup.js",))
    assert SHIM
    assert errors() == ["articles.E002"]


def test_serving_removed_plugins_is_an_error() -> None:
    with override_settings(STATICFILES_FINDERS=DJANGOS_FINDERS):
        assert errors() == ["articles.E003"]


@pytest.mark.parametrize(
    "sources",
    [
        None,
        ["'self'", "'unsafe-inline'"],
        ["'self'", "'unsafe-eval'"],
        ["*"],
        ["https:"],
        "'unsafe-inline'",
    ],
)
def test_a_policy_that_runs_other_scripts_is_an_error(sources: Any) -> None:
    directives = {} if sources is None else {"script-src": sources}
    with override_settings(CONTENT_SECURITY_POLICY={"DIRECTIVES": directives}):
        assert errors() == ["articles.E004"]


def test_a_policy_that_no_middleware_sends_is_an_error() -> None:
    middleware = [name for name in settings.MIDDLEWARE if not name.startswith("csp.")]
    with override_settings(MIDDLEWARE=middleware):
        assert errors() == ["articles.E004"]


def test_the_uploader_of_the_package_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Uploader:
        name = "ckeditor_uploader"

    configs = [*apps.get_app_configs(), Uploader]
    monkeypatch.setattr(richtext_checks.apps, "get_app_configs", lambda: configs)
    found = richtext_checks.nobody_uploads_through_the_editor()
    assert [message.id for message in found] == ["articles.E005"]


def test_removed_plugins_are_neither_found_nor_collected() -> None:
    collected = [path for finder in finders.get_finders() for path, _ in finder.list([])]
    assert not [path for path in collected if path.split("/plugins/")[-1].split("/")[0] in REMOVED]
    assert finders.find("ckeditor/ckeditor/plugins/codesnippetgeshi/plugin.js") is None
    assert finders.find("ckeditor/ckeditor/plugins/divarea/plugin.js")
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    assert matches_patterns("ckeditor/ckeditor/plugins/wsc/dialogs/wsc.js", ignored)


def test_the_editor_speaks_the_sites_languages_and_no_others() -> None:
    assert finders.find("ckeditor/ckeditor/lang/it.js")
    assert finders.find("ckeditor/ckeditor/lang/en.js")
    assert finders.find("ckeditor/ckeditor/plugins/language/lang/en-gb.js")
    assert finders.find("ckeditor/ckeditor/lang/da.js") is None
