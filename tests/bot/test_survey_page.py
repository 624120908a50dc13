"""The survey page over HTTP, with the real survey behind it: one interview, whatever people do."""

from __future__ import annotations

import secrets
import threading
from dataclasses import replace

import pytest
from sqlalchemy import event
from starlette.applications import Starlette

from bot.sessions import Sessions
from bot.survey_page import SurveyPages
from bot.survey_page.guesses import MOST, SECONDS
from surveys import chain
from surveys.campaigns.answering import answered, opened
from surveys.campaigns.calling import replace_firm
from surveys.campaigns.closing import close_survey, record_of
from surveys.campaigns.inviting import code_of
from surveys.campaigns.visiting import filled_in
from surveys.database import Database
from surveys.interviews import Form, Message, changes
from surveys.platforms import bindings, register
from surveys.platforms.register import Said
from tests.bot.phone import AGREE, ANSWERS, Phone
from tests.surveys.platforms.invented import entry
from tests.surveys.surveys import DETAILS, asked_firms, doubts_of, launched, office_of

KEY = "an invented key of the web session"


@pytest.fixture
def office(database):
    return office_of(database)


@pytest.fixture
def number(office):
    return launched(office)


@pytest.fixture
def app(office):
    return Starlette(routes=SurveyPages(office, Sessions(KEY, secure=False), KEY).routes())


@pytest.fixture
def firm(office, number):
    return asked_firms(office, number)[0]


@pytest.fixture
def link(office, number, firm):
    return f"/s/{code_of(office, number, firm.key)}"


@pytest.fixture
def phone(app):
    return Phone(app)


@pytest.fixture
def interview(office, number):
    """The interview of the first firm as it is kept now."""
    return lambda: asked_firms(office, number)[0].interview


def links_of(office, number):
    with office.database.read() as connection:
        assert chain.first_broken(connection) is None
        return list(chain.links(connection, number))


def begun(phone, link):
    return phone.opens(link).presses(AGREE)


def finished(phone, link):
    return begun(phone, link).answers().presses("确认提交")


def test_the_first_screen_says_what_consent_needs(phone, link, firm):
    phone.opens(link)

    assert phone.status == 200
    for said in (
        firm.name, "样例服务平台有限公司", "推荐单位样例省中小企业主管部门", "谁能看到",
        "申报前不给这个平台看", "大约2分钟", "随时可以停下或撤回", "不参加没有任何影响",
    ):  # fmt: skip
        assert said in phone.words


def test_looking_changes_nothing(phone, link, office, number, interview):
    before = links_of(office, number)

    for path in ("", "/3", "/check", "/done", "/help", "/other", "/start", "/note"):
        phone.opens(link + path)
        assert phone.status == 200

    assert interview() is None
    assert links_of(office, number) == before


def test_a_walk_from_the_link_to_the_receipt_is_on_the_record(phone, link, office, number):
    begun(phone, link)
    assert "第1题，共13题" in phone.words
    phone.answers()
    assert phone.heading == "请核对您的回答"
    phone.presses("确认提交")

    assert phone.heading == "已经提交，谢谢您"
    receipt = phone.page.xpath("//*[@class='receipt']")[0].text
    assert len(receipt) == 9
    assert receipt in phone.opens(link).text
    with office.database.read() as connection:
        row = record_of(connection, office, number).finished[0]
    assert (row.respondent.name, row.respondent.phone) == ("王晓明", "13900009999")
    assert row.answers.services == "政策服务、培训服务"
    assert row.answers.overall.word == "满意"
    assert [each.value for each in row.modes] == ["web"]
    kinds = [each["kind"] for each in links_of(office, number)]
    assert kinds.count("answer") == 14
    assert kinds[-1] == "interview"


def test_what_is_pressed_is_kept_as_the_same_words_said_in_chat(phone, link, office, number):
    finished(phone, link)
    other = asked_firms(office, number)[1]
    opened(office, code_of(office, number, other.key), "web:chat")
    for at, (title, fields) in enumerate((("同意", {}), *ANSWERS)):
        said = fields.get("words") or "、".join(fields.get("value", ())) or title
        answered(office, "web:chat", Message(said, str(at)))
    answered(office, "web:chat", Message("确认", "end"))

    page, chat = (each.interview for each in asked_firms(office, number)[:2])

    def rows(interview):
        return [(each.question, each.value, each.mode) for each in interview.answers]

    assert rows(page) == rows(chat)
    assert [each.what for each in page.events] == [each.what for each in chat.events]


