"""The evidence: complete, without phone numbers, and checked by its own verifier elsewhere."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from surveys.chain import link, to_lines
from surveys.frames import canonical_json, sha256_of
from surveys.plain import without_numbers
from surveys.record import verify
from surveys.record.bundle import evidence_bundle
from surveys.record.errors import ChainBroken
from surveys.record.record_json import record_json
from surveys.record.rows_xlsx import rows_workbook
from surveys.results.bounds import Found, one_sided
from tests.surveys.frame_files import checked, firm
from tests.surveys.record_samples import record_of

TAMPERED = yaml.safe_load((Path(__file__).parent / "cases" / "tampered.yaml").read_text("utf-8"))


def chain_of(length: int = 5):
    lines: list = []
    for number in range(length):
        lines.append(link(lines[-1]["sha256"] if lines else "", {"event": f"第{number}步"}))
    return lines


CHAIN = chain_of()
RECORD = record_of(12, replaced=2, dissatisfied=1, chain_head=CHAIN[-1]["sha256"])
BUNDLE = evidence_bundle(RECORD, to_lines(CHAIN))


@pytest.fixture
def folder(tmp_path):
    with zipfile.ZipFile(io.BytesIO(BUNDLE)) as bundle:
        bundle.extractall(tmp_path)
    return tmp_path


def verified(folder, *arguments):
    """The bundle's own verifier, run by a Python that cannot see this project."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py"), *arguments],
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def change(file, path, value):
    """Change one value and, as a forger would, make the file's own digest fit again."""
    content = json.loads(file.read_text("utf-8"))
    inner = content
    for step in path[:-1]:
        inner = inner[step]
    if value == "（删去）":
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    for digest in ("record_sha256", "protocol_sha256"):
        if file.name.startswith(digest.partition("_")[0]):
            rest = {name: each for name, each in content.items() if name != digest}
            content[digest] = sha256_of(canonical_json(rest).encode())
    file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def test_the_bundle_verifies_where_it_was_unpacked(folder):
    done = verified(folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("一致\n")
    assert CHAIN[-1]["sha256"] in done.stdout
    assert RECORD.protocol["protocol_sha256"] in done.stdout


def test_the_list_can_be_checked_with_it(folder, tmp_path):
    frame = checked(firm(number) for number in range(100)).frame
    other = checked(firm(number) for number in range(101)).frame
    (tmp_path / "a.json").write_bytes(frame.frozen)
    (tmp_path / "b.json").write_bytes(other.frozen)

    assert verified(folder, str(tmp_path / "a.json")).returncode == 0
    assert verified(folder, str(tmp_path / "b.json")).returncode == 1


@pytest.mark.parametrize("case", TAMPERED, ids=lambda case: case["name"])
def test_a_change_is_found_even_if_the_digest_was_made_to_fit(folder, case):
    change(folder / case["file"], case["path"], case["value"])

    done = verified(folder)

    assert done.returncode == 1, done
    assert done.stdout.startswith("不一致：")
    assert case["says"] in done.stdout
    assert len(done.stdout.splitlines()) == 1


def test_a_changed_word_is_found_by_the_digest(folder):
    file = folder / "record.json"
    file.write_text(file.read_text("utf-8").replace("办事利索", "办事极好", 1), "utf-8")

    done = verified(folder)

    assert done.returncode == 1
    assert "record.json 的内容与它自己的 SHA-256 不符" in done.stdout


def test_a_changed_spreadsheet_is_found(folder):
    other = rows_workbook(record_of(12, dissatisfied=0))
    (folder / "rows.xlsx").write_bytes(other)

    assert "rows.xlsx 与 record.json 不符" in verified(folder).stdout


@pytest.mark.parametrize("figure", ["record_sha256", "chain_head", "protocol_sha256"])
def test_a_readme_that_says_another_figure_is_found(folder, figure):
    said = json.loads((folder / "record.json").read_text("utf-8"))[figure]
    readme = folder / "README.txt"
    readme.write_text(readme.read_text("utf-8").replace(said, "0" * 64), "utf-8")

    assert "README.txt 里没有" in verified(folder).stdout


def test_a_word_changed_with_its_digest_no_longer_agrees_with_the_readme(folder):
    change(folder / "record.json", ["rows", 2, "overall_words"], "好极了")

    assert "README.txt 里没有" in verified(folder).stdout


@pytest.mark.parametrize("number", range(5))
def test_a_changed_line_of_the_chain_is_found(folder, number):
    lines = [dict(line) for line in CHAIN]
    lines[number]["event"] = "别的事"
    (folder / "chain.jsonl").write_bytes(to_lines(lines))

    done = verified(folder)

    assert done.returncode == 1
    assert f"记录链第{number + 1}行被改动过" in done.stdout


@pytest.mark.parametrize("number", range(5))
def test_a_line_taken_out_of_the_chain_is_found(folder, number):
    (folder / "chain.jsonl").write_bytes(to_lines(CHAIN[:number] + CHAIN[number + 1 :]))

    assert verified(folder).returncode == 1


@pytest.mark.parametrize(
    "name",
    ["protocol.json", "record.json", "verify_draw.py", "chain.jsonl", "rows.xlsx", "README.txt"],
)
def test_a_missing_file_ends_with_two(folder, name):
    (folder / name).unlink()

    done = verified(folder)

    assert done.returncode == 2
    assert "文件读不了或内容不全" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "record",
    [
        record_of(10, chain_head=""),
        record_of(12, by_service=True, chain_head=""),
        record_of(35, replaced=5, dissatisfied=7, chain_head=""),
        record_of(10, unfinished=10, chain_head=""),
        record_of(12, 12, chain_head=""),
    ],
    ids=["plain", "by service", "large", "nobody", "everybody"],
)
def test_any_record_verifies_without_a_chain(tmp_path, record):
    with zipfile.ZipFile(io.BytesIO(evidence_bundle(record))) as bundle:
        bundle.extractall(tmp_path)

    assert not (tmp_path / "chain.jsonl").exists()
    assert verified(tmp_path).stdout.startswith("一致\n")


