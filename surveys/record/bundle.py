"""The evidence of a survey in one zip, which anybody can check with Python alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from surveys.record.chain import check_head
from surveys.record.packages import packed
from surveys.record.record_json import DIGEST, record_json, to_text
from surveys.record.rows_xlsx import rows_workbook
from surveys.record.wording import day, say
from surveys.results.model import SurveyRecord
from surveys.results.telling import sentence
from surveys.sampling import verify_draw

HERE = Path(__file__).parent
README = HERE / "readme.txt"


def evidence_bundle(record: SurveyRecord, chain: bytes = b"") -> bytes:
    """The same record and chain give the same bytes; telephone numbers are masked in it."""
    check_head(chain, record.chain_head)
    value = record_json(record)
    files = {
        "README.txt": _readme(record, value, bool(chain)),
        "verify.py": (HERE / "verify.py").read_bytes(),
        "verify_draw.py": Path(verify_draw.__file__).read_bytes(),
        "protocol.json": to_text(dict(record.protocol)).encode(),
        "record.json": to_text(value).encode(),
        "rows.xlsx": rows_workbook(record),
    }
    if chain:
        files["chain.jsonl"] = chain
    return packed(files)


def _readme(record: SurveyRecord, value: Mapping[str, str], with_chain: bool) -> bytes:
    text = README.read_text(encoding="utf-8").format(
        platform=record.platform,
        recommender=record.recommender,
        closed=day(record.closed_at) if record.closed_at else say("explained", "still_open"),
        sentence=sentence(record),
        protocol=value["protocol_sha256"],
        record=value[DIGEST],
        chain=record.chain_head or say("foot", "no_chain"),
        chain_file="chain.jsonl     记录链：每一行含上一行的哈希" if with_chain else "",
    )
    return text.encode()
