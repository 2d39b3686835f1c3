"""Settings: read once from the environment and the instance folder, then passed as values."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent

VERSION = version("pms-tracker")

MEGABYTE = 1024 * 1024
DEFAULT_URL = "http://127.0.0.1:8000"
# Where this installation was last served, as a file of its folder.
SERVED_AT = "served_at"


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
    def mail_folder(self) -> Path:
        return self.instance / "mail"

    @property
    def evidence_folder(self) -> Path:
        return self.instance / "evidence"

    @property
    def serves_loopback(self) -> bool:
        """True only where the server itself said it listens on loopback: closed by default."""
        return self.bind in {"127.0.0.1", "localhost", "::1"}


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

    Raises ValueError where a number is no number.
    """
    env = os.environ if environment is None else environment
    instance = Path(env.get("PMS_INSTANCE", ROOT / "instance")).resolve()
    base_url = (env.get("PMS_BASE_URL") or served_at(instance) or DEFAULT_URL).rstrip("/")
    hosts = tuple(
        host.strip() for host in env.get("PMS_TRUSTED_HOSTS", "").split(",") if host.strip()
    )
    return Settings(
        instance=instance,
        database_url=env.get("PMS_DATABASE_URL", f"sqlite:///{instance / 'pms.sqlite3'}"),
        secret_key=env.get("PMS_SECRET_KEY") or secret(instance, SESSION_SECRET),
        password_salt=env.get("PMS_PASSWORD_SALT") or secret(instance, PASSWORD_SECRET),
        base_url=base_url,
        bind=env.get("PMS_BIND", ""),
        smtp_url=env.get("PMS_SMTP_URL", ""),
        mail_from=env.get("PMS_MAIL_FROM", "pms-tracker@localhost"),
        time_zone=env.get("PMS_TIME_ZONE", "Asia/Tokyo"),
        trusted_hosts=hosts,
        proxies=int(env.get("PMS_PROXIES", "0")),
        evidence_megabytes=int(env.get("PMS_EVIDENCE_MEGABYTES", "25")),
        secure_cookies=base_url.startswith("https://"),
        backup_folder=Path(env["PMS_BACKUP_FOLDER"]).resolve()
        if env.get("PMS_BACKUP_FOLDER")
        else None,
        backup_days=int(env.get("PMS_BACKUP_DAYS", "30")),
    )
