"""Signing in: Flask-Security's pages in our look, limits on guessing, sessions that end."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import (
    FormInfo,
    MailUtil,
    Security,
    SQLAlchemyUserDatastore,
    current_user,
    login_user,
    user_authenticated,
)
from flask_security.signals import password_changed, password_reset
from werkzeug.wrappers import Response as BaseResponse

from pms_tracker import clock, database, locale_in_use
from pms_tracker.config import PACKAGE, Settings
from pms_tracker.mail import outbox
from pms_tracker.mail.outbox import Recipient
from pms_tracker.people.accounts import sign_in_failures
from pms_tracker.people.changes import people_letters
from pms_tracker.people.firm import people, preferences
from pms_tracker.people.rules.people_rules import SHORTEST_PASSWORD
from pms_tracker.people.tables.people_tables import Account, Language, Passkey
from pms_tracker.trail import trail
from pms_tracker.web.credentials import guessing, passkeys, reset_links, sign_in_forms
from pms_tracker.web.door import access, cookies, hosts
from pms_tracker.web.door.access import public, settings
from pms_tracker.web.forms import carried
from pms_tracker.web.lists import filters
from pms_tracker.web.record.links import local_path
from pms_tracker.web.sign_in import (
    passkey_forms,
    second_factor,
    second_factor_forms,
    session_cookies,
    single_sign_on,
)
from pms_tracker.web.sign_in.passwords import Passwords
from pms_tracker.web.words import labels

# Forms of signing in that change nothing by themselves.
READERS = frozenset(
    {"security.login", "security.logout", "security.wan_signin", "security.wan_verify"}
)
sign_in = Blueprint("sign_in", __name__)


class NoRole:
    """Flask-Security wants a class for roles; ours live in `people` with dates."""


class AccountStore(SQLAlchemyUserDatastore):
    """Accounts as Flask-Security sees them; its commits are ours."""

    def commit(self) -> None:
        database.commit()


class OutboxMail(MailUtil):
    """Flask-Security's letters, posted as secret ones in the transaction that causes them."""

    def normalize(self, email: str) -> str:
        """An address as it is compared; phones leave a blank behind what they complete."""
        return super().normalize(email.strip())

    def validate(self, email: str) -> str:
        return super().validate(email.strip())

    def send_mail(  # type: ignore[override] # we say everything in our own words
        self, template: str, subject: str, recipient: str, *args: Any, **kw: Any
    ) -> None:
        account = kw["user"]
        token = kw.get("reset_token")
        if token:
            # The page says the same either way; a mailbox is not to be flooded.
            if sign_in_failures.count(guessing.of_letters(recipient)):
                reset_links.post(account, token)
            return
        who = account.person
        era_dates = people.reads_era_dates(who)
        letter = people_letters.password_changed()
        outbox.post(letter, Recipient(who.id, who.name, recipient, who.language.value, era_dates))


def config(settings: Settings) -> dict[str, object]:
    """Flask-Security's settings."""
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SALT": settings.password_salt,
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST_PASSWORD,
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_AUTO_LOGIN_AFTER_RESET": False,
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_RESET_URL": "/password/reset",
        "SECURITY_CHANGE_URL": "/password/change",
        "SECURITY_VERIFY_URL": "/password/verify",
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=2),
        "SECURITY_POST_LOGIN_VIEW": "overview.home",
        "SECURITY_POST_LOGOUT_VIEW": "security.login",
        "SECURITY_LOGIN_USER_TEMPLATE": "sign_in/sign_in.html",
        "SECURITY_FORGOT_PASSWORD_TEMPLATE": "sign_in/forgot.html",
        "SECURITY_RESET_PASSWORD_TEMPLATE": "sign_in/reset.html",
        "SECURITY_CHANGE_PASSWORD_TEMPLATE": "sign_in/change.html",
        "SECURITY_VERIFY_TEMPLATE": "sign_in/verify.html",
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
        "SECURITY_REDIRECT_VALIDATE_MODE": ["absolute"],
        "SECURITY_FRESHNESS": timedelta(days=1),
        "SECURITY_FLASH_MESSAGES": True,
        "SECURITY_EMAIL_PLAINTEXT": False,
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_I18N_DIRNAME": ["builtin", str(PACKAGE / "translations")],
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_PATH": settings.sub_path or "/",
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        **second_factor.config(settings),
    }


def locale() -> str:
    """The person's language; before they sign in, the one chosen here or the browser's."""
    found = access.signed_in()
    if found is not None:
        return str(found.reader.language.value)
    chosen = cookies.read("language")
    if chosen in locale_in_use.pack().languages:
        return chosen
    offered = locale_in_use.pack().languages
    return request.accept_languages.best_match(offered) or offered[0]


