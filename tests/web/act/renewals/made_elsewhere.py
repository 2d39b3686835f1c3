"""The package of the demo company's renewal, made by a process of its own, as another machine does.

python -m tests.web.act.renewals.made_elsewhere FOLDER OUT [DATABASE_URL]
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select

from pms_tracker import config
from pms_tracker.act.renewals.renewals import RENEWALS
from pms_tracker.act.tables.renewal_tables import Renewal
from pms_tracker.app import create_app
from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.people.tables.people_tables import RoleGrant
from tests.signed_in import cookie_of

ROOT = Path(__file__).parents[4]


def make(folder: Path, out: Path, machine: Mapping[str, str], mask: int, url: str = "") -> bytes:
    """Have another process make it of an installation, on a machine that is set so."""
    asked = [sys.executable, "-m", __name__, str(folder), str(out), *filter(None, (url,))]
    set_so = {**os.environ, **machine, "PYTHONPATH": str(ROOT)}
    subprocess.run(asked, check=True, cwd=folder, env=set_so, umask=mask)
    return out.read_bytes()


def _made(folder: str, out: str, url: str = "") -> None:
    told = {"PMS_INSTANCE": folder, **({"PMS_DATABASE_URL": url} if url else {})}
    app = create_app(config.load(told))
    with app.app_context():
        row = session.scalars(select(Renewal)).one()
        manager = RoleGrant.role == Role.PRIVACY_MANAGER, RoleGrant.until_on.is_(None)
        person_id = session.scalars(select(RoleGrant.person_id).where(*manager)).one()
        content, address = cookie_of(person_id), f"/act/renewals/{RENEWALS.name_of(row)}"
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(content)
    answer = client.get(f"{address}/package.zip")
    assert answer.status_code == 200, answer.text[:2000]
    Path(out).write_bytes(answer.get_data())


if __name__ == "__main__":
    _made(*sys.argv[1:])
