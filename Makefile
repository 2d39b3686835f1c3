# The two commands are `make run` and `make test`; `make help` lists the others.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8000
ARGS ?=
# The first Python that is new enough and can make virtual environments.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$p; break; }; done)

# Bytecode is kept whoever forbids it: every start, and every process that a test starts, reads it.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# A lock is complete, so nothing is resolved: what was published since cannot be asked for.
locked = $(PIP) install --no-deps --no-build-isolation --require-hashes -r $(1) && $(PIP) check
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate --no-strip-extras --quiet
# What an extra of ours asks for, a line each.
extra = $(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["$(1)"], sep="\n")'
# The ten slowest tests, and why each one that was skipped was.
TOLD := --durations=10 --durations-min=5 -rs
CATALOGUES := $(wildcard pms_tracker/translations/*/LC_MESSAGES/*.po)
POT := pms_tracker/translations/messages.pot

.PHONY: help install install-postgres run test test-all check bench screenshots translations lock clean

help: ## Show this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | \
		while IFS='|' read -r name text; do printf '  make %-13s %s\n' "$$name" "$$text"; done

install: .venv/.installed $(CATALOGUES:.po=.mo) ## Make .venv with the locked packages and the pms command

install-postgres: install .venv/.installed-postgres ## The same, with the driver for PostgreSQL

run: install ## Serve the app with its scheduler: make run PORT=8000
	@exec $(BIN)/pms serve --demo --port $(PORT)

test: install .venv/.installed-dev ## Run the tests: make test ARGS="tests/kernel -x"
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(TOLD) $(ARGS)

test-all: install .venv/.installed-dev ## Run the tests and look at every page in every language, width and role
	@PMS_TEST_WALK=full $(BIN)/python -m pytest -n auto --dist loadgroup $(TOLD) $(ARGS)

check: install .venv/.installed-dev ## Check format, lint, types, import contracts and templates
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint templates --lint --quiet

bench: install .venv/.installed-dev ## Measure each page as a ratio to its floor
	@$(BIN)/python -m benchmarks $(ARGS)

screenshots: install .venv/.installed-dev ## Take README's pictures (docs/pictures) and the stories' (build/screenshots)
	@$(BIN)/python -m tests.stories.pictures docs/pictures
	@PMS_SCREENSHOTS=build/screenshots $(BIN)/python -m pytest -m browser $(ARGS)

translations: install .venv/.installed-dev ## Bring the English catalogue up to date with the sentences
	$(BIN)/pybabel -q extract -F pyproject.toml -k _l -k _p:1c,2 -k counted:1,1 --add-location=file --sort-by-file \
		--project pms-tracker --version 0 -o $(POT) .
	$(BIN)/pybabel -q update -i $(POT) -d pms_tracker/translations -l en --init-missing \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

lock: .venv/.installed-dev ## Resolve pyproject.toml anew: make lock ARGS=--upgrade
	$(LOCK) $(ARGS) --group build -o requirements-build.txt
	$(LOCK) $(ARGS) pyproject.toml --extra metrics -c requirements-build.txt -o requirements.txt
	$(call extra,postgres) | $(LOCK) $(ARGS) - -c requirements.txt -o requirements-postgres.txt
	$(LOCK) $(ARGS) pyproject.toml --extra postgres --extra metrics --group dev --group build \
		-c requirements-build.txt -c requirements.txt -c requirements-postgres.txt -o requirements-dev.txt

clean: ## Remove what was built; instance/ stays
	rm -rf .venv build dist .coverage .hypothesis .*_cache pms_tracker/translations/*/LC_MESSAGES/*.mo $(POT)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with its venv module is needed (Debian: apt-get install python3-venv)." >&2; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.installed: .venv/.made requirements-build.txt requirements.txt pyproject.toml
	@echo "Installing the locked packages"
	@$(call locked,requirements-build.txt)
	@$(call locked,requirements.txt)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.installed-postgres: .venv/.installed requirements-postgres.txt
	@$(call locked,requirements-postgres.txt)
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.txt
	@echo "Installing what tests need"
	@$(call locked,requirements-dev.txt)
	@touch $@

%.mo: %.po .venv/.installed
	@$(BIN)/pybabel -q compile -i $< -o $@
