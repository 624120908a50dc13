"""A Word document as PDF, by LibreOffice where that is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from surveys.errors import SurveyError

PROGRAM = "soffice"
MOST_SECONDS = 90
FAILED = "没有转成 PDF，请下载 Word 版，用 Word 或 WPS 另存为 PDF。"


def is_there() -> bool:
    return shutil.which(PROGRAM) is not None


def converted(document: bytes) -> bytes:
    """The pages of a .docx; each conversion has a profile of its own, so that two do not meet."""
    with tempfile.TemporaryDirectory(prefix="huiqi-pdf-") as folder:
        source = Path(folder, "form.docx")
        source.write_bytes(document)
        try:
            subprocess.run(
                _command(folder, source), check=True, capture_output=True, timeout=MOST_SECONDS
            )
            return source.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.SubprocessError):
            raise SurveyError(FAILED) from None


def _command(folder: str, source: Path) -> list[str]:
    profile = Path(folder, "profile").as_uri()
    return [
        PROGRAM,
        f"-env:UserInstallation={profile}",
        *("--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder, str(source)),
    ]
