"""The sampling frame of the satisfaction survey (Article 10; 附件2 section 八)."""

from surveys.frames.canonical import canonical_json, sha256_of
from surveys.frames.check import check_frame, require_usable
from surveys.frames.model import Exclusions, Firm, Frame, FrameCheck, RowVerdict, Verdict

__all__ = [
    "Exclusions",
    "Firm",
    "Frame",
    "FrameCheck",
    "RowVerdict",
    "Verdict",
    "canonical_json",
    "check_frame",
    "require_usable",
    "sha256_of",
]
