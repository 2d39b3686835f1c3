"""Signing in by the company's provider (OpenID Connect): linking it, coming in, proving it afresh.

Whom it vouches for was linked before, by themselves: signed in and with their password, or with
their invitation. An address is never compared, and no role comes from it.
"""

from dataclasses import asdict
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from flask import (
    Blueprint,
    Flask,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session as cookie,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user, login_user

from pms_tracker import clock
from pms_tracker.database import transaction
from pms_tracker.kernel.errors import Refusal
from pms_tracker.people.changes import account_links, invitations
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Account, AccountLink
from pms_tracker.web.credentials.provider import (
    BadAnswer,
    Declined,
    Provider,
    ProviderAway,
    Trip,
    Vouched,
    log,
)
from pms_tracker.web.credentials.sign_in_forms import ConfirmForm
from pms_tracker.web.door.access import me, public, requires, settings
from pms_tracker.web.door.sub_path import home
from pms_tracker.web.forms import carried
from pms_tracker.web.record.links import local_path
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.sign_in import second_factor, session_cookies

blueprint = Blueprint("single_sign_on", __name__)

# How long somebody may take at the provider.
LASTS = timedelta(minutes=15)
TRIP = "trip"


class Aim(StrEnum):
    """What somebody was sent to the provider for."""

    SIGN_IN = "sign_in"
    CONFIRM = "confirm"
    LINK = "link"
    ACCEPT = "accept"


def install(app: Flask) -> None:
    """Let pages ask whether there is a provider, and whether it may vouch for the reader."""
    app.jinja_env.globals.update(provider_name=provider_name, provider_confirms=confirms)


def offered() -> bool:
    """Whether people may sign in by a provider here."""
    return bool(settings().oidc_issuer)


def provider_name() -> str:
    """What people call the provider; empty where there is none."""
    return settings().oidc_name or gettext("会社のアカウント") if offered() else ""


def confirms() -> bool:
    """Whether the reader, who is signed in, may prove by the provider who they are."""
    return offered() and _my_link() is not None


def is_linked(account: Account) -> bool:
    """Whether the provider of this installation signs in to an account."""
    return offered() and account_links.link_of(account, settings().oidc_issuer) is not None


def _provider() -> Provider:
    if not offered():
        abort(404)
    chosen = settings()
    return _made(
        chosen.oidc_issuer,
        chosen.oidc_client_id,
        chosen.oidc_client_secret,
        chosen.origin + url_for(".back"),
    )


# What it knows of itself is kept in it.
_made = lru_cache(maxsize=4)(Provider)


def _mine() -> Account:
    account = people.account_of(me().person_id)
    if account is None:
        abort(404)
    return account


def _my_link() -> AccountLink | None:
    return account_links.link_of(_mine(), settings().oidc_issuer)


@blueprint.post("/sign-in/oidc")
@public
def begin() -> ResponseReturnValue:
    """Go to the provider to sign in; what a signed-out form carried waits for its writer."""
    place, writer = local_path(request.form.get("next", home())), None
    if packed := request.form.get(carried.FIELD, ""):
        slip = carried.keep_for_its_writer(packed)
        place, writer = (slip.page, slip.person_id) if slip else (place, None)
    return _leave(Aim.SIGN_IN, next=place, writer=writer)


@blueprint.post("/sign-in/oidc/again")
@requires(Permission.OWN_SETTINGS)
def again() -> ResponseReturnValue:
    """Go to the provider to prove afresh who one is, before a signature."""
    place = local_path(request.form.get("next", home()))
    return _leave(Aim.CONFIRM, next=place, person=me().person_id)


@blueprint.post("/welcome/<token>/oidc")
@public
def accept(token: str) -> ResponseReturnValue:
    """Go to the provider instead of choosing a first password."""
    if invitations.find(token) is None:
        return redirect(url_for("invitations.form", token=token))
    return _leave(Aim.ACCEPT, token=token)


@blueprint.get("/me/oidc")
@requires(Permission.OWN_SETTINGS)
def own() -> ResponseReturnValue:
    """Whether one's own account is linked, and how to change that."""
    return _own_page(ConfirmForm(formdata=None, user=current_user))


def _own_page(form: ConfirmForm) -> ResponseReturnValue:
    _provider()
    shown = render_template(
        "me/provider.html", form=form, link=_my_link(), has_password=_mine().password is not None
    )
    return shown, 400 if form.errors else 200


@blueprint.post("/me/oidc/link")
@requires(Permission.OWN_SETTINGS)
def link() -> ResponseReturnValue:
    """Go to the provider to link it, with one's password given here and now."""
    form = ConfirmForm(user=current_user)
    if not form.validate_on_submit():
        return _own_page(form)
    cookie[session_cookies.PROVED] = clock.now().timestamp()
    return _leave(Aim.LINK, person=me().person_id)


@blueprint.post("/me/oidc/unlink")
@requires(Permission.OWN_SETTINGS)
def unlink() -> ResponseReturnValue:
    """End the link; sessions begun elsewhere end too, this one goes on."""
    _provider()
    form = ConfirmForm(user=current_user)
    if not form.validate_on_submit():
        return _own_page(form)
    with transaction():
        account = _mine()
        account_links.unlink(account, settings().oidc_issuer, provider=provider_name())
    login_user(account, authn_via=["password"])
    flash(gettext("%(name)sとの連携を解除しました。", name=provider_name()), "done")
    return redirect(url_for(".own"))


def _leave(aim: Aim, **more: object) -> ResponseReturnValue:
    """A page that goes on to the provider by itself.

    Not a redirect: browsers hold those that follow a form against `form-action`, through every
    address that the provider passes people on to, and nobody can list these.
    """
    try:
        address, trip = _provider().begin(afresh=aim is Aim.CONFIRM)
    except ProviderAway as trouble:
        return _away(trouble)
    cookie[TRIP] = {"aim": aim, **asdict(trip), **more}
    return render_template("sign_in/leaving.html", address=address, name=provider_name())


def _away(trouble: ProviderAway) -> ResponseReturnValue:
    log.warning("sign-in provider: %s", trouble)
    said = gettext(
        "%(name)sに接続できません。時間をおいて試すか、パスワードでサインインしてください。",
        name=provider_name(),
    )
    return _refused(gettext("%(name)sを利用できません", name=provider_name()), said, 503)


def _refused(heading: str, said: str, status: int) -> ResponseReturnValue:
    shown = render_template("sign_in/provider_refused.html", heading=heading, said=said)
    return shown, status


@blueprint.get("/sign-in/oidc/callback")
@public
def back() -> ResponseReturnValue:
    """Back from the provider: once for each time that somebody was sent there."""
    provider, kept = _provider(), cookie.pop(TRIP, None)
    if kept is None and current_user.is_authenticated:
        return redirect(home())  # the page was loaded again
    try:
        return _arrived(provider, kept)
    except ProviderAway as trouble:
        return _away(trouble)
    except Declined as refusal:
        log.info("sign-in provider: declined, %s", refusal)
        flash(gettext("%(name)sでの確認を中止しました。", name=provider_name()), "info")
        return redirect(home() if current_user.is_authenticated else url_for("security.login"))
    except BadAnswer as wrong:
        log.warning("sign-in provider: %s", wrong)
        said = gettext(
            "%(name)sからの応答で本人を確認できませんでした。"
            "初めからもう一度試すか、パスワードでサインインしてください。",
            name=provider_name(),
        )
        return _refused(gettext("本人を確認できませんでした"), said, 400)


def _arrived(provider: Provider, kept: dict[str, Any] | None) -> ResponseReturnValue:
    if kept is None or clock.now().timestamp() - kept["began_at"] > LASTS.total_seconds():
        raise BadAnswer("nobody was sent, or too long ago")
    trip = Trip(**{name: kept[name] for name in Trip.__dataclass_fields__})
    vouched = provider.finish(request.args.to_dict(), trip)
    try:
        return _ARRIVALS[Aim(kept["aim"])](vouched, kept)
    except Refusal as refusal:
        return _refused(gettext("連携できませんでした"), sentence(refusal), 409)


def _arrive_to_sign_in(vouched: Vouched, kept: dict[str, Any]) -> ResponseReturnValue:
    account = account_links.owner(vouched.issuer, vouched.subject)
    if account is None:
        said = gettext(
            "この%(name)sのアカウントでは、サインインできません。パスワードでサインインし、"
            "自分の設定で連携してください。心当たりのない場合は、システム管理者に相談してください。",
            name=provider_name(),
        )
        return _refused(gettext("連携されていません"), said, 403)
    place = kept["next"]
    if kept["writer"] not in {None, account.person_id}:
        place = url_for("overview.home")
        flash(
            gettext(
                "別の人としてサインインしました。"
                "入力されていた内容は、入力した人の下書きに残しています。"
            ),
            "info",
        )
    # What a provider vouches for stands in for the password; one's own second step comes after it.
    step = second_factor.enter(account, place)
    if step is not None:
        return step
    _let_in(account, vouched)
    return redirect(place)


def _arrive_to_confirm(vouched: Vouched, kept: dict[str, Any]) -> ResponseReturnValue:
    account = account_links.owner(vouched.issuer, vouched.subject)
    if account is None or not _is_still(account.person_id, kept):
        raise BadAnswer("somebody else proved who they are")
    cookie[session_cookies.PROVED] = _proved(vouched)
    flash(gettext("本人であることを確認しました。"), "done")
    return redirect(kept["next"])


def _arrive_to_link(vouched: Vouched, kept: dict[str, Any]) -> ResponseReturnValue:
    if not _is_still(kept["person"], kept):
        raise BadAnswer("whoever began to link is not signed in")
    with transaction():
        account_links.link(_mine(), vouched.issuer, vouched.subject, provider=provider_name())
    flash(
        gettext(
            "%(name)sと連携しました。次から、%(name)sでサインインできます。", name=provider_name()
        ),
        "done",
    )
    return redirect(url_for(".own"))


def _arrive_to_accept(vouched: Vouched, kept: dict[str, Any]) -> ResponseReturnValue:
    token = kept["token"]
    with transaction():
        account = invitations.find(token)
        if account is None:
            return redirect(url_for("invitations.form", token=token))
        account_links.accept(account, vouched.issuer, vouched.subject, provider=provider_name())
    _let_in(account, vouched)
    flash(gettext("%(name)sと連携し、サインインしました。", name=provider_name()), "done")
    return redirect(home())


_ARRIVALS = {
    Aim.SIGN_IN: _arrive_to_sign_in,
    Aim.CONFIRM: _arrive_to_confirm,
    Aim.LINK: _arrive_to_link,
    Aim.ACCEPT: _arrive_to_accept,
}


def _is_still(person_id: int, kept: dict[str, Any]) -> bool:
    """Whether the same person is signed in who was sent to the provider."""
    mine = current_user.person_id if current_user.is_authenticated else None
    return mine == person_id == kept["person"]


def _let_in(account: Account, vouched: Vouched) -> None:
    login_user(account, authn_via=["oidc"])
    # Fresh for a signature is only what the provider saw just now, not a session that it kept.
    cookie[session_cookies.PROVED] = _proved(vouched)
    cookie.pop("fs_gexp", None)


def _proved(vouched: Vouched) -> float:
    return min(vouched.proved_at or 0, clock.now().timestamp())
