"""An invented platform and a finished survey of it, to look around in; all of it can go again.

Everything is made by the functions that make real ones, under names that say 示例.
"""

from __future__ import annotations

import csv
import io

from sqlalchemy import select

from knowledge.rules.deadlines.months import Month
from surveys.campaigns import campaign as campaigns
from surveys.campaigns import closing
from surveys.campaigns.answering import answered, opened
from surveys.campaigns.calling import entered, replace_firm
from surveys.campaigns.campaign import Details
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.firms import DrawnFirm, firms_of
from surveys.campaigns.inviting import code_of, launch
from surveys.campaigns.office import Office
from surveys.credit_codes import check_character
from surveys.interviews import Message
from surveys.platforms import records, register
from surveys.platforms.entries import Draft, checked
from surveys.platforms.model import beijing_day
from surveys.platforms.records import Filed
from surveys.platforms.register import Said
from surveys.schema import (
    attempt,
    campaign,
    chain_link,
    doubt,
    drawn_firm,
    filing,
    platform,
    platform_event,
)

MARK = "【示例】"
NAME = f"{MARK}江城中小企业服务中心"
_FIRST_17 = "52990000MJ9999999"
CODE = _FIRST_17 + check_character(_FIRST_17)
FIRMS, DRAWN = 120, 10
SERVICES = ("人员培训", "融资服务", "法律咨询")
GRADES = ("很满意", "满意", "满意", "一般")
NAMES = "甲乙丙丁戊己庚辛壬癸子丑"
SAYS = "示例数据"
MONTHS, MISSED, LATE = 7, 5, 2  # since the certification; months ago not filed, and filed late


def is_loaded(office: Office) -> bool:
    with office.database.read() as connection:
        mine = select(platform.c.id).where(platform.c.key == CODE)
        return connection.execute(mine).first() is not None


def load_demo(office: Office, recommender: str) -> str:
    """Make the demo for a recommender; the number of its survey. Once is enough."""
    if not is_loaded(office):
        _platform(office, recommender)
    details = Details(NAME, recommender, DRAWN, "示例名单，企业都是虚构的", platform_code=CODE)
    number, _ = freeze(office, details, _list())
    promise(office, number, "示例种子，不是真的开奖号码")
    draw_firms(office, number, "01 05 09 12 30 33 07")
    launch(office, number, beijing_day(office.now()))
    firms = _asked(office, number)
    for place, firm in enumerate(firms[:-2]):
        _answer(office, firm, place, _words(place))
    _answer(office, firms[-2], DRAWN, ("不同意",))
    _answer(office, _replaced(office, number, firms[-2]), DRAWN + 1, _words(DRAWN))
    entered(office, number, firms[-1].key, _by_phone(), ("phone", "示例访员"))
    closing.close_survey(office, number)
    closing.put_on_record(office, number)
    return number


def remove_demo(office: Office) -> None:
    """Delete everything of the demo, its evidence too: nothing of it was ever real."""
    with office.database.write() as connection:
        numbers = [
            each.id for each in campaigns.all_of(connection) if each.details.platform == NAME
        ]
        for table, column in (
            (attempt, attempt.c.campaign),
            (doubt, doubt.c.campaign),
            (drawn_firm, drawn_firm.c.campaign),
            (chain_link, chain_link.c.campaign),
            (campaign, campaign.c.id),
        ):
            connection.execute(table.delete().where(column.in_(numbers)))
        for table in (filing, platform_event):
            connection.execute(table.delete().where(table.c.platform == CODE))
        connection.execute(platform.delete().where(platform.c.key == CODE))


def _platform(office: Office, recommender: str) -> None:
    today = beijing_day(office.now())
    said = Said(SAYS, office.now())
    draft = Draft(
        name=NAME,
        credit_code=CODE,
        recommender=recommender,
        certified_on=Month.of(today).plus(-MONTHS).day(15),
        short_name="",
    )
    register.add(office.database, checked(draft), said)
    this = Month.of(today)
    for back in range(MONTHS, 1, -1):
        month = this.plus(-back)
        day = month.plus(1).day(18 if back == LATE else 8)
        filed = Filed(month, None if back == MISSED else day)
        records.file(office.database, CODE, filed, said)


def _list() -> bytes:
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(("序号", "企业名称", "联系人", "联系电话", "服务内容"))
    for number in range(1, FIRMS + 1):
        rows.writerow(
            (
                number,
                f"示例{number}号科技有限公司",
                "示例联系人",
                f"1390000{number:04d}",
                SERVICES[number % len(SERVICES)],
            )
        )
    return text.getvalue().encode()


def _asked(office: Office, number: str) -> list[DrawnFirm]:
    with office.database.read() as connection:
        found = firms_of(connection, office, campaigns.find(connection, number))
    return [each for each in found if each.asked]


def _replaced(office: Office, number: str, firm: DrawnFirm) -> DrawnFirm:
    replace_firm(office, number, firm.key)
    known = {each.key for each in _asked(office, number)}
    with office.database.read() as connection:
        found = firms_of(connection, office, campaigns.find(connection, number))
        gone = next(each for each in found if each.key == firm.key)
    assert gone.replaced_by in known
    return next(each for each in found if each.key == gone.replaced_by)


def _answer(office: Office, firm: DrawnFirm, place: int, words: tuple[str, ...]) -> None:
    """One invented person answers to the end."""
    contact = f"web:demo-{firm.campaign}-{place}"
    opened(office, code_of(office, firm.campaign, firm.key), contact)
    for number, said in enumerate(words):
        answered(office, contact, Message(said, f"{place}-{number}"))


def _words(place: int) -> tuple[str, ...]:
    grade = GRADES[place % len(GRADES)]
    return (
        *("同意", "是，我代表企业", f"示例{NAMES[place]}", "办公室主任", "跳过", "接受过"),
        *(SERVICES[place % len(SERVICES)], "满意", "没收过费", "很满意", grade, grade),
        *("帮我们培训了员工，少走了弯路", "没有", "确认"),
    )


def _by_phone() -> dict[str, str]:
    return {
        "consent": "同意",
        "speaks_for": "是",
        "name": "示例戊",
        "position": "经理",
        "phone": "跳过",
        "was_served": "接受过",
        "services": SERVICES[0],
        "quality": "满意",
        "fees": "不适用",
        "attitude": "满意",
        "effect": "一般",
        "overall": "满意",
        "development": "没有",
        "suggestions": "多办几场培训",
        "confirm": "确认",
    }
