"""Refusals and mishaps as pages that speak plainly; no traceback, and nothing typed is blamed."""

from contextlib import suppress
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from pms_tracker.database import session
from pms_tracker.desk import sent
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, Refusal, TooLarge, TooMany
from pms_tracker.storage import Trouble, trouble
from pms_tracker.web.door import request_log
from pms_tracker.web.door.access import may_open, me, sign_in_first, viewer_or_none
from pms_tracker.web.door.sub_path import home
from pms_tracker.web.forms import carried
from pms_tracker.web.record.links import local_path, url_of
from pms_tracker.web.refusals.sentences import sentence

JSON = "application/json"
TITLES = {
    400: _l("受け取れない入力です"),
    401: _l("サインインが必要です"),
    403: _l("この操作はできません"),
    404: _l("見つかりません"),
    405: _l("この操作はできません"),
    409: _l("いまはできません"),
    413: _l("ファイルが大きすぎます"),
    429: _l("しばらくお待ちください"),
    500: _l("うまく処理できませんでした"),
    503: _l("いまは保存や表示ができません"),
    507: _l("保存先の空き容量がありません"),
}
WORDS = {
    400: _l(
        "送られた内容を読み取れませんでした。前のページに戻り、入力を確かめてもう一度お試しください。"
    ),
    401: _l("サインインしてから、もう一度お試しください。"),
    403: _l(
        "あなたの役割では、このページを開いたり操作したりできません。必要な場合は、システム管理者または個人情報保護管理者にご相談ください。"
    ),
    404: _l(
        "ページまたは記録が見つかりません。番号が違うか、あなたには公開されていない可能性があります。"
    ),
    405: _l("このアドレスは、この方法では開けません。前のページに戻ってお試しください。"),
    409: _l("記録の状態が変わっています。現在の内容を確かめてから、もう一度お試しください。"),
    413: _l(
        "1回に送れる大きさを超えています。ファイルを小さくするか、数回に分けてお送りください。"
    ),
    429: _l("短い間に操作が続いたため、受け付けを止めています。少し待ってからお試しください。"),
    500: _l(
        "こちらの不具合です。入力した内容は保存されていません。時間をおいてお試しください。続く場合はシステム管理者にお知らせください。"
    ),
    503: _l(
        "データの保存先に書き込めないか、接続できません。送った内容は保存されていません。ブラウザーの「戻る」で入力に戻り、しばらくしてからもう一度お試しください。続く場合はシステム管理者にお知らせください。"
    ),
    507: _l(
        "空き容量が不足しているため、送った内容は保存されていません。記録を見ることはできます。システム管理者にお知らせください。"
    ),
}
# Where data are kept takes no more, which is no fault of what was sent.
OF_TROUBLE = {Trouble.FULL: 507, Trouble.READ_ONLY: 503, Trouble.GONE: 503}
# Seconds after which a script may try again.
AGAIN = 30


def page(status: int, words: str | None = None) -> tuple[str, int]:
    """An error page with its status; `words` replace the general ones."""
    code = status if status in TITLES else (500 if status >= 500 else 400)
    inside = status < 500 and viewer_or_none() is not None
    html = render_template(
        "errors/inside.html" if inside else "errors/outside.html",
        code=status,
        heading=str(TITLES[code]),
        words=words or str(WORDS[code]),
        way_back=_way_back(code) if inside else None,
        request_id=request_log.current_id(),
    )
    return html, status


def _way_back(status: int) -> tuple[str, str] | None:
    """Where to go on from an error: where one came from, else the record, else its list."""
    came_from = _came_from()
    if came_from:
        return gettext("前のページへ戻る"), came_from
    reference = (request.view_args or {}).get("reference")
    # What is not there, or not theirs, is not offered again.
    if reference is not None and status not in {403, 404}:
        return gettext("%(reference)s を開く", reference=reference), url_of(str(reference))
    listed = f"{request.blueprint}.index"
    view = current_app.view_functions.get(listed)
    if view is None or request.endpoint == listed or not may_open(view):
        return None
    # A list within a record, as of an audit's papers, is offered no more than the record.
    if current_app.url_map.is_endpoint_expecting(listed, "reference"):
        return None
    return gettext("一覧へ戻る"), url_for(listed)


