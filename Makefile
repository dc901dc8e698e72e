# Every target sets up what it needs by itself, and does so once.
# `make new` leaves out what stands between `# >>> only here` and `# <<< only here`.

# The Pythons to look for, best first. `make clean` before you change it.
PYTHONS ?= 3.14 3.13 3.12 3.11
ADDR ?= 127.0.0.1:8000

GROUPS = site links
ENVIRONMENTS = .venv .venv-links
# >>> only here
GROUPS += test browsers evidence evidence-lts
ENVIRONMENTS += .venv-browsers .venv-lts .venv-current
FUZZ ?= 10000
# <<< only here

PYTHON = .venv/bin/python
# On all cores: a worker that is done takes over what waits at another.
PYTEST = -m pytest -q -n logical --dist worksteal
# A lock names all that is needed, so nothing is left to resolve: older ones of pip would look at newer releases.
PIP_INSTALL = -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps

.DEFAULT_GOAL := help
# Two installs into one environment at the same time would break it.
.NOTPARALLEL:
.PHONY: help serve build check diff schema age links lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

serve: .venv/.site ## Serve the site at ADDR, reloading on every change
	$(PYTHON) -m mkdocs serve --livereload --dev-addr $(ADDR)

# >>> only here
.PHONY: test quick browsers fuzz new bench clicks lint format evidence

test: .venv/.driver lint ## Run all tests, those in a browser included; the proofs if anything changed since they passed
	chromium="$$(sh requirements/find-chromium.sh)" && CHROMIUM="$$chromium" $(PYTHON) $(PYTEST)
	$(MAKE) --no-print-directory .venv-$(NEWEST)/.proved

quick: .venv/.test lint ## Run the tests that need no browser: the inner loop
	$(PYTHON) $(PYTEST) --ignore=tests/browser --ignore=tests/site

browsers: .venv/.site .venv-browsers/.ready ## Walk the built site in Firefox and in WebKit (minutes)
	firefox="$$(sh requirements/find-browsers.sh)" \
	&& $(PYTHON) -m mkdocs build --strict \
	&& FIREFOX="$$firefox" .venv-browsers/bin/python -m pytest -q tests/engines --site=site

fuzz: .venv/.test ## Spoil the files of projects in FUZZ ways, others each time: none may crash or hang the compiler
	FUZZ=$(FUZZ) $(PYTHON) -m pytest -q -s tests/test_fuzz.py

new: .venv/.site ## Write a project for a decision of your own into the folder DIR
	@$(PYTHON) -m macros new $(if $(DIR),'$(DIR)')

# Each tree is noted once it is measured, so a stopped run loses only the one that it was at.
bench: .venv/.test ## Measure the compiler with trees of ten to ten thousand questions, and note the figures (half an hour)
	PYTHONPATH=.:tests $(PYTHON) -m bench $(SIZES)

clicks: .venv/.test ## Measure, in Chromium on a slow network, how long a click on an answer takes
	$(PYTHON) -m mkdocs build --strict
	chromium="$$(sh requirements/find-chromium.sh)" && CHROMIUM="$$chromium" PYTHONPATH=.:tests $(PYTHON) -m bench.click site

lint: .venv/.test
	$(PYTHON) -m ruff check --quiet
	$(PYTHON) -m ruff format --check --quiet || { echo "'make format' would change these files." >&2; exit 1; }

format: .venv/.test ## Lay out the Python code as `lint` wants it
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format
# <<< only here

build: .venv/.site ## Build the site into site/
	$(PYTHON) -m mkdocs build --strict

check: .venv/.site ## Check the decision tree and print its numbers
	$(PYTHON) -m macros check

diff: .venv/.site ## Tell what your edit of the tree changes; BASE is the revision to compare with
	@$(PYTHON) -m macros diff $(if $(BASE),--base '$(BASE)')

schema: .venv/.site ## Write the schemas by which an editor checks the YAML, after a change of the format
	$(PYTHON) -m macros schema

age: .venv/.site ## List the cited pages that were read 9 months ago or longer; fail at 12
	@$(PYTHON) -m macros age

# The page of real projects holds addresses that are composed. It is built as if this project had no address:
# the links to its own lines are of no interest. REPO_URL tells the hosts who asks.
links: .venv/.site .venv-links/.ready ## Ask for every page on another host that is linked; fail where one is gone
	REPO_URL= $(PYTHON) -m mkdocs build --strict
	.venv-links/bin/lychee $(if $(REPO_URL),--user-agent 'decision-guide ($(REPO_URL); one page a second)') \
		-- decision_tree.yaml docs '*.md' 'site/projects/*.html'

