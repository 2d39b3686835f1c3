"""Settings from the environment, and secrets that are made once and kept private."""

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import StaticPool, select

from pms_tracker import config
from pms_tracker.app import create_app
from pms_tracker.database import db, session
from pms_tracker.environment import BadSetting
from pms_tracker.kernel.independence import Role


def load(instance: Path, **changes: str) -> config.Settings:
    return config.load({"PMS_INSTANCE": str(instance), **changes})


def test_what_the_environment_leaves_out_gets_a_default_inside_the_instance(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/pms.sqlite3"
    assert settings.mail_folder == tmp_path / "mail"
    assert settings.evidence_folder == tmp_path / "evidence"
    assert (settings.smtp_url, settings.trusted_hosts, settings.proxies) == ("", (), 0)
    assert settings.time_zone == "Asia/Tokyo"


def test_every_setting_is_read_from_its_variable(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        PMS_DATABASE_URL="postgresql://db/pms",
        PMS_BASE_URL="https://pms.example.jp/",
        PMS_BIND="0.0.0.0",
        PMS_SMTP_URL="smtp://mail.example.jp:25",
        PMS_MAIL_FROM="pms@example.jp",
        PMS_TIME_ZONE="Asia/Seoul",
        PMS_TRUSTED_HOSTS="pms.example.jp, intra.example.jp,",
        PMS_PROXIES="2",
        PMS_EVIDENCE_MEGABYTES="5",
        PMS_SECOND_FACTOR="administrator, privacy_manager",
    )
    assert settings.second_factor == ("administrator", "privacy_manager")
    assert settings.database_url == "postgresql://db/pms"
    assert settings.base_url == "https://pms.example.jp"
    assert settings.smtp_url == "smtp://mail.example.jp:25"
    assert settings.mail_from == "pms@example.jp"
    assert settings.time_zone == "Asia/Seoul"
    assert settings.trusted_hosts == ("pms.example.jp", "intra.example.jp")
    assert (settings.proxies, settings.evidence_megabytes) == (2, 5)


def test_links_begin_where_it_is_said_else_where_it_was_last_served(tmp_path: Path) -> None:
    assert load(tmp_path).base_url == config.DEFAULT_URL
    for address in ("http://127.0.0.1:8321", "https://pms.example.jp"):
        config.remember_served(load(tmp_path, PMS_BASE_URL=f"{address}/"))
        assert load(tmp_path).base_url == address
    assert load(tmp_path).secure_cookies
    assert load(tmp_path, PMS_BASE_URL="http://here.example.jp").base_url.endswith(
        "here.example.jp"
    )
    assert [path.name for path in tmp_path.iterdir() if "served" in path.name] == ["served_at"]


@pytest.mark.parametrize(
    ("base_url", "secure"), [("https://pms.example.jp", True), ("http://127.0.0.1:8000", False)]
)
def test_cookies_are_secure_where_the_address_is(
    tmp_path: Path, base_url: str, secure: bool
) -> None:
    assert load(tmp_path, PMS_BASE_URL=base_url).secure_cookies is secure


@pytest.mark.parametrize(
    ("bind", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("", False)],
)
def test_only_a_server_that_says_so_listens_on_loopback(
    tmp_path: Path, bind: str, loopback: bool
) -> None:
    assert load(tmp_path, PMS_BIND=bind).serves_loopback is loopback


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PMS_PROXIES", "two", "PMS_PROXIES=two"),
        ("PMS_PROXIES", "-1", "from 0 to"),
        ("PMS_PROXIES", "２", "whole number"),
        ("PMS_EVIDENCE_MEGABYTES", "0", "from 1 to"),
        ("PMS_EVIDENCE_MEGABYTES", "2.5", "whole number"),
        ("PMS_BACKUP_DAYS", "0", "from 1 to"),
        ("PMS_MAIL_DAYS", "29", "from 30 to"),
        ("PMS_TIME_ZONE", "Tokyo", "Asia/Tokyo"),
        ("PMS_TIME_ZONE", "../etc/passwd", "Asia/Tokyo"),
        ("PMS_TIME_ZONE", "Asia", "Asia/Tokyo"),
        ("PMS_BASE_URL", "pms.example.jp", "https://"),
        ("PMS_BASE_URL", "https://", "names a host"),
        ("PMS_BASE_URL", "https://pms.example.jp:eighty", "https://"),
        ("PMS_SMTP_URL", "mail.example.jp:25", "smtp+starttls://"),
        ("PMS_SMTP_URL", "http://mail.example.jp", "smtps://"),
        ("PMS_SMTP_OAUTH_TOKEN_URL", "login.example.jp", "https://"),
        ("PMS_SMTP_OAUTH_TOKEN_URL", "https://login.example.jp/token", "PMS_SMTP_OAUTH_CLIENT_ID"),
        ("PMS_SMTP_OAUTH_SCOPE", "mail", "needs PMS_SMTP_OAUTH_TOKEN_URL"),
        ("PMS_DATABASE_URL", "pms.sqlite3", "sqlite:///"),
        ("PMS_DATABASE_URL", "mysql://db/pms", "postgresql+psycopg://"),
        ("PMS_DATABASE_URL", "postgresql://pms:hidden@db:54x/pms", "postgresql+psycopg://"),
        ("PMS_DATABASE_URL", "sqlite:///file:x?mode=memory", "path of a file"),
        ("PMS_DATABASE_URL", "sqlite:///file:x?mode=memory&uri=true", "path of a file"),
        ("PMS_DATABASE_URL", "sqlite:////var/lib/pms/pms.sqlite3?mode=ro", "path of a file"),
        # As many days as no calendar has: the nightly work would fail every night.
        ("PMS_BACKUP_DAYS", "99999999999999999", "to 36500"),
        ("PMS_MAIL_DAYS", "9999999", "to 36500"),
        ("PMS_BASE_URL", "https://pms.example.jp?x=1", "without ? or #"),
        ("PMS_BASE_URL", "https://pms.example.jp/#home", "without ? or #"),
        ("PMS_MAIL_FROM", "pms", "pms@example.jp"),
        ("PMS_MAIL_FROM", "PMS 事務局 <pms@example.jp>", "alone"),
        ("PMS_MAIL_FROM", "pms@example.jp\nBcc: all@example.jp", "alone"),
        ("PMS_MAIL_FROM", "事務局@example.jp", "alone"),
        ("PMS_TRUSTED_HOSTS", "https://pms.example.jp", "names of hosts"),
        ("PMS_TRUSTED_HOSTS", "pms.example.jp/pms", "names of hosts"),
        ("PMS_TRUSTED_HOSTS", "pms.example.jp intra.example.jp", "names of hosts"),
        ("PMS_SECRET_KEY", "pms", "32"),
        ("PMS_PASSWORD_SALT", "short enough to be guessed", "32"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_made(
    tmp_path: Path, name: str, value: str, told: str
) -> None:
    with pytest.raises(BadSetting) as refused:
        load(tmp_path / "none", **{name: value})
    assert name in str(refused.value)
    assert told in str(refused.value)
    assert not (tmp_path / "none").exists()


PROVIDER = {
    "PMS_OIDC_ISSUER": "https://login.example.jp/tenant/v2.0",
    "PMS_OIDC_CLIENT_ID": "pms",
    "PMS_OIDC_CLIENT_SECRET": "hidden",
}


def test_a_provider_is_set_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    assert load(tmp_path).oidc_issuer == ""
    settings = load(tmp_path, **PROVIDER, PMS_OIDC_NAME="Microsoft")
    assert settings.oidc_issuer == PROVIDER["PMS_OIDC_ISSUER"]
    assert (settings.oidc_client_id, settings.oidc_client_secret) == ("pms", "hidden")
    assert settings.oidc_name == "Microsoft"
    assert "hidden" not in repr(settings)
    assert load(tmp_path, **{**PROVIDER, "PMS_OIDC_ISSUER": "http://127.0.0.1:81"}).oidc_issuer
    for name in PROVIDER:
        with pytest.raises(BadSetting, match=name):
            load(tmp_path, **{**PROVIDER, name: ""})
    with pytest.raises(BadSetting, match="PMS_OIDC_ISSUER, PMS_OIDC_CLIENT_ID"):
        load(tmp_path, PMS_OIDC_NAME="Microsoft")
    for wrong in ("login.example.jp", "http://login.example.jp", "https://login.example.jp/?x=1"):
        with pytest.raises(BadSetting, match="https://"):
            load(tmp_path, **{**PROVIDER, "PMS_OIDC_ISSUER": wrong})


def test_a_password_in_an_address_is_not_repeated(tmp_path: Path) -> None:
    for name in ("PMS_SMTP_URL", "PMS_DATABASE_URL"):
        with pytest.raises(BadSetting) as refused:
            load(tmp_path, **{name: "ftp://pms:hidden@mail.example.jp"})
        assert "hidden" not in str(refused.value)


def test_an_empty_setting_is_none(tmp_path: Path) -> None:
    names = ("DATABASE_URL", "TIME_ZONE", "PROXIES", "BACKUP_FOLDER", "BASE_URL", "MAIL_FROM")
    assert load(tmp_path, **{f"PMS_{name}": "" for name in names}) == load(tmp_path)


def test_a_slip_of_the_pen_is_noticed() -> None:
    there = ["PMS_SMTP_URl", "PMS_BACKUP_DIR", "PMS_PROXIES", "PMS_TEST_WALK", "HOME"]
    assert config.unknown(dict.fromkeys(there, "")) == ["PMS_BACKUP_DIR", "PMS_SMTP_URl"]


def test_a_file_of_settings_is_read_as_office_machines_write_it(tmp_path: Path) -> None:
    path = config.settings_file(tmp_path)
    words = "PMS_MAIL_FROM=\"pms@example.jp\"\r\nPMS_PROXIES='1'\r\nSMTP_URL=smtp://mail\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + words.encode())
    read = load(tmp_path)
    assert (read.mail_from, read.proxies) == ("pms@example.jp", 1)
    assert config.unknown({}, config.kept(tmp_path)) == ["SMTP_URL"]
    path.write_bytes("# 設定\n".encode("cp932"))
    with pytest.raises(BadSetting, match="UTF-8"):
        load(tmp_path)


def test_secrets_are_kept_private_and_stay_the_same(tmp_path: Path) -> None:
    first, again = load(tmp_path / "new"), load(tmp_path / "new")
    assert first.secret_key == again.secret_key
    assert first.password_salt == again.password_salt != first.secret_key
    assert len(first.secret_key) >= 64
    for path in (tmp_path / "new").glob("*.secret"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "password.secret",
        "session.secret",
    ]


def test_a_secret_from_the_environment_is_not_written_down(tmp_path: Path) -> None:
    key, salt = "k" * 32, "s" * 32
    settings = load(tmp_path, PMS_SECRET_KEY=key, PMS_PASSWORD_SALT=salt)
    assert (settings.secret_key, settings.password_salt) == (key, salt)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("held", [b"", b"\n", b"\xff\xfe"])
def test_a_secret_file_that_holds_none_is_refused(tmp_path: Path, held: bytes) -> None:
    (tmp_path / "session.secret").write_bytes(held)
    with pytest.raises(BadSetting, match=r"session\.secret"):
        load(tmp_path)
    assert (tmp_path / "session.secret").read_bytes() == held


@pytest.mark.parametrize(
    "hosts", ["pms.example.jp:8443, 127.0.0.1", "[::1]:8000,localhost", ".example.jp"]
)
def test_hosts_may_have_a_port(tmp_path: Path, hosts: str) -> None:
    assert ",".join(load(tmp_path, PMS_TRUSTED_HOSTS=hosts).trusted_hosts) == hosts.replace(" ", "")


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: config.secret(tmp_path, "session"), range(8)))
    assert len(made) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["session.secret"]


