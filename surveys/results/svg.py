"""The few shapes that the charts are drawn with, as SVG text for a narrow screen."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from surveys.plain import printable

WIDTH, EDGE = 360, 16  # as wide as a telephone
INNER = WIDTH - 2 * EDGE
FONTS = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
INK, GREY = "#1a1a1a", "#555555"


def text(x: float, y: float, said: str, *, size: int = 13, fill: str = INK, look: str = "") -> str:
    """One line; `look` is further attributes."""
    clean = escape(printable(said))
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}" {look}>{clean}</text>'


def rectangle(x: float, y: float, width: float, height: float, fill: str) -> str:
    return (
        f'<rect x="{x:.2f}" y="{y:g}" width="{width:.2f}" height="{height:g}" '
        f'fill="{fill}" stroke="#ffffff" stroke-width="1"/>'
    )


def span(start: float, end: float, y: float) -> str:
    """A horizontal line with an end on either side."""
    ends = "".join(f"M{x:.2f} {y - 4:g}v8" for x in (start, end))
    return f'<path d="M{start:.2f} {y:g}H{end:.2f}{ends}" stroke="{INK}" stroke-width="2"/>'


def wrapped(said: str, characters: int) -> list[str]:
    """The text in lines of so many characters, as Chinese may be broken anywhere."""
    clean = printable(said).replace("\n", " ")
    return [clean[at : at + characters] for at in range(0, len(clean), characters)] or [""]


def picture(title: str, height: float, shapes: Iterable[str]) -> str:
    """The whole picture; it grows with the page, which may bound `.chart`, and tells its title."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" '
        f'class="chart" width="100%" font-family="{FONTS}" '
        f'role="img" aria-label={quoteattr(printable(title))}>'
        f"<title>{escape(printable(title))}</title>"
        f'<rect width="{WIDTH}" height="{height:g}" fill="#ffffff"/>{"".join(shapes)}</svg>\n'
    )
