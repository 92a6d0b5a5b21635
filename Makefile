# Two commands on a fresh machine: "make run" opens the dashboard, "make test" checks everything. "make help" lists all.
PYTHON ?= python3
PORT ?= 8501
# Units in their own order (tests/units.py): what a folder's tests share, such as a browser, is started once.
# What takes longest is named at the end, so that a suite that grows slow is seen to.
PYTEST_ARGS ?= --numprocesses auto --dist loadfile --no-loadscope-reorder --durations 25
QUICK := "not slow and not browser"
VENV := .venv
TOOLS := .venv-tools
LISTS := requirements requirements-dev requirements-tools
PIN := uv pip compile --universal --generate-hashes --python-version 3.11 --upgrade \
  --no-emit-index-url --custom-compile-command "make lock" --quiet
PY := $(VENV)/bin/python
SES_DATA ?= data
# A desktop gets its browser opened; a server without one just prints the address.
OPEN := $(if $(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(shell uname)),--open)
export SES_DATA

.PHONY: help setup run check fmt test coverage fuzz live lint bench bench-pages bench-warehouse bench-history bench-opm bench-attacks bench-load \
  bench-fuzz bench-sockets bench-files bench-kills bench-soak template screenshot lock audit sbom clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s%s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(VENV)/dev.done ## make the environment with everything that checks need

# First a build: of the published figures that ship with the project, and of what is loaded; anew where the program, its
# figures or the files are newer. The synthetic sample is made aside, when asked for. If it fails, the last one is served.
run: $(VENV)/run.done ## build where the build is behind, and open the dashboard (PORT=8501)
	-$(PY) -m etl build --when-behind
	$(PY) serve.py --port $(PORT) $(OPEN)

# Before a commit. What is slow, and what needs a browser, is left to "make test".
check: lint ## lint, types and the quick tests, in about two minutes
	$(PY) -m pytest $(PYTEST_ARGS) -m $(QUICK)

fmt: $(VENV)/dev.done ## put the code into its form, and mend what the linter can
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

test: $(VENV)/dev.done ## every test, or those of MARK="slow or browser"
	$(PY) -m pytest $(PYTEST_ARGS) $(if $(MARK),-m "$(MARK)")

# The quick tests, or those of MARK="not browser": a figure to look at, and no bar.
coverage: $(VENV)/dev.done ## the quick tests, and which lines of the program they enter
	$(PY) -m pytest $(PYTEST_ARGS) -m $(if $(MARK),"$(MARK)",$(QUICK)) --cov --cov-report term:skip-covered

# The properties alone, with many fresh random examples: what it finds becomes a test or an @example of its own.
fuzz: $(VENV)/dev.done ## the properties alone, with many fresh random examples
	$(PY) -m pytest $(PYTEST_ARGS) -m hypothesis --hypothesis-profile fuzz --ignore tests/browser

# The one check that needs a network: OPM's real lists, one small month, the doctor. Never part of "make test".
live: $(VENV)/run.done ## hold OPM's real door, columns and figures against ours (needs a network)
	$(PY) -m tests.live

lint: $(VENV)/dev.done ## linter, format, types and the direction of imports
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

bench: $(VENV)/dev.done ## measure loading, questions, pages and exports (ROWS, PERIODS)
	$(PY) -m tests.bench --rows $(or $(ROWS),2300000) --periods $(or $(PERIODS),250)

# The warehouse lines alone; with FOLDER they can be measured again without writing and loading the files again.
bench-warehouse: $(VENV)/dev.done ## measure questions alone (PERIODS, ROWS, FOLDER)
	$(PY) -m tests.bench.warehouse --periods $(or $(PERIODS),250) --rows $(or $(ROWS),60000) $(if $(FOLDER),--folder $(FOLDER))

# The served pages alone, on the small sample or on a built data folder: make bench-pages DATA=data
bench-pages: $(VENV)/dev.done ## measure the served pages alone (DATA, RUNS, READERS)
	$(PY) -m tests.bench.pages $(if $(DATA),--data $(DATA)) $(if $(RUNS),--runs $(RUNS)) $(if $(READERS),--readers $(READERS))

# Small by default; the whole, of which one batch of files is on the disk at a time:
# make bench-history CUBES=72 MONTHS=24 ROWS=2100000 BATCH=8
bench-history: $(VENV)/dev.done ## measure the loading of cubes and months (CUBES, MONTHS, ROWS, BATCH)
	$(PY) -m tests.bench.history --cubes $(or $(CUBES),8) --months $(or $(MONTHS),4) --rows $(or $(ROWS),300000) \
	  --batch $(or $(BATCH),4) $(if $(FOLDER),--folder $(FOLDER))

