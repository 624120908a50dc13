"""One person's data: shown whole, deleted whole, the evidence and the counts unharmed."""

from __future__ import annotations

import json
import secrets
from datetime import date

import pytest
from sqlalchemy import select

from bot import inbox, outbox
from bot.messages import Incoming, Reply
from knowledge.rules.materials import Checklist
from surveys import chain, delivery_schema, erasure_schema, handovers, materials
from surveys.backups.tables import tables
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.answering import answered, opened
from surveys.campaigns.closing import close_survey, exported, record_of
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.errors import NoSuchFirm
from surveys.campaigns.firms import firms_of, personal
from surveys.campaigns.holding import first_difference
from surveys.campaigns.inviting import code_of, launch
from surveys.campaigns.office import Office
from surveys.database import Database
from surveys.interviews import Message
from surveys.personal import holdings
from surveys.personal.erasing import erase
from surveys.personal.exporting import export
from surveys.platforms import bindings, register
from surveys.schema import feedback, metadata
from surveys.schema import outbox as outbox_table
from surveys.sealing import Seal
from tests.surveys.platforms.invented import entry, said
from tests.surveys.surveys import DETAILS, SEED, Clock, list_of, salts

ME, OTHER, MY_PHONE = "web:a", "web:b", "13900009999"
NAME = "欧阳受访"
WALK = (
    "同意", "是，我代表企业", NAME, "办公室主任", MY_PHONE, "接受过", "参加过培训和政策宣讲",
    "挺好的", "没收过费", "很满意", "还行吧", "满意", "帮我们培训了员工", "没有",
)  # fmt: skip


@pytest.fixture
def office(database):
    """The same database, opened with its secret."""
    seal, numbers = Seal(("an invented secret",)), salts()
    address = database.engine.url.render_as_string(hide_password=False)
    sealed = Database(address, seal)
    yield Office(sealed, seal, Clock(), lambda: next(numbers))
    sealed.close()


@pytest.fixture
def number(office):
    made, _ = freeze(office, DETAILS, list_of())
    promise(office, made, "公开数字")
    draw_firms(office, made, SEED)
    launch(office, made, date(2026, 7, 1))
    return made


def firms(office, number):
    with office.database.read() as connection:
        survey = campaigns.find(connection, number)
        return [each for each in firms_of(connection, office, survey) if each.asked]


def walk(office, number, at, contact, words=(*WALK, "确认")):
    firm = firms(office, number)[at]
    opened(office, code_of(office, number, firm.key), contact)
    for place, text in enumerate(words):
        answered(office, contact, Message(text, f"{contact}-{place}"))
    return firm


def chats(office, contact, text):
    """A message with its reply, a verdict on it, and things that other parts keep."""
    database, now = office.database, office.now()
    received = inbox.receive(
        database, Incoming("web", "web", f"{contact}-{now}", contact, text, text), now, "me"
    )
    with database.write() as connection:
        inbox.close(connection, received.taken, "me", now, inbox.DONE)
        outbox.put(connection, received.taken, Reply(f"答：{text}"), now)
        verdict = {"question": text, "units": "[]", "helpful": 1, "given_at": now}
        connection.execute(feedback.insert(), {"answer_key": str(received.id), **verdict})
    materials.keep(database, contact, Checklist(frozenset([1])), now)


def everything(office):
    """Every value of every table, opened."""
    with office.database.read() as connection:
        rows = [
            holdings.opened(office.seal, row)
            for table in tables(connection).values()
            for row in connection.execute(select(table))
        ]
        kept = [value for row in rows for value in row.values() if isinstance(value, str)]
    return "\n".join(_opened(office, each) for each in kept)


def _opened(office, value):
    if not value.startswith("gAAAA"):
        return value
    return json.dumps(office.seal.opened(value), ensure_ascii=False)


def counted(record):
    return [(each.key, each.disposition, each.answers.overall) for each in record.rows]


def test_every_table_says_what_it_holds_of_people():
    """A new table has a contact_key, or is named in surveys.personal.holdings."""
    assert delivery_schema.delivery.name in metadata.tables
    known = {
        *holdings.OF_SURVEYS,
        *holdings.OTHERS,
        *holdings.STAFF,
        *holdings.IMPERSONAL,
    }
    unknown = {
        table.name
        for table in metadata.tables.values()
        if holdings.CONTACT not in table.columns and table.name not in known
    }

    assert unknown == set()


def test_a_person_is_shown_all_that_is_kept_of_them_and_nothing_of_others(office, number):
    firm = walk(office, number, 0, ME)
    walk(office, number, 1, OTHER, ("同意", "是的", "张别人", "经理", "13911112222"))
    chats(office, ME, "我的私密问题")
    chats(office, OTHER, "别人的私密问题")

    shown = export(office, ME)

    assert shown["phones"] == [MY_PHONE]
    assert [each["shown"] for each in shown["inbox"]] == ["我的私密问题"]
    assert "答：我的私密问题" in shown["outbox"][0]["body"]
    assert shown["feedback"][0]["question"] == "我的私密问题"
    assert shown["materials"][0]["ready"] == "[1]"
    [part] = shown["surveys"]
    assert part["firm"] == firm.name
    assert NAME in json.dumps(part["interview"], ensure_ascii=False)
    whole = json.dumps(shown, ensure_ascii=False)
    assert "别人" not in whole
    assert export(office, MY_PHONE)["contacts"] == [ME]


