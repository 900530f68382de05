"""Production is the default, and a value that is missing or bad stops the start by its name."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PRODUCTION = {
    "PATH": os.environ["PATH"],
    "ENV_FILE": os.devnull,
    "SECRET_KEY": "q3v7-Zk9w_Lx2m8sT4bN6cR1yH5jG0dPfA-uEoIiWnXz7CtVrBq",
    "SITE_URL": "https://news.example",
    "ALLOWED_HOSTS": "news.example",
}


def start(*arguments: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` with a production environment and these changes (None: not set)."""
    environment = {
        name: value for name, value in (PRODUCTION | changes).items() if value is not None
    }
    return subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_machine_with_production_values_passes_djangos_deployment_check() -> None:
    answer = start("check", "--deploy", "--fail-level", "WARNING")
    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


def test_production_values_stand_unless_the_environment_says_otherwise() -> None:
    answer = start("diffsettings", "--output", "unified")
    assert "+ SESSION_COOKIE_SECURE = True" in answer.stdout
    assert "+ CSRF_COOKIE_SECURE = True" in answer.stdout
    assert "+ SECURE_SSL_REDIRECT = True" in answer.stdout
    assert "+ SECURE_HSTS_SECONDS = 63072000" in answer.stdout
    assert "+ DEMO = False" in answer.stdout
    assert "+ DEBUG = True" not in answer.stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "short"),
        ("SITE_URL", None),
        ("SITE_URL", "news.example"),
        ("SITE_URL", "http://news.example"),
        ("SITE_URL", "https://news.example/path"),
        ("SITE_URL", "https://news.example:port"),
        ("SITE_URL", "https://somebody@news.example"),
        ("ALLOWED_HOSTS", None),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "https://news.example"),
        ("CSRF_TRUSTED_ORIGINS", "news.example"),
        ("DEBUG", "maybe"),
        ("DEMO", "true"),
        ("BEHIND_PROXY", "perhaps"),
        ("SECURE_SSL_REDIRECT", "2"),
        ("SECURE_HSTS_SECONDS", "-1"),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "postgres://"),
        ("DATABASE_URL", "postgres://host:port/name"),
        ("DATABASE_URL", "mysql://host/name"),
        ("LANGUAGES", ""),
        ("LANGUAGES", "en,xx"),
        ("LANGUAGES", "en,zh-cn"),
        ("LANGUAGES", "en,en"),
        ("TIME_ZONE", "Europe/Nowhere"),
        ("EMAIL_URL", "pigeon://host"),
        ("EMAIL_URL", "smtp://host:port"),
        ("FROM_EMAIL", "nobody"),
        ("LOG_LEVEL", "LOUD"),
        ("SECRET_KEY_FALLBACKS", "short"),
        ("MEDIA_STORAGE", "tape"),
        ("CACHE_PURGE_URL", "varnish:6081"),
        ("SEARCH_URL", "https://search.example:9200/"),
        ("CACHE_PURGE_URL", "http://127.0.0.1:6081/,fastly://only-a-token"),
    ],
)
def test_a_missing_or_bad_value_stops_the_start_with_one_sentence_that_names_it(
    name: str, value: str
) -> None:
    answer = start("check", **{name: value})
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert re.match(rf"Newsroom cannot start: {name} .+\.\n", answer.stderr)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("S3_BUCKET", None),
        ("S3_ENDPOINT_URL", "s3.example"),
        ("S3_ACCESS_KEY", None),
    ],
)
def test_a_bad_value_for_the_bucket_stops_the_start(name: str, value: str | None) -> None:
    whole = {"S3_BUCKET": "pictures", "S3_ACCESS_KEY": "anna", "S3_SECRET_KEY": "secret"}
    assert start("check", MEDIA_STORAGE="s3", **whole).returncode == 0
    answer = start("check", MEDIA_STORAGE="s3", **whole | {name: value})
    assert answer.returncode == 1
    assert re.match(rf"Newsroom cannot start: {name} .+\.\n", answer.stderr)


def test_a_file_gives_values_and_the_environment_wins(tmp_path: Path) -> None:
    file = tmp_path / "newsroom.env"
    file.write_text("SITE_URL=https://file.example\nTIME_ZONE=Europe/Rome\n")
    answer = start("diffsettings", ENV_FILE=str(file))
    assert "SITE_URL = 'https://news.example'" in answer.stdout
    assert "TIME_ZONE = 'Europe/Rome'" in answer.stdout


def test_the_demo_refuses_production_values() -> None:
    answer = start("demo")
    assert answer.returncode == 1
    assert answer.stderr.startswith("CommandError: This is no demo environment")
