"""The webhook: what a person on WeChat sees, with the platform's five seconds made short."""

from __future__ import annotations

import asyncio
import re
import time

import httpx
import pytest
from sqlalchemy import update

from actions.settings import Settings
from bot.gateway import create_app
from bot.messages import Button, Reply
from bot.outbox import Unasked, put_unasked
from bot.wechat.channel import PATH
from surveys.delivery_schema import delivery
from tests.bot.wechat_crypto import sign
from tests.bot.wechat_house import CUT_SECONDS, LATE_SECONDS, TEMPLATE, open_house
from tests.bot.wechat_platform import AES_KEY, APPID, TOKEN, message
from tests.bot.wechat_server import running

ANNA = "oAnna_invented_0000000000001"


@pytest.fixture(autouse=True)
def _eager(monkeypatch):
    monkeypatch.setattr("bot.sending.sender.IDLE_SECONDS", 0.02)
    monkeypatch.setattr("bot.sending.bulk.is_quiet", lambda _: False)  # whatever time it is


@pytest.fixture(scope="module")
def server():
    with running() as wechat:
        yield wechat


@pytest.fixture(params=["unverified", "subscription", "service"])
def wechat(server, request):
    return server.renewed(request.param)


@pytest.fixture
def verified(server):
    return server.renewed("service")


@pytest.fixture
def unverified(server):
    return server.renewed("unverified")


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
async def test_a_quick_answer_comes_back_in_the_request(database, wechat, mode):
    async with open_house(database, wechat, mode) as house:
        seen = await house.platform.push(ANNA, Content="有效期几年")
        await asyncio.sleep(0.1)

    assert (seen.text, seen.deliveries, seen.broken) == ("答：有效期几年", 1, False)
    assert wechat.sent == []
    assert house.states() == ["sent"]


async def test_the_address_is_shaken_hands_with(database, unverified):
    async with open_house(database, unverified) as house, client() as http:
        good = house.platform.query(echostr="8273645")
        taken = await http.get(house.url, params=good)
        forged = await http.get(house.url, params={**good, "signature": "0" * 40})
        bare = await http.get(house.url)

    assert (taken.status_code, taken.text) == (200, "8273645")
    assert (forged.status_code, bare.status_code) == (403, 403)


def tampered(platform, name: str, value: str):
    """A good sealed request with one field changed."""
    query, body = platform.envelope(message(ANNA, Content="您好"))
    return {**query, name: value}, body


FORGERIES = {
    "no signature": lambda p: ({}, message(ANNA, Content="您好")),
    "a wrong signature": lambda p: tampered(p, "signature", "0" * 40),
    "a signature in other letters": lambda p: tampered(p, "signature", "签" * 40),
    "a wrong signature of the content": lambda p: tampered(p, "msg_signature", "0" * 40),
    "another nonce": lambda p: tampered(p, "nonce", "1"),
    "plaintext in safe mode": lambda p: (p.query(), message(ANNA, Content="您好")),
    "sealed with another key": lambda p: p.sealed(message(ANNA), aes_key=AES_KEY[::-1]),
    "sealed for another account": lambda p: p.sealed(message(ANNA), appid="wx_other"),
    "junk under a good signature": lambda p: junk(p, "AAAA"),
    "junk that is no base64": lambda p: junk(p, "!!!"),
    "a long body": lambda p: (p.query(), "甲" * 30_000),
}


