"""What is done for somebody's way in: stops, links to a password, sessions, accounts elsewhere."""

from flask import Blueprint, url_for
from flask_babel import gettext

from pms_tracker.people.accounts import sign_in_failures
from pms_tracker.people.changes import account_links, factors, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.web.credentials import guessing, reset_links
from pms_tracker.web.door.access import me, requires, settings
from pms_tracker.web.record.steps import Done, pressed
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
@pressed()
def unlock(person_id: int) -> Done:
    account = reset_links.of_person(person_id)
    sign_in_failures.unlock(account.person, guessing.of_account(account), by=me().actor)
    return _done(gettext("サインインの停止を解除しました。"), person_id)


@blueprint.post("/reset")
@requires(Permission.KEEP_PEOPLE)
@pressed()
def send_reset(person_id: int) -> Done:
    reset_links.send(people.account_of(person_id), by=me().actor)
    return _done(gettext("パスワードを設定し直すためのメールを送りました。"), person_id)


@blueprint.post("/sign-out")
@requires(Permission.KEEP_PEOPLE)
@pressed()
def sign_out(person_id: int) -> Done:
    staffing.sign_out(reset_links.of_person(person_id).person, by=me().actor)
    return _done(gettext("すべての端末からサインアウトさせました。"), person_id)


@blueprint.post("/unlink")
@requires(Permission.SEE_PEOPLE)
@pressed()
def unlink(person_id: int) -> Done:
    provider, who = single_sign_on.provider_name(), people.person(person_id)
    account_links.unlink_by(me(), who, settings().oidc_issuer, provider=provider)
    said = gettext("%(name)sとの連携を解除し、本人にメールで知らせました。", name=provider)
    return _done(said, person_id)


def _done(words: str, person_id: int) -> Done:
    return Done(words, url_for("people.record", person_id=person_id))
