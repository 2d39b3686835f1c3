"""What the environment says, read setting by setting: checked before anything is made of it."""

import re
import shlex
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

# Whoever asks from the machine itself, as a word of PMS_METRICS; its tokens are not shorter.
FROM_LOOPBACK, SHORTEST_TOKEN = "loopback", 16
# A hundred years: what is reckoned back from today stays a day of the calendar.
LONGEST = 36500
# Settings that are numbers: what they are by default, at least and at most.
NUMBERS = {
    "PMS_PROXIES": (0, 0, 9),
    "PMS_EVIDENCE_MEGABYTES": (25, 1, 1000),
    "PMS_BACKUP_DAYS": (30, 1, LONGEST),
    "PMS_MAIL_DAYS": (400, 30, LONGEST),
    "PMS_FORMER_PEOPLE_DAYS": (1095, 1, LONGEST),
    "PMS_SECURITY_LOG_DAYS": (400, 1, LONGEST),
}
# Settings that are one of a few words; the first is what they are by default.
WORDS = {
    "PMS_LOG_FORMAT": ("text", "json"),
    "PMS_LOG_LEVEL": ("info", "debug", "warning", "error"),
    "PMS_LOG_PEOPLE": ("off", "on"),
    "PMS_ACCESS_LOG": ("off", "on"),
    "PMS_SECURITY_SOURCES": ("hash", "address"),
    "PMS_HSTS_SUBDOMAINS": ("off", "on"),
}
SWITCH = ("off", "on")
# Whoever sees one signed cookie may try keys at home: none that could be found is taken.
SHORTEST_SECRET = 32
SECRETS = ("PMS_SECRET_KEY", "PMS_PASSWORD_SALT")
# What goes into an envelope and a header as it is: an address, without a name before it.
_SENDER = re.compile(r"[!#-'*+/-9=?A-Z^-~.-]+@[A-Za-z0-9.-]+")
_HOST = re.compile(r"(\.?[\w.-]+|\[[0-9A-Fa-f:.]+\])(:\d+)?")
# Roles of which a second factor may be asked at sign-in, as `kernel.independence.Role` names them.
FACTOR_ROLES = (
    "representative",
    "privacy_manager",
    "audit_manager",
    "auditor",
    "department_head",
    "employee",
    "administrator",
    "external_auditor",
)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PROVIDER = ("PMS_OIDC_ISSUER", "PMS_OIDC_CLIENT_ID", "PMS_OIDC_CLIENT_SECRET")
MAIL_TOKENS = (
    "PMS_SMTP_OAUTH_TOKEN_URL",
    "PMS_SMTP_OAUTH_CLIENT_ID",
    "PMS_SMTP_OAUTH_CLIENT_SECRET",
    "PMS_SMTP_OAUTH_SCOPE",
    "PMS_SMTP_OAUTH_REFRESH_TOKEN",
)


class BadSetting(ValueError):
    """A setting that cannot be meant; its words say which one and what it may be."""


def chosen(env: Mapping[str, str]) -> dict[str, Any]:
    """The settings that say what they mean by themselves, by their fields.

    Raises BadSetting where one cannot be meant.
    """
    _check_secrets(env)
    numbers = {name: _number(env, name, *usual) for name, usual in NUMBERS.items()}
    words = {name: _word(env, name, *usual) for name, usual in WORDS.items()}
    switches = {name: said == "on" if said in SWITCH else said for name, said in words.items()}
    return {
        **{_field(name): said for name, said in {**numbers, **switches}.items()},
        "mail_from": _sender(env.get("PMS_MAIL_FROM") or "pms-tracker@localhost"),
        "trusted_hosts": _hosts(env.get("PMS_TRUSTED_HOSTS", "")),
        "second_factor": _factor_roles(env.get("PMS_SECOND_FACTOR", "")),
        "scan_command": _command(env, "PMS_SCAN_COMMAND"),
        "metrics": _metrics(env.get("PMS_METRICS", "")),
        **_provider(env),
        **_mail_tokens(env),
    }


def _field(name: str) -> str:
    return name.removeprefix("PMS_").lower()