ODD = {
    "a nonce without end": {"nonce": "1" * 200},
    "a time long past": {"timestamp": str(int(time.time()) - 400)},
    "a time to come": {"timestamp": str(int(time.time()) + 4000)},
    "a time that is no number": {"timestamp": "-1"},
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_an_odd_time_or_nonce_is_refused_whoever_signed_it(database, unverified, odd, method):
    async with open_house(database, unverified, "plain") as house, client() as http:
        query, body = signed(**odd)
        response = await http.request(method, house.url, params=query, content=body)
        sound, _ = signed()
        taken = await http.request(method, house.url, params=sound, content=body)

    assert (response.status_code, taken.status_code) == (403, 200)


def signed(**given: str):
    """A request whose time or nonce is odd and whose signature is right."""
    query = {"timestamp": str(int(time.time())), "nonce": "n", **given}
    return {**query, "signature": sign(TOKEN, query["timestamp"], query["nonce"])}, "<xml/>"


def junk(platform, content: str):
    query = platform.query(encrypt_type="aes")
    query["msg_signature"] = sign(TOKEN, query["timestamp"], query["nonce"], content)
    return query, f"<xml><Encrypt>{content}</Encrypt></xml>"


@pytest.mark.parametrize("forged", FORGERIES.values(), ids=FORGERIES)
async def test_what_the_platform_did_not_send_is_refused(database, unverified, forged):
    async with open_house(database, unverified) as house, client() as http:
        query, body = forged(house.platform)
        response = await http.post(house.url, params=query, content=body.encode())

    assert response.status_code == 403
    assert house.inbox() == []


@pytest.mark.parametrize("body", ["", "<xml>", "<xml><MsgType>text</MsgType></xml>", "\x00", "{}"])
async def test_what_cannot_be_read_is_left_alone(database, unverified, body):
    async with open_house(database, unverified, "plain") as house, client() as http:
        response = await http.post(house.url, params=house.platform.query(), content=body)

    assert (response.status_code, response.text) == (200, "success")
    assert house.inbox() == []


async def test_a_signature_is_good_for_one_message(database, unverified):
    """The plain signature does not cover the body: who overhears it could send its own."""
    async with open_house(database, unverified, "plain") as house, client() as http:
        query, body = house.platform.envelope(message(ANNA, MsgId=7, Content="您好"))
        first = await http.post(house.url, params=query, content=body.encode())
        repeat = await http.post(house.url, params=query, content=body.encode())
        other = message(ANNA, MsgId=8, Content="替她说")
        forged = await http.post(house.url, params=query, content=other.encode())
        stolen = message("oBen_invented", MsgId=7, Content="您好")
        asked = await http.post(house.url, params=query, content=stolen.encode())

    assert (first.status_code, repeat.status_code) == (200, 200)
    assert "答：您好" in repeat.text
    assert (forged.status_code, asked.status_code) == (403, 403)
    assert house.inbox() == ["您好"]


@pytest.mark.parametrize("first", ["text", "event", "VIEW", "LOCATION"])
async def test_what_is_signed_for_an_event_is_good_for_no_message(database, unverified, first):
    """Also of an event that is of no concern to us."""
    fields = {"Content": "您好"} if first == "text" else {"MsgType": "event", "Event": first}
    async with open_house(database, unverified, "plain") as house, client() as http:
        query, body = house.platform.envelope(message(ANNA, **fields))
        taken = await http.post(house.url, params=query, content=body.encode())
        forged = message(ANNA, Content="替她说")
        refused = await http.post(house.url, params=query, content=forged.encode())

    assert (taken.status_code, refused.status_code) == (200, 403)
    assert "替她说" not in house.inbox()


async def test_a_slow_answer_is_asked_once_and_comes_with_a_later_delivery(database, wechat):
    async with open_house(database, wechat) as house:
        house.script.seconds["慢"] = 1.2 * CUT_SECONDS
        seen = await house.platform.push(ANNA, Content="慢")

    assert (seen.text, seen.deliveries) == ("答：慢", 2)
    assert house.script.asked == ["慢"]
    assert wechat.sent == []


async def test_a_repeat_gets_the_same_reply(database, wechat):
    """The first one may have been lost on the way."""
    async with open_house(database, wechat, "plain") as house:
        house.script.replies["问"] = Reply("甲" * 900)
        first = await house.platform.push(ANNA, MsgId=5, Content="问")
        again = await house.platform.push(ANNA, MsgId=5, Content="问")

    assert again.text == first.text
    assert house.script.asked == ["问"]


@pytest.mark.parametrize("kind", ["subscription", "service"])
async def test_what_is_too_late_is_sent_to_a_verified_accounts_reader(database, server, kind):
    wechat = server.renewed(kind)
    async with open_house(database, wechat) as house:
        house.script.seconds["慢"] = LATE_SECONDS
        seen = await house.platform.push(ANNA, Content="慢")
        assert (seen.text, seen.deliveries, seen.broken) == (None, 3, False)
        await until(lambda: wechat.texts() == ["答：慢"])
        await until(lambda: house.states() == ["sent"])


@pytest.mark.parametrize("word", ["好", "1", "继续"])
async def test_what_is_too_late_waits_for_an_unverified_accounts_reader(database, unverified, word):
    async with open_house(database, unverified) as house:
        house.script.seconds["慢"] = LATE_SECONDS
        late = await house.platform.push(ANNA, Content="慢")
        assert late.text == "正在处理，请稍后回复任意字查看。"
        await until(lambda: house.states() != [])
        seen = await house.platform.push(ANNA, Content=word)
        after = await house.platform.push(ANNA, Content=word)

    assert seen.text == "答：慢"
    assert after.text == f"答：{word}"  # nothing waits any more: it is talk again
    assert house.script.asked == ["慢", word]


async def test_asking_for_a_late_answer_waits_for_it_too(database, unverified):
    async with open_house(database, unverified) as house:
        house.script.seconds["慢"] = LATE_SECONDS
        await house.platform.push(ANNA, Content="慢")
        seen = await house.platform.push(ANNA, Content="好")

    assert seen.text == "答：慢"
    assert house.script.asked == ["慢"]


async def test_a_new_question_gets_its_answer_after_the_late_one(database, unverified):
    async with open_house(database, unverified) as house:
        house.script.seconds["慢"] = LATE_SECONDS
        await house.platform.push(ANNA, Content="慢")
        await until(lambda: house.states() != [])
        seen = await house.platform.push(ANNA, Content="再问一个新问题")

    assert seen.text == "答：慢\n\n答：再问一个新问题"


@pytest.mark.parametrize("kind", ["subscription", "service"])
async def test_a_long_answer_goes_on_by_customer_service(database, server, kind):
    wechat = server.renewed(kind)
    async with open_house(database, wechat) as house:
        house.script.replies["问"] = Reply("甲" * 683)
        seen = await house.platform.push(ANNA, Content="问")
        await until(lambda: house.states() == ["sent"])

    assert seen.text + "".join(wechat.texts()) == "甲" * 683
    assert len(wechat.sent) == 1


async def test_a_long_answer_of_an_unverified_account_goes_on_when_asked(database, unverified):
    long = "第一段。" * 400
    async with open_house(database, unverified) as house:
        house.script.replies["问"] = Reply(long)
        seen = [await house.platform.push(ANNA, Content="问")]
        while seen[-1].text.endswith("（回复“继续”看下文）"):
            seen.append(await house.platform.push(ANNA, Content="继续"))

    assert "".join(each.text.removesuffix("\n（回复“继续”看下文）") for each in seen) == long
    assert len(seen) == 3
    assert house.inbox() == ["问"]
    assert house.states() == ["sent"]


async def test_what_the_sender_has_just_taken_up_is_waited_for(database, unverified):
    def put(state: str) -> None:
        with database.write() as connection:
            connection.execute(update(delivery).values(state=state, lease_until=time.time() + 60))

    async with open_house(database, unverified) as house:
        house.script.replies["问"] = Reply("甲" * 683)
        await house.platform.push(ANNA, Content="问")
        await until(lambda: house.states() == ["waiting"])
        put("sending")
        asked = asyncio.create_task(house.platform.push(ANNA, Content="继续"))
        await asyncio.sleep(0.15)
        put("waiting")
        seen = await asked

    assert set(seen.text) == {"甲"}
    assert house.inbox() == ["问"]


async def test_the_word_for_more_is_talk_where_nothing_waits(database, unverified):
    async with open_house(database, unverified) as house:
        seen = await house.platform.push(ANNA, Content="继续")
    assert seen.text == "答：继续"


GRADES = ("很好", "好", "行", "差", "很差", "不说")
SIX = tuple(Button(title, f'/rate{{"grade": "{title}"}}') for title in GRADES)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"Content": "2"}, SIX[1].payload),
        ({"Content": "选６。"}, SIX[5].payload),
        ({"Content": "差"}, SIX[3].payload),
        ({"Content": "7"}, "7"),
        ({"Content": "5分"}, "5分"),
        ({"Content": "/rate"}, "／rate"),
        ({"Content": "好", "bizmsgmenuid": "no-such-token"}, SIX[1].payload),
    ],
)
async def test_an_option_may_be_typed(database, unverified, fields, said):
    async with open_house(database, unverified) as house:
        house.script.replies["评"] = Reply("怎么样？", SIX)
        seen = await house.platform.push(ANNA, Content="评")
        await house.platform.push(ANNA, **fields)

    assert seen.text.count("weixin://bizmsgmenu") == 6
    assert house.script.asked == ["评", said]


