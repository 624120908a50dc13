"""docs/benchmarks.md from the figures of each part."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

Kept = dict[str, Any]
WORDS = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
NAMES = {
    "huiqi": "Huiqi",
    "stock-whitespace": "stock Rasa",
    "stock-jieba": "stock Rasa, jieba",
    "bm25": "BM25 over the clauses",
    "dense": "encoder over the clauses",
}
ADAPTERS = {
    "spine_ms": "a message through inbox, worker and outbox, ms",
    "wechat_ms": "what WeChat's adapter adds, ms",
    "telegram_ms": "what Telegram's adapter adds, ms",
}
LOAD = (
    ("first_answer_s", "start to first answer, s", 1),
    ("alone_p50_ms", "one conversation: latency p50, ms", 0),
    ("alone_p95_ms", "one conversation: latency p95, ms", 0),
    ("alone_per_second", "one conversation: answers a second", 1),
    ("crowd_p50_ms", "{sessions} conversations: latency p50, ms", 0),
    ("crowd_p95_ms", "{sessions} conversations: latency p95, ms", 0),
    ("crowd_per_second", "{sessions} conversations: answers a second", 1),
    ("idle_mb", "memory after the first answer ({kind}), MB", 0),
    ("after_load_mb", "memory after the load ({kind}), MB", 0),
)
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
PAGES = (
    ("pages_a_second", "pages a second"),
    ("median_ms", "a page, median, ms"),
    ("p95_ms", "a page, 95th percentile, ms"),
    ("slowest_ms", "the slowest page, ms"),
    ("gateway_ms", "the gateway's processor time a page, ms"),
    ("client_ms", "the load's own, ms"),
)


def report(kept: Kept) -> str:
    """The whole page, of the parts that were measured."""
    parts = [write(kept[name]) for name, write in WRITERS.items() if name in kept]
    return "\n\n".join([WORDS["head"], _machine(kept), *parts, WORDS["tail"]]) + "\n"


def _machine(kept: Kept) -> str:
    """The newest part's machine, and the day of each part."""
    parts = [name for name in WRITERS if name in kept]
    days = ", ".join(f"{name} {kept[name]['date']}" for name in parts)
    newest = max(parts, key=lambda name: kept[name]["date"])
    rows = [["Measured (UTC)", days], *kept[newest]["machine"].items()]
    return _table(["", ""], rows)


def _load(part: Kept) -> str:
    figures, size = part["figures"], part["size"]
    own = figures["huiqi"]
    others = [name for name in figures if name != "huiqi"]
    head = ["", "Huiqi", *(cell for name in others for cell in (NAMES[name], "Huiqi / it"))]
    rows = []
    for key, label, digits in LOAD:
        cells = [label.format(**size, kind=own["kind"]), f"{own[key]:.{digits}f}"]
        for name in others:
            value = figures[name][key]
            cells += [f"{value:.{digits}f}", f"{own[key] / value:.2f}"]
        rows.append(cells)
    short = WORDS["short"].format(**size) if size["epochs"] else ""
    told = f"{WORDS['load'].format(**size)}{short}"
    return f"{told}\n\n{_table(head, rows)}\n\n{_wordless(figures)}"


def _wordless(figures: Kept) -> str:
    """Requests that ended without words are no answers; say how many there were."""
    shares = [
        f"{NAMES[name]} {each['crowd_wordless']:.1%} "
        f"({_spread(each['rounds'], 'crowd_per_second')} answers a second from round to round)"
        for name, each in figures.items()
    ]
    return f"Requests that got no words, under load: {'; '.join(shares)}."


def _spread(rounds: Sequence[Kept], key: str) -> str:
    values = [figures[key] for figures in rounds]
    return f"{min(values):.1f} to {max(values):.1f}"


def _quality(part: Kept) -> str:
    rows = []
    for name, each in part["figures"].items():
        article, unit = each["article"], each["unit"]
        shares = [article["hit@1"], article["hit@3"], article["mrr"], unit["hit@1"]]
        declined = [_percent(each["declined"]), _percent(each["refused"])]
        rows.append([NAMES[name], *(f"{share:.3f}" for share in shares), *declined])
    head = ["", "article hit@1", "hit@3", "MRR", "unit hit@1", "declined", "declined rightly"]
    told = f"{WORDS['quality'].format(**part['size'])}\n\n{_table(head, rows)}{_training(part)}"
    return f"{told}\n\n{part['note']}" if "note" in part else told


def _training(part: Kept) -> str:
    spent = [f"{NAMES[name]} {each / 60:.0f}" for name, each in part["training_s"].items() if each]
    return f"\n\nMinutes of training: {', '.join(spent)}." if spent else ""


