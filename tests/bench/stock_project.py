"""A stock Rasa bot over the same question bank: what `rasa init` writes, and a ResponseSelector.

The pipeline and the policies are read from the installed Rasa, which writes them into a new
project; only the tokenizer is changed for the variant that splits Chinese.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from knowledge.bank import Entry
from knowledge.units import Regulation

TOKENIZERS = {"whitespace": "WhitespaceTokenizer", "jieba": "JiebaTokenizer"}
FAQ = "faq"
RULE = {"rule": "answer", "steps": [{"intent": FAQ}, {"action": f"utter_{FAQ}"}]}


@dataclass(frozen=True)
class Choice:
    """Which stock bot: its tokenizer, and epochs of training, None for the stock numbers."""

    variant: str
    epochs: int | None = None


def write_project(
    folder: Path, choice: Choice, bank: Sequence[Entry], regulation: Regulation
) -> None:
    """Write all that `rasa train` reads, afresh."""
    shutil.rmtree(folder, ignore_errors=True)
    units = keys(bank)
    shutil.copytree(_rasa("cli", "initial_project"), folder, dirs_exist_ok=True)
    _write(folder / "config.yml", _config(choice))
    _write(folder / "data" / "faq.yml", {"version": "3.1", "nlu": _examples(bank, units)})
    _write(folder / "data" / "faq_rules.yml", {"version": "3.1", "rules": [RULE]})
    domain = yaml.safe_load((folder / "domain.yml").read_text(encoding="utf-8"))
    domain["intents"].append(FAQ)
    for key, unit in units.items():
        domain["responses"][f"utter_{FAQ}/{key}"] = [{"text": regulation[unit].text}]
    _write(folder / "domain.yml", domain)


def keys(bank: Sequence[Entry]) -> dict[str, str]:
    """A plain response key for each unit of the bank, as Rasa splits keys at some signs."""
    units = dict.fromkeys(entry.unit for entry in bank)
    return {f"u{number:03}": unit for number, unit in enumerate(units)}


def fingerprint(folder: Path) -> str:
    """A hash of the written project."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _rasa(*parts: str) -> Path:
    spec = find_spec("rasa")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0]).joinpath(*parts)


def _config(choice: Choice) -> dict[str, Any]:
    path = _rasa("engine", "recipes", "config_files", "default_config.yml")
    config: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    config["assistant_id"] = "stock"
    config["pipeline"][0]["name"] = TOKENIZERS[choice.variant]
    # Rasa refuses WhitespaceTokenizer for Chinese, so the stock language stays.
    config["language"] = "zh" if choice.variant == "jieba" else config["language"]
    for component in (*config["pipeline"], *config["policies"]):
        if choice.epochs and "epochs" in component:
            component["epochs"] = choice.epochs
    return config


def _examples(bank: Sequence[Entry], units: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"intent": f"{FAQ}/{key}", "examples": "".join(_lines(bank, unit))}
        for key, unit in units.items()
    ]


def _lines(bank: Sequence[Entry], unit: str) -> list[str]:
    asked = dict.fromkeys(" ".join(each.question.split()) for each in bank if each.unit == unit)
    # Square brackets would mark an entity.
    return [f"- {text.replace('[', '(').replace(']', ')')}\n" for text in asked]


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, width=10**6), encoding="utf-8")
