"""Why mail does not arrive, in words: what a server's code or a machine's error means."""

import re
from collections.abc import Mapping

from flask import g
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.mail import pauses
from pms_tracker.mail.mail_tables import LetterState, MailPause
from pms_tracker.mail.refusals import Reason, Refusal
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import settings, viewer_or_none

_SIGN_IN = _l(
    "メールサーバーにサインインできませんでした。"
    "PMS_SMTP_URL の名前とパスワードを確かめてください。"
    "PMS_SMTP_OAUTH_TOKEN_URL を設定したときは、PMS_SMTP_OAUTH_ で始まる設定を確かめてください。"
)
_SENDER = _l(
    "メールサーバーが、差出人または送信元のサーバーを断りました。"
    "PMS_MAIL_FROM のアドレスから送る許可があるか、メールサーバーの設定を確かめてください。"
)
_UNENCRYPTED = _l(
    "メールサーバーと、設定した方法で通信を始められませんでした。"
    "PMS_SMTP_URL の種類（smtp、smtp+starttls、smtps）とポート番号を確かめてください。"
)
_NO_ADDRESS = _l(
    "宛先のメールアドレスが見つからないか、使われていません。アドレスを確かめてください。"
)
_FULL = _l("相手の受信箱がいっぱいで、受け取れませんでした。本人に知らせてください。")
_NOT_NOW = _l(
    "相手のメールサーバーが、いまは受け取れませんでした。時間をおけば送れることがあります。"
)
_REFUSED = _l(
    "相手のメールサーバーが受け取りを断りました。下の返答を、メールの管理者に見せてください。"
)
_UNREACHED = _l(
    "メールサーバーにつながりませんでした。"
    "サーバーが動いているか、PMS_SMTP_URL が正しいかを確かめてください。"
)
_CODES: Mapping[str, LazyString] = {
    **dict.fromkeys(("530", "534", "535", "538"), _SIGN_IN),
    **dict.fromkeys(("550", "551", "553"), _NO_ADDRESS),
    **dict.fromkeys(("422", "452", "552"), _FULL),
}
_ERRORS: Mapping[str, LazyString] = {
    "SMTPSenderRefused": _SENDER,
    "SMTPAuthenticationError": _SIGN_IN,
    "ConnectionRefusedError": _UNREACHED,
    "NoToken": _l(
        "サインインに使うトークンを取得できませんでした。"
        "PMS_SMTP_OAUTH_TOKEN_URL のアドレスと、そこへの通信を確かめてください。"
    ),
    "gaierror": _l(
        "メールサーバーの名前が見つかりませんでした。PMS_SMTP_URL のサーバー名を確かめてください。"
    ),
    "SSLError": _UNENCRYPTED,
    "SMTPNotSupportedError": _UNENCRYPTED,
    "TimeoutError": _l(
        "メールサーバーから返事がありませんでした。混み合っているか、途中の通信が止められています。"
    ),
    "SMTPServerDisconnected": _l("送っている途中で、メールサーバーとの接続が切れました。"),
    "SSLCertVerificationError": _l(
        "メールサーバーの証明書を確かめられませんでした。サーバー名と証明書の期限を確かめてください。"
    ),
}
_OTHER = _l("メールを渡せませんでした。下の返答を、メールの管理者に見せてください。")
# What a letter says that came back after it was sent, unless it begins with a code.
_CAME_BACK = _l(
    "いったん送れましたが、届きませんでした（不達）。宛先のアドレスを確かめてください。"
)

_INVITED = _l("案内のメールを送りました。")
NOT_INVITED = _l(
    "メールサーバー（PMS_SMTP_URL）が未設定のため、案内のメールは送らず、ファイルに保存します。"
)


def in_words(trouble: str, state: LetterState = LetterState.FAILED) -> str:
    """A plain sentence for what was noted: `550 …`, `ConnectionRefusedError: …`, or a return."""
    code = re.match(r"([245]\d\d)\b", trouble)
    if code:
        general = _NOT_NOW if code[1].startswith("4") else _REFUSED
        return str(_CODES.get(code[1], general))
    if state is LetterState.BOUNCED:
        return str(_CAME_BACK)
    return str(_ERRORS.get(trouble.partition(":")[0], _OTHER))


def why_refused(refusal: Refusal | MailPause) -> str:
    """A plain sentence for why the server takes no mail of ours, or not this letter."""
    if refusal.reason is Reason.SIGN_IN:
        return str(_SIGN_IN)
    if refusal.reason is Reason.SENDER:
        return str(_SENDER)
    return in_words(refusal.words)


def invitation_sent() -> str:
    """What is said of an invitation that was sent, be it only to a file."""
    return str(_INVITED if sends() else NOT_INVITED)


def sends() -> bool:
    """Whether letters leave this installation; without a mail server they are kept as files."""
    return bool(settings().smtp_url)


def pause() -> MailPause | None:
    """The pause of all mail, for whoever may mend it; read once per request, for others not."""
    viewer = viewer_or_none()
    if viewer is None or not viewer.may(Permission.READ_MAIL):
        return None
    if "mail_pause" not in g:
        g.mail_pause = pauses.standing()
    found: MailPause | None = g.mail_pause
    return found