def _mail_tokens(env: Mapping[str, str]) -> dict[str, Any]:
    """The settings of OAuth 2.0 for mail: all that it needs, or none of them."""
    said = {_field(name): env.get(name, "").strip() for name in MAIL_TOKENS}
    address = said["smtp_oauth_token_url"]
    if address:
        _check_address("PMS_SMTP_OAUTH_TOKEN_URL", address, ("https", "http"))
        named = unquote(urlsplit(env.get("PMS_SMTP_URL", "")).username or "")
        proves = said["smtp_oauth_client_secret"] or said["smtp_oauth_refresh_token"]
        if not (named and said["smtp_oauth_client_id"] and proves):
            raise BadSetting(
                "PMS_SMTP_OAUTH_TOKEN_URL を使うには、PMS_SMTP_URL に送信に使うアドレス、"
                "PMS_SMTP_OAUTH_CLIENT_ID、PMS_SMTP_OAUTH_CLIENT_SECRET か"
                " PMS_SMTP_OAUTH_REFRESH_TOKEN が必要です。"
                " PMS_SMTP_OAUTH_TOKEN_URL needs the mailbox as the name in PMS_SMTP_URL,"
                " PMS_SMTP_OAUTH_CLIENT_ID, and PMS_SMTP_OAUTH_CLIENT_SECRET or"
                " PMS_SMTP_OAUTH_REFRESH_TOKEN."
            )
    elif any(said.values()):
        first = next(name for name in MAIL_TOKENS if said[_field(name)])
        raise BadSetting(
            f"{first} を使うには、PMS_SMTP_OAUTH_TOKEN_URL に、トークンを取得するアドレスを指定して"
            f"ください。 {first} needs PMS_SMTP_OAUTH_TOKEN_URL, the address that tokens come from."
        )
    return said


def check_addresses(base_url: str, smtp_url: str, database_url: str) -> None:
    _check_address("PMS_BASE_URL", base_url, ("https", "http"))
    if "?" in base_url or "#" in base_url:
        raise BadSetting(
            "PMS_BASE_URL は、「?」「#」より後を除いたアドレスを指定してください。"
            " PMS_BASE_URL: give the address without ? or # and what follows."
        )
    if smtp_url:
        _check_address("PMS_SMTP_URL", smtp_url, ("smtp", "smtp+starttls", "smtps"))
    _check_database(database_url)


def _provider(env: Mapping[str, str]) -> dict[str, Any]:
    """The settings of a provider: all that it takes, or none."""
    given = {name: env.get(name, "").strip() for name in (*PROVIDER, "PMS_OIDC_NAME")}
    missing = [name for name in PROVIDER if not given[name]]
    if any(given.values()) and missing:
        named = ", ".join(missing)
        raise BadSetting(
            f"PMS_OIDC_… を使うには、{named} も指定してください。"
            f" PMS_OIDC_…: {named} must be set as well."
        )
    if given["PMS_OIDC_ISSUER"]:
        _check_issuer(given["PMS_OIDC_ISSUER"])
    return {_field(name): value for name, value in given.items()}


def _check_issuer(issuer: str) -> None:
    """An issuer is an https address without query; on this machine itself, http will do."""
    _check_address("PMS_OIDC_ISSUER", issuer, ("https", "http"))
    parts = urlsplit(issuer)
    near = parts.hostname in LOOPBACK
    if (parts.scheme == "http" and not near) or parts.query or parts.fragment:
        raise BadSetting(
            "PMS_OIDC_ISSUER は、https:// で始まり「?」「#」を含まない発行者（issuer）のアドレスを"
            "指定してください。"
            " PMS_OIDC_ISSUER: give the issuer's address, beginning with https://, without ? or #."
        )


def _number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    said = env.get(name) or str(default)
    # Not read where it is too long to be meant: Python refuses numbers of thousands of digits.
    readable = said.isascii() and said.isdecimal() and len(said) < 20
    if not (readable and least <= int(said) <= most):
        raise BadSetting(
            f"{name}={said} は、{least} 以上 {most} 以下の整数で指定してください。"
            f" {name}={said}: give a whole number from {least} to {most}."
        )
    return int(said)


def _check_secrets(env: Mapping[str, str]) -> None:
    for name in SECRETS:
        if 0 < len(env.get(name, "")) < SHORTEST_SECRET:
            raise BadSetting(
                f"{name} は、{SHORTEST_SECRET}文字以上の推測できない値にしてください（例："
                "openssl rand -base64 48 の出力）。"
                f" {name}: give {SHORTEST_SECRET} characters or more that nobody can guess,"
                " such as what openssl rand -base64 48 prints."
            )


