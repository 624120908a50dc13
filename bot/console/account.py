"""Somebody's own account: signing out, another password, the second factor."""

from __future__ import annotations

import base64
import io
from http import HTTPStatus

import qrcode
from qrcode.image.svg import SvgPathImage
from starlette.responses import RedirectResponse, Response

from bot.console import door
from bot.console.audit import record
from bot.console.errors import WrongForm
from bot.console.forms import secret, text
from bot.console.page import Page, Visit
from bot.console.staff import Role
from bot.console.threads import in_thread
from surveys.staff import accounts, own, totp
from surveys.staff.errors import StaffError

PATH = "/console/account"


def _show(visit: Visit) -> Response:
    return _page(visit, done=visit.request.query_params.get("done", ""))


def _page(visit: Visit, status: int = HTTPStatus.OK, **values: object) -> Response:
    office = visit.desk.office
    with office.database.read() as connection:
        account = accounts.by_id(connection, visit.staff.id)
    new = "" if account.has_totp else own.offered_secret(office, _session(visit))
    picture = "" if account.has_totp else _picture(totp.address(new, visit.staff.name))
    shown = {"account": account, "secret": new, "picture": picture, **values}
    return visit.show("account.html", status=status, **shown)


def _sign_out(visit: Visit) -> Response:
    record(visit, "退出", "")
    door.leave(visit.desk, visit.request)
    response = RedirectResponse(f"{door.SIGN_IN}?done=out", HTTPStatus.SEE_OTHER)
    door.dismiss(visit.desk.settings, response)
    return response


def _password(visit: Visit) -> Response:
    """Everywhere else this person is signed out; here the session is a new one."""
    form = visit.form
    new = (secret(form, "password"), secret(form, "again"))
    try:
        session = own.change_password(visit.desk.office, visit.staff, secret(form, "old"), new)
    except StaffError as error:
        return _page(visit, HTTPStatus.BAD_REQUEST, error=str(error))
    record(visit, "改密码", "")
    response = _done("password")
    door.admit(visit.desk.settings, response, session)
    return response


def _totp_on(visit: Visit) -> Response:
    office = visit.desk.office
    try:
        own.turn_totp_on(office, visit.staff, _session(visit), text(visit.form, "code", 20))
    except StaffError as error:
        return _page(visit, HTTPStatus.BAD_REQUEST, error=str(error))
    record(visit, "开通动态码", "")
    return _done("totp-on")


def _totp_off(visit: Visit) -> Response:
    try:
        own.turn_totp_off(visit.desk.office, visit.staff, secret(visit.form, "old"))
    except StaffError as error:
        return _page(visit, HTTPStatus.BAD_REQUEST, error=str(error))
    record(visit, "关闭动态码", "")
    return _done("totp-off")


def _done(what: str) -> Response:
    return RedirectResponse(f"{PATH}?done={what}", HTTPStatus.SEE_OTHER)


def _session(visit: Visit) -> str:
    session = door.session_of(visit.desk.settings, visit.request)
    if not session:
        raise WrongForm("登录已经结束，请重新登录。")
    return session


def _picture(address: str) -> str:
    """A QR code as the address of an image, which needs no script and no other site."""
    made = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=4).save(made)
    return "data:image/svg+xml;base64," + base64.b64encode(made.getvalue()).decode()


EVERYBODY = frozenset(Role)
PAGES = (
    Page("GET", PATH, in_thread(_show), EVERYBODY),
    Page("POST", "/console/sign-out", in_thread(_sign_out), EVERYBODY),
    Page("POST", f"{PATH}/password", in_thread(_password), EVERYBODY),
    Page("POST", f"{PATH}/totp", in_thread(_totp_on), EVERYBODY),
    Page("POST", f"{PATH}/totp/off", in_thread(_totp_off), EVERYBODY),
)
