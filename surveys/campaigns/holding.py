"""Whether what is kept of the surveys is what their evidence says, link by link.

The chain shows that no link was touched; here the rows of the database are held against it. So
an answer changed behind the chain's back is found, and a chain whose end was cut off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Connection

from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.doubts import all_doubts
from surveys.campaigns.firms import DrawnFirm, firms_of, sheet_of
from surveys.campaigns.office import Office
from surveys.campaigns.steps import Step
from surveys.chain import Broken
from surveys.frames import canonical_json, sha256_of
from surveys.sampling.protocol import digest_of

Link = Mapping[str, Any]
EVENTS = {
    Step.DRAFT: "frame",
    Step.COMMITTED: "commitment",
    Step.DRAWN: "draw",
    Step.RUNNING: "launch",
    Step.CLOSED: "closed",
    Step.RECORDED: "recorded",
}
ANSWERS = ("answer", "correction")


def first_difference(connection: Connection, office: Office) -> Broken | None:
    """The first thing that is kept otherwise than its link says; None where all agrees."""
    surveys = sorted(campaigns.all_of(connection), key=lambda survey: survey.id)
    found = (each for survey in surveys for each in _differences(connection, office, survey))
    return next(found, None)


def _differences(connection: Connection, office: Office, survey: Campaign) -> Iterator[Broken]:
    links = list(chain.links(connection, survey.id))
    if not links:
        yield Broken(survey.id, 1, "整条证据链不见了。")
        return
    yield from _steps(survey, links)
    yield from _documents(connection, survey, links)
    firms = firms_of(connection, office, survey)
    if survey.drawn and len(firms) != survey.frame_size:
        said = f"名单上有{survey.frame_size}家，保存的只有{len(firms)}家。"
        yield Broken(survey.id, len(links), said)
    yield from _drawn(connection, survey, firms, links)
    yield from _doubts(connection, office, survey, links)
    for firm in firms:
        own = [each for each in links if each.get("firm") == firm.key]
        yield from _answers(office, firm, own, len(links))
        yield from _around(firm, own, len(links))


def _steps(survey: Campaign, links: Sequence[Link]) -> Iterator[Broken]:
    """Every step that was taken has its link, and no link is of a step still to come."""
    kinds = {each["kind"]: int(each["place"]) for each in links}
    steps = list(Step)
    for step, kind in EVENTS.items():
        taken = steps.index(step) <= steps.index(survey.step)
        if taken and kind not in kinds:
            said = f"测评现在“{survey.step.word}”，链里却没有“{step.word}”这一步，链的末尾少了。"
            yield Broken(survey.id, len(links) + 1, said)
        if kind in kinds and not taken:
            said = f"链里已经有“{step.word}”这一步，测评却退回了“{survey.step.word}”。"
            yield Broken(survey.id, kinds[kind], said)


def _documents(connection: Connection, survey: Campaign, links: Sequence[Link]) -> Iterator[Broken]:
    """List, protocol and questionnaire are those that the links name."""
    own_satisfaction = dict(campaigns.own_satisfaction_of(connection, survey.id))
    own = sha256_of(canonical_json(own_satisfaction).encode())
    kept = {
        "frame_sha256": ("名单", survey.frame_sha256),
        "own_satisfaction_sha256": ("平台自报的满意度", own),
    }
    if protocol := campaigns.protocol_of(connection, survey.id):
        kept["protocol_sha256"] = ("抽取协议", digest_of(dict(protocol)))
    if survey.questionnaire:
        kept["questionnaire_sha256"] = ("问卷", sheet_of(survey).sha256)
    for each in links:
        for name, (what, digest) in kept.items():
            if each.get(name, digest) != digest:
                place = int(each["place"])
                yield Broken(survey.id, place, f"保存的{what}和第{place}环记的不同，被改过。")


def _drawn(
    connection: Connection, survey: Campaign, firms: Sequence[DrawnFirm], links: Sequence[Link]
) -> Iterator[Broken]:
    """The firms stand in the order of the tickets, each under its own name."""
    protocol = campaigns.protocol_of(connection, survey.id)
    if protocol is None:
        return
    entries = [*protocol.get("sample", ()), *protocol.get("reserves", ())]
    drawn = sorted(entries, key=lambda entry: str(entry["ticket"]))
    kept = {firm.place: firm for firm in firms}
    place = next((int(each["place"]) for each in links if each["kind"] == "draw"), len(links))
    for at, entry in enumerate(drawn, 1):
        firm = kept.get(at)
        if firm and (firm.key, firm.name) != (entry["key"], entry["name"]):
            said = f"保存的第{at}家“{firm.name}”和抽取协议里的“{entry['name']}”不同，被改过。"
            yield Broken(survey.id, place, said)


def _doubts(
    connection: Connection, office: Office, survey: Campaign, links: Sequence[Link]
) -> Iterator[Broken]:
    """Every case that was put down is still there, decided or not."""
    told = Counter((each["firm"], each["what"]) for each in links if each["kind"] == "doubt")
    kept = Counter((each.firm, each.kind) for each in all_doubts(connection, office, survey.id))
    if told != kept:
        yield Broken(survey.id, len(links), "保存的待处理情况和链里的不同。")


def _answers(office: Office, firm: DrawnFirm, own: Sequence[Link], length: int) -> Iterator[Broken]:
    """Each row that is kept is the one that was last put into the chain at its place.

    A code cannot be made again of a person who was deleted, whose rows have no words, nor
    with a secret that is given up.
    """
    told = {each["row"]: each for each in own if each["kind"] in ANSWERS}
    for at, row in enumerate(firm.interview.answers if firm.interview else ()):
        found = told.get(at)
        if found is None:
            said = f"“{firm.name}”的第{at + 1}条回答不在链里，链的末尾少了。"
            yield Broken(firm.campaign, length + 1, said)
            continue
        parts = (firm.campaign, firm.key, str(at), row.words, str(row.value))
        known = row.words and found.get("secret") in office.seal.names
        if known and found["code"] not in office.seal.codes(*parts):
            said = f"“{firm.name}”保存的回答和第{found['place']}环记的不同，被改过。"
            yield Broken(firm.campaign, int(found["place"]), said)


def _around(firm: DrawnFirm, own: Sequence[Link], length: int) -> Iterator[Broken]:
    """Attempts and replacements, of which none may come or go."""
    counts = Counter(each["kind"] for each in own)
    if counts["attempt"] != len(firm.attempts):
        said = f"“{firm.name}”保存的联系次数和链里的不同。"
        yield Broken(firm.campaign, length, said)
    told = [(each["by"], each["reason"]) for each in own if each["kind"] == "replacement"]
    if told != ([(firm.replaced_by, firm.reason)] if firm.replaced_by else []):
        said = f"“{firm.name}”的替换和链里的不同。"
        yield Broken(firm.campaign, length, said)
