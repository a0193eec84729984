# Needs python3 (3.11 or newer) and make; everything else is set up in .venv by the first target that runs.
PYTHON ?= python3
BIN := .venv/bin
# uv installs in seconds what takes pip a minute. It copies: nltk refuses data files that are hard links.
INSTALL := UV_LINK_MODE=copy $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
MINUTES ?= 60
SECONDS_EACH ?= 60
USERS ?= 4
Q ?= How long did Trump and Putin talk?
ARTICLE ?= seeds/01-trump-putin-call.md

.PHONY: ask serve test lint lock evals bench load soak fuzz build transcripts screenshots clean

ask: .venv/ready
	@$(BIN)/chatbot ingest --seeds
	@$(BIN)/chatbot ask "$(Q)"

serve: .venv/ready
	@$(BIN)/chatbot serve

# A process for each core, four at most: each loads the models for itself.
test: .venv/ready-dev
	$(BIN)/python -m pytest -n auto --maxprocesses=4 --dist worksteal

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

evals: .venv/ready-dev
	$(BIN)/python -m evals gate

bench: .venv/ready-dev
	$(BIN)/python -m evals speed --out build/speed.json

load: .venv/ready-dev
	$(BIN)/python -m evals.load

soak: .venv/ready-dev
	$(BIN)/python -m evals.soak --minutes $(MINUTES) --users $(USERS)

fuzz: .venv/ready-dev
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group fuzzing
	$(BIN)/python -m tests.fuzzing --seconds $(SECONDS_EACH)

screenshots: .venv/ready-dev
	$(BIN)/python -m evals.screenshots

transcripts: .venv/ready-dev
	$(BIN)/python -m evals.transcripts --article $(ARTICLE) $(if $(ENDPOINT),--endpoint $(ENDPOINT))

build: .venv/ready-dev
	$(BIN)/python -m build --wheel --no-isolation

lock: .venv/uv
	$(COMPILE) --group weights -o requirements.lock
	$(COMPILE) --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv build dist *.egg-info

.venv/uv:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed: make PYTHON=python3.11')"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

.venv/ready: .venv/uv requirements.lock pyproject.toml
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-build-isolation --editable .
	@touch $@

# Compiled, because the tests turn the warnings of a first compilation into errors.
.venv/ready-dev: .venv/ready requirements-dev.lock
	$(INSTALL) --compile-bytecode --require-hashes -r requirements-dev.lock
	@touch $@
