"""The security log for the administrator: who signed in, who could not, what opens the doors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext as _l, lazy_pgettext as _p

from pms_tracker import clock
from pms_tracker.kernel.independence import Role
from pms_tracker.people.accounts import security_log
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.security_tables import Event, SecurityEvent
from pms_tracker.web.door.access import requires, settings
from pms_tracker.web.lists import choices, filters, list_files
from pms_tracker.web.lists.list_files import Column, Kind, Sheet
from pms_tracker.web.words import labels

blueprint = Blueprint("security_log", __name__, url_prefix="/operation/security")

EVENTS: dict[Event, LazyString] = {
    Event.SIGNED_IN: _l("サインイン"),
    Event.SIGN_IN_FAILED: _l("サインインの失敗"),
    Event.LOCKED: _l("サインインの一時停止"),
    Event.UNLOCKED: _l("一時停止の解除"),
    Event.CONFIRMATION_FAILED: _l("パスワード確認の失敗"),
    Event.PASSWORD_LETTER_ASKED: _l("パスワード再設定の依頼"),
    Event.PASSWORD_CHANGED: _p("event", "パスワードの変更"),
    Event.FACTOR_CHANGED: _l("2段階認証の変更"),
    Event.FACTOR_REMOVED: _l("2段階認証の解除"),
    Event.FACTOR_FAILED: _l("2段階認証の失敗"),
    Event.PASSKEY_ADDED: _l("パスキーの追加"),
    Event.PASSKEY_REMOVED: _l("パスキーの削除"),
    Event.IDENTITY_LINKED: _l("外部アカウントの連携"),
    Event.IDENTITY_UNLINKED: _l("外部アカウントの連携解除"),
    Event.SESSIONS_ENDED: _l("セッションの終了"),
    Event.ACCOUNT_OPENED: _l("アカウントの発行"),
    Event.ACCOUNT_CLOSED: _l("アカウントの停止"),
    Event.MAIL_CHANGED: _l("メールアドレスの変更"),
    Event.ROLE_GRANTED: _l("役割の付与"),
    Event.ROLE_ENDED: _l("役割の終了"),
    Event.LIST_EXPORTED: _l("一覧の書き出し"),
    Event.PERSON_EXPORTED: _l("個人に関する記録の書き出し"),
    Event.BACKUP_FETCHED: _l("バックアップの取得"),
}
# Ways to sign in, as Flask-Security calls them.
WAYS: dict[str, LazyString] = {
    "password": _l("パスワード"),
    "demo": _l("デモ"),
    "authenticator": _l("認証アプリ"),
    "webauthn": _l("パスキー"),
    "oidc": _l("外部アカウント"),
}
ROLES = {role.value: role for role in Role}


def kind_words(kind: str) -> str:
    """A kind of event in the reader's words."""
    return str(EVENTS[Event(kind)]) if kind in set(Event) else kind


def about_words(about: str) -> str:
    """Roles and ways to sign in, in the reader's words; the name of a list as it is."""
    parts = about.split(", ")
    if not all(each in ROLES or each in WAYS for each in parts):
        return about
    said = (labels.label(ROLES[each]) if each in ROLES else str(WAYS[each]) for each in parts)
    return gettext("・").join(said)


@dataclass(frozen=True)
class Row:
    """One event as it is read."""

    event: SecurityEvent
    names: dict[int, str]

    @property
    def at(self) -> str:
        """When, by the company's clock, to the second."""
        at: datetime = clock.local(self.event.at)
        return f"{at:%Y-%m-%d %H:%M:%S}"

    @property
    def person(self) -> str:
        """Whose account; nobody's where a sign-in named none of ours."""
        return self._name(self.event.person_id) or gettext("該当者なし")

    @property
    def by(self) -> str:
        return self._name(self.event.by_id)

    def _name(self, person_id: int | None) -> str:
        return self.names.get(person_id, f"#{person_id}") if person_id else ""


COLUMNS = (
    Column("number", _l("号"), lambda row: row.event.id, Kind.NUMBER, width=8),
    Column("at", _l("日時"), lambda row: row.at, width=20),
    Column("kind", _l("できごと"), lambda row: row.event.kind, width=24, said=kind_words),
    Column("person", _l("対象者"), lambda row: row.person, width=18),
    Column("by", _l("行った人"), lambda row: row.by, width=18),
    Column("about", _l("内容"), lambda row: row.event.about, width=32, said=about_words),
    Column("rows", _l("行数"), lambda row: row.event.rows, Kind.NUMBER, width=8),
    Column("source", _l("接続元"), lambda row: row.event.source, width=20),
)


def wanted(asked: filters.Asked) -> security_log.Filter:
    """What the address narrows the log to."""
    asked.sort(security_log.SORTS)
    kinds = [(each.value, str(words)) for each, words in EVENTS.items()]
    kind = asked.pick("event", gettext("できごと"), kinds)
    person_id = asked.number("who", gettext("対象者"), choices.PERSONS)
    return security_log.Filter(Event(kind) if kind else None, person_id, asked.span("from", "to"))


def _rows(found: Sequence[SecurityEvent]) -> list[Row]:
    named = people.names(each for row in found for each in (row.person_id, row.by_id))
    return [Row(each, named) for each in found]


@blueprint.get("/")
@requires(Permission.KEEP_COMPANY)
def index() -> ResponseReturnValue:
    asked = filters.Asked(request.args)
    narrowed = wanted(asked)
    rows = asked.page(security_log.events(asked.order, filters.ROWS, narrowed))
    return render_template(
        "operation/security.html",
        about_words=about_words,
        kind_words=kind_words,
        rows=_rows(rows),
        asked=asked,
        kept_days=settings().security_log_days,
        in_full=settings().security_sources == "address",
    )


@blueprint.get("/export.csv", defaults={"kind": "csv"})
@blueprint.get("/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.KEEP_COMPANY)
def export(kind: str) -> ResponseReturnValue:
    asked = filters.Asked(request.args)
    narrowed = wanted(asked)

    def more(last: Row | None) -> Sequence[Row]:
        order = list_files.following(asked.order, last and last.event, security_log.SORTS)
        return _rows(security_log.events(order, list_files.CHUNK, narrowed))

    title = gettext("セキュリティログ")
    return list_files.answer(Sheet(title, "security-log", COLUMNS, more, asked.words), kind)
