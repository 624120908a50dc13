"""Chinese numerals as headings write them: 第二十条, 第5条, （三）."""

from __future__ import annotations

import cn2an

NUMERAL = "[〇零一二三四五六七八九十百千0-9０-９]+"


def to_number(numeral: str) -> int:
    """三十二 → 32, １２ → 12; raises ValueError for what is no number."""
    text = numeral.replace("〇", "零")
    return int(text) if text.isdigit() else int(cn2an.cn2an(text, "smart"))


def to_numeral(number: int) -> str:
    """32 → 三十二, 10 → 十."""
    numeral = str(cn2an.an2cn(number))
    return numeral.removeprefix("一") if 10 <= number < 20 else numeral
