"""A copy of this code with one revision more: what it makes of older data, and we of newer ones."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from pms_tracker.config import PACKAGE, templates_folder
from tests.house.test_migrations import revisions

REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mail_pause", sa.Column("of_tomorrow", sa.Integer()))


def downgrade() -> None:
    op.drop_column("mail_pause", "of_tomorrow")
"""
# One process for all commands: starting it takes longer than they do.
RUNNING = """
import json, sys
from click.testing import CliRunner
from pms_tracker.cli import main
done = [CliRunner().invoke(main, words, env=env) for words, env in json.loads(sys.argv[1])]
print(json.dumps([[each.exit_code, each.stdout, each.stderr] for each in done]))
"""

# A command's words, and what is set in its environment besides.
Command = tuple[list[str], dict[str, str]]


class NewerCode:
    """The copy in a folder; `revision`: what its databases are at."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        package = folder / PACKAGE.name
        shutil.copytree(PACKAGE, package)
        (folder / "templates").symlink_to(templates_folder())
        before = revisions()[-1].revision
        self.revision = f"r{int(before[1:]) + 1:04}"
        words = REVISION.format(revision=self.revision, before=before)
        (package / "migrations" / "versions" / f"{self.revision}_of_tomorrow.py").write_text(words)

    def pms(self, *commands: Command) -> list[tuple[int, str, str]]:
        """Run commands one after the other: the exit code of each, and what it said and warned."""
        done = subprocess.run(
            [sys.executable, "-c", RUNNING, json.dumps(commands)],
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=True,
        )
        return [tuple(each) for each in json.loads(done.stdout.splitlines()[-1])]