# What OPM's API serves, as Parquet: one month at full size, and the whole history thinned, 3 GB on the disk while it
# runs. FOLDER=... keeps the history, for another run or for make bench-pages DATA=.../data; ONLY=month or history.
bench-opm: $(VENV)/dev.done ## measure what OPM's API serves (ONLY, ROWS, FOLDER)
	$(PY) -m tests.bench.opm $(if $(ONLY),--only $(ONLY)) $(if $(ROWS),--rows $(ROWS)) $(if $(FOLDER),--folder $(FOLDER))

# What strangers can do to it, over loopback: make bench-attacks DATA=data, PROGRAM=... for another version of it.
bench-attacks: $(VENV)/dev.done ## measure what strangers can do (DATA, PROGRAM)
	$(PY) -m tests.attacks --data $(or $(DATA),data) $(if $(PROGRAM),--program $(PROGRAM))

# Strange requests, and strange sockets: make bench-fuzz DATA=data REQUESTS=10000, make bench-sockets DATA=data SOCKETS=268
bench-fuzz: $(VENV)/dev.done ## ask strange questions (DATA, REQUESTS, SEED)
	$(PY) -m tests.attacks.fuzz --data $(or $(DATA),data) $(if $(REQUESTS),--requests $(REQUESTS)) $(if $(SEED),--seed $(SEED))

bench-sockets: $(VENV)/dev.done ## hold strange sockets (DATA, SOCKETS)
	$(PY) -m tests.attacks.sockets --data $(or $(DATA),data) $(if $(SOCKETS),--sockets $(SOCKETS))

# 78 malicious files by the command line; 22 loads and builds killed; half an hour of readers, builds and exports.
bench-files: $(VENV)/dev.done ## load malicious files (FILES)
	$(PY) -m tests.attacks.files $(if $(FILES),--files $(FILES))

bench-kills: $(VENV)/dev.done ## kill loads and builds (KILLS)
	$(PY) -m tests.attacks.kills $(if $(KILLS),--kills $(KILLS))

# In quick motion: make bench-soak MINUTES=5 READERS=8 BUILD_EVERY=20 EXPORT_EVERY=12 (seconds; 0 for none).
bench-soak: $(VENV)/dev.done ## read, build and export for a while (MINUTES, READERS)
	$(PY) -m tests.attacks.soak $(if $(MINUTES),--minutes $(MINUTES)) $(if $(READERS),--readers $(READERS)) \
	  $(if $(BUILD_EVERY),--build-every $(BUILD_EVERY)) $(if $(EXPORT_EVERY),--export-every $(EXPORT_EVERY))

# A new build while people read, and many decks at once: make bench-load READERS=50, ONLY=decks or renewal,
# PROCESSES=2 on one folder, PROGRAM=... for another version.
bench-load: $(VENV)/dev.done ## build while people read, and make many decks at once (READERS, ONLY, PROCESSES)
	$(PY) -m tests.attacks.load $(if $(READERS),--readers $(READERS)) $(if $(ONLY),--only $(ONLY)) $(if $(PROCESSES),--processes $(PROCESSES)) \
	  $(if $(PROGRAM),--program $(PROGRAM))

template: $(VENV)/run.done ## write the empty deck of slides again, after a change of colors or layouts
	$(PY) -m metrics.export.pptx.make_template

screenshot: $(VENV)/dev.done ## take the README's picture again, from the published figures (needs Chromium)
	$(PY) -m docs.take_screenshot

# Each environment step is done again only when its locked list changes.
$(VENV)/run.done: requirements.txt
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/dev.done: requirements-dev.txt $(VENV)/run.done
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

$(TOOLS)/done: requirements-tools.txt
	test -x $(TOOLS)/bin/python || $(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-tools.txt
	touch $@

# What pyproject.toml asks for, pinned with hashes: newest versions, the tests' in agreement with the program's.
lock: $(TOOLS)/done ## pin what pyproject.toml asks for, newest versions with hashes
	$(TOOLS)/bin/$(PIN) pyproject.toml --extra dashboard --output-file requirements.txt
	$(TOOLS)/bin/$(PIN) --group dev --constraint requirements.txt --output-file requirements-dev.txt
	$(TOOLS)/bin/$(PIN) --group tools --output-file requirements-tools.txt

# Is any locked package under an advisory? Needs a network that reaches them, so the workflow asks and "make test" does not.
audit: $(TOOLS)/done ## ask whether a pinned package is under an advisory (needs a network)
	$(TOOLS)/bin/pip-audit --strict --disable-pip --require-hashes $(LISTS:%=--requirement %.txt)

# The bill of materials of what runs: every package that is installed with the program, with its version and hashes.
sbom: $(TOOLS)/done ## write the bill of materials of what runs
	$(TOOLS)/bin/cyclonedx-py requirements --output-reproducible --output-file ses-health.cdx.json requirements.txt

clean: ## delete the environments and everything that was loaded and built
	rm -rf $(VENV) $(TOOLS) $(SES_DATA)/raw $(SES_DATA)/staged $(SES_DATA)/warehouse $(SES_DATA)/demonstration $(SES_DATA)/downloads
