"""The random draw of the satisfaction survey (Article 10, 附件1), which anyone can re-compute."""

from surveys.sampling.commitment import Commitment, check_commitment, commit
from surveys.sampling.draw import Draw, Plan, Seed, draw
from surveys.sampling.protocol import read_protocol, to_protocol
from surveys.sampling.verify import Difference, verify

__all__ = [
    "Commitment",
    "Difference",
    "Draw",
    "Plan",
    "Seed",
    "check_commitment",
    "commit",
    "draw",
    "read_protocol",
    "to_protocol",
    "verify",
]