async def test_an_option_may_be_touched(database, unverified):
    async with open_house(database, unverified) as house:
        house.script.replies["评"] = Reply("怎么样？", SIX)
        seen = await house.platform.push(ANNA, Content="评")
        await house.platform.push(ANNA, Content="别的话")
        token = re.findall('msgmenuid=([^"]+)', seen.text)[2]
        await house.platform.push(ANNA, Content="行", bizmsgmenuid=token)
        await house.platform.push("oBen_invented", Content="行", bizmsgmenuid=token)

    assert house.script.asked == ["评", "别的话", SIX[2].payload, "行"]


async def test_a_number_is_only_a_number_after_a_message_without_options(database, unverified):
    async with open_house(database, unverified) as house:
        house.script.replies["评"] = Reply("怎么样？", SIX)
        for content in ("评", "别的话", "2"):
            await house.platform.push(ANNA, Content=content)

    assert house.script.asked == ["评", "别的话", "2"]


async def test_a_number_chooses_nothing_that_was_not_shown_yet(database, server):
    wechat = server.renewed("subscription")
    async with open_house(database, wechat) as house:
        house.script.replies["评"] = Reply("甲" * 700, SIX)
        wechat.faults["custom"] = [45015] * 9
        await house.platform.push(ANNA, Content="评")
        await until(lambda: house.states() == ["waiting"])
        seen = await house.platform.push(ANNA, Content="2")

    assert house.script.asked == ["评", "2"]
    assert "6. <a " in seen.text


