# Every verb of the book. `make help` explains them; each is one or two commands, so that where there is no make they
# can be typed (see README.md).

PYTHON ?= python3
VENV := .venv
TESTVENV := .venv-test
ifeq ($(OS),Windows_NT)
  BIN := Scripts
else
  BIN := bin
endif
PIP_FLAGS := --quiet --disable-pip-version-check
BOOK_ARGS ?=
CHECK_ARGS ?=
TEST_ARGS ?=
ARCHIVE_ARGS ?=
RELEASE_ARGS ?=
SHELF ?= shelf.toml
EDITION ?=

.PHONY: help book letter epub watch check release verify archive test docs screenshots bench shelf publish releases pages install needs lock clean distclean
.DEFAULT_GOAL := help

help: ## say what each verb does
	@echo "usage: make VERB"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r verb text; do \
	  printf '  %-12s %s\n' "$$verb" "$$text"; done
	@echo
	@echo "  BOOK_ARGS='--paper us-letter'  passes options to the build; TEST_ARGS='-k pdf' to pytest;"
	@echo "  CHECK_ARGS='--strict'          to the checker; ARCHIVE_ARGS='--offline' to the archive; RELEASE_ARGS='--sign KEY' to the release"

book: $(VENV)/installed ## build the web edition (build/html) and every PDF (build/pdf)
	@$(VENV)/$(BIN)/python -m briefbook build $(BOOK_ARGS)

letter: $(VENV)/installed ## the same on US Letter paper, into build/letter
	@$(VENV)/$(BIN)/python -m briefbook build --output build/letter --paper us-letter $(BOOK_ARGS)

epub: $(VENV)/installed ## build the book for tablets (build/epub/book.epub)
	@$(VENV)/$(BIN)/python -m briefbook build --only epub $(BOOK_ARGS)

watch: $(VENV)/installed ## build again whenever a source changes
	@$(VENV)/$(BIN)/python -m briefbook build --watch $(BOOK_ARGS)

check: $(VENV)/installed ## hold text, evidence and sources to the editorial rules
	@$(VENV)/$(BIN)/python -m briefbook check $(CHECK_ARGS)

release: $(VENV)/installed ## freeze an edition into dist/EDITION (EDITION=2026-11)
	@$(VENV)/$(BIN)/python -m briefbook release "$(EDITION)" $(RELEASE_ARGS)

verify: $(TESTVENV)/installed ## say whether dist/EDITION is what was released (EDITION=2026-11)
	@$(TESTVENV)/$(BIN)/python -m briefbook verify "dist/$(EDITION)"

archive: $(TESTVENV)/installed ## visit the web sources, record their archived copies, report what is gone or has changed
	@$(TESTVENV)/$(BIN)/python -m briefbook archive $(ARCHIVE_ARGS)

test: $(TESTVENV)/installed ## run the tests
	@$(TESTVENV)/$(BIN)/python -m pytest -n auto $(TEST_ARGS)

docs: $(VENV)/installed ## print this documentation (build/docs)
	@$(VENV)/$(BIN)/python -m briefbook build docs --output build/docs

screenshots: $(TESTVENV)/installed ## pictures of every type of page, for review (build/screenshots; after make book)
	@$(TESTVENV)/$(BIN)/python tools/screenshots.py

bench: $(TESTVENV)/installed ## measure the press against plain Sphinx
	@$(TESTVENV)/$(BIN)/python bench/run.py

shelf: ## print the books of shelf.toml, or of SHELF=FILE, as the matrix of a workflow
	@$(PYTHON) tools/shelf.py "$(SHELF)"

publish: ## put dist/EDITION on the code host as a release (EDITION=2026-11)
	@$(PYTHON) tools/publish.py publish "$(EDITION)"

releases: ## fetch the site of every release from the code host into dist
	@$(PYTHON) tools/publish.py releases

pages: ## lay the sites of all releases in dist out as one site, with latest (build/pages)
	@$(PYTHON) tools/publish.py pages

install: $(VENV)/installed ## make the environment that builds, and no more

needs: ## install a browser and Java, which only the tests need (Debian, Ubuntu)
	@bash tools/needs.sh

lock: ## resolve pyproject.toml anew into the two lock files
	@$(PYTHON) -m venv .venv-lock && .venv-lock/$(BIN)/python -m pip install $(PIP_FLAGS) uv
	@.venv-lock/$(BIN)/python tools/lock.py

clean: ## remove what was built
	@rm -rf build dist

distclean: clean ## remove the environments too
	@rm -rf $(VENV) $(TESTVENV) .venv-lock

# An environment is complete when its file `installed` is there; a changed lock file makes a new one.
$(VENV)/installed: requirements.lock pyproject.toml
	@$(call make-environment,$(VENV),requirements.lock)

$(TESTVENV)/installed: requirements-test.lock pyproject.toml
	@$(call make-environment,$(TESTVENV),requirements-test.lock)

define make-environment
$(PYTHON) -c 'import sys; sys.exit("make: Python 3.11 or newer is needed, this is " + sys.version.split()[0] \
  + "; name another with make PYTHON=/path/to/python" if sys.version_info < (3, 11) else 0)'
echo "making $(1) from $(2)"
rm -rf $(1)
$(PYTHON) -m venv $(1)
$(1)/$(BIN)/python -m pip install $(PIP_FLAGS) --require-hashes --only-binary :all: -r $(2)
$(1)/$(BIN)/python -m pip install $(PIP_FLAGS) --no-index --no-deps --no-build-isolation --editable .
touch $(1)/installed
endef