def test_what_began_at_the_page_goes_on_in_chat_and_back(phone, link, office, number, interview):
    begun(phone, link).answers(4)
    contact = asked_firms(office, number)[0].contact_key

    answered(office, contact, Message("接受过", "1"))
    answered(office, contact, Message("培训", "2"))

    assert "第7题" in phone.opens(link).words
    phone.answers(since=6).presses("确认提交")
    assert interview().finished
    assert doubts_of(office, number) == []


def test_what_began_in_another_channel_goes_on_here_and_is_looked_at(
    phone, link, office, number, interview
):
    opened(office, link.removeprefix("/s/"), "tg:7")
    for at, said in enumerate(("同意", "是，我代表企业", "李小红")):
        answered(office, "tg:7", Message(said, str(at)))

    phone.opens(link)
    assert "李小红" not in phone.words
    phone.presses("在这里接着答")

    assert "第3题" in phone.words
    phone.answers(since=2).presses("确认提交")
    assert interview().values["name"] == "李小红"
    assert [kind for kind, _ in doubts_of(office, number)] == ["second_contact"]


def test_what_is_written_where_another_took_over_is_not_recorded_and_not_lost(
    phone, app, link, interview
):
    begun(phone, link).answers(11)
    Phone(app).opens(link).presses("在这里接着答")

    phone.presses("下一步", words="帮我们找到了新客户")

    assert phone.status == 409
    assert "已经有人开始答了" in phone.heading
    assert "帮我们找到了新客户" in phone.words
    assert "development" not in interview().values


def test_a_second_person_of_a_finished_firm_may_leave_words_once(phone, app, link, office, number):
    finished(phone, link)
    second = Phone(app).opens(link)

    assert second.status == 410
    assert "王晓明" not in second.text
    assert doubts_of(office, number) == []
    action, content = second.fills("发送给推荐单位", words="我也想说几句")
    for _ in range(2):
        second.sends(action, content)

    assert doubts_of(office, number) == [("second_person", "我也想说几句")]


def test_an_accountant_of_two_firms_loses_nothing(phone, link, office, number):
    other = asked_firms(office, number)[1]
    begun(phone, link).answers(4)
    begun(phone, f"/s/{code_of(office, number, other.key)}").answers(2)

    phone.opens(link).presses("在这里接着答")

    assert "第5题" in phone.words
    assert {kind for kind, _ in doubts_of(office, number)} == {"same_contact"}


def test_the_platform_that_is_surveyed_cannot_answer(phone, link, office, number, interview):
    begun(phone, f"/s/{code_of(office, number, asked_firms(office, number)[1].key)}")
    contact = asked_firms(office, number)[1].contact_key
    platform = replace(entry(7), name=DETAILS.platform)
    register.add(office.database, platform, Said("测试", office.now()))
    key = platform.key or platform.credit_code
    code = bindings.issue(office.database, "platform", key, secrets.choice, office.now())
    bindings.bind(office.database, contact, code.replace("-", ""), office.now())

    phone.opens(link).presses(AGREE)

    assert (phone.status, phone.heading) == (403, "这份问卷要由企业自己答")
    assert interview() is None
    assert "platform_staff" in {kind for kind, _ in doubts_of(office, number)}


WAYS_OUT = [
    ("不参加", "refused", "好，不参加了"),
    ("我在这家企业，但不负责这件事", "wrong_person", "谢谢告知"),
    ("我不是这家企业的人", "number_changed", "对不起，打扰了"),
]


@pytest.mark.parametrize(("title", "code", "said"), WAYS_OUT, ids=[each[1] for each in WAYS_OUT])
def test_ways_out_of_the_first_screen_end_it_and_lead_back(
    phone, link, interview, title, code, said
):
    phone.opens(link)
    if code != "refused":
        phone.follows("我不是这家企业的人 / 转给别人")
    phone.presses(title)

    assert phone.heading == said
    assert interview().outcome == code
    phone.presses("点错了，接着答")
    if code != "refused":
        phone.presses("是，我代表企业")
    phone.presses(AGREE)
    phone.answers(since=0 if code == "refused" else 1).presses("确认提交")
    assert interview().finished


