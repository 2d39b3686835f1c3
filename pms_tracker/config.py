"""Settings: read once from the environment and the instance folder, then passed as values."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent

VERSION = version("pms-tracker")

MEGABYTE = 1024 * 1024
DEFAULT_URL = "http://127.0.0.1:8000"
# Where this installation was last served, as a file of its folder.
SERVED_AT = "served_at"


# Settings that are numbers: what they are by default, and at least.
NUMBERS = {
    "PMS_PROXIES": (0, 0),
    "PMS_EVIDENCE_MEGABYTES": (25, 1),
    "PMS_BACKUP_DAYS": (30, 1),
}
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
    time_zone: str = "Asia/Tokyo"
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    evidence_megabytes: int = 25
    secure_cookies: bool = False
    # Where the nightly backup goes; none is taken where this is empty.
    backup_folder: Path | None = None
    backup_days: int = 30

    @property
    def sub_path(self) -> str:
        """The path below which everything is served, such as `/pms`; empty without one."""
        return urlsplit(self.base_url).path.rstrip("/")

    @property
    def mail_folder(self) -> Path:
        return self.instance / "mail"

    @property
    def evidence_folder(self) -> Path:
        return self.instance / "evidence"

    @property
    def serves_loopback(self) -> bool:
        """True only where the server itself said it listens on loopback: closed by default."""
        return self.bind in {"127.0.0.1", "localhost", "::1"}


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


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; what it leaves out gets the defaults above.

    Raises BadSetting, before anything is made, where one cannot be meant.
    """
    env = os.environ if environment is None else environment
    instance = Path(env.get("PMS_INSTANCE") or ROOT / "instance").resolve()
    base_url = (env.get("PMS_BASE_URL") or served_at(instance) or DEFAULT_URL).rstrip("/")
    hosts = tuple(
        host.strip() for host in env.get("PMS_TRUSTED_HOSTS", "").split(",") if host.strip()
    )
    database_url = env.get("PMS_DATABASE_URL") or f"sqlite:///{instance / 'pms.sqlite3'}"
    time_zone = env.get("PMS_TIME_ZONE") or "Asia/Tokyo"
    _check_addresses(base_url, env.get("PMS_SMTP_URL", ""), database_url)
    _check_zone(time_zone)
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
        time_zone=time_zone,
        trusted_hosts=hosts,
        proxies=numbers["PMS_PROXIES"],
        evidence_megabytes=numbers["PMS_EVIDENCE_MEGABYTES"],
        secure_cookies=base_url.startswith("https://"),
        backup_folder=Path(backup_folder).resolve() if backup_folder else None,
        backup_days=numbers["PMS_BACKUP_DAYS"],
    )


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


def _number(env: Mapping[str, str], name: str, default: int, least: int) -> int:
    said = env.get(name) or str(default)
    if not (said.isascii() and said.isdecimal() and int(said) >= least):
        raise BadSetting(
            f"{name}={said} は、{least} 以上の整数で指定してください。"
            f" {name}={said}: give a whole number from {least} on."
        )
    return int(said)


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
