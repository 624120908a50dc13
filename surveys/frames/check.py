"""Checking a list: one verdict for every row, and the frame that is left (附件2 section 八)."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from surveys.frames.duplicates import Group, Numbered, Repetition, group
from surveys.frames.errors import FrameTooSmall
from surveys.frames.header import Table, find_table, is_heading_row
from surveys.frames.model import (
    ENOUGH_FIRMS,
    LEAST_FIRMS,
    Exclusions,
    Firm,
    Frame,
    FrameCheck,
    RowVerdict,
    Verdict,
)
from surveys.frames.reader import read_sheets
from surveys.frames.rows import exclusion, is_below_the_list, is_blank, read_row, shown
from surveys.frames.tables import Row

NOBODY = Exclusions()


def check_frame(data: bytes, excluded: Exclusions = NOBODY) -> FrameCheck:
    """What becomes of every row of the file; a file that is no list raises a FrameError."""
    table = find_table(read_sheets(data))
    filled = [row for row in table.rows if not is_blank(row, table.columns)]
    read = [_read(row, table, excluded) for row in filled]
    groups = group([each for each in read if isinstance(each, Numbered)])
    verdicts = [each for each in read if isinstance(each, RowVerdict)]
    firms = {each.row: each.firm for each in read if isinstance(each, Numbered)}
    verdicts += [verdict for each in groups for verdict in _verdicts(each, firms)]
    frame = Frame(tuple(sorted((each.best.firm for each in groups), key=attrgetter("key"))))
    last = filled[-1].number if filled else table.header_row
    return FrameCheck(
        frame=frame,
        verdicts=tuple(sorted(verdicts, key=attrgetter("row"))),
        blank=last - table.header_row - len(filled),
        sheet=table.sheet,
        header_row=table.header_row,
        warnings=tuple(_warnings(frame, table)),
    )


def require_usable(check: FrameCheck) -> Frame:
    """The frame, if it has the ten firms that 附件1 asks for."""
    if not check.usable:
        raise FrameTooSmall(
            f"可用的企业只有{len(check.frame.firms)}家，不足{LEAST_FIRMS}家，"
            "不能抽取（附件1）；请按逐行结果改正名单后再上传。"
        )
    return check.frame


def _read(row: Row, table: Table, excluded: Exclusions) -> Numbered | RowVerdict:
    if is_heading_row(row):
        return RowVerdict(row.number, Verdict.REPEATED_HEADER, message="表头，跳过。")
    if is_below_the_list(row):
        message = "合计、填表人或备注，不是企业，跳过。"
        return RowVerdict(row.number, Verdict.NO_FIRM, message=message)
    firm = read_row(row, table.columns)
    if isinstance(firm, RowVerdict):
        return firm
    if problem := exclusion(firm, excluded):
        return RowVerdict(row.number, problem[0], shown(firm.name), problem[1])
    return Numbered(row.number, firm)


def _verdicts(found: Group, firms: dict[int, Firm]) -> Iterable[RowVerdict]:
    first = firms[found.first].name
    taken = found.best.row
    note = "" if taken == found.first else f"与第{taken}行是同一家，采用第{taken}行较全的资料。"
    yield RowVerdict(found.first, Verdict.ACCEPTED, shown(first), note)
    for each in found.repetitions:
        yield _repeated(each, firms[each.row].name)


def _repeated(each: Repetition, name: str) -> RowVerdict:
    message = f"{each.by}与第{each.of}行相同，只算一家。"
    return RowVerdict(each.row, each.verdict, shown(name), message, each.of)


def _warnings(frame: Frame, table: Table) -> Iterable[str]:
    number = len(frame.firms)
    if number < LEAST_FIRMS:
        yield f"可用的企业只有{number}家，不足{LEAST_FIRMS}家，不能抽取（附件1）。"
    elif number < ENOUGH_FIRMS:
        yield f"可用的企业只有{number}家，附件2第八栏要求填写不少于{ENOUGH_FIRMS}家，请补足。"
    if "phone" not in table.columns:
        yield "名单没有联系电话一列，抽中的企业只能上门或书面联系。"
