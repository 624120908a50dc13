"""How well intents are told apart: `huiqi parse` on utterances by a hand that wrote no example."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from sklearn.metrics import f1_score, precision_recall_fscore_support

from knowledge.jsonl import read_objects
from tests.stack import ROOT


def measure(utterances: Path) -> dict[str, Any]:
    """Macro-F1, accuracy, and precision and recall of each intent."""
    rows = list(read_objects(utterances))
    right = [row["intent"] for row in rows]
    said = _parsed([row["text"] for row in rows])
    names = sorted(set(right))
    precision, recall, *_ = precision_recall_fscore_support(
        right, said, labels=names, zero_division=0.0
    )
    return {
        "utterances": len(rows),
        "macro_f1": float(f1_score(right, said, average="macro", zero_division=0.0)),
        "accuracy": sum(a == b for a, b in zip(right, said, strict=True)) / len(rows),
        "each": {
            name: {"precision": float(precision[at]), "recall": float(recall[at])}
            for at, name in enumerate(names)
        },
    }


def _parsed(texts: list[str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "parse"],
        cwd=ROOT,
        input="\n".join(texts) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line)["intent"] for line in done.stdout.splitlines()]
