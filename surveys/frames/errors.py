"""What can be wrong with a list of served firms as a whole (附件2 section 八).

    FrameError
    ├── UnreadableFrame    the file is not a table that can be read
    ├── FrameTooLarge      the file is beyond the limits on size, rows or cells
    ├── HeaderNotFound     no row names the column of firms
    ├── HeaderAmbiguous    more than one row, column or sheet could be the header
    └── FrameTooSmall      fewer firms are left than a draw needs

A row that cannot be used is no error but a verdict, see `surveys.frames.model`.
Each message is one Chinese sentence that says what to do next.
"""

from __future__ import annotations

from surveys.errors import SurveyError


class FrameError(SurveyError):
    """Root of all errors about a frame."""


class UnreadableFrame(FrameError):
    """The file is not an .xlsx or .csv that can be read."""


class FrameTooLarge(FrameError):
    """The file exceeds a limit that protects the machine."""


class HeaderNotFound(FrameError):
    """No row of the file names a column of firms."""


class HeaderAmbiguous(FrameError):
    """Two rows, columns or sheets could each be the header."""


class FrameTooSmall(FrameError):
    """Fewer than ten firms were accepted (附件1)."""
