"""Questions nobody answered well: what to make of each, for the whole installation."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import RedirectResponse, Response

from bot.console.audit import record
from bot.console.errors import ConsoleError, WrongForm
from bot.console.forms import text
from bot.console.page import Page, Visit
from bot.console.platforms import READERS, RECOMMENDERS
from bot.console.threads import in_thread
from bot.requests import MOST_CHARACTERS, harmless_slash
from bot.reviewing import REASONS, Verdict, decide, dismiss, gathered
from knowledge.errors import KnowledgeError
from knowledge.library import load_shipped
from surveys import review
from surveys.review import Waiting

PATH = "/console/review"
MOST_GROUPS = 20  # on a page; the next come when these are decided
DONE = {"decided": "已处理，新的决定在惠企重新启动后生效。", "dismissed": "已丢掉。"}


def _show(visit: Visit) -> Response:
    return _page(visit, done=DONE.get(visit.request.query_params.get("done", ""), ""))


def _page(visit: Visit, status: int = HTTPStatus.OK, **more: object) -> Response:
    found = gathered(visit.desk.office.database, visit.desk.settings.embedding_model)
    units = {each.id: each for each in load_shipped().units}
    values = {
        "groups": found[:MOST_GROUPS],
        "more": len(found[MOST_GROUPS:]),
        "reasons": REASONS,
        "units": units,
        **more,
    }
    return visit.show("review.html", status, **values)


def _decide(visit: Visit) -> Response:
    try:
        done = _decided(visit)
    except (KnowledgeError, ConsoleError) as error:
        return _page(visit, HTTPStatus.BAD_REQUEST, error=str(error), typed=visit.form)
    return RedirectResponse(f"{PATH}?done={done}", HTTPStatus.SEE_OTHER)


def _decided(visit: Visit) -> str:
    office, form = visit.desk.office, visit.form
    group = _group(visit)
    about = f"问题 {group[0].id} 等{len(group)}个"
    what = text(form, "what", 10)
    if what == "dismissed":
        dismiss(office.database, group, office.now())
        record(visit, "丢掉问题", about)
        return "dismissed"
    unit = text(form, "unit", 60) if what == "unit" else None
    if what not in ("unit", "nothing") or unit == "":
        raise WrongForm("请选一项；由条文回答的，请写条号，例如 第十七条。")
    better = harmless_slash(text(form, "better", MOST_CHARACTERS)) if unit else ""
    bank = visit.desk.settings.reviewed_file
    decide(office.database, bank, group, Verdict(unit, better), office.now())
    record(visit, "处理问题", f"{about}：{unit or '条文没有回答'}")
    return "decided"


def _group(visit: Visit) -> list[Waiting]:
    """Those of the form that nobody decided on meanwhile."""
    wanted = set(text(visit.form, "ids").split(","))
    found = [each for each in review.waiting(visit.desk.office.database) if str(each.id) in wanted]
    if not found:
        raise WrongForm("这些问题已经有人处理过了，列表已更新。")
    return found


PAGES = (
    Page("GET", PATH, in_thread(_show), READERS),
    Page("POST", PATH, in_thread(_decide), RECOMMENDERS),
)
