"""`python -m tests.bench`: Huiqi beside a stock Rasa bot; writes docs/benchmarks.md."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import machine
from tests.bench.console import say
from tests.bench.parts import (
    Bench,
    Size,
    channels,
    intents,
    learning,
    load,
    pages,
    quality,
    rules,
    search,
)
from tests.bench.report import report
from tests.bench.stock_project import TOKENIZERS
from tests.stack import ROOT

PARTS: dict[str, Callable[[Bench], dict[str, Any]]] = {
    "search": search,
    "learning": learning,
    "intents": intents,
    "rules": rules,
    "channels": channels,
    "pages": pages,
    "quality": quality,
    "load": load,
}
FULL = Size(sessions=20, questions_each=11, rounds=3, passes=5, most=10**6, epochs=None)
QUICK = Size(sessions=5, questions_each=2, rounds=1, passes=1, most=20, epochs=2)


def main() -> None:
    options = _options()
    # Ended from outside, it still stops what it started and removes what it wrote.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    quick, full = ROOT / "results" / "bench-quick.json", ROOT / "docs" / "benchmarks.json"
    results = quick if options.quick else full
    page = results.with_suffix(".md")
    results.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = Path(options.keep or temporary)
        size = QUICK if options.quick else FULL
        bench = Bench(folder, replace(size, epochs=options.epochs or size.epochs), options.variants)
        for part in options.only:
            say(f"== {part}")
            _keep(results, part, PARTS[part](bench))
            kept = json.loads(results.read_text(encoding="utf-8"))
            page.write_text(report(kept), encoding="utf-8")
    say(f"written: {page.relative_to(ROOT)}, {results.relative_to(ROOT)}")


def _keep(results: Path, part: str, figures: dict[str, Any]) -> None:
    """Put a part's figures beside those of other parts, which may be from an earlier run."""
    kept = json.loads(results.read_text(encoding="utf-8")) if results.exists() else {}
    day = datetime.now(UTC).date().isoformat()
    kept[part] = {"date": day, "machine": machine.facts(), **figures}
    results.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--only", type=_among(PARTS), default=list(PARTS), help=f"of {','.join(PARTS)}"
    )
    parser.add_argument(
        "--variants",
        type=_among(TOKENIZERS),
        default=list(TOKENIZERS),
        help=f"stock bots: of {','.join(TOKENIZERS)}",
    )
    parser.add_argument(
        "--quick", action="store_true", help="a trial of the bench itself, not of the products"
    )
    parser.add_argument(
        "--keep", metavar="DIR", help="leave the trained stock bots here and use them again"
    )
    parser.add_argument(
        "--epochs",
        type=int,
        help="train the stock bots this short: their speed and memory are the same, their answers "
        "are not, so that only load can be measured with it",
    )
    options = parser.parse_args()
    if options.epochs and "quality" in options.only:
        parser.error("--epochs makes worse answers, so quality cannot be measured with it")
    return options


def _among(known: dict[str, Any]) -> Callable[[str], list[str]]:
    def chosen(text: str) -> list[str]:
        names = text.split(",")
        if unknown := sorted(set(names) - set(known)):
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {list(known)}")
        return names

    return chosen


if __name__ == "__main__":
    main()
