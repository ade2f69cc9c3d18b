# What people type. `make run` and `make test` work on a bare machine with Python 3.11 or newer.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
RUN_STAMP := .venv/.run
DEV_STAMP := .venv/.dev
PEERS_STAMP := .venv/peers/.done
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help install run test soak check format bench semantic lock clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(DEV_STAMP) ## install everything into .venv, from the lock files, with better matching if it can be had
	@$(MAKE) --no-print-directory semantic || echo "Better matching could not be set up; the bot answers by words alone. Try again: make semantic"

run: $(RUN_STAMP) ## run the bot: Telegram with SIGNPOST_TOKEN, else a chat in this terminal
	@$(BIN)/python -m bot run

test: $(DEV_STAMP) ## run all tests (under 5 minutes on 2 cores)
	$(BIN)/python -m pytest -n 2 --dist worksteal -q

soak: $(DEV_STAMP) ## hundreds of kills under load, thousands of made-up inputs; takes long
	$(BIN)/python -m pytest -m soak -q
	$(BIN)/python -m pytest -m hypothesis --hypothesis-profile wide -n 2 -q

check: $(DEV_STAMP) ## format, lint, types, content
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m bot check

format: $(DEV_STAMP) ## put the code in order
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV_STAMP) ## measure speed and memory, as ratios
	@$(MAKE) --no-print-directory $(PEERS_STAMP) || echo "The peers could not be installed; their columns stay empty."
	$(BIN)/python -m benchmarks

semantic: $(RUN_STAMP) ## better matching: a model of 84 MB, once
	$(PIP) install --require-hashes -r requirements-semantic.lock
	$(BIN)/python -m bot semantic

lock: ## renew the lock files (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -o requirements-dev.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -c requirements-dev.lock -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group bench -o requirements-bench.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra semantic pyproject.toml -c requirements-dev.lock -o requirements-semantic.lock

clean: ## remove what can be made again
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache dist

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Signpost needs Python 3.11 or newer. Say which one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making .venv …"
	@$(PYTHON) -m venv .venv

# What the matching is measured against has an environment of its own: 360 MB that nothing else needs.
$(PEERS_STAMP): requirements-bench.lock | .venv/bin/python
	@echo "Installing what the matching is measured against …"
	@$(PYTHON) -m venv .venv/peers
	@.venv/peers/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-bench.lock
	@touch $@

# The two stamps remember which lock file was installed last.
$(RUN_STAMP): requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing what the bot needs …"
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(DEV_STAMP): requirements-dev.lock pyproject.toml | .venv/bin/python
	@echo "Installing what the bot and its tests need …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(RUN_STAMP)
