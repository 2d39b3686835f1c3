"""Settings: read once from the environment and the instance folder, then passed as values."""

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pms_tracker.environment import LOOPBACK, BadSetting, check_addresses, check_zone, chosen

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent
# A wheel holds what a checkout has beside the package.
IS_INSTALLED = (PACKAGE / "templates").is_dir()

VERSION = version("pms-tracker")

MEGABYTE = 1024 * 1024
DEFAULT_URL = "http://127.0.0.1:8000"
# Where this installation was last served, as a file of its folder.
SERVED_AT = "served_at"
# Settings of this installation, under those of the environment.
SETTINGS_FILE = "settings.env"


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
    # How long what is personal of somebody who left is kept at least, in days: as long as the law
    # has a firm keep its records of workers (労働基準法109条, 附則143条: three years for now).
    former_people_days: int = 1095
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


def templates_folder() -> Path:
    """The top-level templates beside the package; inside it once built as a wheel."""
    return (PACKAGE if IS_INSTALLED else ROOT) / "templates"


def own_folder(environment: Mapping[str, str]) -> Path:
    """Where an installation is kept that says nothing else: in a checkout beside the code, from a
    wheel among the data of whoever runs it (XDG Base Directory; Apple's File System guide)."""
    if not IS_INSTALLED:
        return ROOT / "instance"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "pms-tracker"
    data = environment.get("XDG_DATA_HOME", "")
    # Relative paths are to be taken for none.
    return (Path(data) if data.startswith("/") else Path.home() / ".local/share") / "pms-tracker"


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
    try:
        held = path.read_text(encoding="ascii").strip()
    except UnicodeDecodeError:
        held = ""
    # A disk that was full, or an editor: nothing is to be signed with what everybody knows.
    if not held:
        raise BadSetting(
            f"{path} に秘密情報がありません。写しを戻してください。写しがなければ、このファイルを"
            "削除して起動し直します。"
            f" {path} holds no secret. Put the copy back; without one, delete it and start again."
        )
    return held


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
    return Path(environment.get("PMS_INSTANCE") or own_folder(environment)).resolve()


def settings_file(instance: Path) -> Path:
    """Where an installation keeps settings that its environment need not repeat."""
    return instance / SETTINGS_FILE


def kept(instance: Path) -> dict[str, str]:
    """What the settings file of an installation says: NAME=VALUE, a line each, # before a comment.
    Raises BadSetting for any other line."""
    path = settings_file(instance)
    found = {}
    try:
        # With the mark that Windows' editor puts before it, or without.
        lines = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []
    except UnicodeDecodeError as trouble:
        raise BadSetting(
            f"{path} は、UTF-8 で保存してください。 {path}: save it as UTF-8."
        ) from trouble
    for number, line in enumerate(map(str.strip, lines), start=1):
        name, equals, value = line.partition("=")
        if not line or line.startswith("#"):
            continue
        if not equals:
            raise BadSetting(
                f"{path} の{number}行目は、「名前=値」の形にしてください。"
                f" {path}, line {number}: write NAME=VALUE."
            )
        found[name.strip()] = _bare(value.strip())
    return found


def _bare(value: str) -> str:
    """A value without the quotation marks that stand around it for a shell."""
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


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
    database_url = env.get("PMS_DATABASE_URL") or f"sqlite:///{instance / 'pms.sqlite3'}"
    time_zone = env.get("PMS_TIME_ZONE") or "Asia/Tokyo"
    check_addresses(base_url, env.get("PMS_SMTP_URL", ""), database_url)
    check_zone(time_zone)
    backup_folder = env.get("PMS_BACKUP_FOLDER")
    # All is read before a secret is made.
    said = chosen(env)
    return Settings(
        instance=instance,
        database_url=database_url,
        secret_key=env.get("PMS_SECRET_KEY") or secret(instance, SESSION_SECRET),
        password_salt=env.get("PMS_PASSWORD_SALT") or secret(instance, PASSWORD_SECRET),
        base_url=base_url,
        bind=env.get("PMS_BIND", ""),
        smtp_url=env.get("PMS_SMTP_URL", ""),
        time_zone=time_zone,
        secure_cookies=base_url.startswith("https://"),
        backup_folder=Path(backup_folder).resolve() if backup_folder else None,
        **said,
    )


def unknown(environment: Mapping[str, str], file: Mapping[str, str] | None = None) -> list[str]:
    """Variables that look like settings, and lines of the settings file, that are none: perhaps a
    slip of the pen."""
    known = {f"PMS_{each.name.upper()}" for each in fields(Settings)} - {"PMS_SECURE_COOKIES"}
    named = {name for name in environment if name.startswith("PMS_")} | set(file or {})
    return sorted(name for name in named - known if not name.startswith("PMS_TEST_"))
