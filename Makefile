# Thin names for plain commands; README.md shows the same without make.
# On a fresh Debian: apt-get install git make python3 python3-venv (and chromium for `make test`).

PYTHON ?= python3
PORT ?= 5000
WORKERS ?= 2
BIN := .venv/bin
PIP := $(BIN)/pip --quiet --disable-pip-version-check install
BROWSER := $(firstword $(wildcard /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome))
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard followup/translations/*/LC_MESSAGES/*.po))

export PIP_ROOT_USER_ACTION := ignore

.PHONY: help install demo run test lint browser

help:
	@echo "make demo     fictitious data and the product on 127.0.0.1:$(PORT) (PORT=... for another)"
	@echo "make run      the product with your own data"
	@echo "make test     every check: both databases and a browser"
	@echo "make lint     the quick checks of style"
	@echo "make install  what the others need; they do it by themselves"

install: .venv/tests-ready $(CATALOGUES)

demo: .venv/ready $(CATALOGUES)
	@$(BIN)/flask demo --port $(PORT)

run: .venv/ready $(CATALOGUES)
	@$(BIN)/flask db upgrade
	@$(BIN)/flask run --port $(PORT)

test: browser lint $(CATALOGUES)
	@$(BIN)/pytest -n $(WORKERS) $(if $(FOLLOWUP_WITHOUT_BROWSER),--ignore=tests/journeys)

lint: .venv/tests-ready
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .

browser:
ifeq ($(BROWSER)$(FOLLOWUP_WITHOUT_BROWSER),)
	@echo "The pages are tested in a real browser and none is here."
	@echo "Install it:                 apt-get install chromium"
	@echo "Or test all but the pages:  make test FOLLOWUP_WITHOUT_BROWSER=1"
	@exit 1
endif

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
	|| { echo "Python has no venv here. Install it: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/ready: requirements.txt | .venv/bin/pip
	@echo "Installing packages into .venv (once, about half a minute)"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/tests-ready: requirements-dev.txt .venv/ready
	@$(PIP) -r requirements-dev.txt
	@touch $@

%.mo: %.po | .venv/ready
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
