# Two commands: `make run` shows a district at work, `make test` proves it. `make help` lists the rest.
SHELL := /bin/bash
VENV := .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help setup tools spark run test check format packs docs bench clean

help:            ## this list
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: $(STAMP)  ## make only the environment: .venv/bin/wushi

$(STAMP): requirements/core.lock pyproject.toml
	@$(PYTHON) tools/setup.py

$(STAMP)-tools: requirements/dev.lock $(STAMP)
	@$(PYTHON) tools/setup.py --with-tools

tools: $(STAMP)-tools  ## the environment with what tests and checks need

$(STAMP)-spark: requirements/spark.lock $(STAMP)-tools
	@$(PYTHON) tools/setup.py --with-spark

spark: $(STAMP)-spark  ## the tools and Spark beside them, so that `make test` compares both engines (Java 17 or newer)

run: setup       ## install, migrate, load the pack, simulate a year, start web and clock on loopback
	@exec $(BIN)/wushi run

check: tools     ## format, lint, types, contracts, packs: under a minute
	@$(BIN)/ruff format --check src tests tools
	@$(BIN)/ruff check src tests tools
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --show-timings
	@$(BIN)/wushi check packs/cn
	@$(BIN)/wushi check packs/150302-haibowan
	@$(BIN)/wushi check packs/template
	@$(BIN)/wushi docs --check

test: check      ## check, then tests on SQLite; on PostgreSQL and in a browser where they are present
	@$(BIN)/python tools/test.py

format: tools    ## put the code in its form
	@$(BIN)/ruff check --fix -q src tests tools; $(BIN)/ruff format -q src tests tools

packs: setup     ## validate the packs and run their situations
	@for pack in packs/cn packs/150302-haibowan packs/template; do $(BIN)/wushi check $$pack || exit 1; done

docs: setup      ## write the generated reference pages and diagrams
	@$(BIN)/wushi docs

bench: setup     ## measure what the project promises on this machine
	@$(BIN)/wushi bench

clean:           ## remove the environment and caches; data in var/ stays
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
