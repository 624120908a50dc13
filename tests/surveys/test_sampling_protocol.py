"""Protocol, commitment and verification, by us and by the verifier of the standard library."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.frames import Exclusions
from surveys.sampling import Plan, Seed, commit, draw, read_protocol, to_protocol, verify
from surveys.sampling.commitment import Moment, check_commitment, read_commitment
from surveys.sampling.errors import CommitmentBroken, UnreadableProtocol, WrongSeed, WrongTime
from surveys.sampling.protocol import DIGEST, REQUIRED, digest_of
from surveys.sampling.verify import excluded_of
from tests.surveys.frame_files import checked, firm

FRAME = checked(firm(number) for number in range(25)).frame
SEED = Seed("2026001", "某期开奖号码")
AT = "2026-01-02T09:00:00+08:00"
MOMENT = Moment("2026-01-01T09:00:00+08:00", "0123456789abcdef" * 4)
VERIFIER = Path(__file__).parents[2] / "docs" / "verify_draw.py"


def protocol_of(by_service: bool = False, excluded: Exclusions | None = None):
    plan = Plan(12, by_service, excluded or Exclusions())
    promised = commit(FRAME, plan, SEED.source, MOMENT) if by_service else None
    return to_protocol(draw(FRAME, plan, SEED), AT, promised)


PLAIN, FULL = protocol_of(), protocol_of(by_service=True, excluded=Exclusions("样例平台", ("乙",)))


def leaves(value, path=()):
    """The path to every value inside a protocol."""
    if isinstance(value, dict | list):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        for name, each in inside:
            yield from leaves(each, (*path, name))
    else:
        yield path


def changed(protocol, path, value):
    copied = copy.deepcopy(protocol)
    inner = copied
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return copied


def other(value):
    return value + 1 if isinstance(value, int) else value[:-1] + ("0" if value[-1:] != "0" else "1")


def at(protocol, path):
    for step in path:
        protocol = protocol[step]
    return protocol


def test_a_plain_protocol_has_the_promised_fields():
    assert set(PLAIN) == {*REQUIRED, DIGEST}
    assert set(PLAIN["sample"][0]) == {"ticket", "key", "name"}
    assert len(PLAIN["sample"]) == 12
    assert len(PLAIN["reserves"]) == 13


def test_no_phone_and_no_contact_is_in_a_protocol():
    text = json.dumps(FULL, ensure_ascii=False)

    assert not [each.phone for each in FRAME.firms if each.phone in text]
    assert "甲某" not in text


@settings(max_examples=40, deadline=None)
@given(
    st.integers(10, 25),
    st.booleans(),
    st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1),
)
def test_every_draw_verifies_after_being_written_and_read(size, by_service, seed):
    drawn = draw(FRAME, Plan(size, by_service), Seed(seed, "某处"))
    written = json.dumps(to_protocol(drawn, AT), ensure_ascii=False)

    assert verify(read_protocol(written), FRAME) is None
    assert verify_with_standard_library(read_protocol(written)) is None


@pytest.mark.parametrize("protocol", [PLAIN, FULL], ids=["plain", "full"])
def test_any_altered_value_is_noticed(protocol):
    for path in leaves(protocol):
        altered = changed(protocol, path, other(at(protocol, path)))

        assert verify(altered, FRAME) is not None, path


@pytest.mark.parametrize("protocol", [PLAIN, FULL], ids=["plain", "full"])
def test_an_altered_value_is_noticed_even_with_a_new_digest(protocol):
    """What only the digest protects: the two statements of the person who draws."""
    stated = {("drawn_at",), ("seed_source",), (DIGEST,)} if protocol is PLAIN else {("drawn_at",)}
    for path in leaves(protocol):
        if path in stated or path[0] in (DIGEST, "excluded"):
            continue
        altered = changed(protocol, path, other(at(protocol, path)))
        altered[DIGEST] = digest_of(altered)

        assert verify(altered, FRAME) is not None, path


@pytest.mark.parametrize("field", REQUIRED)
@pytest.mark.parametrize("value", [None, 1.0, True, {}, ["x"]], ids=str)
def test_a_value_of_another_kind_is_a_difference_and_no_crash(field, value):
    assert verify(changed(PLAIN, (field,), value), FRAME) is not None


@pytest.mark.parametrize("field", REQUIRED)
def test_a_missing_field_is_the_first_difference(field):
    lacking = {name: value for name, value in PLAIN.items() if name != field}

    assert verify(lacking, FRAME).field == field


def test_a_field_too_many_is_a_difference():
    assert verify({**PLAIN, "note": ""}, FRAME).field == "note"


def test_a_protocol_of_the_eight_promised_fields_alone_verifies():
    assert verify({name: PLAIN[name] for name in REQUIRED}, FRAME) is None


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (("size",), 13, "sample[12]"),
        (("size",), 5, "size"),
        (("seed",), "2026002", "sample[0].ticket"),
        (("seed",), " ", "seed"),
        (("drawn_at",), "2026-01-02", "drawn_at"),
        (("drawn_at",), "2026-01-02T10:00:00+08:00", DIGEST),
        (("sample", 3, "name"), "别的公司", "sample[3].name"),
        (("sample", 3), "x", "sample[3]"),
        (("reserves", 0, "stratum"), "x", "reserves[0].stratum"),
        (("rule",), "pick", "rule"),
    ],
)
def test_the_first_difference_is_named(path, value, field):
    assert verify(changed(PLAIN, path, value), FRAME).field == field


def test_two_firms_that_changed_places_are_noticed():
    swapped = copy.deepcopy(PLAIN)
    swapped["sample"][0], swapped["reserves"][0] = swapped["reserves"][0], swapped["sample"][0]

    assert verify(swapped, FRAME).field == "sample[0].ticket"


@pytest.mark.parametrize(
    ("firms", "says"),
    [
        ([firm(n) for n in range(1, 25)], "样例0号科技有限公司”不在这份名单里"),
        ([firm(n) for n in range(26)], "样例25号科技有限公司”不在协议里"),
        ([firm(0, contact="乙某"), *map(firm, range(1, 25))], "有改动"),
    ],
    ids=["a firm fewer", "a firm more", "another contact"],
)
def test_another_list_is_noticed_and_the_firm_named(firms, says):
    difference = verify(PLAIN, checked(firms).frame)

    assert difference.field == "frame_sha256"
    assert says in difference.message


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"a": 1, "a": 2}', '{"seed": "\\ud800"}', "[" * 100_000]
)
def test_what_is_no_protocol_is_refused(text):
    with pytest.raises(UnreadableProtocol, match="原文件"):
        read_protocol(text)


@pytest.mark.parametrize("value", [1, {}, {"applicant": "", "affiliates": "乙"}, [], None])
def test_exclusions_that_cannot_be_read_are_refused(value):
    with pytest.raises(UnreadableProtocol, match="excluded"):
        excluded_of({"excluded": value})


def test_the_exclusions_of_a_draw_can_be_read_back():
    assert excluded_of(FULL) == Exclusions("样例平台", ("乙",))
    assert excluded_of(PLAIN) == Exclusions()


COMMITMENT = commit(FRAME, Plan(12), SEED.source, MOMENT)


@pytest.mark.parametrize(
    ("plan", "source", "what"),
    [
        (Plan(13), SEED.source, "抽取家数"),
        (Plan(12, by_service=True), SEED.source, "规则"),
        (Plan(12), "另一期", "种子来源"),
    ],
)
def test_a_draw_other_than_the_promised_one_is_refused(plan, source, what):
    with pytest.raises(CommitmentBroken, match=what):
        check_commitment(COMMITMENT, draw(FRAME, plan, Seed("1", source)))


def test_a_draw_from_another_list_than_the_promised_is_refused():
    frame = checked(firm(number) for number in range(24)).frame

    with pytest.raises(CommitmentBroken, match="名单"):
        check_commitment(COMMITMENT, draw(frame, Plan(12), SEED))


def test_the_same_promise_with_another_salt_has_another_hash():
    assert replace(COMMITMENT, salt="f" * 64).sha256 != COMMITMENT.sha256


def test_a_commitment_comes_back_unless_it_was_altered():
    value = {**COMMITMENT.content, "sha256": COMMITMENT.sha256}

    assert read_commitment(value) == COMMITMENT
    for name in COMMITMENT.content:
        with pytest.raises(CommitmentBroken):
            read_commitment({**value, name: "x"})
    with pytest.raises(UnreadableProtocol):
        read_commitment({**value, "more": 1})


def test_the_source_of_the_seed_must_be_named_beforehand():
    with pytest.raises(WrongSeed, match="种子将来自哪里"):
        commit(FRAME, Plan(12), " ", MOMENT)


@pytest.mark.parametrize("drawn_at", ["2025-12-31T09:00:00+08:00", "2026-01-02T09:00:00", "soon"])
def test_a_draw_before_its_commitment_or_without_time_zone_is_refused(drawn_at):
    with pytest.raises(WrongTime):
        to_protocol(draw(FRAME, Plan(12), SEED), drawn_at, COMMITMENT)


def verify_with_standard_library(protocol, frozen=FRAME.frozen):
    """The first difference that docs/verify_draw.py finds."""
    scope = {"__name__": "verify_draw"}
    exec(compile(VERIFIER.read_text(encoding="utf-8"), str(VERIFIER), "exec"), scope)
    return next(scope["differences"](protocol, frozen), None)


@pytest.mark.parametrize("protocol", [PLAIN, FULL], ids=["plain", "full"])
def test_the_verifier_of_the_standard_library_agrees(protocol):
    assert verify_with_standard_library(protocol) is None
    assert verify_with_standard_library(protocol, None) is None
    for path in leaves(protocol):
        altered = changed(protocol, path, other(at(protocol, path)))

        assert verify_with_standard_library(altered) is not None, path


@pytest.mark.parametrize("altered", [False, True])
def test_the_verifier_runs_where_nothing_of_ours_can_be_imported(tmp_path, altered):
    protocol = changed(PLAIN, ("sample", 0, "name"), "别的公司") if altered else PLAIN
    files = [tmp_path / "protocol.json", tmp_path / "frozen.json"]
    files[0].write_text(json.dumps(protocol), encoding="utf-8")
    files[1].write_bytes(FRAME.frozen)

    # -I: neither the working directory nor the environment; -S: no installed packages.
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", VERIFIER, *files],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )

    assert ran.returncode == int(altered)
    assert ran.stdout.startswith("不一致" if altered else "一致")


def test_the_verifier_knows_two_rules_and_no_other():
    altered = changed({k: v for k, v in PLAIN.items() if k != "protocol_sha256"}, ("rule",), "x")

    assert verify_with_standard_library(altered) == "rule"


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"\xef\xbb\xbf" + json.dumps(PLAIN).encode(), 0), (b"[" * 100_000, 2), (b"\xff", 2)],
    ids=["byte order mark", "nested too deep", "no text"],
)
def test_the_verifier_reads_any_file_without_breaking(tmp_path, content, status):
    (tmp_path / "protocol.json").write_bytes(content)

    ran = subprocess.run(
        [sys.executable, "-I", "-S", VERIFIER, tmp_path / "protocol.json"], capture_output=True
    )

    assert (ran.returncode, b"Traceback" in ran.stderr) == (status, False)


def test_the_verifier_says_how_it_is_used(tmp_path):
    for arguments in ([], [tmp_path / "nothing.json"]):
        ran = subprocess.run(
            [sys.executable, "-I", "-S", VERIFIER, *arguments], capture_output=True
        )
        assert ran.returncode == 2
