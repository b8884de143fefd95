# What a person types. Everything runs in .venv, made from the pinned requirements.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test lint score gallery bench-policy bench-store bench-kill bench-imap bench-parse bench-apart bench-mutants bench-packs bench-forms bench-documents lock clean

help:
	@echo "make demo        a fortnight at the desk, on embedded mail servers (under two minutes)"
	@echo "make test        the whole test suite, with coverage"
	@echo "make lint        ruff, mypy, import-linter"
	@echo "make score       how much of what mails state is read, field by field"
	@echo "make gallery     every form in both languages, filled, empty and overfull, as PDF and pictures (some minutes)"
	@echo "make bench-kill  kill -9 at every fault point and at random, against Dovecot and an SMTP sink"
	@echo "make bench-policy verdicts a second, with a hundred earlier cases each"
	@echo "make bench-documents filling a Word form, beside docxtpl and beside what Jinja and deflate alone cost"
	@echo "make bench-parse what taking a mail apart costs, beside the standard library"
	@echo "make bench-apart what reading mails in a process of its own costs and needs"
	@echo "make bench-mutants ten thousand damaged mails: each read, or set aside with its reason"
	@echo "make bench-store write and look-up from 1,000 to 100,000 cases"
	@echo "make bench-packs every entry of every policy pack taken out in turn: what nobody misses"

$(VENV)/demo.stamp: requirements/demo.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "kesu needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements/demo.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/test.stamp: $(VENV)/demo.stamp requirements/test.txt
	$(PIP) install --require-hashes -r requirements/test.txt
	touch $@

# TinyDB's own tests, which our table must pass; without the index they are skipped by name.
.cache/tinydb.stamp: $(VENV)/test.stamp tests/store/fetch_tinydb_tests.py
	mkdir -p .cache
	$(BIN)/python tests/store/fetch_tinydb_tests.py && touch $@ || echo "TinyDB's own tests could not be fetched"

demo: $(VENV)/demo.stamp
	$(BIN)/kesu demo --out demo-out

test: $(VENV)/test.stamp .cache/tinydb.stamp
	$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal --cov --cov-report=
	$(BIN)/coverage report

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

score: $(VENV)/test.stamp
	$(BIN)/python -m tests.parsers.scoring --faults

gallery: $(VENV)/test.stamp
	$(BIN)/python -m bench.gallery --out gallery-out

bench-store: $(VENV)/test.stamp
	$(BIN)/python -m bench.bench_store

bench-policy: $(VENV)/test.stamp
	$(BIN)/python -m bench.bench_policy

bench-kill: $(VENV)/test.stamp
	$(BIN)/python -m bench.bench_kill

bench-documents: $(VENV)/test.stamp
	$(BIN)/python -m bench.bench_documents

bench-imap: $(VENV)/test.stamp
	$(BIN)/python -m bench.bench_imap

bench-parse: $(VENV)/test.stamp
	$(BIN)/python -m bench.bench_parse

bench-apart: $(VENV)/test.stamp
	$(BIN)/python -m bench.bench_apart

bench-mutants: $(VENV)/test.stamp
	$(BIN)/python -m bench.bench_mutants

bench-forms: $(VENV)/test.stamp
	$(BIN)/python -m bench.bench_forms

bench-packs: $(VENV)/test.stamp
	$(BIN)/python -m bench.bench_mutants_packs

# Pin again, from pyproject.toml; no index addresses are written.
lock: $(VENV)/test.stamp
	$(PIP) install pip-tools
	for extra in demo test; do $(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras \
	  --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --all-build-deps \
	  --extra $$extra --output-file requirements/$$extra.txt pyproject.toml; done

clean:
	rm -rf $(VENV) .cache demo-out gallery-out .coverage*
