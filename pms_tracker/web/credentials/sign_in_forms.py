"""Forms of signing in and of passwords: Flask-Security's, with our own words beside the fields."""

import re
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_security import (
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    ResetPasswordForm,
    VerifyForm,
    current_user,
    hash_password,
)

from pms_tracker import database
from pms_tracker.people.accounts import sign_in_failures
from pms_tracker.web.credentials import guessing, reset_links

MAIL = _l("メールアドレス")
NEW = _l("新しいパスワード")
AGAIN = _l("新しいパスワード（確認のためもう一度）")
AGAIN_FIRST = _l("パスワード（確認のためもう一度）")
CURRENT = _l("現在のパスワード")
LIKE_AN_ADDRESS = re.compile(r"\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*")


class OwnWords:
    """Gives a form's fields our labels and marks all of them as required."""

    own_words: ClassVar[dict[str, LazyString]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in self.own_words.items():
            field = getattr(self, name)
            field.label.text = words
            field.description = ""
            field.flags.required = True


class SignInForm(OwnWords, LoginForm):
    """Counts each try before it looks at the password; beyond the limits it does not look."""

    own_words: ClassVar = {"email": MAIL, "password": _l("パスワード")}
    # A remembered sign-in would outlast the longest session.
    remember = None

    def validate(self, **kwargs: Any) -> bool:
        limits = guessing.of_sign_in(self.email.data or "")
        guessing.claim(limits)
        if not super().validate(**kwargs) or self.user is None:
            return False
        # A digest of other costs was made anew; forgiving begins again, and would lose it.
        renewed = self.user.password if database.session.is_modified(self.user) else None
        guessing.forgive(limits)
        if renewed is not None:
            with database.transaction():
                self.user.password = renewed
        return True


class AskForm(OwnWords, ForgotPasswordForm):
    """Asks for the letter that leads to a new password."""

    own_words: ClassVar = {"email": MAIL}

    def validate(self, **kwargs: Any) -> bool:
        if super().validate(**kwargs):
            # An unknown address costs a hash; so must a known one, or the time would tell.
            hash_password("-")
            return True
        # Whether an address is known stays untold; that there is none must be said.
        if LIKE_AN_ADDRESS.fullmatch(self.email.data or ""):
            reset_links.post_for_nobody(self.email.data)
        else:
            self.form_errors.append(
                gettext("メールアドレスの形で入力してください。例：name@example.jp")
            )
        return False


class ResetForm(OwnWords, ResetPasswordForm):
    """A new password, reached from that letter."""

    own_words: ClassVar = {"password": NEW, "password_confirm": AGAIN}


class FirstForm(ResetForm):
    """The first password, reached from an invitation."""

    own_words: ClassVar = {"password": _l("パスワード"), "password_confirm": AGAIN_FIRST}


class LimitedGuesses:
    """Counts wrong passwords of somebody signed in, as signing in does."""

    def validate(self, **kwargs: Any) -> bool:
        limits = guessing.of_insider(current_user)
        guessing.claim(limits)
        # What the page changes is written together, after the try was counted for good.
        database.begin_writing()
        right = bool(super().validate(**kwargs))  # type: ignore[misc]
        if right or not self.password.errors:  # type: ignore[attr-defined]
            sign_in_failures.forgive(limits)
        return right


class ChangeForm(OwnWords, LimitedGuesses, ChangePasswordForm):
    """A new password for somebody who is signed in."""

    own_words: ClassVar = {"password": CURRENT, "new_password": NEW, "new_password_confirm": AGAIN}


class ConfirmForm(OwnWords, LimitedGuesses, VerifyForm):
    """The password once more, before something that matters."""

    own_words: ClassVar = {"password": CURRENT}

    def validate(self, **kwargs: Any) -> bool:
        # Flask-Security compares with what is not there.
        if current_user.password is None:
            self.password.errors = [gettext("パスワードは設定されていません。")]
            return False
        return super().validate(**kwargs)