def test_a_person_is_deleted_everywhere_and_the_counts_stay(office, number):
    firm = walk(office, number, 0, ME)
    answered(office, ME, Message("请转告欧阳受访，电话13900009999", "note"))
    walk(office, number, 1, OTHER, (*WALK[:4], "13911112222", *WALK[5:], "确认"))
    chats(office, ME, "我是欧阳受访，电话13900009999")
    with office.database.read() as connection:
        before = record_of(connection, office, number)

    erased = erase(office, ME)

    assert erased.counts["interviews"] == 1
    kept = everything(office)
    for words in (MY_PHONE, f'"{ME}"', "我是欧阳受访", "请转告"):
        assert words not in kept, words
    assert "13911112222" in kept
    assert ME not in kept.splitlines()
    with office.database.read() as connection:
        after = record_of(connection, office, number)
        assert chain.first_broken(connection) is None
        assert first_difference(connection, office) is None
        written = connection.execute(select(erasure_schema.erasure.c.code)).scalars().all()
    assert office.seal.code("erased", ME) in written
    assert counted(after) == counted(before)
    names = {row.key: row.respondent.name for row in after.finished}
    assert names.pop(firm.key) == ""
    assert list(names.values()) == [NAME]


def test_a_survey_goes_on_after_a_person_was_deleted(office, number):
    for at in (0, 1):
        walk(office, number, at, f"web:{at}", WALK[:5])
        erase(office, f"web:{at}")
    codes = [each.disposition.code for each in firms(office, number)]
    assert codes[:3] == ["refused", "refused", "pending"]

    walk(office, number, 1, "web:c")  # another person of the firm
    close_survey(office, number)

    assert exported(office, number)
    with office.database.read() as connection:
        assert chain.first_broken(connection) is None
        assert first_difference(connection, office) is None
        [row] = record_of(connection, office, number).finished
    assert row.respondent.name == NAME


def test_someone_on_a_list_is_taken_off_it_after_the_draw_and_not_before(office, number):
    firm = firms(office, number)[0]
    with office.database.read() as connection:
        phone = personal(connection, office, number, firm.key)["phone"]
    draft, _ = freeze(office, DETAILS, list_of())

    assert erase(office, phone).not_yet == (draft,)

    with office.database.read() as connection:
        assert personal(connection, office, number, firm.key) == {"contact": "", "phone": ""}
        frame = campaigns.frame_of(connection, number, office.seal)
        assert phone not in {each.phone for each in frame.firms}
        assert len(frame.firms) == 120
    promise(office, draft, "公开数字")  # the promised list is as it was
    draw_firms(office, draft, SEED)
    assert erase(office, phone).not_yet == ()


def test_numbers_of_messages_are_never_given_twice(office):
    chats(office, ME, "一")
    erase(office, ME)
    chats(office, OTHER, "二")

    with office.database.read() as connection:
        told = connection.execute(select(outbox_table.c.id).order_by(outbox_table.c.id)).scalars()
        erased, fresh = told.all()
    assert [each.id for each in outbox.after(office.database, OTHER, erased)] == [fresh]
    assert outbox.after(office.database, ME, 0) == []


def test_a_binding_ends_and_who_reported_is_not_named(office):
    database = office.database
    register.add(database, entry(1), said())
    code = bindings.issue(database, "platform", entry(1).key, lambda each: each[0], office.now())
    bindings.bind(database, ME, code, office.now())

    erase(office, ME)

    assert bindings.of_contact(database, ME) == []
    assert ME not in everything(office)


def test_no_code_names_who_was_deleted(office):
    for before, after in ((ME, OTHER), (OTHER, ME)):
        given = handovers.issue(office.database, before, secrets.choice, office.now())
        assert handovers.take(office.database, after, given.replace("-", ""), office.now())

    erase(office, ME)

    assert ME not in everything(office)


def test_nothing_is_left_in_the_file(tmp_path):
    seal = Seal(("an invented secret",))
    database = Database(f"sqlite:///{tmp_path / 'huiqi.db'}", seal)
    database.migrate()
    numbers = salts()
    office = Office(database, seal, Clock(), lambda: next(numbers))
    for contact in ("tg:1:424242", OTHER):
        for at in range(20):
            chats(office, contact, f"问{at}")

    erase(office, "tg:1:424242")

    kept = b"".join(path.read_bytes() for path in tmp_path.glob("huiqi.db*"))
    assert OTHER.encode() in kept
    assert b"tg:1:424242" not in kept
    database.close()


def test_an_interview_left_for_another_one_is_still_the_contacts(office, number):
    first = walk(office, number, 0, ME)
    walk(office, number, 1, ME, ("同意",))

    shown = export(office, ME)

    assert shown["surveys"][0]["firm"] == first.name
    assert len(shown["surveys"]) == 2
    erase(office, ME)
    assert NAME not in everything(office)


@pytest.mark.parametrize("named", ["", "王晓明", "12"])
def test_who_is_not_named_by_contact_or_number_is_asked_for(office, named):
    with pytest.raises(NoSuchFirm, match="电话号码"):
        erase(office, named)
