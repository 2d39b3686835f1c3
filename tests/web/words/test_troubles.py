"""Why a letter failed, in words: each kind of trouble that delivery notes has its sentence."""

import pytest

from pms_tracker.mail.mail_tables import LetterState
from pms_tracker.web.words.troubles import in_words
from tests.house.quiet_app import quiet_app


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("550 5.1.1 <no such mailbox>", "宛先のメールアドレスが見つからない"),
        ("554 rejected as spam", "受け取りを断りました"),
        ("SMTPSenderRefused: 553 5.7.1 not yours", "差出人または送信元のサーバーを断りました"),
        ("SMTPAuthenticationError: 535 no", "サインインできませんでした"),
        ("535 authentication failed", "サインインできませんでした"),
        ("552 mailbox full", "受信箱がいっぱい"),
        ("452 too full", "受信箱がいっぱい"),
        ("421 try again later", "いまは受け取れませんでした"),
        ("ConnectionRefusedError: [Errno 111] Connection refused", "つながりませんでした"),
        ("gaierror: [Errno -2] Name or service not known", "名前が見つかりませんでした"),
        ("TimeoutError: timed out", "返事がありませんでした"),
        ("SMTPServerDisconnected: Connection unexpectedly closed", "接続が切れました"),
        ("SSLCertVerificationError: certificate verify failed", "証明書"),
        ("SSLError: wrong version number", "通信を始められませんでした"),
        ("SMTPNotSupportedError: no STARTTLS", "通信を始められませんでした"),
        ("ValueError: 5500 strange", "メールを渡せませんでした"),
        ("", "メールを渡せませんでした"),
    ],
)
def test_a_trouble_is_said_in_plain_words(trouble: str, said: str) -> None:
    with quiet_app().test_request_context(headers={"Accept-Language": "ja"}):
        assert said in in_words(trouble)
    with quiet_app().test_request_context(headers={"Accept-Language": "en"}):
        assert in_words(trouble).isascii()


def test_what_came_back_later_is_said_by_its_code_or_as_a_return() -> None:
    with quiet_app().test_request_context(headers={"Accept-Language": "ja"}):
        for trouble, said in (
            ("550 5.1.1 unknown", "見つからない"),
            ("宛先不明", "届きませんでした（不達）"),
        ):
            assert said in in_words(trouble, LetterState.BOUNCED)
