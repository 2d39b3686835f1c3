"""Whether an installation still has the secrets that its accounts were made with.

Without the password secret nobody's password is right, and without the session secret no code of
an anonymous report: neither is replaced without anybody knowing. The database keeps a mark of
each, so short that it says nothing of a secret that somebody chose.
"""

import hmac
from collections.abc import Mapping

from pms_tracker.config import PASSWORD_SECRET, SESSION_SECRET, Settings, secret_file
from pms_tracker.database import session, transaction
from pms_tracker.people.firm import people

# Hexadecimal digits of a mark: another secret has the same one once in 65,536.
LENGTH = 4
VARIABLES = {PASSWORD_SECRET: "PMS_PASSWORD_SALT", SESSION_SECRET: "PMS_SECRET_KEY"}


class OtherSecrets(Exception):
    """Secrets are not those of the database; its words say which, and what to do."""


def marks(settings: Settings) -> dict[str, str]:
    """The mark of each secret, by its name."""
    held = {PASSWORD_SECRET: settings.password_salt, SESSION_SECRET: settings.secret_key}
    return {
        name: hmac.new(secret.encode(), name.encode(), "sha256").hexdigest()[:LENGTH]
        for name, secret in held.items()
    }


def check(settings: Settings) -> None:
    """Refuse secrets that are not the database's; note them where it has none noted yet.

    Needs an app context, and a database of this revision. Raises OtherSecrets.
    """
    company = people.company()
    kept: Mapping[str, str] = company.secret_marks if company else {}
    session.rollback()
    found = marks(settings)
    wrong = [name for name in found if name in kept and kept[name] != found[name]]
    if wrong:
        raise OtherSecrets(_refusal(settings, wrong))
    if company is not None and len(kept) < len(found):
        take(settings)


def take(settings: Settings) -> None:
    """Note the present secrets as the installation's own; there is a company already."""
    with transaction():
        people.the_company().secret_marks = marks(settings)


def _refusal(settings: Settings, wrong: list[str]) -> str:
    files = ", ".join(str(secret_file(settings.instance, name)) for name in wrong)
    variables = ", ".join(VARIABLES[name] for name in wrong)
    return (
        f"秘密情報が、このデータベースのものではありません（{files} または {variables}）。"
        "元のファイルか設定を戻してください。失われたときは pms secrets new を実行します。"
        "その後、全員がパスワードを再設定します。"
        f" These are not the secrets of this database ({files}, or {variables}). Put the file or"
        " setting back. If it is lost, run pms secrets new; everybody then resets their password."
    )
