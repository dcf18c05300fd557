# `make demo` and `make test` need only Python 3.11+, make and pip. Everything is written below this folder.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_CACHE_DIR := 1
# Linters and tests read the settings; their secrets must not become those of the demo.
TOOLS := JUNPING_DATA_DIR="$(CURDIR)/data/tests" DATABASE_URL=

.PHONY: help demo serve test check lint format bench venv venv-dev venv-bench clean

help: ## This list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

demo: venv ## Install, migrate, fill with the demo town, serve on PORT (8000)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo --port "$(PORT)"
	@exec $(BIN)/python manage.py serve --bind 127.0.0.1:$(PORT)

serve: venv ## Migrate and serve, without demo data
	@$(BIN)/python manage.py migrate --verbosity 0
	@exec $(BIN)/python manage.py serve --bind 127.0.0.1:$(PORT)

test: venv ## All tests but the slow failure experiments, on SQLite and PostgreSQL (TEST_DATABASE_URL, or 127.0.0.1:5432)
	@bash tests/run

# Schemathesis and the generated client are tests like the others, collected only where requirements-dev.txt is installed.
check: lint ## What CI runs: `lint`, the tests of `test`, the slow failure experiments, on both databases
	@REQUIRE_POSTGRES=1 EXPERIMENTS=1 bash tests/run

lint: venv-dev ## Everything of `check` but the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(TOOLS) $(BIN)/mypy
	$(BIN)/lint-imports
	$(TOOLS) $(BIN)/python manage.py makemigrations --check --dry-run
	$(TOOLS) JUNPING_HTTPS=1 $(BIN)/python manage.py check --deploy --fail-level WARNING

format: venv-dev ## Put the code into its form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: venv-bench ## Speed and growth at 1,000 to 1,000,000 cases, on PostgreSQL and SQLite; QUICK=1: five minutes
	@$(BIN)/python -m bench.drive
	@$(BIN)/python -m bench.sqlite_writers $(if $(QUICK),--cases 1000 --seconds 2 --repetitions 3)

venv:
	@PYTHON="$(PYTHON)" sh tests/install requirements.txt

venv-dev: venv
	@PYTHON="$(PYTHON)" sh tests/install requirements-dev.txt

venv-bench: venv
	@PYTHON="$(PYTHON)" sh tests/install requirements-bench.txt

clean: ## Remove the virtual environment and the caches; data/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
