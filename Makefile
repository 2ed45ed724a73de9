# Two commands are all a newcomer needs: `make demo` and `make test`. Each sets up .venv/ by itself, once.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
# The pinned requirements are for Python 3.11 and 3.12; name one with `make PYTHON=/path/to/python`.
PYTHON ?= $(firstword $(foreach name,python3.11 python3 python3.12,$(if $(shell $(name) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' >/dev/null 2>&1 && echo yes),$(name))))
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe
# Many tests wait for the network's far side, so that four keep two cores busy; who is done early helps the others.
WORKERS ?= 4
RULEBOOK ?= milestone
ENDING ?= ruling

.PHONY: help demo test test-long bench docs lint lock clean

help: ## Says what there is to make.
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | awk -F ':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

demo: $(RUN_READY) ## Plays a whole dispute on a Discord of its own (RULEBOOK=milestone or safepay, ENDING=settle, forfeit or ruling).
	@$(BIN)/parley demo --rulebook $(RULEBOOK) --ending $(ENDING)

test: $(DEV_READY) ## Runs every test.
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -q $(TESTS)

test-long: $(DEV_READY) ## Runs the same tests with many more examples.
	@PARLEY_TEST_PROFILE=long $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -q --timeout 1800 $(TESTS)

bench: $(DEV_READY) ## Measures how fast it is, as ratios (BENCH="answers outbox", BENCH=--json …).
	@$(BIN)/python -m benchmarks $(BENCH)

docs: $(DEV_READY) ## Writes docs/commands.md anew from the program.
	@$(BIN)/python -m tests.docs.commands

lint: $(DEV_READY) ## Checks style, types and who imports whom.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

lock: $(DEV_READY) ## Writes requirements/ anew from pyproject.toml (add UPGRADE=--upgrade for newer versions).
	$(LOCK) $(UPGRADE) --only-build-deps --build-deps-for wheel --output-file requirements/build.txt pyproject.toml
	$(LOCK) $(UPGRADE) --output-file requirements/run.txt pyproject.toml
	$(LOCK) $(UPGRADE) --output-file requirements/dev.txt --extra dev --constraint requirements/run.txt pyproject.toml

clean: ## Removes .venv/ and every cache.
	rm -rf $(VENV) .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Parley needs Python 3.11 (or 3.12), and found none. Name one with: make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Setting up $(VENV)/ with $(PYTHON) (once)"
	@$(PYTHON) -m venv $(VENV)

# Exact versions and hashes first, then the project itself without looking at any index again.
$(RUN_READY): requirements/build.txt requirements/run.txt pyproject.toml | $(BIN)/python
	@if ! test -e $(DEV_READY); then \
		$(PIP_INSTALL) --require-hashes -r requirements/build.txt -r requirements/run.txt; \
		$(PIP_INSTALL) --no-deps --no-build-isolation -e .; \
	fi
	@touch $@

$(DEV_READY): requirements/dev.txt pyproject.toml | $(BIN)/python
	@$(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@
