# All that a build needs is put into .venv by the targets themselves. The package is run from the
# source tree (the working directory is on Python's path), so it is never installed.

# Another Python for a new .venv: make site PYTHON=/path/to/python
PYTHON :=
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11 python
# Private notes, in a build of their own: make site PRESENTER=1
PRESENTER :=

# A test process for each processor; ARGS='-n 0' is one that a debugger can stop in.
WORKERS := --numprocesses auto --dist worksteal

# One deck of make handouts: make handouts DECK=briefing
DECK :=

VENV := .venv
VENV_PYTHON := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts/python.exe,bin/python)
CREATED := $(VENV)/.created
SITE := $(VENV)/.installed-site
HANDOUTS := $(VENV)/.installed-handouts
DEV := $(VENV)/.installed-dev

PIP_INSTALL := $(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes
BRIEFING := $(VENV_PYTHON) -m sphinx_briefing
PRESENTER_OPTION := $(if $(filter-out 0 no false,$(PRESENTER)),--presenter)
COMPILE := $(VENV_PYTHON) -m uv pip compile --quiet --universal --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --custom-compile-command 'make lock' \
	$(if $(filter-out 0 no false,$(KEEP)),,--upgrade)

.DEFAULT_GOAL := help
.PHONY: help site presenter handouts test proof live anchors benchmark sbom check lock clean \
	distclean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

site: $(SITE) ## build docs and decks into _build/site (ARGS='--output FOLDER': elsewhere)
	$(BRIEFING) build $(PRESENTER_OPTION) $(ARGS)

presenter: ## build with private notes into _build/presenter, not to be published
	@$(MAKE) --no-print-directory site PRESENTER=1

# Without a browser, what needs none is made all the same.
handouts: $(HANDOUTS) ## PDF, PowerPoint, one file and more, beside the site (DECK=briefing: of one)
	@browser=$$($(VENV_PYTHON) -m sphinx_briefing.commands.browser || true); \
	BRIEFING_CHROMIUM="$$browser" $(BRIEFING) handouts $(PRESENTER_OPTION) $(DECK) $(ARGS)

test: $(DEV) ## run all tests, in a browser that is found or installed (ARGS='-k deck': some)
	@browser=$$($(VENV_PYTHON) -m sphinx_briefing.commands.browser) && echo "Browser: $$browser" && \
	BRIEFING_CHROMIUM="$$browser" $(VENV_PYTHON) -m pytest $(WORKERS) $(ARGS)

proof: $(DEV) ## check slides, notes, links to terms and copied words (ARGS='--only slide-fit')
	@browser=$$($(VENV_PYTHON) -m sphinx_briefing.commands.browser) && \
	BRIEFING_CHROMIUM="$$browser" $(BRIEFING) check $(PRESENTER_OPTION) $(ARGS)

live: $(DEV) ## serve docs and decks on this machine, and rebuild when a file is saved
	$(BRIEFING) live $(PRESENTER_OPTION) $(ARGS)

anchors: $(SITE) ## list new terms, claims, slides and decks as published, for good
	$(BRIEFING) anchors

benchmark: $(SITE) ## measure builds beside other tools, and how they grow (takes minutes)
	$(VENV_PYTHON) benchmarks/build.py $(ARGS)

sbom: $(DEV) ## write a bill of materials of what a build uses (CycloneDX)
	$(VENV_PYTHON) tools/write_sbom.py requirements-site.lock _build/sbom.json

check: $(DEV) ## check style, format and types of the code (of the text: make proof)
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m mypy
	$(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)/lint-imports

# The other locks are constrained by the first, so all fit into one .venv.
lock: $(DEV) ## lock the newest versions that pyproject.toml allows (KEEP=1: change only what must be)
	$(COMPILE) --group dev pyproject.toml --output-file requirements.lock
	$(COMPILE) --no-annotate --constraints requirements.lock pyproject.toml \
		--output-file requirements-site.lock
	$(COMPILE) --no-annotate --constraints requirements.lock --group handouts pyproject.toml \
		--output-file requirements-handouts.lock
	for sphinx in 7.2 9; do $(COMPILE) --no-annotate --python-version 3.11 \
		tests/citing/sphinx-$$sphinx.in --output-file tests/citing/sphinx-$$sphinx.lock; done

clean: ## delete what was built, and caches
	rm -rf _build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean ## delete .venv, too
	rm -rf $(VENV)

# -- setting up -------------------------------------------------------------------------------------

$(SITE): requirements-site.lock $(CREATED)
	@echo "Installing what the site needs into $(VENV) ..."
	@$(PIP_INSTALL) -r requirements-site.lock
	@touch $@

$(HANDOUTS): requirements-handouts.lock $(CREATED)
	@echo "Installing what handouts need into $(VENV) ..."
	@$(PIP_INSTALL) -r requirements-handouts.lock
	@touch $(SITE) $@

# All that site and handouts need is among it.
$(DEV): requirements.lock $(CREATED)
	@echo "Installing what tests and checks need into $(VENV) ..."
	@$(PIP_INSTALL) -r requirements.lock
	@touch $(SITE) $(HANDOUTS) $@

# A .venv whose Python has gone or is too old is made anew.
ifneq ($(shell $(VENV_PYTHON) -c "import sys, pip; print(sys.version_info >= (3, 11))" 2>/dev/null),True)
.PHONY: $(CREATED)
endif

# Trying is the only test: a name on PATH may be a stub, and Debian's python3 may lack ensurepip.
$(CREATED):
	@found= without= ; \
	for python in $(if $(PYTHON),"$(PYTHON)",$(PYTHONS)); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then found="$$python"; break; fi; \
		without="$${without:-$$python}"; \
	done; \
	if [ -z "$$found" ] && [ -n "$$without" ]; then \
		package=$$("$$without" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
		echo "$$without cannot make virtual environments: it lacks venv or ensurepip." >&2; \
		echo "On Debian and Ubuntu: sudo apt-get install $$package" >&2; exit 1; \
	elif [ -z "$$found" ]; then \
		echo "Python 3.11 or later is needed, but is not here as $(or $(PYTHON),$(PYTHONS))." >&2; \
		echo "Install it, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python" >&2; exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$found" --version) ..."; \
	"$$found" -m venv --clear $(VENV)
	@touch $@