def test_who_was_never_served_ends_there(phone, link, interview):
    begun(phone, link).answers(4).presses("没有接受过")

    assert "没有接受过样例服务平台有限公司的服务" in phone.words
    assert interview().outcome == "not_served"


def test_words_after_the_end_go_to_the_recommender(phone, link, office, number):
    phone.opens(link).follows("我不是这家企业的人 / 转给别人")
    phone.presses("我在这家企业，但不负责这件事")

    assert phone.presses("发送给推荐单位", words=" ").status == 422
    phone.presses("发送给推荐单位", words="请找行政部的赵主任，为什么找我？")

    assert "已经转给" in phone.words
    assert doubts_of(office, number) == [("note", "请找行政部的赵主任，为什么找我？")]


WRONG = [
    (1, "下一步", {"words": ""}, "请写您的姓名"),
    (1, "下一步", {"words": "王经理"}, "请只写姓名"),
    (2, "下一步", {"words": "1"}, "请写职务"),
    (3, "下一步", {"words": "1390000"}, "没看出是电话号码"),
    (5, "下一步", {}, "请至少选一样"),
    (5, "下一步", {"words": "你好"}, "没看出是哪些服务"),
    (11, "下一步", {"words": "好" * 2001}, "2000字以内"),
    (11, "下一步", {"words": "……"}, "请用一句话说说"),
]


@pytest.mark.parametrize(("upto", "title", "fields", "said"), WRONG)
def test_what_is_amiss_is_said_beside_the_field_with_what_was_typed(
    phone, link, interview, upto, title, fields, said
):
    begun(phone, link).answers(upto)
    rows = len(interview().answers)

    phone.presses(title, **fields)

    assert phone.status == 422
    assert said in phone.error
    assert phone.page.xpath("string(//title)").startswith("请改一下")
    assert len(interview().answers) == rows
    if words := fields.get("words"):
        assert words in phone.text
    phone.answers(since=upto)
    assert phone.heading == "请核对您的回答"


def test_two_thousand_letters_are_kept(phone, link, interview):
    begun(phone, link).answers(11).presses("下一步", words="好" * 2000)

    assert interview().values["development"] == "好" * 2000


def test_optional_questions_may_be_skipped_and_required_ones_not(phone, link, interview):
    begun(phone, link).answers(3).presses("跳过这一题")
    phone.answers(since=4, upto=6).presses("跳过这一题")

    assert (interview().values["phone"], interview().values["quality"]) == (None, None)
    action, content = phone.opens(f"{link}/6").fills("下一步")
    assert phone.sends(action, {**content, "value": [], "skip": "1"}).status == 422


@pytest.mark.parametrize("words", ["停止", "修改第3题", "/restart", "平台为什么要收费？"])
def test_what_stands_in_a_field_is_its_answer_and_no_command(phone, link, interview, words):
    begun(phone, link).answers(12).presses("下一步", words=words)

    assert interview().values["suggestions"] == words
    assert phone.heading == "请核对您的回答"


def test_markup_is_shown_as_it_was_written(phone, link):
    begun(phone, link).answers(12).presses("下一步", words="<script>alert(1)</script>太慢")

    assert "<script" not in phone.text
    assert "<script>alert(1)</script>太慢" in phone.words


def test_services_of_ones_own_come_back_as_they_were_written(phone, link, interview):
    begun(phone, link).answers(5)
    phone.presses("下一步", value=["培训服务"], words="请他们做了产品检测")

    assert interview().values["services"] == ("培训服务", "技术服务")
    phone.follows("上一题")
    assert phone.page.xpath("//input[@id='words']/@value") == ["请他们做了产品检测"]
    rows = len(interview().answers)
    phone.presses("下一步")
    assert len(interview().answers) == rows
    phone.follows("上一题").presses("下一步", words="")
    assert interview().values["services"] == ("培训服务", "技术服务")
    phone.answers(since=6)
    assert "培训服务、技术服务" in phone.words


def test_a_form_sent_twice_is_one_answer(phone, link, interview):
    begun(phone, link)
    action, content = phone.fills("是，我代表企业")

    for _ in range(3):
        phone.sends(action, content)
        assert "第2题" in phone.words

    assert len(interview().answers) == 2


