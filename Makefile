# `make run` starts the made-up city, `make test` runs the fast tests. The rest is for those who change the code.
# Needs make and Python 3.11 or 3.12; everything else is put into .venv.

PORT ?= 8000
SHELL := /bin/sh
VENV := .venv
PYTHON := $(VENV)/bin/python
WORKERS ?= 2
export PYTHONUTF8 := 1

# The first of these that really starts and is new enough; a name on the path may be an empty shell of a version manager.
PY ?= $(shell for name in $(PYTHON) python3.12 python3.11 python3 python; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' >/dev/null 2>&1 && echo $$name && break; done)
NO_PYTHON := 需要 Python 3.11 或 3.12，本机没有找到：请用系统的软件源或 python.org 安装，或以 make PY=路径 指明。 / \
	Python 3.11 or 3.12 is needed and was not found: install it from your system or python.org, or name it by make PY=path.

.DEFAULT_GOAL := help
.PHONY: help run test check lint types contracts migrations messages test-postgresql journey clauses licences lock \
	tidy set-up-core set-up-dev

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 26

run: set-up-core  ## the made-up city on this computer, at PORT (8000)
	@ZHICHENG_CITY="$${ZHICHENG_CITY:-.city}" exec $(PYTHON) -m zhicheng.cli demo --port $(PORT)

test: set-up-dev  ## the fast tests on SQLite
	@cd hengliang && ../$(PYTHON) -m pytest
	@env -u DATABASE_URL $(PYTHON) -m pytest -n $(WORKERS) -m "not journey"
	@echo "make test：已在 SQLite 上完成快速测试；make check 另查：代码规范、类型、分层约定、迁移、译文、同一批测试在 PostgreSQL 上、浏览器全程。"
	@echo "make test: fast tests on SQLite only. make check adds lint, types, contracts, migrations, messages, the same tests on PostgreSQL, and the browser journey."

check: lint types contracts migrations messages test test-postgresql journey  ## everything the gate asks
	@echo "make check：全部通过。 / everything passed."

lint: set-up-dev
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .

types: set-up-dev
	@ZHICHENG_CITY=.artifacts/city $(PYTHON) -m mypy --cache-dir=/dev/null

contracts: set-up-dev
	@ZHICHENG_CITY=.artifacts/city PYTHONPATH=src:hengliang/src $(PYTHON) -c "from importlinter.cli import lint_imports_command as c; c()"

migrations: set-up-dev
	@ZHICHENG_CITY=.artifacts/city DATABASE_URL=sqlite:///:memory: DJANGO_SETTINGS_MODULE=zhicheng.config.settings \
		$(PYTHON) -m django makemigrations --check --dry-run

messages: set-up-dev
	@$(PYTHON) -m tools.messages --check

test-postgresql: set-up-dev
	@$(PYTHON) tools/postgres.py $(PYTHON) -m pytest -n $(WORKERS) -m "not journey" tests

journey: set-up-dev
	@$(PYTHON) -m pytest -m journey tests/journey

clauses: set-up-dev  ## which clause of the mission is proved by which test
	@$(PYTHON) tools/clauses.py

licences: set-up-dev  ## the licences of what is installed
	@$(PYTHON) tools/licences.py

lock: set-up-dev  ## resolve requirements/*.in anew
	@for name in boot core dev; do $(VENV)/bin/uv pip compile --quiet --universal --upgrade --generate-hashes \
		--no-emit-index-url --no-header --no-config --python-version 3.11 requirements/$$name.in -o requirements/$$name.lock; done

tidy: set-up-dev  ## put imports and layout in order
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

set-up-core set-up-dev: set-up-%:
	@if [ -z "$(PY)" ]; then echo "$(NO_PYTHON)" >&2; exit 1; fi
	@$(PY) tools/set_up.py $*
