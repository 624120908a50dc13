"""Check a draw of Huiqi with Python's standard library alone; nothing of Huiqi is needed.

    python3 verify_draw.py PROTOCOL.json [FROZEN.json]

PROTOCOL.json is what `huiqi draw` wrote, FROZEN.json what `huiqi frame check --freeze` wrote.
Without the second file the list itself cannot be checked, only the order, the selection, the
commitment and the digest. Exit code 0: all agrees; 1: the first difference is printed; 2: wrong
use.

The whole rule: ticket = SHA-256 of the UTF-8 text seed followed by key, in hexadecimal; firms in
ascending order of tickets; the first `size` are the sample, the others the reserves. By service:
each service gets size × its firms ÷ all firms, rounded down; places left over go to the largest
remainders, equal ones in the order of SHA-256(seed followed by service).
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def quotas(seed: str, size: int, counts: Mapping[str, int]) -> dict[str, int]:
    total = sum(counts.values())
    share = {name: size * count // total for name, count in counts.items()}
    order = sorted(counts, key=lambda n: (-(size * counts[n] % total), sha256(seed + n)))
    for name in order[: size - sum(share.values())]:
        share[name] += 1
    return share


def chosen(protocol: Mapping[str, Any], ordered: list[Any]) -> set[str]:
    """The keys that the rule puts into the sample."""
    if " by service" not in protocol["rule"]:
        return {firm["key"] for firm in ordered[: protocol["size"]]}
    left = quotas(protocol["seed"], protocol["size"], Counter(f["stratum"] for f in ordered))
    keys = set()
    for firm in ordered:
        if left[firm["stratum"]] > 0:
            left[firm["stratum"]] -= 1
            keys.add(firm["key"])
    return keys


def check_tickets(protocol: Mapping[str, Any]) -> Iterator[str]:
    for part in ("sample", "reserves"):
        for place, firm in enumerate(protocol[part]):
            if firm["ticket"] != sha256(protocol["seed"] + firm["key"]):
                yield f"{part}[{place}].ticket"
        tickets = [firm["ticket"] for firm in protocol[part]]
        if tickets != sorted(set(tickets)):
            yield f"{part}: order"


def check_selection(protocol: Mapping[str, Any]) -> Iterator[str]:
    if not protocol["rule"].startswith(("huiqi-draw/1:", "huiqi-draw/1 by service:")):
        yield "rule"
    firms = protocol["sample"] + protocol["reserves"]
    ordered = sorted(firms, key=lambda firm: firm["ticket"])
    if not 10 <= protocol["size"] == len(protocol["sample"]):
        yield "size"
    if len({firm["key"] for firm in firms}) != len(firms):
        yield "a firm occurs twice"
    if {firm["key"] for firm in protocol["sample"]} != chosen(protocol, ordered):
        yield "sample"


def check_commitment(protocol: Mapping[str, Any]) -> Iterator[str]:
    promised = protocol.get("commitment")
    if promised is None:
        return
    content = {name: value for name, value in promised.items() if name != "sha256"}
    if promised["sha256"] != sha256(canonical(content)):
        yield "commitment.sha256"
    for name in ("rule", "frame_sha256", "size", "seed_source"):
        if promised[name] != protocol[name]:
            yield f"commitment.{name}"


def check_digest(protocol: Mapping[str, Any]) -> Iterator[str]:
    content = {name: value for name, value in protocol.items() if name != "protocol_sha256"}
    if protocol.get("protocol_sha256", sha256(canonical(content))) != sha256(canonical(content)):
        yield "protocol_sha256"


def check_frame(protocol: Mapping[str, Any], frozen: bytes) -> Iterator[str]:
    if protocol["frame_sha256"] != hashlib.sha256(frozen).hexdigest():
        yield "frame_sha256"
    firms = json.loads(frozen)["firms"]
    by_service = " by service" in protocol["rule"]
    listed = {firm["key"]: (firm["name"], firm["service"] or "未填服务内容") for firm in firms}
    drawn = {firm["key"]: firm for firm in protocol["sample"] + protocol["reserves"]}
    for key in sorted(listed.keys() | drawn.keys()):
        firm = drawn.get(key, {})
        expected = listed.get(key, (None, None))
        if firm.get("name") != expected[0] or (by_service and firm["stratum"] != expected[1]):
            yield f"firm {key}"


def differences(protocol: Mapping[str, Any], frozen: bytes | None = None) -> Iterator[str]:
    if frozen is not None:
        yield from check_frame(protocol, frozen)
    yield from check_tickets(protocol)
    yield from check_selection(protocol)
    yield from check_commitment(protocol)
    yield from check_digest(protocol)


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2):
        sys.stderr.write("用法：python3 verify_draw.py PROTOCOL.json [FROZEN.json]\n")
        return 2
    try:
        protocol = json.loads(Path(arguments[0]).read_text(encoding="utf-8-sig"))
        frozen = Path(arguments[1]).read_bytes() if len(arguments) > 1 else None
        first = next(differences(protocol, frozen), None)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        sys.stderr.write(f"文件读不了或内容不全：{error!r}\n")
        return 2
    sys.stdout.write(f"不一致：{first}\n" if first else "一致\n")
    return 1 if first else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