def test_going_back_changes_an_answer_by_a_new_row(phone, link, interview):
    begun(phone, link).answers(8).follows("上一题")
    assert "不适用现在的回答" in phone.words.replace(" ", "")

    phone.presses("满意")

    assert "第9题" in phone.words
    (change,) = changes(interview())
    assert (change.question, change.old, change.new) == ("fees", "不适用", "满意")


def test_an_old_window_overwrites_nothing_silently(phone, link, interview):
    begun(phone, link).answers(6)
    old = phone.fills("不满意")
    phone.presses("满意")
    phone.presses("满意")

    phone.sends(*old)

    assert phone.status == 409
    assert "已经记下满意" in phone.words
    assert "您刚才答的不满意" in phone.words
    assert interview().values["quality"] == "满意"
    kept = phone.fills("改成刚才答的")
    phone.follows("保留已经记下的")
    assert "第9题" in phone.words
    phone.sends(*kept)
    assert interview().values["quality"] == "不满意"
    assert [each.question for each in changes(interview())] == ["quality"]


def test_of_two_windows_at_the_same_moment_one_is_kept_and_one_is_asked(
    phone, link, office, number, interview
):
    begun(phone, link).answers(6)
    contact = asked_firms(office, number)[0].contact_key
    came = []

    def fills(grade):
        form = Form("quality", (grade,), number=grade)
        came.append(filled_in(office, link.removeprefix("/s/"), contact, lambda _: form).came)

    both = [threading.Thread(target=fills, args=(grade,)) for grade in ("满意", "不满意")]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert sorted(came) == ["kept", "stale"]
    assert [each.question for each in interview().answers].count("quality") == 1


def test_a_page_asks_the_database_little_and_never_for_the_whole_list(phone, link, office):
    asked = []
    begun(phone, link).answers(6)
    event.listen(
        office.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2])
    )

    phone.opens(f"{link}/7")
    looked = len(asked)
    phone.presses("满意")

    assert "第8题" in phone.words
    assert looked <= 3
    assert len(asked) <= 13
    assert not any("campaign.protocol" in each or "campaign.frame," in each for each in asked)


def test_nobody_jumps_ahead(phone, link, interview):
    begun(phone, link)
    _, content = phone.fills("是，我代表企业")

    phone.opens(f"{link}/9")
    assert "第1题" in phone.words
    phone.sends(f"{link}/9", {**content, "value": "满意"})

    assert "第1题" in phone.words
    assert "attitude" not in interview().values


def test_only_what_was_read_back_is_confirmed(phone, link, interview):
    begun(phone, link).answers()
    action, content = phone.fills("确认提交")
    phone.follows("修改总体评价")
    phone.presses("不满意")

    phone.sends(action, content)

    assert "请再核对一遍" in phone.words
    assert not interview().finished
    phone.presses("确认提交")
    assert interview().finished


def test_a_confirmed_answer_is_changed_with_a_reason_and_confirmed_again(
    phone, link, office, number, interview
):
    finished(phone, link).opens(f"{link}/11")
    phone.presses("不满意", reason="后来又问过同事")

    assert "修改才算数" in phone.words
    assert interview().confirmed_answers["overall"].value == "满意"
    phone.presses("确认提交")

    assert phone.heading == "已经提交，谢谢您"
    assert interview().confirmed_answers["overall"].value == "不满意"
    (change,) = changes(interview())
    assert (change.old, change.new, change.reason) == ("满意", "不满意", "后来又问过同事")
    assert [each["kind"] for each in links_of(office, number)].count("correction") == 1


def test_a_change_that_is_given_up_leaves_what_was_confirmed(phone, link, interview):
    finished(phone, link).opens(f"{link}/11").presses("很不满意")

    phone.presses("不改了，以之前提交的为准")

    assert phone.heading == "已经提交，谢谢您"
    assert interview().confirmed_answers["overall"].value == "满意"
    assert "很不满意" not in phone.words


