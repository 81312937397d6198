# Two commands matter: `make serve` runs the site, `make test` tests it. `make help` lists all.
# An environment of its own is made in .venv; nothing is installed outside this folder.

PYTHON ?= python3
DEMO ?= 1
ifeq ($(DEMO),1)
  DATA ?= data/sample
  SERVE_OPTIONS := --demo
else
  DATA ?= data/site
endif

BIN := .venv/bin
BROADSHEET := BROADSHEET_DATA='$(DATA)' $(BIN)/broadsheet
# Said by the running site: the command that makes a new password for this very folder.
PASSWORD_COMMAND := $(strip make password \
  $(if $(filter-out file,$(origin DEMO)),DEMO=$(DEMO)) $(if $(filter-out file,$(origin DATA)),DATA=$(DATA)))
# What is given to make goes over the settings file; what is not leaves it alone.
OVERRIDES := $(if $(PORT),BROADSHEET_PORT='$(PORT)') $(if $(HOST),BROADSHEET_HOST='$(HOST)') \
  $(if $(ADDRESS),BROADSHEET_ADDRESS='$(ADDRESS)')

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

.PHONY: help
help:  ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo "  serve and password take DATA=, and DEMO=0 for a site of your own instead of the sample;"
	@echo "  serve takes PORT=, HOST= and ADDRESS= too. PYTHON= chooses the Python of a new .venv."

.PHONY: serve
serve: .venv/runtime.stamp  ## run the site: DEMO=0 without the sample, PORT= HOST= ADDRESS= DATA=
	@$(OVERRIDES) BROADSHEET_PASSWORD_COMMAND='$(PASSWORD_COMMAND)' \
	  BROADSHEET_DATA='$(DATA)' exec $(BIN)/broadsheet serve $(SERVE_OPTIONS)

.PHONY: import
import: .venv/runtime.stamp  ## bring in a WordPress export: FILE=export.xml, DEMO=0
	@$(BROADSHEET) import wordpress '$(FILE)'

.PHONY: doctor
doctor: .venv/runtime.stamp  ## look a site over
	@$(BROADSHEET) doctor

.PHONY: ledger
ledger: .venv/runtime.stamp  ## check the ledger, the meter, the receipts and the provider against each other
	@$(BROADSHEET) check-ledger

.PHONY: password
password: .venv/runtime.stamp  ## make a new password for the editor
	@$(BROADSHEET) password

.PHONY: test
test: .venv/test.stamp  ## run all tests: on SQLite, on PostgreSQL, and in a browser
	@sh tools/test.sh

.PHONY: check
check: lint types contract migrations templates test  ## all that CI runs: the five below, then test

.PHONY: bench
bench: .venv/test.stamp  ## ten thousand steps of money, and delivery beside nginx: a quarter of an hour
	$(BIN)/python -m bench.interleaving --steps 10000
	$(BIN)/python -m bench.webhooks
	$(BIN)/python -m bench.delivery

.PHONY: lint
lint: .venv/test.stamp  ## look for mistakes and for files that are not formatted
	$(BIN)/ruff check
	$(BIN)/ruff format --check

.PHONY: types
types: .venv/test.stamp  ## check the types
	@$(BIN)/python tools/on_scratch_data.py $(BIN)/mypy

.PHONY: contract
contract: .venv/test.stamp  ## check that imports run downwards only
	$(BIN)/lint-imports

.PHONY: migrations
migrations: .venv/test.stamp  ## check that no model has changed without a migration
	@$(BIN)/python tools/on_scratch_data.py $(BIN)/python -m broadsheet manage makemigrations --check --dry-run

.PHONY: templates
templates: .venv/test.stamp  ## compile every template
	@$(BIN)/python tools/on_scratch_data.py $(BIN)/python tools/templates.py

.PHONY: catalogues
catalogues: .venv/test.stamp  ## bring the catalogues of words up to date: NEW=fr begins another
	@$(BIN)/python tools/catalogues.py $(NEW)

.PHONY: screenshots
screenshots: .venv/test.stamp  ## take the pictures under docs/images anew
	@$(BIN)/python -m tools.screenshots

.PHONY: lock
lock:  ## write requirements/*.lock anew from pyproject.toml
	@sh tools/lock.sh '$(PYTHON)'

.PHONY: wheel
wheel: .venv/runtime.stamp  ## build the package into dist/
	$(BIN)/hatchling build -t wheel

.PHONY: clean
clean:  ## remove what can be made again; the data folders stay
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find broadsheet tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# Each stamp says that .venv holds what the files it depends on ask for.
.venv/runtime.stamp: requirements/runtime.lock requirements/virtualenv.lock pyproject.toml tools/environment.sh
	@sh tools/environment.sh '$(PYTHON)'
	@echo "Installing what requirements/runtime.lock lists …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/runtime.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test.stamp: requirements/test.lock .venv/runtime.stamp
	@echo "Installing what requirements/test.lock lists …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/test.lock
	@touch $@
