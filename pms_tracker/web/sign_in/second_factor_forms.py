"""Forms of second factors: Flask-Security's, with our words, and a limit on guessing codes."""

from typing import Any, ClassVar
from unicodedata import normalize

from flask import request
from flask_babel import gettext, lazy_gettext as _l
from flask_security import (
    Form,
    MfRecoveryCodesForm,
    MfRecoveryForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    current_user,
)
from flask_security.forms import NextFormMixin
from wtforms import RadioField, SelectChoice

from pms_tracker import database
from pms_tracker.people.accounts import sign_in_failures
from pms_tracker.people.changes import factors
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.web.credentials import guessing
from pms_tracker.web.credentials.sign_in_forms import ConfirmForm, OwnWords
from pms_tracker.web.sign_in import second_factor

CODE = _l("確認コード")
SPARE_CODE = _l("回復コード")


class LimitedCodes:
    """Checks a code while nobody else checks one of this account, and counts the wrong ones.

    Whoever gets here gave the right password, so that nobody else is locked out by guesses.
    """

    def validate(self, **kwargs: Any) -> bool:
        account = people.account_of(self.user.person_id)  # type: ignore[attr-defined]
        if account is None:
            return False
        limits = guessing.of_code(account)
        guessing.claim(limits)
        # What a right code changes is written together, after the try was counted for good.
        database.begin_writing()
        factors.locked(account)
        self.code.data = self.plain(self.code.data or "")  # type: ignore[attr-defined]
        right = self.is_right(account, **kwargs)
        if right:
            sign_in_failures.forgive(limits)
        return right

    def plain(self, typed: str) -> str:
        """What was typed, as it is compared: full-width digits and blanks are no mistakes."""
        return "".join(normalize("NFKC", typed).split())

    def is_right(self, account: Account, **kwargs: Any) -> bool:
        return bool(super().validate(**kwargs))  # type: ignore[misc]


class CodeForm(LimitedCodes, OwnWords, TwoFactorVerifyCodeForm):
    """The code of an authenticator app: at sign-in, or the first one when the app is added."""

    own_words: ClassVar = {"code": CODE}

    def is_right(self, account: Account, **kwargs: Any) -> bool:
        """Of a new app no code was taken yet, whatever was taken of the one before."""
        last = account.tf_last_counter
        if self.is_setup:
            account.tf_last_counter = None
        if super().is_right(account, **kwargs):
            return True
        account.tf_last_counter = last
        return False


class ConfirmByCodeForm(NextFormMixin, CodeForm):
    """The code once more, before something that matters, in place of the password."""

    def __init__(self, *args: Any, user: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.primary_method = str(user.tf_primary_method)
        self.tf_totp_secret = str(user.tf_totp_secret)
        if not self.next.data:
            self.next.data = request.args.get("next", "")


class ConfirmByPasskeyForm(NextFormMixin, Form):
    """Nothing to type: whoever has passkeys only is led on to show one."""

    def __init__(self, *args: Any, user: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def validate(self, **kwargs: Any) -> bool:
        return False


def confirm_form(
    _name: str, _cls: object, **kwargs: Any
) -> ConfirmForm | ConfirmByCodeForm | ConfirmByPasskeyForm:
    """What somebody is seen by: their second factor, where they have one."""
    account: Account = kwargs["user"]
    if factors.has_app(account):
        return ConfirmByCodeForm(**kwargs)
    return ConfirmByPasskeyForm(**kwargs) if account.webauthn else ConfirmForm(**kwargs)


class SpareCodeForm(LimitedCodes, OwnWords, MfRecoveryForm):
    """A recovery code in place of the lost factor."""

    own_words: ClassVar = {"code": SPARE_CODE}

    def plain(self, typed: str) -> str:
        """The code in groups of four, however it was typed."""
        found = [each for each in super().plain(typed).lower() if each.isalnum()]
        return "-".join("".join(found[at : at + 4]) for at in range(0, len(found), 4))


class SpareCodesForm(MfRecoveryCodesForm):
    """Asks for new recovery codes; they stand in for a factor, which must be there."""

    def validate(self, **kwargs: Any) -> bool:
        if not super().validate(**kwargs):
            return False
        if factors.has_one(current_user):
            return True
        self.form_errors.append(gettext("先に認証アプリかパスキーを登録してください。"))
        return False


class SetUpForm(TwoFactorSetupForm):
    """Adds or removes the authenticator app; the last factor of some roles stays."""

    # Its two buttons on the page; the view knows which of them are there.
    setup = RadioField(
        choices=[SelectChoice("authenticator", ""), SelectChoice("disable", "")],
        validate_choice=False,
    )

    def validate(self, **kwargs: Any) -> bool:
        if not super().validate(**kwargs):
            return False
        stays = second_factor.required() and not current_user.webauthn
        if self.setup.data != "disable" or not stays:
            return True
        said = gettext("あなたの役割では、2段階認証を止められません。")
        self.setup.errors = [*self.setup.errors, said]
        return False


class LostForm(TwoFactorRescueForm):
    """What helps without the app: a recovery code, to which the page leads; no mail is sent."""

    help_setup = RadioField(choices=[])

    def validate(self, **kwargs: Any) -> bool:
        return False
