# Kota Cerdas. `make help` lists the targets.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
FONTS := src/kotacerdas/charts/fonts
STAMP := .venv/.installed
ASSETS := .venv/.assets
ICONS_NAMED_IN := $(shell find src/kotacerdas -path '*/templates/*.html' -o -path '*/frameworks/*.toml')
PORT ?= 8000
DATA ?= data
DEMO := KOTACERDAS_DEMO=1 KOTACERDAS_DATA="$(DATA)"
SERVE := $(BIN)/kotacerdas serve --port $(PORT) --example examples/batang/batang.xlsx
# For two processors: tests wait for a browser, a server or a database a third of their time.
WORKERS := 3
NPM := $(or $(shell command -v npm),$(BIN)/npm)

# The processes that tests start, and those of the site, would compile their modules each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run dev example workbook test test-fast check format bench lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(ASSETS) ## Install everything into .venv

$(STAMP): requirements/uv.txt requirements/dev.txt pyproject.toml package-lock.json
	@$(PYTHON) -c 'import sys; sys.exit("Kota Cerdas needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements/uv.txt
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@command -v npm >/dev/null || $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/node.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM) ci --silent
	$(BIN)/python -m kotacerdas.charts.fonts node_modules
	$(BIN)/python -m kotacerdas.records.area_codes node_modules
	@touch $@

$(ASSETS): $(STAMP) $(ICONS_NAMED_IN) # one may name an icon that no other did
	$(BIN)/python -m kotacerdas.pages.assets node_modules
	@touch $@

run: $(ASSETS) ## Serve the site with the Batang example; PORT=8000 DATA=data
	$(DEMO) $(SERVE)

dev: $(ASSETS) ## The same, reloaded when a file changes, with Django's pages for errors
	$(DEMO) KOTACERDAS_DEBUG=1 $(SERVE) --workers 1

example: $(STAMP) ## Without a server: workbook in, scorecard and dossier out
	$(BIN)/kotacerdas evaluate examples/batang/batang.xlsx --out out

workbook: $(STAMP) ## Make examples/batang/batang.xlsx anew from its script
	$(BIN)/python examples/batang/make_workbook.py

check: $(ASSETS) ## Format, lint, types and the direction of imports
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/djangofmt --check --quiet src
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-cache --verbose >/dev/null || $(BIN)/lint-imports --no-cache

test-fast: $(ASSETS) ## The pure rooms and the rules, in seconds
	$(BIN)/pytest -n 2 --dist worksteal -q -m fast

test: $(ASSETS) check ## Every check and every test; prints the slowest ten
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --durations 10 --durations-min 0.5
	@url=$$($(BIN)/python scripts/find_postgresql.py); \
	if [ -n "$$url" ]; then \
		echo "Once more on PostgreSQL, what asks the database something of its own:" && DATABASE_URL="$$url" \
			$(BIN)/pytest -n $(WORKERS) --dist worksteal -q -m "database and not one_database"; \
	elif [ -n "$$KOTACERDAS_LEAVE_NOTHING_OUT" ]; then echo "No PostgreSQL answers." && exit 1; \
	else echo "Left out: the tests on PostgreSQL, because none answers on 127.0.0.1:5432."; fi

format: $(STAMP) ## Put code and templates in their standard form
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .
	$(BIN)/djangofmt --quiet src

bench: $(ASSETS) ## Measure speed against floors taken in the same run
	$(BIN)/python benchmarks/run.py

locale: $(STAMP) ## Compile what Django and the sign-in library say in Indonesian
	$(BIN)/pybabel -q compile --domain django --directory src/kotacerdas/config/locale

lock: $(STAMP) ## Renew the pins in requirements/
	for name in uv node base dev; do \
		$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 \
			--no-emit-index-url --no-emit-find-links --no-header \
			requirements/$$name.in -o requirements/$$name.txt; \
	done

clean: ## Remove what was made, the virtual environment apart
	rm -rf out build .hypothesis .mypy_cache .ruff_cache
