"""What a list may cost at most; a real one has some hundred rows."""

from __future__ import annotations

FILE_BYTES = 20 * 2**20
UNPACKED_BYTES = 100 * 2**20  # of all parts of an .xlsx together
PARTS = 2_000
ROWS = 50_000
CELLS = 2_000_000
COLUMNS = 256  # what lies further right is not read
CELL_CHARACTERS = 32_767  # Excel's own limit
NAME_CHARACTERS = 200  # as long as a name is kept
