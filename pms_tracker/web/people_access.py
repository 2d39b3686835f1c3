"""What an administrator does for somebody's way in: lift a stop, send a link, sign them out."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.database import transaction
from pms_tracker.people import people, sign_in_failures, staffing
from pms_tracker.people.models import Account
from pms_tracker.people.permissions import Permission
from pms_tracker.web import guessing, reset_links
from pms_tracker.web.access import me, requires

blueprint = Blueprint("people_access", __name__, url_prefix="/people/<int:person_id>/access")


def shown(account: Account | None) -> dict[str, object]:
    """What a person's page says of their way in, to whoever keeps people."""
    if account is None or not me().may(Permission.KEEP_PEOPLE):
        return {"stopped": False}
    return {"stopped": sign_in_failures.is_over(guessing.of_account(account))}


@blueprint.post("/unlock")
@requires(Permission.KEEP_PEOPLE)
def unlock(person_id: int) -> ResponseReturnValue:
    with transaction():
        account = reset_links.of_person(person_id)
        limit = guessing.of_account(account)
        sign_in_failures.unlock(account.person, limit, by=me().actor)
    return _done(gettext("サインインの停止を解除しました。"), person_id)


@blueprint.post("/reset")
@requires(Permission.KEEP_PEOPLE)
def send_reset(person_id: int) -> ResponseReturnValue:
    with transaction():
        reset_links.send(people.account_of(person_id), by=me().actor)
    return _done(gettext("パスワードを設定し直すためのメールを送りました。"), person_id)


@blueprint.post("/sign-out")
@requires(Permission.KEEP_PEOPLE)
def sign_out(person_id: int) -> ResponseReturnValue:
    with transaction():
        staffing.sign_out(reset_links.of_person(person_id).person, by=me().actor)
    return _done(gettext("すべての端末からサインアウトさせました。"), person_id)


def _done(words: str, person_id: int) -> ResponseReturnValue:
    flash(words, "done")
    return redirect(url_for("people.record", person_id=person_id))
