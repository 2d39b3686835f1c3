"""Forms of passkeys: Flask-Security's, with our words, and what it leaves to those who use it."""

from typing import Any, ClassVar, cast

from flask import session as cookie
from flask_babel import gettext, lazy_gettext as _l
from flask_security import (
    WebAuthnDeleteForm,
    WebAuthnRegisterForm,
    WebAuthnRegisterResponseForm,
    WebAuthnSigninForm,
    WebAuthnSigninResponseForm,
    current_user,
)
from wtforms import RadioField, SelectChoice

from pms_tracker.people.accounts import security_log
from pms_tracker.people.changes import factors
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.people.tables.security_tables import Event
from pms_tracker.web.credentials import passkeys
from pms_tracker.web.credentials.sign_in_forms import OwnWords
from pms_tracker.web.sign_in import second_factor


class NewPasskeyForm(OwnWords, WebAuthnRegisterForm):
    """What its owner calls a new passkey."""

    own_words: ClassVar = {"name": _l("パスキーの名前")}
    # There is one use for them all, which nobody is asked for.
    usage = RadioField(choices=[SelectChoice("first", "")], default="first")


class MadePasskeyForm(WebAuthnRegisterResponseForm):
    """The public key of a new passkey, as the browser hands it over."""

    def validate(self, **kwargs: Any) -> bool:
        if not passkeys.was_asked(self.challenge) or not super().validate(**kwargs):
            self.credential.errors = [
                gettext("パスキーを登録できませんでした。もう一度操作してください。")
            ]
            return False
        return True


class PasskeyForm(WebAuthnSigninForm):
    """Begins to ask for a passkey; no address is typed."""

    identity = None


class ShownPasskeyForm(WebAuthnSigninResponseForm):
    """What a passkey signed: to sign in, as the second step, or to be seen again."""

    def validate(self, **kwargs: Any) -> bool:
        second, self.is_secondary = self.is_secondary, False
        asked = passkeys.was_asked(self.challenge)
        # Flask-Security notes that an account is closed and goes on.
        right = asked and super().validate(**kwargs) and not self.credential.errors
        if right and not (second and self._is_of_another()):
            return True
        self._note(second)
        self.credential.errors = [
            gettext("パスキーを確認できませんでした。もう一度試すか、ほかの方法を使ってください。")
        ]
        return False

    def _is_of_another(self) -> bool:
        # Flask-Security takes anybody's as the second step, and signs in whose it is.
        whose = self._whose()
        return whose is None or whose.fs_uniquifier != cookie.get("tf_user_id")

    def _whose(self) -> Account | None:
        return cast(Account | None, self.user)

    def _note(self, second: bool) -> None:
        kind = Event.FACTOR_FAILED if second else Event.SIGN_IN_FAILED
        whose = self._whose()
        if self.is_verify:
            kind, whose = Event.CONFIRMATION_FAILED, current_user
        security_log.note_now(kind, person_id=None if whose is None else whose.person_id)


class RemovePasskeyForm(WebAuthnDeleteForm):
    """Removes one of one's passkeys; the last factor of some roles stays."""

    def validate(self, **kwargs: Any) -> bool:
        if not super().validate(**kwargs):
            return False
        gone = next(each for each in current_user.webauthn if each.name == self.clean_name)
        if second_factor.required() and factors.is_last(current_user, gone):
            self.name.errors = [gettext("あなたの役割では、2段階認証を止められません。")]
            return False
        return True


# By Flask-Security's names for them.
FORMS: dict[str, Any] = {
    "wan_register_form": NewPasskeyForm,
    "wan_register_response_form": MadePasskeyForm,
    "wan_signin_form": PasskeyForm,
    "wan_signin_response_form": ShownPasskeyForm,
    "wan_delete_form": RemovePasskeyForm,
}
