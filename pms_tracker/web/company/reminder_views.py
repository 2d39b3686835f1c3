"""The page of reminders: what will be mailed in 30 days, to whom and why, and how mail stands."""

from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pms_tracker.database import transaction
from pms_tracker.mail import delivery, mail_letters, outbox
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.reminders.rules.climb_rules import Climb
from pms_tracker.reminders.rules.reminder_rules import Coming
from pms_tracker.reminders.scan import ahead, stages
from pms_tracker.web.company.letter_views import ANSWERED_WITHIN
from pms_tracker.web.door.access import me, requires, settings as app_settings
from pms_tracker.web.record import mails
from pms_tracker.web.words import duty_words, troubles

blueprint = Blueprint("reminders", __name__, url_prefix="/reminders")


@blueprint.get("/")
@requires(Permission.SEE_REMINDERS)
def index() -> ResponseReturnValue:
    """Kind, reference and day only: what a record holds is for those who may open it."""
    found = ahead.next_days()
    return render_template(
        "reminders/list.html",
        days=[(on, list(letters)) for on, letters in groupby(found.letters, lambda each: each.on)],
        of=found.of,
        shown=len(found.letters),
        cut=found.cut,
        kinds=duty_words.DUTIES,
        why=why,
        opens=_opens,
        count=outbox.counts(),
        scanned_at=stages.last_scan(),
    )


def _opens(line: Coming | Climb) -> bool:
    """Whether a link to the record would open for the reader: who sees all, or whose duty it is."""
    return me().sees_all or line.duty.person_id == me().person_id


def why(found: Coming | Climb) -> str:
    """The stage in words: before the due day, on it, after it, or whom it climbs to."""
    if isinstance(found, Climb):
        return gettext("期限超過を%(to)sへ", to=mails.rung_words(found.rung))
    if found.stage == 0:
        return gettext("当日")
    if found.stage < 0:
        return ngettext("期限の%(num)d日前", "期限の%(num)d日前", -found.stage)
    if found.stage % 7 == 0:
        return ngettext("%(num)d週間超過", "%(num)d週間超過", found.stage // 7)
    return ngettext("%(num)d日超過", "%(num)d日超過", found.stage)


@blueprint.post("/test")
@requires(Permission.READ_MAIL)
def test_letter() -> ResponseReturnValue:
    """Send a letter to whoever asks at once, and say how the server answered."""
    with transaction():
        posted = outbox.post(mail_letters.trial(), people.recipient(me().person_id))
        letter_id = posted.id if posted else None
        if posted:
            delivery.hold(posted)
    if letter_id is None:
        flash(gettext("あなたのメールアドレスが登録されていないため、送れません。"), "warning")
        return redirect(url_for(".index"))
    refusal = delivery.send_at_once(letter_id, app_settings(), ANSWERED_WITHIN)
    if refusal is not None:
        why = troubles.why_refused(refusal)
        flash(gettext("テストメールを送れませんでした。%(why)s", why=why), "danger")
    elif app_settings().smtp_url:
        told = gettext(
            "メールサーバーがテストメールを受け取りました。届いたことを確かめてください。"
        )
        flash(told, "done")
    else:
        told = gettext(
            "メールサーバー（PMS_SMTP_URL）が未設定のため、テストメールをファイルに保存しました。"
        )
        flash(told, "warning")
    return redirect(url_for("letters.record", letter_id=letter_id))
