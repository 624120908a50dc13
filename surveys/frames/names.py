"""When two spellings are one firm: full width, brackets, 有限责任公司."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DASHES = re.compile("[‐‑‒–—―−－]+")
# Brackets of all kinds, quotation marks, dots, commas, white space and what cannot be seen.
_IGNORED = re.compile(
    r"[()\[\]{}〔〕【】〈〉《》「」\"'“”‘’·•・‧.,，。、\s\u200b-\u200f\u2060\ufeff\u00ad]"
)


@lru_cache(maxsize=65536)
def normalise_name(name: str) -> str:
    """The form in which names are compared; 股份有限公司 stays another kind of company."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    kept = unicodedata.normalize("NFC", _IGNORED.sub("", _DASHES.sub("-", folded)))
    return kept.replace("有限责任公司", "有限公司")


def clean_text(text: str) -> str:
    """The text as it is kept: composed, on one line, without invisible characters."""
    composed = unicodedata.normalize("NFC", text)
    visible = (each for each in composed if each.isspace() or _is_visible(each))
    return " ".join("".join(visible).split())


def _is_visible(character: str) -> bool:
    # Private-use characters stay: rare Chinese characters are stored as such.
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