def test_the_verifier_counts_the_bound_as_we_do():
    for size in (1, 7, 10):
        for satisfied in range(size + 1):
            found = Found(40, size, satisfied)
            assert verify.at_least(40, size, satisfied) == one_sided(found), found


def test_the_same_record_gives_the_same_bytes():
    assert evidence_bundle(RECORD, to_lines(CHAIN)) == BUNDLE


def test_the_files_are_those_that_the_readme_names(folder):
    readme = (folder / "README.txt").read_text("utf-8")
    names = {each.name for each in folder.iterdir()} - {"README.txt"}

    assert names == {
        "verify.py",
        "verify_draw.py",
        "protocol.json",
        "record.json",
        "rows.xlsx",
        "chain.jsonl",
    }
    assert [each for each in names if each not in readme] == []


def test_no_phone_number_is_in_the_evidence(folder):
    phones = [row.respondent.phone for row in RECORD.finished]
    found = [
        (file.name, phone)
        for file in folder.iterdir()
        for phone in phones
        if phone.encode() in file.read_bytes()
    ]

    assert found == []


def test_a_number_that_somebody_said_is_masked_in_the_record():
    first = RECORD.finished[0]
    row = replace(first, answers=replace(first.answers, effects="请打１３９-0000-8888谢谢"))
    rows = tuple(row if each is first else each for each in RECORD.rows)

    value = record_json(replace(RECORD, rows=rows))

    found = next(each for each in value["rows"] if each["key"] == first.key)
    assert found["effects"] == "请打１３９****8888谢谢"


def test_years_amounts_and_percentages_are_not_taken_for_numbers():
    said = "2025年订单1200万元，增长35.5%，服务了123456人次"

    assert without_numbers(said) == said


def test_a_chain_of_another_moment_is_refused():
    with pytest.raises(ChainBroken):
        evidence_bundle(RECORD, to_lines(CHAIN[:-1]))
    with pytest.raises(ChainBroken):
        evidence_bundle(RECORD, b"")
