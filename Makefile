# make serve   run the service on http://127.0.0.1:8000/
# make test    lint, types, import contracts and all tests
# make check   the same without the tests
# make bench   measure speed
# make clean   remove the environment and the caches
#
# Python 3.11 or newer and pip are all that is needed: the environment is made here, and made again
# only when pyproject.toml changes, when the checkout was moved or copied (an environment holds its own
# path), or when its Python is gone.  PYTHON=python3.12 picks another interpreter, VENV=dir another place,
# SAMSPROG_DATA_DIR=./data make serve a store of this checkout's own.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-installed
TOOLS := $(VENV)/.tools-installed
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable

# The stamps hold where the environment was made, and for which checkout.
PLACE := $(abspath $(VENV)) for $(CURDIR)
STRANGE := $(shell for stamp in $(RUNTIME) $(TOOLS); do \
	if [ -e "$$stamp" ] && { [ ! -x $(BIN)/python ] || [ "$$(cat "$$stamp")" != "$(PLACE)" ]; }; then echo "$$stamp"; fi; done)
ifneq ($(STRANGE),)
.PHONY: $(BIN)/python $(RUNTIME) $(TOOLS)
endif

.PHONY: serve test check bench clean
.DEFAULT_GOAL := serve

serve: $(RUNTIME)
	$(BIN)/samsprog serve

# Everything is reported in one go; pytest's closing line comes last. What the tests of a file share (a service, a browser,
# a store) is made again only where a process that has nothing left takes over half of another's tests.
test: $(TOOLS)
	@failed=; \
	$(MAKE) --no-print-directory check || failed=1; \
	$(BIN)/python -m pytest -n auto --dist worksteal || failed=1; \
	if [ -n "$$failed" ]; then echo "make test: failed, see above" >&2; exit 1; fi

check: $(TOOLS)
	@failed=; \
	$(BIN)/ruff check . || failed=1; \
	$(BIN)/ruff format --check . || failed=1; \
	$(BIN)/mypy || failed=1; \
	$(BIN)/lint-imports --no-logo || failed=1; \
	[ -z "$$failed" ]

bench: $(TOOLS)
	$(BIN)/python -m tests.bench

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis dist build
	find api classification loaders vocabularies tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
ifneq ($(STRANGE),)
	@echo "make: the environment in $(VENV) belongs to another place or Python; it is made again" >&2
	rm -rf $(VENV)
endif
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	@echo "make: making an environment in $(VENV)" >&2
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): pyproject.toml | $(BIN)/python
	@echo "make: installing what the service needs into $(VENV) (once; about a minute)" >&2
	$(PIP) '.[serve,formats]'
	@echo "$(PLACE)" > $@

$(TOOLS): pyproject.toml | $(BIN)/python
	@echo "make: installing what service and tests need into $(VENV) (once; a minute or two)" >&2
	$(PIP) '.[dev]'
	@echo "$(PLACE)" | tee $(RUNTIME) > $@
