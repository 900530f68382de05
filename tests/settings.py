"""The product's settings for tests: an environment of their own, plain static files, a fast hasher.

Nothing of the developer's `.env` is read. `DATABASE_URL` chooses the database; without it every
test process has an SQLite file of its own (a file, for the live server's threads share it).
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SCRATCH = Path(tempfile.mkdtemp(prefix="newsroom-test-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)

os.environ.update(
    ENV_FILE=os.devnull,
    DEBUG="false",
    DEMO="false",
    INSECURE_HTTP="true",
    SECRET_KEY="only-for-tests-and-checks-" * 2,
    SITE_URL="http://testserver",
    ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    CSRF_TRUSTED_ORIGINS="",
    LANGUAGES="en,it",
    TIME_ZONE="UTC",
    EMAIL_URL="memorymail://",
    CACHE_PURGE_URL="",
    SEARCH_URL="",
    MEDIA_ROOT=str(SCRATCH / "media"),
    STATIC_ROOT=str(SCRATCH / "static"),
    LOG_LEVEL="WARNING",
)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{SCRATCH / 'unused.sqlite3'}")

from newsroom.settings import *  # noqa: E402, F403
from newsroom.settings import DATABASE_ENGINE, DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

STATIC_ROOT.mkdir()
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # static files as they are in the tree
CLOCK_FROM_DATABASE = False  # a test that stops the clock stops it everywhere
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASE_ENGINE.endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}
else:
    # Emptying the tables fails with a message where a thread still holds them.
    DATABASES["default"]["OPTIONS"] = {"options": "-c lock_timeout=60s"}
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # a connection left open would keep the test database
