"""How the installation stands, for its administrator: version, backups, and what checks found."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext as _l, lazy_pgettext as _p

from pms_tracker import clock
from pms_tracker.config import VERSION
from pms_tracker.database import db
from pms_tracker.evidence import evidence
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.reminders.running import beats
from pms_tracker.upkeep import checks
from pms_tracker.web.door.access import requires, settings

blueprint = Blueprint("operation", __name__, url_prefix="/operation")

# A check finds a few things or very many of the same.
MOST = 20

CHECKS: dict[str, LazyString] = {
    "migrations": _l("データベースの版"),
    "trail": _l("操作履歴のつながり"),
    "frozen": _l("承認・署名した内容"),
    "evidence": _l("証拠ファイル"),
    "figures": _l("集計"),
    "duties": _p("check", "対応が必要なもの"),
    "mail": _l("メール"),
    "disk": _l("ディスクの空き"),
    "secrets": _l("秘密情報のファイル"),
    "clock": _l("時計"),
    "backup": _l("バックアップ"),
}
FAULTS: dict[str, LazyString] = {
    "other_revision": _l("プログラムの版と一致しません。pms migrate を実行してください。"),
    "file_missing": _l("ファイルがありません。バックアップから戻してください。"),
    "file_changed": _l("登録時と内容が異なります。バックアップから戻してください。"),
    "erased_but_there": _l("消去したファイルが残っています。削除してください。"),
    "stray_file": _l("どの記録にもないファイルです。"),
    "duty_kept_otherwise": _l("記録の内容と一致しません。pms duties rebuild で作り直せます。"),
    "kept_otherwise": _l("記録の件数と一致しません。pms figures rebuild で数え直せます。"),
    "duty_of_nobody": _l("担当する人が見つかりません。"),
    "mail_paused": _l(
        "メールの送信を一時停止しています。「メール」のページで理由を確かめてください。"
    ),
    "letters_failed": _l("送信に失敗したメールがあります。"),
    "letter_waits_since": _l("1日以上、送信待ちのメールがあります。"),
    "disk_almost_full": _l("空きがわずかです。"),
    "secret_readable": _l("ほかの利用者が読めるファイルです。権限を 0600 にしてください。"),
    "clock_behind": _l("最後の記録より前を指しています。時刻合わせを確かめてください。"),
    "not_taken": _l("取得できませんでした。"),
    "letter_changed": _l("送信後に内容が変わっています。"),
}
# Whatever the trail or a digest says of a record that does not match any more.
CHANGED = _l("記録した時から変わっています。pms trail verify で確かめてください。")


@blueprint.get("/")
@requires(Permission.KEEP_COMPANY)
def status() -> ResponseReturnValue:
    """What the night's jobs found last; nothing is looked at anew, which can take long."""
    backup, check = beats.standing(beats.BACKUP), beats.standing(beats.CHECK)
    on = settings().backup_folder is not None
    return render_template(
        "operation/status.html",
        version=VERSION,
        database={"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(db.engine.dialect.name, ""),
        served_at=settings().base_url,
        backs_up=on,
        backup=backup,
        backup_late=on and beats.is_too_old(backup.good_at if backup else None, clock.now()),
        backup_days=settings().backup_days,
        check=check,
        faults=_in_words((check.faults if check else None) or []),
        trouble=_in_words((backup.faults if backup else None) or []),
        names=[str(CHECKS[name]) for name in checks.CHECKS],
        most=MOST,
        unfinished=[f"{reference} {number}" for reference, number in evidence.unfinished()],
    )


def _in_words(faults: list[list[str]]) -> list[tuple[str, str, str]]:
    """Each fault as the check's name, what is wrong, and with what."""
    return [
        (str(CHECKS.get(check, check)), str(FAULTS.get(key, CHANGED)), _subject(subject))
        for check, key, subject in faults
    ]


def _subject(subject: str) -> str:
    # A hash is for machines; who reads it finds the file by its beginning.
    return gettext("%(start)s…", start=subject[:12]) if len(subject) > 60 else subject