def install(app: Flask, settings: Settings) -> None:
    """Put Flask-Security to work and bound its sessions."""
    security = Security(
        app,
        AccountStore(database.db, Account, NoRole, Passkey),  # type: ignore[arg-type]
        login_form=sign_in_forms.SignInForm,
        forgot_password_form=sign_in_forms.AskForm,
        reset_password_form=sign_in_forms.ResetForm,
        change_password_form=sign_in_forms.ChangeForm,
        two_factor_setup_form=second_factor_forms.SetUpForm,
        two_factor_verify_code_form=second_factor_forms.CodeForm,
        two_factor_rescue_form=second_factor_forms.LostForm,
        mf_recovery_form=second_factor_forms.SpareCodeForm,
        mf_recovery_codes_form=second_factor_forms.SpareCodesForm,
        **passkey_forms.FORMS,
        webauthn_util_cls=passkeys.Ceremonies,
        mail_util_cls=OutboxMail,
        password_util_cls=Passwords,
        totp_cls=second_factor.Codes,
        mf_recovery_codes_util_cls=second_factor.SpareCodes,
    )
    _look_for_nobody(app, security)
    session_cookies.install(app)
    security.set_form_info("verify_form", FormInfo(second_factor_forms.confirm_form))
    second_factor.install(app)
    app.before_request(_begin_security_write)
    app.after_request(_end_security_write)
    app.after_request(carried.unpack_after_sign_in)
    guessing.install(app)
    user_authenticated.connect(_signed_in, app)
    password_changed.connect(_password_changed, app)
    password_reset.connect(_password_reset, app)
    app.jinja_env.globals.update(
        demo_offered=demo_offered,
        demo_cast=demo_cast,
        carried=carried.field,
        shortest_password=SHORTEST_PASSWORD,
        new_passkey=lambda: passkey_forms.NewPasskeyForm(formdata=None),
    )
    single_sign_on.install(app)


def _look_for_nobody(app: Flask, security: Security) -> None:
    """Have nobody looked up before a page asks who looks, and nobody but by a session's cookie: of
    Flask-Security's identities and tokens we use none."""
    security.principal.identity_loaders.clear()
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]


def _writes() -> bool:
    # Signing in reads only; the other forms change accounts or post letters.
    return (
        request.blueprint == "security"
        and request.method == "POST"
        and request.endpoint not in READERS
    )


def _begin_security_write() -> None:
    if _writes():
        database.begin_writing()


def _end_security_write(response: BaseResponse) -> BaseResponse:
    if _writes() and response.status_code < 500:
        database.commit()
    return response


def _signed_in(_app: Flask, user: Account, **_kw: object) -> None:
    guessing.owner_was_here(user)


def _password_reset(_app: Flask, user: Account, **_kw: object) -> None:
    # Whoever reads the mailbox is no guesser: they may sign in at once, in this browser for good.
    sign_in_failures.forget(guessing.of_account(user))
    guessing.owner_was_here(user)
    _password_changed(_app, user)


def _password_changed(_app: Flask, user: Account, **_kw: object) -> None:
    # Flask-Security has ended all cookies but the one of this browser.
    user.credentials_at = clock.now()
    session_cookies.end_others(user)
    actor = trail.Actor(user.person.id, user.person.name)
    trail.note(f"person-{user.person_id}", "password_changed", by=actor)


@sign_in.post("/language")
@public
def choose_language() -> ResponseReturnValue:
    """Switch the language, and remember it for whoever is signed in."""
    chosen = request.form.get("language", "")
    if chosen not in locale_in_use.pack().languages:
        abort(400)
    if current_user.is_authenticated:
        with database.transaction():
            who = people.person(current_user.person_id)
            preferences.choose_language(who, Language(chosen))
    answer = redirect(local_path(request.form.get("next", "")))
    remember_language(answer, chosen)
    return answer


def remember_language(answer: BaseResponse, language: str) -> None:
    """Have this browser's pages in a language before anybody signs in as well."""
    cookies.keep(answer, "language", language, within=timedelta(days=365))


def demo_offered() -> bool:
    """Whether this reader may sign in as one of the demo's cast: on this machine only, under its
    own name, so that no page elsewhere whose name leads here does it for them."""
    return hosts.asked_here(request, by_own_name=True) and demo_served(settings())


def demo_served(settings: Settings) -> bool:
    """Demo sign-in exists only for a demo database, served on loopback, with no SMTP set."""
    company = people.company()
    is_demo = company is not None and company.is_demo
    return is_demo and settings.serves_loopback and not settings.smtp_url


@sign_in.post("/demo/sign-in")
@public
def demo() -> ResponseReturnValue:
    """Sign in as one of the demo company's cast, without a password."""
    if not demo_offered():
        abort(404)
    person_id = filters.Asked(request.form).asks_for("person")
    account = None if person_id is None else people.account_of(person_id)
    if account is None or not account.active:
        abort(404)
    login_user(account, authn_via=["demo"])
    return redirect(local_path(request.form.get("next", "")))


def demo_cast() -> list[tuple[int, str, str]]:
    """Everybody of the demo company who can sign in: id, name and roles in words."""
    found = []
    for who in people.persons(clock.today()):
        if people.account_of(who.id) is not None:
            roles = labels.telling(people.viewer(who.id).roles)
            said = gettext("・").join(labels.label(role) for role in roles[:2])
            found.append((who.id, who.name, said))
    return found
