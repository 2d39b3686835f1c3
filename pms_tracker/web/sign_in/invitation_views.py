"""The page an invitation leads to: a first password, and one is signed in."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import login_user

from pms_tracker.database import transaction
from pms_tracker.people.changes import invitations
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.trail import trail
from pms_tracker.web.credentials.sign_in_forms import FirstForm
from pms_tracker.web.door.access import public
from pms_tracker.web.sign_in import passwords

blueprint = Blueprint("invitations", __name__, url_prefix="/welcome")


@blueprint.get("/<token>")
@public
def form(token: str) -> ResponseReturnValue:
    found = invitations.find(token)
    return _spent() if found is None else _page(found, token, FirstForm())


def _page(account: Account, token: str, shown: FirstForm) -> ResponseReturnValue:
    return render_template(
        "sign_in/welcome.html", form=shown, token=token, mail=account.email, who=account.person
    )


def _spent() -> ResponseReturnValue:
    # The same for a link that never was one: whoever guesses learns nothing.
    said = gettext(
        "この案内のリンクは使えません。パスワードを決めた後か、期限が切れています。"
        "サインインするか、システム管理者に案内のメールをもう一度頼んでください。"
    )
    flash(said, "warning")
    return redirect(url_for("security.login"))


@blueprint.post("/<token>")
@public
def accept(token: str) -> ResponseReturnValue:
    shown = FirstForm()
    with transaction():
        account = invitations.find(token)
        if account is None:
            return _spent()
        shown.user = account
        if not shown.validate_on_submit():
            return _page(account, token, shown)
        invitations.accept(account, passwords.hashed(shown.password.data or ""))
        actor = trail.Actor(account.person_id, account.person.name)
        trail.note(f"person-{account.person_id}", "password_changed", by=actor)
    login_user(account, authn_via=["password"])
    flash(gettext("パスワードを設定し、サインインしました。"), "done")
    return redirect(url_for("overview.home"))
