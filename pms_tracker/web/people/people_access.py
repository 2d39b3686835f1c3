"""What is done for somebody's way in: stops, links to a password, sessions, accounts elsewhere."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.database import transaction
from pms_tracker.people.accounts import sign_in_failures
from pms_tracker.people.changes import account_links, factors, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.web.credentials import guessing, reset_links
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.shell.pages import settings
from pms_tracker.web.sign_in import single_sign_on

blueprint = Blueprint("people_access", __name__, url_prefix="/people/<int:person_id>/access")


def shown(account: Account | None) -> dict[str, object]:
    """What a person's page says of their way in, to whoever may do something for it."""
    if account is None:
        return {"stopped": False, "unlinks": False}
    keeps, linked = me().may(Permission.KEEP_PEOPLE), single_sign_on.is_linked(account)
    return {
        "stopped": keeps and sign_in_failures.is_over(guessing.of_account(account)),
        "unlinks": linked and factors.may_take_away(account.person, by=me()),
    }


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


@blueprint.post("/unlink")
@requires(Permission.SEE_PEOPLE)
def unlink(person_id: int) -> ResponseReturnValue:
    provider = single_sign_on.provider_name()
    with transaction():
        who = people.person(person_id)
        account_links.unlink_by(me(), who, settings().oidc_issuer, provider=provider)
    said = gettext("%(name)sとの連携を解除し、本人にメールで知らせました。", name=provider)
    return _done(said, person_id)


def _done(words: str, person_id: int) -> ResponseReturnValue:
    flash(words, "done")
    return redirect(url_for("people.record", person_id=person_id))
