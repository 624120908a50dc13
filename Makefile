# From a fresh clone, `make run` and `make test` are all a newcomer needs.

PYTHON ?= python3.11
BIN := .venv/bin
INSTALLED := .venv/installed

.PHONY: run test install train bench test-all lint

run: install
	@$(BIN)/huiqi run

test: lint
	@echo "== 测试 tests（约 13 分钟）"
	@$(BIN)/python -m pytest -q

install: $(INSTALLED)

# The stamp is written last, so an interrupted installation goes on where it stopped.
$(INSTALLED): requirements.lock pyproject.toml .ci/install
	@PYTHON="$(PYTHON)" bash .ci/install

train: install
	@echo "== 训练 train：检索排序与对话模型"
	@$(BIN)/huiqi train

lint: install
	@echo "== 格式与规则 ruff"
	@$(BIN)/ruff check . && $(BIN)/ruff format --check -q .
	@echo "== 类型 mypy"
	@$(BIN)/mypy
	@echo "== 依赖方向 import-linter"
	@$(BIN)/lint-imports

test-all: lint
	@echo "== 全部测试 test-all：另含 PostgreSQL 与浏览器（约 28 分钟）"
	@TEST_ALL=1 $(BIN)/python -m pytest -q --durations=10

bench: install
	@echo "== 基准 bench：对照 Rasa 原装机器人，结果写入 docs/benchmarks.md（约 90 分钟）"
	@$(BIN)/python -m tests.bench

SHELL := bash