def _sender(said: str) -> str:
    if not _SENDER.fullmatch(said):
        raise BadSetting(
            "PMS_MAIL_FROM は、差出人のメールアドレスだけを、名前を付けずに指定してください"
            "（例: pms@example.jp）。"
            " PMS_MAIL_FROM: give the address alone, without a name (for example pms@example.jp)."
        )
    return said


def _hosts(said: str) -> tuple[str, ...]:
    named = tuple(each.strip() for each in said.split(",") if each.strip())
    if not all(map(_HOST.fullmatch, named)):
        raise BadSetting(
            f"PMS_TRUSTED_HOSTS={said} は、https:// やパスを付けず、ホスト名だけをコンマで区切って"
            "指定してください（例: pms.example.jp）。"
            f" PMS_TRUSTED_HOSTS={said}: give names of hosts alone, separated by commas, without"
            " https:// or a path (for example pms.example.jp)."
        )
    return named


def _factor_roles(said: str) -> tuple[str, ...]:
    named = tuple(each.strip() for each in said.split(",") if each.strip())
    if named == ("all",):
        return FACTOR_ROLES
    if set(named) - set(FACTOR_ROLES):
        usual = ", ".join(FACTOR_ROLES)
        raise BadSetting(
            f"PMS_SECOND_FACTOR={said} は、all か、次の役割をコンマで区切って指定してください。"
            f" PMS_SECOND_FACTOR={said}: give all, or roles separated by commas: {usual}"
        )
    return named


def _command(env: Mapping[str, str], name: str) -> str:
    said = env.get(name, "").strip()
    try:
        program = next(iter(shlex.split(said)), "")
    except ValueError:
        program = ""
    if said and not program:
        raise BadSetting(
            f"{name} の引用符の対応を確かめてください。 {name}: a quotation mark is missing."
        )
    return said


def _metrics(told: str) -> str:
    if told and told != FROM_LOOPBACK and len(told) < SHORTEST_TOKEN:
        raise BadSetting(
            f"PMS_METRICS は、{FROM_LOOPBACK} か、{SHORTEST_TOKEN}文字以上の文字列を指定して"
            f"ください。 PMS_METRICS: give {FROM_LOOPBACK}, or a token of {SHORTEST_TOKEN}"
            " characters or more."
        )
    return told


def _word(env: Mapping[str, str], name: str, *words: str) -> str:
    said = (env.get(name) or words[0]).lower()
    if said not in words:
        usual = " / ".join(words)
        raise BadSetting(
            f"{name}={said} は、{usual} のどれかを指定してください。"
            f" {name}={said}: give one of {usual}."
        )
    return said


def _check_address(name: str, address: str, schemes: tuple[str, ...]) -> None:
    # The address itself may hold a password, so it is not repeated.
    try:
        parts = urlsplit(address)
        good = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        usual = " / ".join(f"{each}://" for each in schemes)
        raise BadSetting(
            f"{name} は、{usual} で始まるアドレスを指定してください。"
            f" {name}: give an address that begins with {usual} and names a host."
        )


def _check_database(address: str) -> None:
    try:
        url = make_url(address)
        kind = url.drivername
    # A port that is no number.
    except (ArgumentError, ValueError):
        kind = ""
    if kind not in {"sqlite", "postgresql", "postgresql+psycopg"}:
        raise BadSetting(
            "PMS_DATABASE_URL は、sqlite:///… か postgresql+psycopg://… を指定してください。"
            " PMS_DATABASE_URL: give sqlite:///… or postgresql+psycopg://…"
        )
    if kind == "sqlite" and (url.query or (url.database or "").startswith("file:")):
        raise BadSetting(
            "PMS_DATABASE_URL は、SQLite ではファイルの場所だけを指定してください（例:"
            " sqlite:////var/lib/pms/pms.sqlite3）。 PMS_DATABASE_URL: for SQLite give the path of"
            " a file alone (for example sqlite:////var/lib/pms/pms.sqlite3)."
        )
    if kind != "sqlite" and find_spec("psycopg") is None:
        raise BadSetting(
            "PostgreSQL のドライバーがありません。make install-postgres（wheel では"
            " pms-tracker[postgres]）で入れてください。"
            " The driver for PostgreSQL is missing. Install it with make install-postgres (from the"
            " wheel: pms-tracker[postgres])."
        )


def check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, ZoneInfoNotFoundError) as trouble:
        raise BadSetting(
            f"PMS_TIME_ZONE={name} という時間帯はありません（例: Asia/Tokyo）。"
            f" PMS_TIME_ZONE={name} is no time zone (for example Asia/Tokyo)."
        ) from trouble