async def test_an_answer_may_hold_what_xml_and_wechat_read_as_marks(database, wechat):
    text = '甲]]>乙&amp;<a href="https://example.org">丙</a>\x07\ufffe'
    async with open_house(database, wechat) as house:
        house.script.replies["问"] = Reply(text)
        seen = await house.platform.push(ANNA, Content="问")

    assert seen.text == '甲]]>乙&amp;＜a href="https://example.org">丙＜/a>'


async def test_a_picture_gets_a_sentence_and_never_reaches_the_dialogue(database, wechat):
    async with open_house(database, wechat) as house:
        seen = await house.platform.push(ANNA, MsgType="image", PicUrl="x", MediaId="m")

    assert seen.text == "我现在还看不懂图片，请把想问的话打成文字发给我。"
    assert house.inbox() == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"Event": "subscribe"}, "你好"),
        ({"Event": "subscribe", "EventKey": "qrscene_ABCDE-FGHJK"}, "ABCDE-FGHJK"),
        ({"Event": "SCAN", "EventKey": "ABCDE-FGHJK"}, "ABCDE-FGHJK"),
        ({"Event": "SCAN", "EventKey": "/restart"}, "／restart"),
        ({"Event": "CLICK", "EventKey": "validity"}, "示范平台有效期几年"),
    ],
)
async def test_an_event_that_says_something_is_answered_once(database, wechat, fields, said):
    event = {"MsgType": "event", "CreateTime": 1_760_000_000, **fields}
    async with open_house(database, wechat) as house:
        seen = [await house.platform.push(ANNA, **event) for _ in range(2)]

    assert [each.text for each in seen] == [f"答：{said}"] * 2
    assert house.inbox() == [said]


async def test_whoever_left_is_sent_nothing_until_it_is_back(database, verified):
    verified.templates[TEMPLATE] = ("thing1", "thing2")
    async with open_house(database, verified) as house:
        await house.platform.push(ANNA, Content="您好")
        left = await house.platform.push(ANNA, MsgType="event", Event="unsubscribe")
        remind(database, house, "提醒一")
        await asyncio.sleep(0.2)
        assert (left.text, verified.calls, house.states()) == (None, [], ["sent", "dead"])

        await house.platform.push(ANNA, MsgType="event", Event="subscribe")
        remind(database, house, "提醒二")
        await until(lambda: house.states()[-1] == "sent")


async def test_a_flood_gets_a_sentence(database, unverified, monkeypatch):
    monkeypatch.setattr("bot.inbox.MOST_WAITING", 0)
    async with open_house(database, unverified) as house:
        seen = await house.platform.push(ANNA, Content="您好")
    assert seen.text == "您发得太快了，请等前面的问题答完再发。"


async def test_two_messages_at_once_are_answered_in_order_and_once(database, wechat):
    async with open_house(database, wechat) as house:
        house.script.seconds["一"] = 0.3
        seen = await asyncio.gather(
            house.platform.push(ANNA, MsgId=1, Content="一"),
            house.platform.push(ANNA, MsgId=2, Content="二"),
        )
        await until(lambda: house.states() == ["sent", "sent"])

    said = [each.text for each in seen if each.text]
    assert "\n\n".join(said) == "答：一\n\n答：二"
    assert wechat.sent == []


async def test_a_database_that_fails_is_no_broken_account(database, unverified, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    async with open_house(database, unverified) as house:
        monkeypatch.setattr("bot.inbox.receive", fail)
        seen = await house.platform.push(ANNA, Content="您好")

    assert (seen.text, seen.broken) == ("服务出了点问题，这条没有处理，请稍后再发一次。", False)


def remind(database, house, text: str) -> None:
    with database.write() as connection:
        unasked = Unasked(f"r:{text}", f"wx:{APPID}:{ANNA}", text)
        put_unasked(connection, [unasked], time.time())


def client() -> httpx.AsyncClient:
    return httpx.AsyncClient(trust_env=False)


async def until(holds, seconds: float = 8.0) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends
        await asyncio.sleep(0.02)


def test_without_an_account_there_is_no_webhook(tmp_path):
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'huiqi.db'}", secret_key="s")
    assert PATH not in [getattr(each, "path", "") for each in create_app(settings).routes]
