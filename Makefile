# Everything that one does with Newsroom, a line each; `make` alone lists them.
#   PORT=8001           another port for the demo
#   DEMO_PASSWORD=…     the demo's password instead of a random one
#   DATABASE_URL=…      the tests on PostgreSQL: postgres://user@host/name
#   ARGS="-k slug -x"   words for pytest
PORT ?= 8000
WORKERS ?= 2
DEMO_FOLDER ?= var/demo
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
PY = .venv/bin/python
CHECKED = accounts articles fetching images pagecache benchmarks newsroom tests requirements manage.py

# The demo's whole environment: it reads no .env, so it cannot touch a site that works in earnest.
DEMO_ENVIRONMENT = ENV_FILE=/dev/null DEBUG=false DEMO=true INSECURE_HTTP=true \
	SECRET_KEY="$$(cat "$(DEMO_FOLDER)/secret-key")" SITE_URL=http://127.0.0.1:$(PORT) \
	ALLOWED_HOSTS=127.0.0.1,localhost CSRF_TRUSTED_ORIGINS= LANGUAGES=en,it TIME_ZONE=Europe/Rome \
	DATABASE_URL="sqlite:///$(DEMO_FOLDER)/newsroom.sqlite3" STATIC_ROOT="$(DEMO_FOLDER)/static" \
	MEDIA_ROOT="$(DEMO_FOLDER)/media" CACHE_PURGE_URL= SEARCH_URL= EMAIL_URL=consolemail:// FROM_EMAIL=newsroom@localhost \
	LOG_LEVEL=WARNING BEHIND_PROXY=false PYTHONUNBUFFERED=1

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test lint audit bench requirements messages base dev

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 20

demo: base $(DEMO_FOLDER)/secret-key ## a filled site of your own at http://127.0.0.1:8000/
	@exec env $(DEMO_ENVIRONMENT) $(PY) manage.py demo --port $(PORT)

demo-reset: ## forget what the demo made and start it afresh
	@rm -rf "$(DEMO_FOLDER)"
	@exec $(MAKE) --no-print-directory demo

test: dev ## all tests, on SQLite or on the PostgreSQL that DATABASE_URL names
	@$(PY) -m pytest -n $(WORKERS) $(ARGS)

lint: dev ## style, types, layers, forgotten migrations
	$(PY) -m ruff check $(CHECKED)
	$(PY) -m ruff format --check $(CHECKED)
	.venv/bin/djlint --quiet --lint templates
	.venv/bin/djlint --quiet --check templates
	$(PY) -m mypy
	.venv/bin/lint-imports --no-cache
	$(PY) manage.py makemigrations --settings tests.settings --check --dry-run

audit: dev ## outside validators on a fresh demo: Nu, axe, feedparser, schema-dts (needs node, npm, java)
	@$(PY) -m tests.audit.run

bench: dev ## how fast it is, on a fresh demo (benchmarks/README.md)
	@$(PY) -m benchmarks.pictures
	@$(PY) -m benchmarks.story_form
	@$(PY) -m benchmarks.uploads
	@$(PY) -m benchmarks.search

requirements: ## compile requirements/*.in into pins with hashes
	@test -x var/tools/bin/uv || { $(PYTHON) -m venv var/tools && var/tools/bin/python -m pip install --quiet uv; }
	for name in base s3 dev; do var/tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --upgrade requirements/$$name.in -o requirements/$$name.txt; done

messages: base ## collect and compile the translations (needs gettext)
	$(PY) manage.py makemessages --settings tests.settings --locale it --no-location --no-obsolete \
		--ignore .venv --ignore var --ignore tests
	$(PY) manage.py compilemessages --settings tests.settings --ignore .venv

base dev:
	@test -n "$(PYTHON)" || { echo "Newsroom needs Python 3.11 or newer: install it, or name it with PYTHON=…"; exit 1; }
	@$(PYTHON) requirements/install.py $@

$(DEMO_FOLDER)/secret-key: | base
	@mkdir -p "$(DEMO_FOLDER)" && umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > "$@"