def _learning(part: Kept) -> str:
    return "\n\n".join(
        [
            WORDS["learning"].format(**part["size"]),
            _table(
                ["questions in the bank", "article hit@1", "unit hit@1"], _points(part["curve"])
            ),
            _table(["kind", "questions", "article hit@1", "unit hit@1"], _groups(part["kind"])),
            _table(["asker", "questions", "article hit@1", "unit hit@1"], _groups(part["asker"])),
            _table(
                ["right", "came first", "times"],
                [[right, first, str(count)] for right, first, count in part["confusions"]],
            ),
        ]
    )


def _points(curve: Sequence[Kept]) -> list[list[str]]:
    return [[str(at["bank"]), f"{at['article']:.3f}", f"{at['unit']:.3f}"] for at in curve]


def _groups(groups: Kept) -> list[list[str]]:
    return [
        [name, str(each["questions"]), f"{each['article']:.3f}", f"{each['unit']:.3f}"]
        for name, each in groups.items()
    ]


def _search(part: Kept) -> str:
    rows = [
        [NAMES[name], f"{each['median_ms']:.2f}", f"{each['p95_ms']:.2f}", str(each["count"])]
        for name, each in part["figures"].items()
    ]
    return f"{WORDS['search']}\n\n{_table(['', 'median, ms', 'p95, ms', 'questions timed'], rows)}"


def _intents(part: Kept) -> str:
    rows = [
        [name, f"{each['precision']:.2f}", f"{each['recall']:.2f}"]
        for name, each in part["each"].items()
    ]
    return f"{WORDS['intents'].format(**part)}\n\n{_table(['intent', 'precision', 'recall'], rows)}"


def _rules(part: Kept) -> str:
    rows = [
        ["one eligibility assessment, ms", f"{part['assessment_ms']:.2f}"],
        [f"a year of deadlines of {part['platforms']} platforms, s", f"{part['year_s']:.1f}"],
        ["a sweep of reminders over them, s", f"{part['sweep_s']:.1f}"],
        ["the same sweep again, with nothing left to say, s", f"{part['sweep_again_s']:.1f}"],
    ]
    return f"{WORDS['rules']}\n\n{_table(['', ''], rows)}"


def _channels(part: Kept) -> str:
    rows = [
        ["questions asked and taken", f"{part['asked']} · {part['taken']}"],
        ["answers seen", str(part["seen"])],
        ["answers missing · that are no dead letter either", _pair(part, "missing", "lost")],
        ["answers seen twice", str(part.get("twice", 0))],
        ["… of messages sent once more as nobody could know", str(part.get("twice_unsure", 0))],
        ["people who saw another order", str(part.get("out_of_order", 0))],
        ["dead letters", " ".join([str(part["dead_letters"]), *_reasons(part.get("reasons", {}))])],
        ["deliveries · that met nobody", f"{part['deliveries']} · {part['refused']}"],
        ["processes killed", str(part["kills"])],
        ["seconds in all", str(part["seconds"])],
        *([ADAPTERS[name], f"{ms:.1f}"] for name, ms in part.get("adapters", {}).items()),
    ]
    return f"{WORDS['channels'].format(**part)}\n\n{_table(['', ''], rows)}"


def _pair(part: Kept, one: str, other: str) -> str:
    """Two figures of which an earlier run may have only the first."""
    return f"{part.get(one, 0)} · {part.get(other, '–')}"


def _reasons(reasons: dict[str, int]) -> list[str]:
    return [f"({number}× {reason})" for reason, number in reasons.items()]


def _pages(part: Kept) -> str:
    kinds = [part[name] for name in DATABASES if name in part]
    rows = [
        ["interviews complete", *(f"{each['complete']} of {part['firms']}" for each in kinds)],
        ["pages", *(str(each["pages"]) for each in kinds)],
        *([label, *(str(each[key]) for each in kinds)] for key, label in PAGES),
        ["every answer in the evidence, which is whole", *(_yes(each["holds"]) for each in kinds)],
        ["the restored backup agrees", *(_yes(each["backup_holds"]) for each in kinds)],
    ]
    head = ["", *(word for name, word in DATABASES.items() if name in part)]
    return f"{WORDS['pages'].format(**part)}\n\n{_table(head, rows)}{_soak(part.get('soak'))}"


def _soak(part: Kept | None) -> str:
    if part is None:
        return ""
    whole = "is whole" if part["holds"] and part["backup_holds"] else "IS NOT WHOLE"
    return f"\n\n{WORDS['soak'].format(**part)} The evidence {whole}, in the backup too."


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    ruler = ["---", *("---:" for _ in head[1:])] if len(head) > 2 else ["---", "---"]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ruler, *rows))


WRITERS = {
    "load": _load,
    "quality": _quality,
    "learning": _learning,
    "search": _search,
    "intents": _intents,
    "rules": _rules,
    "channels": _channels,
    "pages": _pages,
}
