"""The parts of the bench, each from what it needs to its figures."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge.answerer import Answerer, load_answerer
from knowledge.bank import load_bank, load_unanswerable
from knowledge.encoder import load_encoder
from knowledge.evaluate import read_questions
from knowledge.library import load_shipped
from tests.bench import channels as channel
from tests.bench import intents as intent
from tests.bench import learning as learn
from tests.bench import load as loads
from tests.bench import pages as page
from tests.bench import quality as qualities
from tests.bench import rankers, soak, speed, stock_project
from tests.bench import rules as rule
from tests.bench.console import say
from tests.bench.sides import Huiqi
from tests.bench.stock_bot import StockBot
from tests.stack import ROOT

HELD_OUT = ROOT / "tests" / "heldout"


@dataclass(frozen=True)
class Size:
    """How much is measured; `epochs` None are the stock ones."""

    sessions: int
    questions_each: int
    rounds: int
    passes: int
    most: int
    epochs: int | None


class Bench:
    """What the parts share; the bots are trained when one of them is first needed."""

    def __init__(self, folder: Path, size: Size, variants: Sequence[str]) -> None:
        self.folder = folder
        self.size = size
        self.regulation = load_shipped()
        self.bank = load_bank()
        self.questions = read_questions(HELD_OUT / "questions.jsonl")[: size.most]
        self.unanswerable = read_questions(HELD_OUT / "unanswerable.jsonl")[: size.most]
        has_jieba = importlib.util.find_spec("jieba") is not None
        self._variants = [name for name in variants if has_jieba or name != "jieba"]
        self.training: dict[str, float] = {}

    @cached_property
    def answerer(self) -> Answerer:
        return load_answerer()

    @cached_property
    def bots(self) -> list[StockBot]:
        """The stock bots, trained."""
        bots = [self._bot(variant) for variant in self._variants]
        self.training = {bot.name: bot.train() for bot in bots}
        return bots

    def _bot(self, variant: str) -> StockBot:
        unfinished = self.folder / f"stock-{variant}"
        choice = stock_project.Choice(variant, self.size.epochs)
        stock_project.write_project(unfinished, choice, self.bank, self.regulation)
        project = unfinished.with_name(f"{unfinished.name}-{stock_project.fingerprint(unfinished)}")
        if project.exists():
            shutil.rmtree(unfinished)
        else:
            unfinished.rename(project)
        return StockBot(f"stock-{variant}", project)

    def texts(self) -> list[str]:
        return [question.text for question in self.questions]

    def as_json(self) -> dict[str, Any]:
        counts = {"questions": len(self.questions), "unanswerable": len(self.unanswerable)}
        return {**asdict(self.size), **counts, "bank": len(self.bank)}


def search(bench: Bench) -> dict[str, Any]:
    """Search alone, in this process."""
    ranked = {
        "bm25": rankers.bm25(bench.regulation),
        "huiqi": rankers.huiqi(bench.answerer),
    }
    figures = speed.measure(ranked, bench.texts(), bench.size.passes)
    return {"size": bench.as_json(), "figures": figures}


def quality(bench: Bench) -> dict[str, Any]:
    """How right the answers are, each bot started for its own."""
    held_out = qualities.HeldOut(bench.questions, bench.unanswerable)
    own = {
        "bm25": rankers.bm25(bench.regulation),
        "dense": rankers.dense(bench.regulation, load_encoder()),
        "huiqi": rankers.huiqi(bench.answerer),
    }
    figures = qualities.measure(own, held_out, bench.regulation)
    units = stock_project.keys(bench.bank)
    for bot in bench.bots:
        bot.start()
        try:
            theirs = {bot.name: rankers.stock(bot, units)}
            figures |= qualities.measure(theirs, held_out, bench.regulation)
        finally:
            bot.stop()
    return {"size": bench.as_json(), "training_s": bench.training, "figures": figures}


def learning(bench: Bench) -> dict[str, Any]:
    """Where Huiqi goes wrong, and how its answers grow with the bank."""
    rank = rankers.huiqi(bench.answerer)
    asked, regulation = bench.questions, bench.regulation
    return {
        "size": bench.as_json(),
        "kind": learn.by_group(asked, rank, regulation, lambda question: question.kind),
        "asker": learn.by_group(asked, rank, regulation, lambda question: question.asker),
        "confusions": learn.confusions(asked, rank, regulation),
        "curve": learn.curve(bench.bank, load_unanswerable(), asked, regulation, load_encoder()),
    }


def intents(_: Bench) -> dict[str, Any]:
    """The intents of utterances by another hand."""
    return intent.measure(HELD_OUT / "utterances.jsonl")


def channels(_: Bench) -> dict[str, Any]:
    """Both chat platforms under fire, without anything to compare them with."""
    return channel.measure()


def pages(_: Bench) -> dict[str, Any]:
    """The survey page under load, without anything to compare it with."""
    return page.measure() | {"soak": soak.measure()}


def rules(_: Bench) -> dict[str, Any]:
    """The rules as code, without anything to compare them with."""
    return rule.measure()


def load(bench: Bench) -> dict[str, Any]:
    """Both sides as people meet them: over HTTP, many at once."""
    size = bench.size
    own = bench.folder / "huiqi"
    own.mkdir(exist_ok=True)
    sides = [Huiqi(own), *bench.bots]
    say(f"{size.rounds} rounds of {len(sides)} sides")
    plan = loads.Plan(size.sessions, size.questions_each, size.rounds)
    figures = loads.measure(sides, bench.texts(), plan)
    return {"size": bench.as_json(), "training_s": bench.training, "figures": figures}
