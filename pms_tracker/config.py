"""Settings: read once from the environment and the instance folder, then passed as values."""

import os
import secrets
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent

VERSION = version("pms-tracker")

MEGABYTE = 1024 * 1024
# Whoever asks from the machine itself, as a word of PMS_METRICS; its tokens are not shorter.
FROM_LOOPBACK, SHORTEST_TOKEN = "loopback", 16
DEFAULT_URL = "http://127.0.0.1:8000"
# Where this installation was last served, as a file of its folder.
SERVED_AT = "served_at"
# Settings of this installation, under those of the environment.
SETTINGS_FILE = "settings.env"


# Settings that are numbers: what they are by default, and at least.
NUMBERS = {
    "PMS_PROXIES": (0, 0),
    "PMS_EVIDENCE_MEGABYTES": (25, 1),
    "PMS_BACKUP_DAYS": (30, 1),
    "PMS_MAIL_DAYS": (400, 30),
    "PMS_SECURITY_LOG_DAYS": (400, 1),
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
# What an installation keeps to itself, as files of its folder.
SESSION_SECRET, PASSWORD_SECRET = "session", "password"


@dataclass(frozen=True)
class Settings:
    """Everything an installation may set; each field's variable is PMS_ + its name in capitals."""

    instance: Path
    database_url: str
    secret_key: str
    password_salt: str
    base_url: str = DEFAULT_URL
    bind: str = ""
    smtp_url: str = ""
    mail_from: str = "pms-tracker@localhost"
    # Where a token to sign in to the mail server comes from, instead of a password.
    smtp_oauth_token_url: str = ""
    smtp_oauth_client_id: str = ""
    smtp_oauth_client_secret: str = ""
    smtp_oauth_scope: str = ""
    smtp_oauth_refresh_token: str = ""
    time_zone: str = "Asia/Tokyo"
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    evidence_megabytes: int = 25
    secure_cookies: bool = False
    # Where the nightly backup goes; none is taken where this is empty.
    backup_folder: Path | None = None
    backup_days: int = 30
    # Roles that must have a second factor; one has it by choice where this is empty.
    second_factor: tuple[str, ...] = ()
    # The provider that people may sign in by (OpenID Connect); none where the issuer is empty.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    # What people call it, as the button says it.
    oidc_name: str = ""
    # Whether browsers shall use TLS for all names below this host as well.
    hsts_subdomains: bool = False
    # How long emails are kept, in days.
    mail_days: int = 400
    # What examines a file before it is kept, called with its path; nothing does where empty.
    scan_command: str = ""
    log_format: str = "text"
    log_level: str = "info"
    # Whether lines of the log may hold mail addresses and the number of whoever asked.
    log_people: bool = False
    access_log: bool = False
    # How long the security log is kept, and as what it keeps where a request came from.
    security_log_days: int = 400
    security_sources: str = "hash"
    # Who may ask for figures: nobody, FROM_LOOPBACK, or who gives this token.
    metrics: str = ""

    @property
    def sub_path(self) -> str:
        """The path below which everything is served, such as `/pms`; empty without one."""
        return urlsplit(self.base_url).path.rstrip("/")

    @property
    def origin(self) -> str:
        """What stands before the sub-path in an address: scheme, host and port."""
        return self.base_url.removesuffix(self.sub_path)

    @property
    def mail_folder(self) -> Path:
        return self.instance / "mail"

    @property
    def evidence_folder(self) -> Path:
        return self.instance / "evidence"

    @property
    def cookie_prefix(self) -> str:
        """What browsers hold a cookie's name to: TLS, and this host alone where all of it is ours
        (RFC 6265bis); empty without TLS."""
        if not self.secure_cookies:
            return ""
        return "__Secure-" if self.sub_path else "__Host-"

    @property
    def smtp_user(self) -> str:
        """The name that the mail server knows us by."""
        return unquote(urlsplit(self.smtp_url).username or "")

    @property
    def own_backups(self) -> Path:
        """Where a backup before a migration goes while no folder is set for backups."""
        return self.instance / "backups"

    @property
    def serves_loopback(self) -> bool:
        """True only where the server itself said it listens on loopback: closed by default."""
        return self.bind in LOOPBACK


class BadSetting(ValueError):
    """A setting that cannot be meant; its words say which one and what it may be."""


def templates_folder() -> Path:
    """The top-level templates beside the package; inside it once built as a wheel."""
    beside = ROOT / "templates"
    return beside if beside.is_dir() else PACKAGE / "templates"


def secret_file(folder: Path, name: str) -> Path:
    """Where a secret of an installation lies."""
    return folder / f"{name}.secret"


def secret(instance: Path, name: str) -> str:
    """A secret of the installation, made on first use and kept in its folder with mode 0600."""
    path = secret_file(instance, name)
    if not path.exists():
        # Database and evidence of a privacy product: for nobody else on the machine.
        instance.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_suffix(f".{secrets.token_hex(8)}.new")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        _publish(temporary, path)
    return path.read_text(encoding="ascii").strip()


def served_at(instance: Path) -> str:
    """The address under which `pms serve` last served this installation; empty if it never did."""
    path = instance / SERVED_AT
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def remember_served(settings: Settings) -> None:
    """Keep the address for commands that run beside the server and write links into mails."""
    temporary = settings.instance / f"{SERVED_AT}.{secrets.token_hex(8)}.new"
    temporary.write_text(f"{settings.base_url}\n", encoding="utf-8")
    temporary.replace(settings.instance / SERVED_AT)


def _publish(temporary: Path, path: Path) -> None:
    # A hard link fails where another process was first, so both read the same secret.
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def instance_of(environment: Mapping[str, str]) -> Path:
    """The folder of an installation: its database, evidence and secrets."""
    return Path(environment.get("PMS_INSTANCE") or ROOT / "instance").resolve()


def settings_file(instance: Path) -> Path:
    """Where an installation keeps settings that its environment need not repeat."""
    return instance / SETTINGS_FILE


def kept(instance: Path) -> dict[str, str]:
    """What the settings file of an installation says: NAME=VALUE, a line each, # before a comment.
    Raises BadSetting for any other line."""
    path = settings_file(instance)
    found = {}
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for number, line in enumerate(map(str.strip, lines), start=1):
        name, equals, value = line.partition("=")
        if not line or line.startswith("#"):
            continue
        if not equals:
            raise BadSetting(
                f"{path} の{number}行目は、「名前=値」の形にしてください。"
                f" {path}, line {number}: write NAME=VALUE."
            )
        found[name.strip()] = value.strip()
    return found


def keep(instance: Path, changes: Mapping[str, str]) -> Path:
    """Write settings into the file of an installation, mode 0600, beside those that it has; its
    comments go. Raises BadSetting, and changes nothing, where one cannot be meant."""
    path, said = settings_file(instance), {**kept(instance), **changes}
    load({**said, "PMS_INSTANCE": str(instance)})
    half = path.with_suffix(f".{secrets.token_hex(8)}.new")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in said.items())
    half.replace(path)
    return path


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment, then from the file of the installation's folder; what both
    leave out gets the defaults above.

    Raises BadSetting, before anything is made, where one cannot be meant.
    """
    env = os.environ if environment is None else environment
    instance = instance_of(env)
    env = {**kept(instance), **{name: value for name, value in env.items() if value}}
    base_url = (env.get("PMS_BASE_URL") or served_at(instance) or DEFAULT_URL).rstrip("/")
    hosts = tuple(
        host.strip() for host in env.get("PMS_TRUSTED_HOSTS", "").split(",") if host.strip()
    )
    database_url = env.get("PMS_DATABASE_URL") or f"sqlite:///{instance / 'pms.sqlite3'}"
    time_zone = env.get("PMS_TIME_ZONE") or "Asia/Tokyo"
    _check_addresses(base_url, env.get("PMS_SMTP_URL", ""), database_url)
    _check_zone(time_zone)
    provider = _provider(env)
    tokens = _mail_tokens(env)
    numbers = {name: _number(env, name, *usual) for name, usual in NUMBERS.items()}
    backup_folder = env.get("PMS_BACKUP_FOLDER")
    return Settings(
        instance=instance,
        database_url=database_url,
        secret_key=env.get("PMS_SECRET_KEY") or secret(instance, SESSION_SECRET),
        password_salt=env.get("PMS_PASSWORD_SALT") or secret(instance, PASSWORD_SECRET),
        base_url=base_url,
        bind=env.get("PMS_BIND", ""),
        smtp_url=env.get("PMS_SMTP_URL", ""),
        mail_from=env.get("PMS_MAIL_FROM") or "pms-tracker@localhost",
        **tokens,
        time_zone=time_zone,
        trusted_hosts=hosts,
        proxies=numbers["PMS_PROXIES"],
        evidence_megabytes=numbers["PMS_EVIDENCE_MEGABYTES"],
        secure_cookies=base_url.startswith("https://"),
        backup_folder=Path(backup_folder).resolve() if backup_folder else None,
        backup_days=numbers["PMS_BACKUP_DAYS"],
        second_factor=_factor_roles(env.get("PMS_SECOND_FACTOR", "")),
        **provider,
        mail_days=numbers["PMS_MAIL_DAYS"],
        scan_command=_command(env, "PMS_SCAN_COMMAND"),
        security_log_days=numbers["PMS_SECURITY_LOG_DAYS"],
        **_chosen(env),
    )


def _mail_tokens(env: Mapping[str, str]) -> dict[str, Any]:
    """The settings of OAuth 2.0 for mail: all that it needs, or none of them."""
    names = [each.name for each in fields(Settings) if each.name.startswith("smtp_oauth_")]
    said = {name: env.get(f"PMS_{name.upper()}", "").strip() for name in names}
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
        first = next(f"PMS_{name.upper()}" for name, value in said.items() if value)
        raise BadSetting(
            f"{first} を使うには、PMS_SMTP_OAUTH_TOKEN_URL に、トークンを取得するアドレスを指定して"
            f"ください。 {first} needs PMS_SMTP_OAUTH_TOKEN_URL, the address that tokens come from."
        )
    return said


def _chosen(env: Mapping[str, str]) -> dict[str, Any]:
    """The settings that are one of a few words, and what figures need, by their fields."""
    words = {name: _word(env, name, *usual) for name, usual in WORDS.items()}
    return {
        "log_format": words["PMS_LOG_FORMAT"],
        "log_level": words["PMS_LOG_LEVEL"],
        "log_people": words["PMS_LOG_PEOPLE"] == "on",
        "access_log": words["PMS_ACCESS_LOG"] == "on",
        "security_sources": words["PMS_SECURITY_SOURCES"],
        "hsts_subdomains": words["PMS_HSTS_SUBDOMAINS"] == "on",
        "metrics": _metrics(env.get("PMS_METRICS", "")),
    }


def unknown(environment: Mapping[str, str]) -> list[str]:
    """Variables that look like settings and are none: perhaps a slip of the pen."""
    known = {f"PMS_{each.name.upper()}" for each in fields(Settings)} - {"PMS_SECURE_COOKIES"}
    named = (name for name in environment if name.startswith("PMS_"))
    return sorted(name for name in named if name not in known and not name.startswith("PMS_TEST_"))


def _check_addresses(base_url: str, smtp_url: str, database_url: str) -> None:
    _check_address("PMS_BASE_URL", base_url, ("https", "http"))
    if smtp_url:
        _check_address("PMS_SMTP_URL", smtp_url, ("smtp", "smtp+starttls", "smtps"))
    _check_database(database_url)


PROVIDER = ("PMS_OIDC_ISSUER", "PMS_OIDC_CLIENT_ID", "PMS_OIDC_CLIENT_SECRET")


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
    return {name.removeprefix("PMS_").lower(): value for name, value in given.items()}


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


def _number(env: Mapping[str, str], name: str, default: int, least: int) -> int:
    said = env.get(name) or str(default)
    if not (said.isascii() and said.isdecimal() and int(said) >= least):
        raise BadSetting(
            f"{name}={said} は、{least} 以上の整数で指定してください。"
            f" {name}={said}: give a whole number from {least} on."
        )
    return int(said)


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
        kind = make_url(address).drivername
    except ArgumentError:
        kind = ""
    if kind not in {"sqlite", "postgresql", "postgresql+psycopg"}:
        raise BadSetting(
            "PMS_DATABASE_URL は、sqlite:///… か postgresql+psycopg://… を指定してください。"
            " PMS_DATABASE_URL: give sqlite:///… or postgresql+psycopg://…"
        )


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, ZoneInfoNotFoundError) as trouble:
        raise BadSetting(
            f"PMS_TIME_ZONE={name} という時間帯はありません（例: Asia/Tokyo）。"
            f" PMS_TIME_ZONE={name} is no time zone (for example Asia/Tokyo)."
        ) from trouble
