"""Texts as WeChat takes them: bounded in bytes, cut where a sentence ends, options as links."""

from __future__ import annotations

import unicodedata

from bot.messages import Delivered
from bot.sending.carrier import Part
from bot.wechat.reading import sentences

MOST_BYTES = 2048
_ENDS = ("\n\n", "\n", "。！？；…!?;", "，、：,: ")
_JOINER, _KEYCAP = "\u200d", "\u20e3"
# What means something in the address of an option link.
_UNSAFE = str.maketrans('&"<>#%+=', "＆＂＜＞＃％＋＝")


def size(text: str) -> int:
    return len(text.encode())


# A part leaves room for the sentence that says how to see the next one.
PART_BYTES = MOST_BYTES - size(sentences()["more"]) - 2


def parts(said: Delivered) -> tuple[Part, ...]:
    """A reply cut to what one message may hold; its options stand in the last part."""
    texts = split(_no_markup(said.text.strip()), PART_BYTES)
    if not said.buttons:
        return tuple(map(Part, texts))
    options = tuple((each["title"], each["token"]) for each in said.buttons)
    last = Part(texts[-1], options)
    if size(_linked(last)) > PART_BYTES:
        return (*map(Part, texts), Part(sentences()["choose"], options))
    return (*map(Part, texts[:-1]), last)


def rendered(part: Part) -> str:
    """The text of a part, its options numbered and, where they fit, as links."""
    if not part.buttons:
        return part.text
    linked = _linked(part)
    if size(linked) <= PART_BYTES:
        return linked
    width = max(4, (PART_BYTES - size(part.text) - 80) // len(part.buttons) // 3 - 3)
    return _with(part, [_no_markup(title)[:width] for title, _ in part.buttons])


def _linked(part: Part) -> str:
    return _with(part, [_link(*each) for each in part.buttons])


def _with(part: Part, titles: list[str]) -> str:
    """The text and one line an option; those that are numbers themselves get none."""
    numbered = not all(title[:1].isdigit() for title, _ in part.buttons)
    lines = [f"{n}. {each}" if numbered else each for n, each in enumerate(titles, 1)]
    return "\n".join([part.text, "", *lines, sentences()["options"]])


def _link(title: str, token: str) -> str:
    content = title.translate(_UNSAFE)
    address = f"weixin://bizmsgmenu?msgmenucontent={content}&msgmenuid={token}"
    return f'<a href="{address}">{_no_markup(title)}</a>'


def _no_markup(text: str) -> str:
    """Text without links of its own: WeChat shows `<a …>` as one, whoever wrote it."""
    return text.replace("<", "＜")


def split(text: str, most: int) -> list[str]:
    """The text in pieces of at most `most` bytes, at the ends of paragraphs or sentences."""
    pieces = []
    while size(text) > most:
        cut = _cut(text, most)
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text] if text or not pieces else pieces


def _cut(text: str, most: int) -> int:
    """Where to cut: after the weightiest mark in the second half, else between characters."""
    longest = len(text.encode()[:most].decode(errors="ignore"))
    for marks in _ENDS:
        options = [marks] if marks.startswith("\n") else list(marks)
        best = max(text.rfind(mark, 0, longest) + len(mark) for mark in options)
        if best > longest // 2 and not _joined(text, best):
            return best
    cut = longest
    while cut > longest // 2 and _joined(text, cut):
        cut -= 1
    return cut


def _joined(text: str, place: int) -> bool:
    """Whether the characters on both sides are one for the eye: accents, flags, families."""
    before, after = text[place - 1], text[place]
    if before == _JOINER or after in (_JOINER, _KEYCAP) or _modifies(after):
        return True
    return _regional(before) and _regional(after) and _regionals_before(text, place) % 2 == 1


def _modifies(character: str) -> bool:
    code = ord(character)
    return (
        unicodedata.combining(character) > 0
        or 0xFE00 <= code <= 0xFE0F
        or 0x1F3FB <= code <= 0x1F3FF
        or 0xE0020 <= code <= 0xE007F
    )


def _regional(character: str) -> bool:
    return 0x1F1E6 <= ord(character) <= 0x1F1FF


def _regionals_before(text: str, place: int) -> int:
    start = place
    while start and _regional(text[start - 1]):
        start -= 1
    return place - start