# >>> only here
# Each environment notes its results when it ends, so a stopped run loses only the one that it was in. One proof
# at a time: some measure what another beside it would slow down.
evidence: .venv/.site ## Run the proofs in both environments and note what they show (minutes)
	@date +%s > .venv/.started
	for name in lts $(filter current,$(NEWEST)); do \
		$(MAKE) --no-print-directory .venv-$$name/.ready \
		&& .venv-$$name/bin/python -m pytest tests/evidence --record tests/evidence/record.json \
		&& touch .venv-$$name/.proved || exit; \
	done
	@echo "The record is renewed. It took $$(($$(date +%s) - $$(cat .venv/.started))) seconds."
# <<< only here

lock: .venv/lock/bin/python ## Lock the newest releases into requirements/*.txt
	for group in $(GROUPS); do \
		.venv/lock/bin/python -m uv pip compile --quiet --upgrade --universal --python-version 3.11 \
			--generate-hashes --no-header --no-annotate \
			--group pyproject.toml:$$group --output-file requirements/$$group.txt || exit; \
	done

clean: ## Remove everything that the other targets made
	rm -rf $(ENVIRONMENTS) .pytest_cache .ruff_cache .hypothesis .lycheecache site
	find . -name __pycache__ -prune -exec rm -rf {} +

# --- environments ---

# >>> only here
# .venv has the newest Python, so its version tells which environments there can be: Django's long-term
# release runs on the oldest Python, the current one needs 3.12.
NEWEST = $(shell $(PYTHON) -c 'import sys; print("current" if sys.version_info >= (3, 12) else "lts")')

# test.txt holds all of site.txt.
.venv/.test: requirements/test.txt .venv/bin/python
	$(PYTHON) $(PIP_INSTALL) -r $<
	touch .venv/.site $@

# Playwright brings a Node.js of its own, and that needs a library which a small Debian lacks.
.venv/.driver: .venv/.test
	@$(PYTHON) -m playwright --version >/dev/null 2>&1 || sh requirements/apt-install.sh libatomic1 || true
	@$(PYTHON) -m playwright --version || { echo "Playwright does not start. Install: apt install libatomic1" >&2; exit 1; }
	touch $@
# <<< only here

.venv/.site: requirements/site.txt .venv/bin/python
	$(PYTHON) $(PIP_INSTALL) -r $<
	touch $@

.venv-links/.ready: requirements/links.txt .venv-links/bin/python
# >>> only here
.venv-browsers/.ready: requirements/browsers.txt .venv-browsers/bin/python
.venv-lts/.ready: requirements/evidence-lts.txt .venv-lts/bin/python
.venv-current/.ready: requirements/evidence.txt .venv-current/bin/python
# <<< only here
$(patsubst %,%/.ready,$(filter-out .venv,$(ENVIRONMENTS))):
	$(@D)/bin/python $(PIP_INSTALL) -r $<
	touch $@

# The proofs passed here as they are. Of the tree they only run the first commands of its outcomes.
PROOFS := $(shell find tests/evidence macros/evidence -name __pycache__ -prune -o -type f -print 2>/dev/null)
.venv-lts/.proved .venv-current/.proved: %/.proved: %/.ready $(PROOFS) decision_tree.yaml
	$*/bin/python $(PYTEST) tests/evidence$(if $(filter-out decision_tree.yaml,$?),,/test_first_commands.py)
	touch $@

.venv/lock/bin/python: .venv/bin/python
	$(PYTHON) -m venv --clear .venv/lock
	$@ -m pip install --quiet --disable-pip-version-check uv || { rm -r .venv/lock; exit 1; }

# An environment that does not run (a copied folder, a Python that is gone) is made anew. The tools are
# always called as `python -m`: the scripts in bin/ remember the folder they were made in. (lychee is no script.)
dead = $(shell [ ! -e $(1) ] || $(1)/bin/python -c 'import pip' >/dev/null 2>&1 || echo dead)
.PHONY: $(foreach env,$(ENVIRONMENTS),$(if $(call dead,$(env)),$(env)/bin/python))

# >>> only here
.venv-lts/bin/python: override PYTHONS := $(shell printf '%s\n' $(PYTHONS) | sort -V)
# <<< only here
$(ENVIRONMENTS:=/bin/python): %/bin/python:
	python="$$(sh requirements/find-python.sh $(PYTHONS))" && "$$python" -m venv --clear $*
