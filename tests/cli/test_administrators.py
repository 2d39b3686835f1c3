"""Nobody who administers is left: whoever holds the host lets a successor in, under their name."""

from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import select

from pms_tracker import config
from pms_tracker.app import create_app
from pms_tracker.cli import main
from pms_tracker.cli.opened_app import opened
from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.people.tables.people_tables import RoleGrant

HEAD = "watanabe@sakura-gakushusha.example"


def pms(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["people", *words])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def administrators() -> int:
    with opened(create_app(config.load())):
        role = RoleGrant.role == Role.ADMINISTRATOR
        return len(session.scalars(select(RoleGrant).where(role)).all())


def test_a_successor_is_made_administrator_from_the_terminal(home: Path) -> None:
    before = administrators()
    assert "Is an administrator now" in pms("make-administrator", HEAD).output
    assert administrators() == before + 1
    assert pms("make-administrator", HEAD, code=2).stderr.count("\n") == 1
    assert "いません" in pms("make-administrator", "nobody@example.jp", code=2).stderr
    assert administrators() == before + 1
    assert CliRunner().invoke(main, ["trail", "verify"]).exit_code == 0


def test_mail_that_goes_into_files_is_said_to(home: Path) -> None:
    assert str(home / "mail") in pms("reset-password", HEAD).stderr
    assert pms("reset-password", HEAD, "--print-link").stderr == ""