def test_the_templates_lie_beside_the_package() -> None:
    assert (config.templates_folder() / "mail" / "digest.txt").is_file()


def test_a_second_factor_is_asked_of_roles_that_there_are(tmp_path: Path) -> None:
    every = load(tmp_path, PMS_SECOND_FACTOR="all").second_factor
    assert set(every) == {str(role) for role in Role}
    assert load(tmp_path).second_factor == ()
    with pytest.raises(BadSetting, match="all, or roles"):
        load(tmp_path, PMS_SECOND_FACTOR="administrators")


def test_a_driver_that_is_not_installed_is_asked_for_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What Python takes for a package that is not there.
    monkeypatch.setitem(sys.modules, "psycopg", None)
    asked = {
        "PMS_INSTANCE": str(tmp_path),
        "PMS_DATABASE_URL": "postgresql+psycopg://pms@127.0.0.1/pms",
    }
    with pytest.raises(BadSetting, match="make install-postgres"):
        config.load(asked)
    config.load({"PMS_INSTANCE": str(tmp_path)})


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_has_one_connection_however_it_is_named(
    tmp_path: Path, url: str
) -> None:
    app = create_app(load(tmp_path, PMS_DATABASE_URL=url))
    with app.app_context():
        assert session.scalar(select(1)) == 1
        assert isinstance(db.engine.pool, StaticPool)
        session.remove()
        db.engine.dispose()
