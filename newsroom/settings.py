"""Every setting of Newsroom, in one file.

What differs between machines comes from the environment (or from the file that ENV_FILE names,
`.env` beside `manage.py`, which the environment overrides). Production is the default: with nothing
set but SECRET_KEY, ALLOWED_HOSTS and SITE_URL the site is locked down. A missing or bad value stops
the start with a sentence that names it.
"""

import logging
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

HOST = r"([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])"  # a name, an IPv4 or [an IPv6]

env = environ.Env()
ENV_FILE = Path(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))
if ENV_FILE.is_file():
    env.read_env(ENV_FILE)


def refuse(name: str, why: str) -> ImproperlyConfigured:
    """The error that stops the start: one sentence that names the variable."""
    return ImproperlyConfigured(f"{name} {why}")


def flag(name: str, *, default: bool) -> bool:
    """A yes-or-no value; anything but true/false, yes/no, on/off, 1/0 is refused."""
    value = env.str(name, default=str(default)).strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise refuse(name, f"is {value!r}: say true or false.")


def whole_number(name: str, *, default: int) -> int:
    """A whole number of at least 0."""
    value = env.str(name, default=str(default)).strip()
    if not value.isascii() or not value.isdigit():
        raise refuse(name, f"is {value!r}: say a whole number of at least 0.")
    return int(value)


def required(name: str, example: str) -> str:
    """A text that has no sensible default."""
    value = env.str(name, default="").strip()
    if not value:
        raise refuse(name, f"is not set: give it a value such as {example}.")
    return value


def time_zone(name: str, *, default: str) -> str:
    """The name of a time zone in the IANA database."""
    value = env.str(name, default=default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise refuse(name, f"is {value!r}: say a zone such as Europe/Rome.") from error
    return value


def origin(name: str, value: str) -> str:
    """The scheme and host that readers type, without a path: https://news.example."""
    value = value.strip().rstrip("/").lower()
    if not re.fullmatch(rf"https?://{HOST}(:\d{{1,5}})?", value):
        raise refuse(name, f"has {value!r}: say an origin such as https://news.example.")
    return value


# --- The machine --------------------------------------------------------------------------------

DEBUG = flag("DEBUG", default=False)
DEMO = flag("DEMO", default=False)  # shows "Continue as": never where real people work
SECRET_KEY = required("SECRET_KEY", "fifty random characters")
if len(SECRET_KEY) < 32:
    raise refuse("SECRET_KEY", "is shorter than 32 characters: give it fifty random ones.")
# Former keys: what they signed (sessions, links, addresses of pictures) goes on for now.
SECRET_KEY_FALLBACKS = [
    key.strip() for key in env.list("SECRET_KEY_FALLBACKS", default=[]) if key.strip()
]
if any(len(key) < 32 for key in SECRET_KEY_FALLBACKS):
    raise refuse("SECRET_KEY_FALLBACKS", "has one shorter than 32 characters: say former keys.")
SITE_URL = origin("SITE_URL", required("SITE_URL", "https://news.example"))
if DEMO and urlsplit(SITE_URL).hostname not in {"127.0.0.1", "localhost"}:
    raise refuse(
        "DEMO", "is true, but SITE_URL is not http://127.0.0.1: a demo is only for yourself."
    )
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="") if DEMO else ""
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[]) if host.strip()]
if not ALLOWED_HOSTS:
    raise refuse("ALLOWED_HOSTS", "is not set: name the hosts that readers may ask for.")
if "*" in ALLOWED_HOSTS:
    raise refuse("ALLOWED_HOSTS", "is '*': name the hosts, or anybody can forge an address.")
if wrong := [host for host in ALLOWED_HOSTS if not re.fullmatch(rf"\.?{HOST}", host.lower())]:
    raise refuse("ALLOWED_HOSTS", f"has {wrong[0]!r}: name hosts only, such as news.example.")
CSRF_TRUSTED_ORIGINS = [
    origin("CSRF_TRUSTED_ORIGINS", value) for value in env.list("CSRF_TRUSTED_ORIGINS", default=[])
]

