"""One readable log for all processes, JSON on request; message texts never enter it."""

from __future__ import annotations

import json
import logging
import sys
import time


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, text, and the exception if any."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "text": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up_logging(log_format: str) -> None:
    """Send this process's log to standard error: our own from INFO on, libraries' warnings."""
    handler = logging.StreamHandler(sys.stderr)
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%H:%M:%S")
    handler.setFormatter(JsonLines() if log_format == "json" else plain)
    handler.addFilter(_worth_reading)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # What libraries deprecate in one another concerns our tests, not the people who run this.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)


def _worth_reading(record: logging.LogRecord) -> bool:
    """Ours from INFO on, of libraries only warnings: some set their own loggers' levels."""
    return record.levelno >= logging.WARNING or record.name.startswith("huiqi")
