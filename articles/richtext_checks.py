"""System checks that the mitigations for CKEditor 4 are in place.

The editor's package warns that CKEditor 4.22.1 gets no more fixes (ckeditor.W001). The settings
silence that warning, and these errors stand in for it: the site does not start where something is
missing that SECURITY.md relies on.
"""

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error

from articles.richtext import clean
from articles.richtext.plugins import REMOVED
from articles.richtext.widgets import SCRIPTS, SHIM, allowed_content, configuration

# What must come out of the sanitiser, and that it is at work at all.
PROBES = {
    '<p onclick="x()">a<script>x()</script></p>': "<p>a</p>",
    '<a href="javascript:x()">a</a><img src="x" onerror="x()">': "<p>a</p>",
    '<iframe src="//x"></iframe><svg onload="x()"></svg><b style="top:0">a</b>': (
        "<p><strong>a</strong></p>"
    ),
}
POLICY_MIDDLEWARE = "csp.middleware.CSPMiddleware"
UNSAFE_SOURCES = {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:"}


def sanitiser_is_at_work(**_options: object) -> list[CheckMessage]:
    """articles.E001: hostile markup comes out harmless, and every rich text passes there."""
    errors: list[CheckMessage] = []
    if any(clean(hostile) != harmless for hostile, harmless in PROBES.items()):
        errors.append(
            Error(
                "The sanitiser of rich text lets hostile markup through.",
                hint="Nothing but articles.richtext.clean stands between a paste and the readers.",
                id="articles.E001",
            )
        )
    errors.extend(
        Error(
            "This field keeps what the editor sends, unsanitised.",
            hint="Use articles.richtext.RichTextField.",
            obj=field,
            id="articles.E001",
        )
        for model in apps.get_models()
        for field in model._meta.local_fields
        if type(field).__module__.split(".")[0] in {"ckeditor", "ckeditor_uploader"}
    )
    return errors


def editor_is_restricted(**_options: object) -> list[CheckMessage]:
    """articles.E002: the editor loads without the removed plugins and has the field's list."""
    editor = configuration(interface=settings.LANGUAGE_CODE, contents=settings.LANGUAGE_CODE)
    removed = set(editor.get("removePlugins", "").split(","))
    restricted = (
        removed.issuperset(REMOVED)
        and "divarea" in editor.get("extraPlugins", "").split(",")
        and editor.get("allowedContent") == allowed_content()
        and editor.get("versionCheck") is False
        and SHIM in SCRIPTS
    )
    if restricted:
        return []
    return [
        Error(
            "The editor loads plugins, or allows content, that the rules of rich text exclude.",
            hint="See articles/richtext/widgets.py and articles/richtext/plugins.py.",
            id="articles.E002",
        )
    ]


def removed_plugins_are_not_served(**_options: object) -> list[CheckMessage]:
    """articles.E003: the files of removed plugins are found by no finder of static files."""
    served = [
        name for name in REMOVED if finders.find(f"ckeditor/ckeditor/plugins/{name}/plugin.js")
    ]
    if not served:
        return []
    return [
        Error(
            f"Plugins of the editor are served though they are removed: {', '.join(served)}.",
            hint=(
                "STATICFILES_FINDERS needs articles.staticfiles.AppDirectoriesFinder "
                "in the place of Django's."
            ),
            id="articles.E003",
        )
    ]


def policy_forbids_inline_scripts(**_options: object) -> list[CheckMessage]:
    """articles.E004: every page has a Content-Security-Policy that runs our files and no others."""
    policy = getattr(settings, "CONTENT_SECURITY_POLICY", None) or {}
    directives = policy.get("DIRECTIVES", {})
    scripts = directives.get("script-src", directives.get("default-src"))
    if POLICY_MIDDLEWARE in settings.MIDDLEWARE and scripts:
        sources = {scripts} if isinstance(scripts, str) else {str(source) for source in scripts}
        if not sources & UNSAFE_SOURCES and not policy.get("EXCLUDE_URL_PREFIXES"):
            return []
    return [
        Error(
            "The Content-Security-Policy is missing, or lets scripts run that are not ours.",
            hint="See CONTENT_SECURITY_POLICY and MIDDLEWARE in newsroom/settings.py.",
            id="articles.E004",
        )
    ]


def nobody_uploads_through_the_editor(**_options: object) -> list[CheckMessage]:
    """articles.E005: the uploader of the editor's package, which takes any file, is not there."""
    names = {config.name for config in apps.get_app_configs()}
    if "ckeditor_uploader" not in names:
        return []
    return [
        Error(
            "ckeditor_uploader is installed: by it anybody with a login stores HTML on this site.",
            hint="Remove it from INSTALLED_APPS. Pictures are parts of a story.",
            id="articles.E005",
        )
    ]


CHECKS = (
    sanitiser_is_at_work,
    editor_is_restricted,
    removed_plugins_are_not_served,
    policy_forbids_inline_scripts,
    nobody_uploads_through_the_editor,
)