def test_one_may_stop_ask_for_a_person_and_take_back(phone, link, office, number, interview):
    begun(phone, link).answers(3).follows("停一下或请人帮忙")
    action, content = phone.fills("请工作人员联系我")
    for _ in range(2):
        phone.sends(action, content)
    assert "工作人员会与您联系" in phone.words
    assert [kind for kind, _ in doubts_of(office, number)] == ["wants_staff"]

    phone.opens(f"{link}/help").presses("到此为止，不答了")
    assert interview().outcome == "break_off"
    phone.presses("点错了，接着答").answers(since=3).presses("确认提交")
    phone.presses("撤回我的全部回答")

    assert phone.heading == "已经撤回"
    assert (interview().outcome, interview().finished) == ("withdrawn", False)


def test_after_the_closing_words_go_to_the_recommender(phone, app, link, office, number):
    finished(phone, link)
    change = phone.opens(f"{link}/11").fills("不满意")
    close_survey(office, number)

    phone.sends(*change)
    assert (phone.status, phone.heading) == (410, "测评已经截止")
    phone.presses("发送给推荐单位", words="我想改成不满意")
    assert doubts_of(office, number) == [("note", "我想改成不满意")]

    stranger = Phone(app).opens(link)
    assert stranger.status == 410
    assert stranger.page.forms == []


def test_who_was_replaced_is_told_so(phone, app, link, office, number, firm):
    phone.opens(link).presses("不参加")
    replace_firm(office, number, firm.key)

    for each in (phone, Phone(app)):
        assert each.opens(link).status == 410
        assert "备选企业" in each.words


def test_an_invitation_that_is_none_tells_nothing(app, office, number, firm):
    with office.database.read():
        reserve = code_of(office, number, "91330100MA27XXXX01")
    seen = set()
    for path in ("x" * 24, "%20", "..%2f", "码", reserve, f"{'x' * 24}/3", "a/b/c", "<b>"):
        phone = Phone(app).opens(f"/s/{path}")
        assert phone.status == 404
        assert firm.name not in phone.text
        assert "set-cookie" not in phone.http.get(f"/s/{path}").headers
        seen.add(phone.text)
    assert len(seen) == 1


def test_guesses_are_slowed_but_not_who_answers(phone, app, link, office):
    begun(phone, link)
    for at in range(MOST):
        assert phone.opens(f"/s/{at:024}").status == 404

    assert phone.opens(f"/s/{'x' * 24}").status == 429
    assert Phone(app).opens(link).status == 429
    assert phone.opens(link).status == 200
    assert phone.presses("是，我代表企业").status == 200
    assert Phone(app, "203.0.113.9").opens(link).status == 200
    office.now.now += SECONDS
    assert Phone(app).opens(link).status == 200


def test_a_form_from_elsewhere_is_refused(phone, app, link, office, number, interview):
    other = Phone(app).opens(link)
    foreign = other.fills(AGREE)[1]["token"]
    phone.opens(link)
    action, content = phone.fills(AGREE)

    for wrong in (foreign, ["nonsense"], []):
        assert phone.sends(action, {**content, "token": wrong}).status == 403
    without_cookie = Phone(app)
    assert without_cookie.sends(action, content).status == 403

    assert interview() is None
    phone.sends(action, content)
    assert interview().values == {"consent": "agreed"}


def test_other_kinds_of_bodies_are_refused_with_a_page(phone, link):
    phone.opens(link)
    for sent, status in (
        ({"json": {"value": "agreed"}}, 415),
        ({"data": {"words": "好" * 30_000}}, 413),
        ({"data": {f"f{at}": "" for at in range(60)}}, 400),
    ):
        response = phone.http.post(f"{link}/start", **sent)
        assert response.status_code == status
        assert "重新打开" in response.text


def test_larger_type_stays_until_it_is_taken_back(phone, link):
    phone.opens(link).follows("大字版")
    assert phone.page.get("class") == "large"
    phone.presses(AGREE)
    assert phone.page.get("class") == "large"

    phone.follows("标准字号")

    assert phone.page.get("class") is None
    assert "第1题" in phone.words


def test_the_chat_stays_a_choice(phone, link):
    phone.opens(link)

    assert f"/chat{link}" in phone.page.xpath("//a/@href")


def test_a_fault_of_ours_is_a_sentence(tmp_path):
    empty = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    app = Starlette(routes=SurveyPages(office_of(empty), Sessions(KEY, secure=False), KEY).routes())

    phone = Phone(app).opens(f"/s/{'x' * 24}")

    assert (phone.status, phone.heading) == (500, "服务出了点问题")
    empty.close()
