# Two commands on a fresh machine: `make demo` and `make test`. Needs python3 (3.11 or later), pip, git and make.
# Every target makes what it needs first; a stamp in .venv remembers what is there.

SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help demo test test-nightly dev check bench docs locks clean

PYTHON ?= python3
export PYTHON
# Where nothing is kept of what Python compiles, as many container images have it, each process compiles numba, SciPy and
# Altair anew: nine seconds of a plan. What is kept lies in .venv and src alone.
unexport PYTHONDONTWRITEBYTECODE
SERVE ?= 1
JOBS ?= 2
BIN := .venv/bin

RUNTIME := .venv/.runtime
TEST := .venv/.test
DEV := .venv/.dev

# Static checks and the compiler of kernels keep one processor busy each; tests would compile in every process at once.
CHECKED = scripts/kernels & kernels=$$!; scripts/static-checks || status=1; wait $$kernels || status=1
# The tests of a file share what they prepare, so one process runs them all; the short ones come last.
SPREAD = -n $(JOBS) --dist loadfile --no-loadscope-reorder

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUNTIME) ## Plan Belgium, check the plan, then serve the report on this machine (SERVE=0: do not serve)
	$(BIN)/doseline demo $(if $(filter 0,$(SERVE)),--no-serve)

test: $(TEST) ## Run every check of a commit: format, lint, types, contracts, documentation and all tests
	@scripts/system-packages
	@status=0; $(CHECKED); \
	$(BIN)/pytest $(SPREAD) || status=1; \
	exit $$status

test-nightly: $(TEST) ## Run what `make test` runs and the long tier: every seed, long fuzzing
	@scripts/system-packages
	@status=0; $(CHECKED); \
	DOSELINE_NIGHTLY=1 $(BIN)/pytest $(SPREAD) -m "nightly or not nightly" || status=1; \
	exit $$status

check: $(TEST) ## Run the inner loop: static checks and the fast tests
	@scripts/static-checks
	@$(BIN)/pytest -q $(SPREAD) -m "not slow and not nightly" tests/unit tests/property tests/architecture

dev: $(DEV) ## Add the developer's tools and the git hook that runs format and lint before a commit
	@git config core.hooksPath scripts/hooks

bench: $(TEST) ## Time Doseline and a peer side by side and write bench.json
	$(BIN)/doseline bench

docs: $(TEST) ## Build the documentation into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

locks: ## Remake the lock files from pyproject.toml (UPGRADE=1: take the newest versions that fit)
	@scripts/bootstrap --uv
	@scripts/locks $(if $(filter 1,$(UPGRADE)),--upgrade)

clean: ## Remove everything that these targets made
	rm -rf .venv .tools build dist site out bench.json .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

INSTALLER := scripts/bootstrap requirements-uv.lock pyproject.toml

$(RUNTIME): requirements.lock $(INSTALLER)
	@scripts/bootstrap requirements.lock
	@touch $@

$(TEST): requirements-test.lock $(INSTALLER)
	@scripts/bootstrap requirements-test.lock
	@touch $(RUNTIME) $@

$(DEV): requirements-dev.lock $(INSTALLER)
	@scripts/bootstrap requirements-dev.lock
	@touch $(RUNTIME) $(TEST) $@
