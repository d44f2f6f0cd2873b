# Everything a person types: run, test, check, bench. Environments come from exact pins with hashes.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
DATA ?=
FROM_DATA = $(if $(DATA),--data $(DATA),)
# One file more at once than there are cores, for many wait for a film to play; few, for each may have a browser.
TOGETHER = --numprocesses $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1) --maxprocesses 5 --dist loadfile --no-loadscope-reorder
# The way of a newcomer is gone where each of its calls to the network is seen (tests/faults/test_nothing_calls_out.py),
# among those that measure time, and need not be gone a second time.
ONCE = --ignore tests/browser/test_whole_way.py
# The files with tests that measure time, so that no other is read for them.
MEASURING = $(shell grep -rl --include='*.py' 'mark\.alone' tests)
# What make test says of the store on PostgreSQL too; all of it is said by make test-postgres.
ON_POSTGRES = $(addprefix tests/store/test_,$(addsuffix .py,accounts acts audit codings consents looking_back notes nul plans prepared writer)) \
	tests/actions/test_backing_up.py tests/actions/test_talking.py tests/test_quiet_logs.py
# No network but loopback; a root account needs no namespace of users for it.
OFFLINE = unshare $(shell test $$(id -u) = 0 && printf '%s' -n || printf '%s' -rn)
# Hundreds of processes begin during the tests: each finds compiled what the first one read, whatever the shell wishes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test test-all test-postgres test-offline check bench bench-peers screenshots sample words keys schemes tables wheel sbom lock clean

help:
	@echo "make run          start Attune on this computer and open it"
	@echo "make test         all tests of a commit (installs what they need, Chromium included)"
	@echo "make test-all     the longer rounds too"
	@echo "make test-postgres  what is said of the store, every use case and every route, on PostgreSQL"
	@echo "make test-offline  what a browser sees, in a network namespace that has loopback alone"
	@echo "make check        format, lint, types, import contracts, doctests, node tests"
	@echo "make bench        measure; writes docs/benchmarks.md"
	@echo "make bench-peers  measure beside peers, each in an environment of its own below .peers/"
	@echo "make screenshots  pictures of every page into screenshots/"
	@echo "make keys         write docs/keys.md from the desk's table of keys"
	@echo "make schemes      write what is made from the coding schemes: README, JSON Schema, list"
	@echo "make tables       write the tables of a new data folder, after a migration was added"
	@echo "make words        take all sentences from the source, for translators"
	@echo "make sbom         write the list of parts (CycloneDX) to dist/"
	@echo "make sample       draw the sample film anew (needs espeak-ng)"

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed tests/requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.lock
	@touch $@

run: $(VENV)/.installed
	$(BIN)/annotator start $(FROM_DATA)

test: $(VENV)/.tested
	sh tests/install_node.sh $(BIN)/python
	sh tests/install_chromium.sh $(BIN)/python
	sh tests/install_strace.sh
	sh tests/install_proxies.sh
	$(BIN)/python -m pytest -m "not slow and not alone" $(TOGETHER) $(ONCE)
	$(BIN)/python -m pytest -m "not slow and not alone" --postgres $(TOGETHER) $(ON_POSTGRES)
	$(BIN)/python -m pytest -m "not slow and alone" $(MEASURING)

test-postgres: $(VENV)/.tested
	$(BIN)/python -m pytest -m "not slow and not alone" --postgres $(TOGETHER) tests/store tests/actions tests/web

test-offline: $(VENV)/.tested
	sh tests/install_node.sh $(BIN)/python
	sh tests/install_chromium.sh $(BIN)/python
	$(OFFLINE) $(BIN)/python -m tests.loopback_only \
		$(BIN)/python -m pytest -m "not slow and not alone" $(TOGETHER) tests/browser

test-all: $(VENV)/.tested
	sh tests/install_node.sh $(BIN)/python
	sh tests/install_chromium.sh $(BIN)/python
	sh tests/install_strace.sh
	sh tests/install_proxies.sh all
	$(BIN)/python -m pytest -m "not alone" $(TOGETHER) $(ONCE)
	$(BIN)/python -m pytest -m "not slow and not alone" --postgres $(TOGETHER) tests/store tests/actions tests/web
	$(BIN)/python -m pytest -m alone $(MEASURING)

check: $(VENV)/.tested
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --doctest-modules annotator --ignore=annotator/pages -q
	sh tests/install_node.sh $(BIN)/python
	$(BIN)/python tests/node_tests.py

bench: $(VENV)/.tested
	sh tests/install_node.sh $(BIN)/python
	sh tests/install_chromium.sh $(BIN)/python whole
	$(BIN)/python -m benchmarks

bench-peers: $(VENV)/.tested
	$(BIN)/python -m benchmarks.peers

screenshots: $(VENV)/.tested
	sh tests/install_node.sh $(BIN)/python
	sh tests/install_chromium.sh $(BIN)/python
	$(BIN)/python tests/screenshots.py

words: $(VENV)/.tested
	$(BIN)/python tests/catalogue.py

keys: $(VENV)/.tested
	$(BIN)/python -m tests.keys_page

schemes: $(VENV)/.tested
	$(BIN)/python -m tests.scheme_pages

tables: $(VENV)/.tested
	$(BIN)/python -m tests.newest_tables

sample: $(VENV)/.installed
	$(BIN)/python sample_media/make_sample.py

wheel: $(VENV)/.installed
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

sbom: $(VENV)/.tested
	$(BIN)/python -m tests.sbom

lock: $(VENV)/.tested
	uv pip compile --universal --fork-strategy fewest --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o requirements.lock --group build pyproject.toml
	uv pip compile --universal --fork-strategy fewest --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o tests/requirements.lock --group dev pyproject.toml

clean:
	rm -rf $(VENV) dist build screenshots
