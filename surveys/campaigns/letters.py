"""Invitation letters as one Word document, a page a firm, with link, QR code and code."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import qrcode
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Pt
from sqlalchemy.engine import Connection

from surveys.campaigns.campaign import Campaign
from surveys.campaigns.firms import DrawnFirm, personal
from surveys.campaigns.inviting import code_of
from surveys.campaigns.office import Office
from surveys.campaigns.progress import Progress
from surveys.record.document import new_document, to_bytes, write

TITLE = "中小企业公共服务示范平台满意度测评邀请信"
QR_WIDTH, SMALL_QR = Cm(4.5), Cm(2.6)
TEXT, INDENT, GAP = Pt(12), Pt(24), Pt(8)
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True)
class Invitation:
    """What one letter says: to whom, and how to answer."""

    firm: str
    contact: str
    code: str
    link: str  # empty where the house has no public address
    channels: tuple[tuple[str, str], ...] = ()  # name of a chat platform, and its link


@dataclass(frozen=True)
class Ways:
    """Where firms reach this house; what is empty is not offered."""

    address: str = ""  # of the survey page
    telegram: str = ""  # the bot's name

    def to(self, code: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The link of an invitation, and the chat platforms with theirs."""
        base = self.address.rstrip("/")
        telegram = (("Telegram", f"https://t.me/{self.telegram}?start={code}"),)
        return f"{base}/s/{code}" if base else "", telegram if self.telegram else ()


def invitations(
    connection: Connection, office: Office, found: Progress, ways: Ways
) -> list[Invitation]:
    """Those of the firms from which an answer may still come."""
    return [
        invitation(office, each, personal(connection, office, each.campaign, each.key), ways)
        for each in found.unanswered
    ]


def invitation(office: Office, firm: DrawnFirm, who: Mapping[str, str], ways: Ways) -> Invitation:
    code = code_of(office, firm.campaign, firm.key)
    return Invitation(firm.name, who["contact"], code, *ways.to(code))


def letters(survey: Campaign, invitations: Sequence[Invitation]) -> bytes:
    """The .docx of all letters, in the order given."""
    document = new_document(TITLE)
    for place, each in enumerate(invitations):
        heading = document.add_paragraph()
        if place:
            heading.add_run().add_break(WD_BREAK.PAGE)
        heading.alignment = CENTRE
        write(heading, TITLE, bold=True, size=Pt(16))
        _letter(document, survey, each)
    return to_bytes(document)


def _letter(document: Any, survey: Campaign, each: Invitation) -> None:
    _line(document, f"{each.firm}{f'（{each.contact} 收）' if each.contact else ''}：")
    for text in purpose(survey, survey.closes_on):
        _line(document, text).paragraph_format.first_line_indent = INDENT
    if each.link:
        _line(document, "用手机扫下面的二维码，或打开链接：")
        picture = document.add_paragraph()
        picture.alignment = CENTRE
        picture.add_run().add_picture(qr(each.link), width=QR_WIDTH)
        _line(document, each.link).alignment = CENTRE
    for name, link in each.channels:
        _way(document, name, link)
    if each.link or each.channels:
        _line(document, "扫不了码时，打开本测评的聊天，发送邀请码：")
    else:
        _line(document, "请打开本测评的聊天，发送邀请码：")
    code = document.add_paragraph()
    code.alignment = CENTRE
    write(code, each.code, bold=True, size=Pt(14)).font.name = "Consolas"
    _line(document, "邀请码只供贵企业使用，一家企业只记一份，请不要转给别的单位。")
    _line(document, survey.details.recommender).alignment = RIGHT


def _way(document: Any, name: str, link: str) -> None:
    """One more code to scan, smaller than that of the page."""
    paragraph = _line(document, f"也可以用{name}回答：")
    paragraph.add_run().add_picture(qr(link), width=SMALL_QR)


def purpose(survey: Campaign, closes_on: str) -> tuple[str, str]:
    """What the firm is asked for, and how its answers are treated."""
    details = survey.details
    return (
        f"{details.platform}申报国家中小企业公共服务示范平台。按《国家中小企业公共服务示范平台认定管理办法"
        "（修订征求意见稿）》第十条和附件1，推荐单位要随机抽取不少于10家接受过服务的企业，了解满意程度。"
        "贵企业在抽取中被抽中。",
        f"大约需要3分钟，请在{closes_on}以前回答。参加自愿，随时可以停止；答案由"
        f"{details.recommender}的测评人员查看，申报前不给{details.platform}看。",
    )


def _line(document: Any, text: str) -> Any:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = GAP
    write(paragraph, text, size=TEXT)
    return paragraph


def qr(link: str) -> io.BytesIO:
    """A link as a PNG that a telephone reads."""
    image = io.BytesIO()
    qrcode.make(link, border=2).save(image, "PNG")
    image.seek(0)
    return image