# --- Applications -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "accounts.apps.AccountsConfig",
    "images.apps.ImagesConfig",
    "pagecache.apps.PageCacheConfig",
    "articles.apps.ArticlesConfig",
    "articles.apps.DeskConfig",  # the admin, under our name
    "articles.apps.StaticFilesConfig",  # staticfiles, less what CKEditor must not have
    "content_editor",
    "ckeditor",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
MIDDLEWARE = [
    "newsroom.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "articles.public.middleware.LanguageFromPathMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "articles.public.middleware.SlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.DeskPreferencesMiddleware",
    "articles.time_travel.TimeTravelMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "articles.public.middleware.LeadOnMiddleware",
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Data ---------------------------------------------------------------------------------------

VAR = BASE_DIR / "var"  # what a machine makes for itself
DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{VAR / 'newsroom.sqlite3'}")
if not re.match(r"(sqlite|postgres|postgresql)://", DATABASE_URL):
    raise refuse("DATABASE_URL", "must name a SQLite or a PostgreSQL database.")
try:
    DATABASES = {"default": env.db_url_config(DATABASE_URL)}
except (ValueError, KeyError, ImproperlyConfigured) as error:
    raise refuse("DATABASE_URL", "is not an address such as postgres://user@host/name.") from error
if not DATABASES["default"]["NAME"]:
    raise refuse("DATABASE_URL", "names no database: say one such as postgres://user@host/name.")
DATABASE_ENGINE = DATABASES["default"]["ENGINE"]
if DATABASE_ENGINE.endswith("sqlite3"):
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    # Immediate: a transaction takes the write lock when it begins, so a verb sees nothing stale.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Verbs and live() take the database's time, so that machines whose clocks differ agree.
CLOCK_FROM_DATABASE = DATABASE_ENGINE.endswith("postgresql")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a story of 300 parts in one form
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024

# --- People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"

# --- Languages and time -------------------------------------------------------------------------

# The first one is the default: its addresses have no prefix.
LANGUAGE_CODES = [code.strip().lower() for code in env.list("LANGUAGES", default=["en", "it"])]
KNOWN_LANGUAGES = {code for code, about in LANG_INFO.items() if "name_local" in about}
if not LANGUAGE_CODES or {*LANGUAGE_CODES} - KNOWN_LANGUAGES:
    raise refuse("LANGUAGES", f"is {','.join(LANGUAGE_CODES)!r}: say codes such as en,it.")
if len({*LANGUAGE_CODES}) < len(LANGUAGE_CODES):
    raise refuse("LANGUAGES", f"is {','.join(LANGUAGE_CODES)!r}: name every language once.")
LANGUAGES = [(code, LANG_INFO[code]["name_local"].capitalize()) for code in LANGUAGE_CODES]
LANGUAGE_CODE = LANGUAGE_CODES[0]
LOCALE_PATHS = [BASE_DIR / "articles" / "locale"]
FORMAT_MODULE_PATH = ["articles.formats"]
TIME_ZONE = time_zone("TIME_ZONE", default="UTC")
USE_TZ = True

# --- Files --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "articles.staticfiles.AppDirectoriesFinder",  # without CKEditor's removed plugins
]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR / "media")))
LOCAL_STORAGE = "django.core.files.storage.FileSystemStorage"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": LOCAL_STORAGE},
    "originals": {  # what was uploaded: nobody but the desk's own process reads it
        "BACKEND": LOCAL_STORAGE,
        "OPTIONS": {
            "location": MEDIA_ROOT / "originals",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "renditions": {"BACKEND": LOCAL_STORAGE, "OPTIONS": {"location": MEDIA_ROOT / "renditions"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_STORAGE = env.str("MEDIA_STORAGE", default="local").strip().lower()
if MEDIA_STORAGE not in {"local", "s3"}:
    raise refuse("MEDIA_STORAGE", f"is {MEDIA_STORAGE!r}: say local or s3.")
if MEDIA_STORAGE == "s3":
    if bool(env.str("S3_ACCESS_KEY", default="")) != bool(env.str("S3_SECRET_KEY", default="")):
        raise refuse("S3_ACCESS_KEY", "and S3_SECRET_KEY go together: set both or none.")
    if S3_ENDPOINT_URL := env.str("S3_ENDPOINT_URL", default="").strip():
        S3_ENDPOINT_URL = origin("S3_ENDPOINT_URL", S3_ENDPOINT_URL)
    BUCKET: dict[str, object] = {
        "bucket_name": required("S3_BUCKET", "news-pictures"),
        "endpoint_url": S3_ENDPOINT_URL or None,
        "region_name": env.str("S3_REGION", default="") or None,
        "access_key": env.str("S3_ACCESS_KEY", default="") or None,
        "secret_key": env.str("S3_SECRET_KEY", default="") or None,
        "addressing_style": "path" if S3_ENDPOINT_URL else "auto",
        "default_acl": "private",  # readers come to us: the bucket knows nothing of rights
    }
    for name in ("originals", "renditions"):
        STORAGES[name] = {
            "BACKEND": "images.bucket.Bucket",
            "OPTIONS": BUCKET | {"location": name, "file_overwrite": name == "renditions"},
        }
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # what browsers ask for at /: favicon.ico

# --- Security -----------------------------------------------------------------------------------

SECURE = urlsplit(SITE_URL).scheme == "https"
if not SECURE and not DEBUG and not flag("INSECURE_HTTP", default=False):
    raise refuse(
        "SITE_URL", "is not https: use https, or say INSECURE_HTTP=true on a test machine."
    )
SECURE_SSL_REDIRECT = SECURE and flag("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = whole_number("SECURE_HSTS_SECONDS", default=63_072_000) if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
if flag("BEHIND_PROXY", default=False):  # only where a proxy sets this header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "articles.public.views.errors.forbidden"
SESSION_COOKIE_NAME = "newsroom_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# ckeditor.W001 says that CKEditor 4.22.1 is unsupported. articles.E001 to E005 take its place and
# fail where a mitigation is missing; SECURITY.md has the reasons and the way out.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

# --- Numbers and words --------------------------------------------------------------------------

LIST_LENGTH = 20  # stories on a page of a list
PICTURE_RENDERS = whole_number("PICTURE_RENDERS", default=2)  # made at once, on a machine
if PICTURE_RENDERS == 0:
    raise refuse("PICTURE_RENDERS", "is 0: say how many pictures may be made at once.")
# Caches in front that are told when something must go: docs/operations.md.
CACHE_PURGE_URLS = [url.strip() for url in env.list("CACHE_PURGE_URL", default=[]) if url.strip()]
PURGE_URL = rf"https?://{HOST}(:\d{{1,5}})?(/[!-~]*)?|(fastly|cloudflare)://[\w.~-]+@\w+"
if any(not re.fullmatch(PURGE_URL, url, re.ASCII) for url in CACHE_PURGE_URLS):  # may hold a token
    raise refuse(
        "CACHE_PURGE_URL", "has one that is none: say http://host:port/ or fastly://token@service."
    )
# An OpenSearch index that searches in place of the database: docs/operations.md.
SEARCH_URL = env.str("SEARCH_URL", default="").strip()
if SEARCH_URL and not re.fullmatch(  # may hold a password
    rf"https?://([^\s/@]+@)?{HOST}(:\d{{1,5}})?/[a-z0-9][a-z0-9_.-]*", SEARCH_URL
):
    raise refuse("SEARCH_URL", "is no index: say https://user:password@host:9200/newsroom.")
try:
    EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
except (ValueError, ImproperlyConfigured) as error:
    raise refuse("EMAIL_URL", "is no address such as smtp+tls://user@host:587.") from error
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", default="newsroom@localhost")
if "@" not in DEFAULT_FROM_EMAIL:
    raise refuse("FROM_EMAIL", f"is {DEFAULT_FROM_EMAIL!r}: say an e-mail address.")
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO").upper()
if LOG_LEVEL not in logging.getLevelNamesMapping():
    raise refuse("LOG_LEVEL", f"is {LOG_LEVEL!r}: say DEBUG, INFO, WARNING or ERROR.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
