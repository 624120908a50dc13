"""The sampling frame: the served firms of 附件2 section 八, and what became of each row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from surveys.frames.canonical import sha256_of, to_bytes
from surveys.frames.names import normalise_name
from surveys.phones import mask_phone

ENOUGH_FIRMS = 100  # 附件2 section 八: 填写不少于100家
LEAST_FIRMS = 10  # 附件1: 随机抽取，不少于10家


class Verdict(StrEnum):
    """What became of one row of the file."""

    ACCEPTED = "accepted"
    REPEATED_HEADER = "repeated_header"
    NO_FIRM = "no_firm"
    MISSING_NAME = "missing_name"
    BAD_NAME = "bad_name"
    MISSING_PHONE = "missing_phone"
    BAD_PHONE = "bad_phone"
    BAD_CREDIT_CODE = "bad_credit_code"
    APPLICANT = "applicant"
    AFFILIATE = "affiliate"
    DUPLICATE_CREDIT_CODE = "duplicate_credit_code"
    DUPLICATE_NAME = "duplicate_name"
    DUPLICATE_PHONE = "duplicate_phone"

    @property
    def is_duplicate(self) -> bool:
        return self.value.startswith("duplicate")

    @property
    def is_excluded(self) -> bool:
        return self in (Verdict.APPLICANT, Verdict.AFFILIATE)

    @property
    def is_error(self) -> bool:
        return self.value.startswith(("missing", "bad"))


@dataclass(frozen=True)
class Firm:
    """One served firm; absent values are empty texts."""

    name: str
    credit_code: str = ""
    phone: str = ""
    contact: str = ""
    service: str = ""

    @property
    def key(self) -> str:
        """What the draw is made on: the credit code, else normalised name and phone.

        The key is published, so the phone is masked in it; names are unique in a frame.
        """
        return self.credit_code or f"{normalise_name(self.name)}|{mask_phone(self.phone)}"


@dataclass(frozen=True)
class RowVerdict:
    """The verdict on the row `row`, numbered as a spreadsheet numbers it."""

    row: int
    verdict: Verdict
    name: str = ""
    message: str = ""
    of: int | None = None  # the row that this one repeats
    value: str = field(default="", compare=False)  # what could not be used, masked


@dataclass(frozen=True)
class Exclusions:
    """Whom a satisfaction survey must not ask, each by name or by credit code."""

    applicant: str = ""
    affiliates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Frame:
    """The accepted firms in the order of their keys, whatever file they came from."""

    firms: tuple[Firm, ...]

    @cached_property
    def frozen(self) -> bytes:
        """The canonical form: SHA-256 over these bytes is the frame's identity."""
        return to_bytes(self.firms)

    @cached_property
    def sha256(self) -> str:
        return sha256_of(self.frozen)


@dataclass(frozen=True)
class FrameCheck:
    """What an upload is told."""

    frame: Frame
    verdicts: tuple[RowVerdict, ...]
    blank: int
    sheet: str
    header_row: int
    warnings: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        return len(self.frame.firms) >= LEAST_FIRMS

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each verdict that occurs."""
        return dict(Counter(each.verdict.value for each in self.verdicts))

    @property
    def findings(self) -> tuple[RowVerdict, ...]:
        """The rows that did not simply pass."""
        passing = (Verdict.ACCEPTED, Verdict.REPEATED_HEADER, Verdict.NO_FIRM)
        return tuple(each for each in self.verdicts if each.verdict not in passing)
