# Two commands on a fresh machine with Python 3.11 and make: `make demo` and `make test`.
# Everything, caches included, stays inside this folder's .venv.
PYTHON ?= python3
VENV := $(CURDIR)/.venv
BIN := $(VENV)/bin
UV := uv==0.13.9

export MPLCONFIGDIR := $(VENV)/cache/matplotlib
export IPYTHONDIR := $(VENV)/cache/ipython
export JUPYTER_CONFIG_DIR := $(VENV)/cache/jupyter
export JUPYTER_DATA_DIR := $(VENV)/cache/jupyter-data
export JUPYTER_RUNTIME_DIR := $(VENV)/cache/jupyter-run
export UV_CACHE_DIR := $(VENV)/cache/uv
# An organisation's own certificates count.
export UV_SYSTEM_CERTS := 1
export PIP_CACHE_DIR := $(VENV)/cache/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Python's compiled files are kept, all in one place: without them each process reads pandas and matplotlib anew.
export PYTHONPYCACHEPREFIX := $(VENV)/cache/python
unexport PYTHONDONTWRITEBYTECODE

INSTALL = $(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --editable

.PHONY: demo test lab lint format notebooks bench docs samples constraints clean

demo: $(VENV)/.demo  ## the sample study's report, in report mode and in dialogue mode
	$(BIN)/python -m evalkit demo

test: $(VENV)/.test  ## every test, the notebooks under nbval included
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

lab: $(VENV)/.lab  ## JupyterLab on the sample study's notebooks
	test -e out/lab || $(BIN)/python -m evalkit notebooks data/sample/roadworks --to out/lab --no-open
	$(BIN)/python -m jupyterlab out/lab/00_start_here.ipynb

lint: $(VENV)/.lint  ## formatting, lint, types, known vulnerabilities
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	-$(BIN)/pip-audit --progress-spinner off --skip-editable

format: $(VENV)/.lint
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

notebooks: $(VENV)/.test  ## run every notebook anew and keep its outputs
	$(BIN)/python notebooks/make_outputs.py

bench: $(VENV)/.test  ## every benchmark, one after the other
	for file in benchmarks/[a-z]*.py; do $(BIN)/python $$file || exit 1; done

samples: $(VENV)/.demo  ## write the sample studies anew (the same bytes)
	$(BIN)/python data/sample/make_samples.py

constraints: $(VENV)/bin/uv  ## pin anew
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --no-header --no-annotate \
	  --no-emit-index-url --upgrade pyproject.toml --output-file constraints.txt

docs: $(VENV)/.docs  ## the documentation site, in site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet

clean:
	rm -rf out dist build site .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/uv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "evalkit needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet $(UV)

$(VENV)/.demo: pyproject.toml constraints.txt | $(VENV)/bin/uv
	$(INSTALL) ".[office]"
	touch $@

$(VENV)/.lab: pyproject.toml constraints.txt | $(VENV)/bin/uv
	$(INSTALL) ".[office,lab]"
	touch $@ $(VENV)/.demo

$(VENV)/.test: pyproject.toml constraints.txt | $(VENV)/bin/uv
	$(INSTALL) ".[office,lab,test]"
	touch $@ $(VENV)/.demo $(VENV)/.lab

$(VENV)/.docs: pyproject.toml constraints.txt | $(VENV)/bin/uv
	$(INSTALL) ".[office,lab,test,docs]"
	touch $@ $(VENV)/.test $(VENV)/.demo

$(VENV)/.lint: pyproject.toml constraints.txt | $(VENV)/bin/uv
	$(INSTALL) ".[office,lab,test,lint]"
	touch $@ $(VENV)/.test $(VENV)/.demo

# CI's own: what only it needs beside the tests (a browser's driver; PySpark where there is a Java).
.PHONY: .ci-venv
.ci-venv: $(VENV)/.lint
	$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt playwright
	if command -v java >/dev/null; then $(INSTALL) ".[office,lab,test,lint,scale]"; fi
