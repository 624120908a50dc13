"""Works out `prepared.npz` for the shipped bank and encoder.

    python -m knowledge.training.preparing

To be run when either has changed; without it a start takes some ten seconds longer.
"""

from __future__ import annotations

from knowledge import prepared
from knowledge.bank import load_bank, load_unanswerable
from knowledge.encoder import SHIPPED, TableEncoder
from knowledge.features import Measures
from knowledge.library import load_shipped


def main() -> None:
    encoder = TableEncoder(SHIPPED)
    unanswerable = [each.question for each in load_unanswerable()]
    measures = Measures(load_shipped(), load_bank(), unanswerable, encoder)
    prepared.keep(encoder, measures.known, measures.targets, measures.learned.parts)


if __name__ == "__main__":
    main()
