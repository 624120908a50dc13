"""The result in plain Chinese: what it shows, what it does not, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from knowledge.rules.provisions import provisions
from surveys.results.bounds import CONFIDENCE, size_to_show, what_more_would_buy
from surveys.results.codes import words
from surveys.results.figures import Against, Overall, Own, against, asked, overall, own
from surveys.results.model import SurveyRecord


def percent(share: Fraction) -> str:
    """A share in percent, cut after one decimal and never rounded up."""
    tenths = share.numerator * 1000 // share.denominator
    whole, tenth = divmod(tenths, 10)
    return f"{whole}.{tenth}%" if tenth else f"{whole}%"


def percent_up(share: Fraction) -> str:
    """For the most that is possible: never cut below it."""
    return percent(Fraction(-(-share.numerator * 1000 // share.denominator), 1000))


def sentence(record: SurveyRecord) -> str:
    """One sentence on the whole list, and one on what it does not cover."""
    result = overall(record)
    if result is None:
        return _say("sentence", "none")
    return _shown(result) + _say("sentence", "outside", limits="；".join(_limits(record, result)))


def _shown(result: Overall) -> str:
    found = result.found
    kind, count, shown = "found", result.at_least, percent
    if found.size == found.population:
        kind = "all_asked"
    elif not found.satisfied:
        kind, count, shown = "zero", result.most, percent_up
    return _say(
        "sentence",
        kind,
        **vars(found),
        at_least=result.at_least,
        most=result.most,
        confidence=percent(CONFIDENCE),
        share=shown(Fraction(count, found.population)),
    )


def _limits(record: SurveyRecord, result: Overall) -> Iterator[str]:
    yield _say("limits", "list", source=record.frame_source)
    yield _say("limits", "picked")
    replaced = len(record.replaced)
    open_ones = len(record.unfinished) - replaced
    if open_ones:
        yield _say("limits", "unanswered", count=open_ones)
    if replaced:
        yield _say("limits", "replaced", count=replaced)
    if record.by_service:
        yield _say("limits", "by_service")
    if result.tally.not_applicable:
        yield _say("limits", "not_applicable", count=result.tally.not_applicable)


def beside(record: SurveyRecord) -> tuple[str, ...]:
    """The rate among those asked, the platform's own, and the words of 第六条（二）."""
    result, stated = overall(record), own(record)
    if result is None:
        return (_own(stated),)
    lines = [_rate(result), _own(stated)]
    if stated.contradicted:
        names = "、".join(row.name for row in stated.contradicted)
        count = len(stated.contradicted)
        lines.append(_say("beside", "contradicted", count=count, names=names))
    return (*lines, _provision(against(result, stated)))


def _rate(result: Overall) -> str:
    tally = result.tally
    if tally.rate is None:
        return _say("beside", "no_rate")
    none = tally.not_applicable
    left_out = _say("beside", "left_out", count=none) if none else ""
    counts = {"graded": tally.graded, "satisfied": tally.satisfied}
    return _say("beside", "rate", **counts, share=percent(tally.rate), left_out=left_out)


def _own(stated: Own) -> str:
    rest = {
        name: _say("beside", name, count=count) if count else ""
        for name, count in (("scored", stated.scored), ("silent", stated.silent))
    }
    if stated.rate is None:
        return _say("beside", "own_none", **rest)
    ticked = stated.satisfied + stated.dissatisfied
    share = percent(stated.rate)
    return _say("beside", "own", ticked=ticked, satisfied=stated.satisfied, share=share, **rest)


def _provision(found: Against) -> str:
    reached = {True: "reaches", False: "falls_short", None: "unknown"}
    whole = "ruled_out" if found.list_ruled_out else "open"
    return _say(
        "beside",
        "provision",
        unit=found.provision.unit,
        quote=found.provision.quote,
        sample=_say("beside", reached[found.sample_reaches]),
        own=_say("beside", reached[found.own_reaches]),
        whole=_say("beside", "supported" if found.list_supported else whole),
    )


def more(record: SurveyRecord) -> tuple[str, ...]:
    """What a larger sample of the same list could show, and what the named rate would take."""
    done, population = len(record.finished), record.frame_size
    larger = [each for each in what_more_would_buy(population) if each.size > done]
    needed = provisions()["satisfaction"].number
    to_show = _say(
        "more",
        "to_show",
        confidence=percent(CONFIDENCE),
        percent=f"{needed}%",
        size=size_to_show(population, needed),
    )
    rows = [_say("more", "row", **vars(each)) for each in larger]
    return (_say("more", "lead"), *rows, to_show)


def response(record: SurveyRecord) -> str:
    """The response rate by its name; empty if nobody was asked."""
    complete, all_asked = len(record.finished), asked(record)
    if not all_asked:
        return ""
    share = percent(Fraction(complete, all_asked))
    return str(words()["response"]).format(complete=complete, asked=all_asked, share=share)


def _say(part: str, name: str, /, **values: object) -> str:
    return str(words()[part][name]).format(**values)
