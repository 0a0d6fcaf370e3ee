# make run    the site on http://localhost:8000 (make run PORT=8080 for another port)
# make test   linters, types, import rules and all tests, also those in a browser
# make check  the same without the tests
# make bench  the benchmarks
# make search the properties of the engine with new random examples (EXAMPLES=20 for more of them)
# make format writes the code in its usual format

.DEFAULT_GOAL := run
.PHONY: run test check bench search format clean
.DELETE_ON_ERROR:

PORT ?= 8000
export PORT

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
MANAGE := $(BIN)/python manage.py

run: .venv/ready
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_scenarios
	@$(MANAGE) load_courses
	@exec $(MANAGE) serve

test: check
	@.ci/chromium
	$(BIN)/python -m pytest -n 2

check: .venv/test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	HTTPS=1 $(MANAGE) check --deploy --fail-level WARNING

bench: .venv/test-ready
	@.ci/chromium
	$(BIN)/python -m pytest tests/bench tests/browser -m bench -p no:xdist

search: .venv/test-ready
	$(BIN)/python -m pytest -n 2 --hypothesis-profile search tests/engine

format: .venv/test-ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv staticfiles .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# A stamp is newer than the requirements it stands for, so nothing is installed twice.
.venv/ready: requirements.txt | $(BIN)/python
	@echo "Installing what the site needs, once ..."
	@$(PIP) -r requirements.txt
	@touch $@

.venv/test-ready: requirements.txt tests/requirements.txt | $(BIN)/python
	@echo "Installing what the tests need, once ..."
	@$(PIP) -r tests/requirements.txt
	@touch .venv/ready $@

$(BIN)/python:
	@for python in python3.11 python3 python3.12 python3.13 python3.14; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "IAM Lab needs Python 3.11 or newer, and found none: python3 is $$(python3 --version 2>&1)." >&2; exit 1; \
	fi; \
	$$found -m venv .venv || { \
	  rm -rf .venv; \
	  echo "$$found has no working venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; \
	}