def _came_from() -> str | None:
    """The page of ours that led here, as a path; None where another did, or this one itself."""
    told = urlsplit(request.referrer or "")
    path = local_path(told.path)
    same = path == request.script_root + request.path and request.method == "GET"
    if told.netloc != request.host or same or path != told.path:
        return None
    return f"{path}?{told.query}" if told.query else path


def _said_where_it_was_sent(refusal: Refusal) -> ResponseReturnValue | None:
    """What a bare button sent and cannot be taken, said on the page with the button."""
    came_from = _came_from() if viewer_or_none() else None
    if came_from is None or status_of(refusal) != 400 or request.accept_mimetypes.best == JSON:
        return None
    flash(sentence(refusal), "warning")
    return redirect(came_from)


def status_of(refusal: Refusal) -> int:
    """400 for bad input (413 if too large), 403, 404, 429, 409 for a rule or a stale version."""
    if isinstance(refusal, BadInput):
        return 413 if isinstance(refusal, TooLarge) else 400
    if isinstance(refusal, NotFound):
        return 404
    if isinstance(refusal, TooMany):
        return 429
    return 403 if isinstance(refusal, NotAllowed) else 409


def _not_from_our_page(_error: CSRFError) -> ResponseReturnValue:
    kept = carried.rescue() if viewer_or_none() else carried.sign_in_again()
    if kept is not None:
        return kept
    words = gettext(
        "ページを開いてから時間がたったか、別の画面でサインインし直したようです。"
        "前のページに戻って開き直し、もう一度送ってください。"
    )
    return page(400, words)


def _signed_out_meanwhile(_error: HTTPException) -> ResponseReturnValue:
    if request.method != "POST":
        return page(401)
    return carried.sign_in_again() or sign_in_first()


def _sent_before(again: sent.SentBefore) -> ResponseReturnValue:
    flash(gettext("同じ内容を、すでに受け付けています。"), "info")
    return redirect(sent.led_to(again.key, me().person_id) or home())


def install(app: Flask) -> None:
    """Answer every refusal and every HTTP error with a page."""

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> ResponseReturnValue:
        told = sentence(refusal)
        kept = carried.sign_in_later(told) if isinstance(refusal, TooMany) else None
        return kept or _said_where_it_was_sent(refusal) or page(status_of(refusal), told)

    app.register_error_handler(CSRFError, _not_from_our_page)
    app.register_error_handler(401, _signed_out_meanwhile)
    app.register_error_handler(sent.SentBefore, _sent_before)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:
            return error.get_response()
        failed = getattr(error, "original_exception", None)
        # What fails while an error is being said is a mishap like any other.
        return mishap(failed) if failed is not None else page(error.code)

    @app.errorhandler(Exception)
    def mishap(error: Exception) -> ResponseReturnValue:
        found = trouble(error)
        if found is None:
            app.logger.exception("a page failed", exc_info=error)
        else:
            # One line: it comes with every request until somebody makes room.
            app.logger.error("nothing can be kept (%s): %s", found.value, _first_line(error))
        _let_go()
        # The page that says so must not need what may just have failed: the database.
        g.signed_in = g.viewer = g.company = None
        if found is None:
            return page(500)
        html, status = page(OF_TROUBLE[found])
        return html, status, {"Retry-After": str(AGAIN)}


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", error)).partition("\n")[0]


def _let_go() -> None:
    # A connection that was lost cannot be rolled back either; the pool has dropped it already.
    with suppress(SQLAlchemyError):
        session.rollback()
