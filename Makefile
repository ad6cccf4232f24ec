# Foedus on a machine that has CPython 3.11 or newer, make, and nothing else.
# The first run sets up .venv; a later one starts at once, because each step leaves a stamp in it.

VENV  := .venv
ARGS  ?=
UV    ?= uv
PIP   := $(VENV)/bin/python -m pip --quiet --disable-pip-version-check
locked = $(PIP) install --require-hashes --only-binary :all: $(1) || { echo $(OFFLINE) >&2; exit 1; }
OFFLINE = 'Hint: pip must reach a package index, or a folder of wheels (PIP_NO_INDEX=1 PIP_FIND_LINKS=...).'
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
         --no-emit-index-url --no-annotate --custom-compile-command 'make lock' $(ARGS)

.DELETE_ON_ERROR:
.PHONY: help demo test check conformance benchmark catalogues screenshots lock clean

help:
	@echo 'make demo       set up and run the example into demo/ (ARGS=... reaches foedus demo)'
	@echo 'make test       set up and run every test'
	@echo 'make check      set up and hold the code to the rules of the house'
	@echo 'make conformance  set up and hold Foedus to the page of its format (ARGS=--help tells what else)'
	@echo 'make benchmark  measure each claimed ratio (installs a language model of 46 MB; minutes)'
	@echo 'make catalogues bring the catalogues of translations up to what the pages say'
	@echo 'make screenshots  take a picture of every page, in every way in which it is to be looked at'
	@echo 'make lock       pin what pyproject.toml asks for (needs uv; ARGS=--upgrade pins anew)'
	@echo 'make clean      remove what the others made'

demo: $(VENV)/.run
	$(VENV)/bin/foedus demo --at demo $(ARGS)

test: $(VENV)/.test
	$(VENV)/bin/python -m pytest --numprocesses 2 --dist worksteal $(ARGS)

check: $(VENV)/.check
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/towncrier build --draft --version next > /dev/null
	$(VENV)/bin/python -m pytest --quiet tests/test_house.py tests/test_docs.py

conformance: $(VENV)/.run
	$(VENV)/bin/python -m foedus_conformance $(ARGS)

benchmark: $(VENV)/.benchmark
	$(VENV)/bin/python -m benchmarks.record
	$(VENV)/bin/python -m benchmarks.plan
	$(VENV)/bin/python -m benchmarks.reading

# --- setting up ------------------------------------------------------------------------------

$(VENV)/.made:
	@python=$$(sh tools/choose-python) && echo "Setting up $(VENV) with $$python." \
	  && "$$python" -m venv $(VENV) && touch $@

CATALOGUES := $(wildcard src/foedus_node/web/locale/*/LC_MESSAGES/*.po)

$(VENV)/.run: $(VENV)/.made pyproject.toml hatch_build.py requirements/build.txt requirements/run.txt $(CATALOGUES)
	@echo 'Installing what Foedus runs on: a minute the first time.'
	@$(call locked,-r requirements/build.txt -r requirements/run.txt)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	@echo 'Installing what the tests need.'
	@$(call locked,-r requirements/test.txt)
	@touch $@

$(VENV)/.check: $(VENV)/.test requirements/check.txt
	@echo 'Installing what the checks need.'
	@$(call locked,-r requirements/check.txt)
	@touch $@

$(VENV)/.benchmark: $(VENV)/.run requirements/benchmark.txt
	@echo 'Installing what the benchmarks hold us against.'
	@$(call locked,-r requirements/benchmark.txt)
	@touch $@

# --- for those who work on it ----------------------------------------------------------------

# Pins stay as they are unless ARGS=--upgrade. No registry's address may get into these files.
lock:
	$(LOCK) pyproject.toml --output-file requirements/run.txt
	$(LOCK) --group pyproject.toml:build -c requirements/run.txt --output-file requirements/build.txt
	$(LOCK) --group pyproject.toml:test -c requirements/run.txt --output-file requirements/test.txt
	$(LOCK) --group pyproject.toml:check -c requirements/run.txt -c requirements/test.txt \
	  --output-file requirements/check.txt
	$(LOCK) --group pyproject.toml:benchmark -c requirements/run.txt -c requirements/test.txt \
	  -c requirements/check.txt --output-file requirements/benchmark.txt

catalogues: $(VENV)/.test
	$(VENV)/bin/python -m tools.catalogues

screenshots: $(VENV)/.test
	$(VENV)/bin/python -m tools.screenshots

clean:
	rm -rf $(VENV) demo build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
