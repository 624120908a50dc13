"""Check an evidence bundle of Huiqi with Python's standard library alone.

    python3 verify.py [FROZEN.json]

Run where the bundle was unpacked. FROZEN.json, if given, is the frozen list of firms. Exit code
0: all agrees; 1: the first difference is printed; 2: a file is missing or not readable.
"""

from __future__ import annotations

import hashlib
import json
import runpy
import sys
from collections.abc import Iterator, Mapping
from math import comb
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
Json = Mapping[str, Any]
SATISFIED = ("very_satisfied", "satisfied")


def sha256(value: Any) -> str:
    """SHA-256 of the JSON with sorted names and no blanks."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def without(value: Json, name: str) -> dict[str, Any]:
    return {each: value[each] for each in value if each != name}


def check_record(record: Json, protocol: Json) -> Iterator[str]:
    if record["record_sha256"] != sha256(without(record, "record_sha256")):
        yield "record.json 的内容与它自己的 SHA-256 不符"
    facts = {
        "protocol_sha256": sha256(without(protocol, "protocol_sha256")),
        "frame_sha256": protocol["frame_sha256"],
        "frame_size": len(protocol["sample"]) + len(protocol["reserves"]),
        "planned_size": protocol["size"],
    }
    for name, value in facts.items():
        if record[name] != value:
            yield f"record.json 的 {name} 与抽取协议不符"


def check_rows(record: Json, protocol: Json) -> Iterator[str]:
    """Everyone drawn has a row, nobody else has, reserves were used in order."""
    drawn = sorted(protocol["sample"] + protocol["reserves"], key=lambda firm: firm["ticket"])
    order = {firm["key"]: (place, firm) for place, firm in enumerate(drawn, start=1)}
    sample = {firm["key"] for firm in protocol["sample"]}
    rows = {row["key"]: row for row in record["rows"]}
    if len(rows) != len(record["rows"]):
        yield "有企业出现了两次"
    for key, row in rows.items():
        place, firm = order.get(key, (0, {}))
        drawn_as = "sample" if key in sample else "reserve"
        if (row["name"], row["order"], row["drawn_as"]) != (firm.get("name"), place, drawn_as):
            yield f"“{row['name']}”与抽取协议不符"
    for firm in protocol["sample"]:
        if firm["key"] not in rows:
            yield f"抽中的“{firm['name']}”没有记录"
    yield from check_reserves(rows, protocol)


def check_reserves(rows: Json, protocol: Json) -> Iterator[str]:
    stands_in = [row["replaced_by"] for row in rows.values() if row["replaced_by"]]
    passed_over = set()
    for firm in protocol["reserves"]:
        stratum = firm.get("stratum", "")
        if firm["key"] not in rows:
            passed_over.add(stratum)
        elif stratum in passed_over:
            yield f"备选企业“{firm['name']}”之前有备选被跳过"
        elif stands_in.count(firm["key"]) != 1:
            yield f"备选企业“{firm['name']}”没有正好替换一家"
    for row in rows.values():
        if row["replaced_by"] and (row["replaced_by"] not in rows or not row["reason"]):
            yield f"“{row['name']}”被替换，但没有原因或没有换成的企业"


def check_result(record: Json) -> Iterator[str]:
    """The counts, and the exact bound: the fewest satisfied firms that are not ruled out."""
    finished = [row for row in record["rows"] if row["disposition"] == "complete"]
    result = record["result"]
    if not finished:
        if result is not None:
            yield "没有完成的访谈，却有结果"
        return
    size = len(finished)
    satisfied = sum(1 for row in finished if row["overall"] in SATISFIED)
    if (result["finished"], result["satisfied"]) != (size, satisfied):
        yield "完成家数或满意家数与逐家记录不符"
    if result["at_least"] != at_least(record["frame_size"], size, satisfied):
        yield "“至少多少家满意”重算不符"


def at_least(population: int, size: int, satisfied: int) -> int:
    draws = comb(population, size)
    for number in range(satisfied, population + 1):
        as_many = sum(
            comb(number, x) * comb(population - number, size - x)
            for x in range(satisfied, size + 1)
        )
        if as_many * 20 > draws:  # more than 5 %
            return number
    return population


def check_chain(text: str, head: str) -> Iterator[str]:
    prev = ""
    for number, line in enumerate(text.splitlines(), start=1):
        entry = json.loads(line)
        if entry["prev"] != prev:
            yield f"记录链第{number}行没有接着上一行"
        if entry["sha256"] != sha256(without(entry, "sha256")):
            yield f"记录链第{number}行被改动过"
        prev = entry["sha256"]
    if prev != head:
        yield "记录链的末值与 record.json 不符"


def check_files(record: Json) -> Iterator[str]:
    """The files that people read say what the record says."""
    rows = (FOLDER / "rows.xlsx").read_bytes()
    if record["rows_xlsx_sha256"] != hashlib.sha256(rows).hexdigest():
        yield "rows.xlsx 与 record.json 不符"
    readme = (FOLDER / "README.txt").read_text(encoding="utf-8")
    sentence = [record["result"]["sentence"]] if record["result"] else []
    for said in (*figures(record).values(), *sentence):
        if said not in readme:
            yield f"README.txt 里没有 record.json 的“{said}”"


def figures(record: Json) -> dict[str, str]:
    """What stands at the foot of the form."""
    return {
        "抽取协议 SHA-256": record["protocol_sha256"],
        "记录链末值": record["chain_head"] or "（未提供）",
        "记录 SHA-256": record["record_sha256"],
    }


def differences(protocol: Json, record: Json, frozen: bytes | None) -> Iterator[str]:
    draw = runpy.run_path(str(FOLDER / "verify_draw.py"))
    for found in draw["differences"](protocol, frozen):
        yield f"抽取协议：{found}"
    yield from check_record(record, protocol)
    yield from check_rows(record, protocol)
    yield from check_result(record)
    if record["chain_head"]:
        chain = (FOLDER / "chain.jsonl").read_text(encoding="utf-8")
        yield from check_chain(chain, record["chain_head"])
    yield from check_files(record)


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8-sig"))


def main(arguments: list[str]) -> int:
    if len(arguments) > 1:
        sys.stderr.write("用法：python3 verify.py [FROZEN.json]\n")
        return 2
    try:
        protocol, record = read("protocol.json"), read("record.json")
        frozen = Path(arguments[0]).read_bytes() if arguments else None
        first = next(differences(protocol, record, frozen), None)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        sys.stderr.write(f"文件读不了或内容不全：{error!r}\n")
        return 2
    if first:
        sys.stdout.write(f"不一致：{first}\n")
        return 1
    sys.stdout.write("一致\n请与推荐表页脚核对：\n")
    for name, value in figures(record).items():
        sys.stdout.write(f"{name}：{value}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
