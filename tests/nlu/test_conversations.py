"""`rasa test` over conversations, each topic a file, against the trained model."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.rasa_server import QUIET
from nlu.training import fingerprint, is_current

FOLDER = Path(__file__).with_name("conversations")
ROOT = Path(__file__).parents[2]
MODELS = ROOT / "var" / "models"


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of `make train`; trained here where it is missing or old."""
    if not is_current(MODELS):
        subprocess.run([sys.executable, "-m", "bot.cli", "train"], cwd=ROOT, check=True)
    return MODELS / f"huiqi-{fingerprint()}.tar.gz"


@pytest.mark.parametrize("stories", sorted(FOLDER.glob("*.yml")), ids=lambda path: path.stem)
def test_conversations_go_as_written(model, stories, tmp_path):
    test_file = tmp_path / f"test_{stories.name}"
    test_file.write_text('version: "3.1"\n' + stories.read_text(encoding="utf-8"), encoding="utf-8")
    files = {"--model": model, "--stories": test_file, "--out": tmp_path / "out"}
    options = ["--e2e", "--fail-on-prediction-errors", "--no-plot"]
    options += [text for name, path in files.items() for text in (name, str(path))]

    done = subprocess.run(
        [sys.executable, "-m", "rasa", "test", "core", *options],
        cwd=tmp_path,
        env={**os.environ, **QUIET, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
