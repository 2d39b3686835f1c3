"""What is good for one sign-in opens one, however many ask at once; an old address opens none."""

import re
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
import time_machine
from flask_security import hash_password
from sqlalchemy import select, update

from pms_tracker.database import session, transaction
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.changes import contacts
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account
from tests.cast import IDS, PASSWORD, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading
from tests.web.sign_in.test_second_factor import (
    CODE_PAGE,
    NOW,
    add_app,
    give_password,
    is_inside,
    later,
    recovery_codes,
)

pytestmark = pytest.mark.both_databases
AT_ONCE = 20


def all_at_once(press: Callable[[Visitor], object], visitors: list[Visitor]) -> None:
    gate = Barrier(len(visitors))

    def run(visitor: Visitor) -> None:
        gate.wait()
        press(visitor)

    threads = [Thread(target=run, args=(each,)) for each in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("recovering", [False, True], ids=["app", "recovery"])
def test_a_code_opens_one_session_however_many_send_it_at_once(
    served: Served, *, recovering: bool
) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        with served.app.test_request_context(), transaction():
            session.execute(update(Account).values(password=hash_password(PASSWORD)))
        owner = Visitor(served)
        give_password(owner)
        phone = add_app(owner)
        code = recovery_codes(owner)[0] if recovering else ""
        page = "/sign-in/recovery-code" if recovering else CODE_PAGE
        later(time)
        guests = [Visitor(served) for _each in range(AT_ONCE)]
        for guest in guests:
            give_password(guest)
        sent = code or phone.code()
        all_at_once(lambda guest: guest.post(page, code=sent), guests)
        assert sum(map(is_inside, guests)) == 1


def test_a_reset_link_ends_with_the_address_that_it_was_sent_to(served: Served) -> None:
    with served.app.test_request_context(), transaction():
        session.execute(update(Account).values(password=hash_password(PASSWORD)))
    guest = Visitor(served)
    guest.post("/password/reset", email="employee@example.jp")
    with reading(served):
        letter = session.scalars(select(OutboxLetter).order_by(OutboxLetter.id.desc())).first()
        assert letter is not None
        (path,) = set(re.findall(r"/password/reset/[^\s\"<]+", letter.body))
    assert guest.get(path).status_code == 200
    with committing(served):
        contacts.enter_mail(
            people.person(IDS["employee"]), "kitahara@example.jp", by=viewer("administrator")
        )
    answer = guest.get(path)
    assert answer.status_code == 302
    fields = {"password": "another password 1", "password_confirm": "another password 1"}
    guest.post(path, **fields)
    for address in ("employee@example.jp", "kitahara@example.jp"):
        thief = Visitor(served)
        thief.post("/sign-in", email=address, password="another password 1")
        assert not is_inside(thief)
