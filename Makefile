# Everything that is done often. Without make: see README.md.
PYTHON ?= python3
PORT ?= 8765
CONFIG ?= config.toml
BIN := .venv/bin
# Two processes for each of two cores: journeys wait more than they work.
SIDE := -n 4 --dist worksteal

.PHONY: help prepare drill run test torture check messages format clean
.DEFAULT_GOAL := help

help: ## Show the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

prepare: ## Set up .venv with the locked packages
	@$(PYTHON) deploy/prepare.py

drill: prepare ## Start the practice ground (PORT=8765)
	@$(BIN)/python -m bot drill --port $(PORT)

run: ## Run the bot against Telegram (CONFIG=config.toml)
	@$(PYTHON) deploy/prepare.py --run
	@exec $(BIN)/python -m bot run --config $(CONFIG)

test: prepare ## Run the tests, without the long ones
	@$(BIN)/python -m pytest $(SIDE) -m "not torture"

torture: prepare ## Run the long tests: large counts, many crashes
	@$(BIN)/python -m pytest $(SIDE) -m torture

check: prepare ## Everything that must be green: format, lint, types, imports, messages, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m handlers.messages
	git diff --exit-code -- locales
	$(BIN)/python -m pytest $(SIDE) -m "not torture"

messages: prepare ## Bring templates and catalogs in step with the code
	@$(BIN)/python -m handlers.messages

format: prepare ## Format the code and mend what can be mended by rule
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean: ## Remove .venv and caches; state/, keys/ and config.toml stay
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
