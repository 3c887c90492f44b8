# Imena. `make` lists what you can do.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
CATALOGUES := $(wildcard src/imena/locale/uk/LC_MESSAGES/*.po)

.DEFAULT_GOAL := help
.PHONY: help demo test check clean

help: ## List what you can do
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

demo: $(READY) ## Set up, build the synthetic operation, open it on http://127.0.0.1:8000
	$(BIN)/imena demo

test: $(READY) ## Set up, run every test
	@$(PYTHON) scripts/prepare.py chromium
	@$(PYTHON) scripts/prepare.py postgresql
	$(BIN)/pytest -n auto
	$(PYTHON) scripts/postgresql.py $(BIN)/pytest -n auto -m operation

check: $(READY) ## Lint, types, import contracts, translations, reference and migrations complete
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/translations.py check
	$(BIN)/python scripts/reference.py check
	DJANGO_SETTINGS_MODULE=imena.settings.embedded $(BIN)/django-admin makemigrations --check --dry-run

clean: ## Remove what was set up or built
	rm -rf .venv demo-data dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src -name '*.mo' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml uv.lock $(CATALOGUES)
	@$(PYTHON) scripts/prepare.py venv
	@$(BIN)/python scripts/translations.py compile
	@touch $@
