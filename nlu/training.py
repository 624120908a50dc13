"""Trains the dialogue model, unless the newest one was trained on the same files."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import yaml

from knowledge.bank import load_bank, load_unanswerable

SOURCES = Path(__file__).parent
KEPT_MODELS = 2
BANK_EXAMPLES = 1500  # of the question bank: with fewer, questions were taken for wishes
BEYOND_EXAMPLES = 150  # of what people ask beside the text
BEYOND = ("other", "field", "nonsense", "attack")


def fingerprint() -> str:
    """A hash of everything the model depends on: data, components, encoder and bank."""
    knowledge = SOURCES.parent / "knowledge"
    files = [
        *SOURCES.rglob("*.yml"),
        *SOURCES.rglob("*.py"),
        *(
            knowledge / f"{name}.py"
            for name in ("normalise", "tokens", "encoder", "bank", "learned")
        ),
        *(knowledge / "encoder_data").glob("*"),
        *(knowledge / "bank_data").glob("*.jsonl"),
    ]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(SOURCES.parent).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def is_current(models: Path) -> bool:
    return (models / f"huiqi-{fingerprint()}.tar.gz").exists()


class TrainingFailed(Exception):
    """Rasa gave no model; the message says where its reasons are."""


def train(models: Path) -> Path:
    """Train into `models`, under a temporary name until it is whole; returns the model.

    Raises TrainingFailed where Rasa gives no model.
    """
    target = models / f"huiqi-{fingerprint()}.tar.gz"
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    import rasa

    unfinished = models / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    with _told_to(models / "train.log"):
        result = rasa.train(
            domain=str(SOURCES / "domain.yml"),
            config=str(SOURCES / "config.yml"),
            training_files=[str(SOURCES / "data"), str(_bank_examples(unfinished / "bank.yml"))],
            output=str(unfinished),
            fixed_model_name="model",
            force_training=True,
        )
    if result.model is None:
        raise TrainingFailed(f"对话模型没有训练成功，原因见 {models / 'train.log'}。")
    Path(result.model).replace(target)
    shutil.rmtree(unfinished, ignore_errors=True)
    for old in sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)[
        :-KEPT_MODELS
    ]:
        old.unlink()
    return target


@contextmanager
def _told_to(log: Path) -> Iterator[None]:
    """What Rasa says while it trains, hundreds of lines, goes to a file."""
    with log.open("w", encoding="utf-8") as file, redirect_stdout(file), redirect_stderr(file):
        yield


def _bank_examples(path: Path) -> Path:
    """Questions that the text answers and that it does not, in a file that Rasa reads."""
    beyond = [each.question for each in load_unanswerable() if each.kind in BEYOND]
    examples = {
        "ask_policy": _spread([entry.question for entry in load_bank()], BANK_EXAMPLES),
        "out_of_scope": _spread(beyond, BEYOND_EXAMPLES),
    }
    rows = [
        {"intent": intent, "examples": "".join(f"- {' '.join(each.split())}\n" for each in texts)}
        for intent, texts in examples.items()
    ]
    content = {"version": "3.1", "nlu": rows}
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def _spread(texts: Sequence[str], count: int) -> Sequence[str]:
    """So many of the texts, evenly from first to last."""
    return list(dict.fromkeys(texts[at * len(texts) // count] for at in range(count)))
