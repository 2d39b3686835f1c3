"""What administrators are to do about the installation: there while it is wrong, gone once it is
put right."""

import re
from dataclasses import replace
from datetime import date, timedelta

from flask import Flask

from pms_tracker import clock, database
from pms_tracker.database import session
from pms_tracker.mail import delivery, outbox
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.mail.outbox import Letter
from pms_tracker.people.changes import contacts, people_letters
from pms_tracker.people.firm import people
from pms_tracker.reminders.running import beats, operation_duties
from pms_tracker.reminders.scan import reminders
from tests.cast import IDS, TODAY
from tests.databases import Served
from tests.mail.smtp_server import Postbox, listening
from tests.visitor import Visitor
from tests.web.browsing import committing, words

ADMINISTRATOR = IDS["administrator"]
ADDRESS = "正しいアドレスを確かめ"


def found() -> list[tuple[str, int, date]]:
    every = reminders.duties(date.max)
    return [(each.kind, each.person_id, each.due_on) for each in every if not each.reference]


def test_a_refused_recipient_is_the_administrators_until_the_address_is_mended(
    app: Flask, served: Served
) -> None:
    head = people.recipient(IDS["head"])
    assert head is not None
    with listening(Postbox(refused=head.address)) as port:
        settings = replace(served.settings, smtp_url=f"smtp://127.0.0.1:{port}")
        for _ in range(2):
            outbox.post(Letter(people_letters.PASSWORD_CHANGED), head)
        database.commit()
        assert found() == []
        delivery.deliver(settings)
    served.dirty = True
    # Five business days after Tuesday 24 November.
    assert found() == [(operation_duties.MEND, ADMINISTRATOR, date(2026, 12, 1))]
    assert all(each.reference for each in reminders.duties(date.max, IDS["privacy_manager"]))
    assert reminders.scan() >= 1
    letters = session.query(OutboxLetter).filter_by(key="digest", person_id=ADMINISTRATOR).all()
    assert [ADDRESS in (each.body or "") for each in letters] == [True]
    # About no record: its link leads to where addresses are mended.
    assert re.findall(r"/r/(\S+)", letters[0].body or "") == [operation_duties.MEND]
    # Sent again and taken, as a whole mailbox was emptied.
    with listening(Postbox()) as port:
        bounced = session.query(OutboxLetter).filter_by(state="bounced")
        again = bounced.order_by(OutboxLetter.id).all()
        for each in again:
            contacts.send_again(each)
        database.commit()
        delivery.deliver(replace(served.settings, smtp_url=f"smtp://127.0.0.1:{port}"))
        assert found() == []
        with clock.set_to(clock.now() + timedelta(minutes=1)):
            assert outbox.came_back(again[-1].id, "550 no such mailbox") is not None
        assert [each[:2] for each in found()] == [(operation_duties.MEND, ADMINISTRATOR)]
        who = people.person(IDS["head"])
        contacts.enter_mail(who, "new@example.jp", by=people.viewer(ADMINISTRATOR))
        assert found() == []


def test_the_administrator_finds_it_at_home_and_whom_it_is_about(
    served: Served, visitor: Visitor
) -> None:
    assert ADDRESS not in words(visitor.as_("administrator").get("/"))
    with committing(served):
        row = outbox.post(Letter(people_letters.PASSWORD_CHANGED), people.recipient(IDS["head"]))
        assert row is not None
        row.state, row.sent_at = "sent", clock.now()  # type: ignore[assignment]
        session.flush()
        assert outbox.came_back(row.id, "550 no such mailbox") is not None
    home = visitor.as_("administrator").get("/")
    assert ADDRESS in words(home)
    assert 'href="/people/"' in home.text
    people_page = visitor.as_("administrator").get("/people/")
    assert "メールが届かない人が1人います" in words(people_page)
    assert "メールが届かない人" not in words(visitor.as_("privacy_manager").get("/people/"))
    assert visitor.as_("privacy_manager").get("/reminders/").status_code == 200


def test_backups_that_fail_for_two_days_are_the_administrators(
    served: Served, visitor: Visitor
) -> None:
    notice = "正常なバックアップが2日以上ありません"
    noon = clock.at(TODAY, 12)
    with served.app.app_context():
        for days in (3, 2, 1, 0):
            with clock.set_to(noon - timedelta(days=days)):
                beats.claim(beats.BACKUP, clock.today())
                beats.note_faults(beats.BACKUP, [["backup", "not_taken", "full"]])
                late = [each for each in found() if each[0] == operation_duties.BACK_UP]
                assert bool(late) == (days == 0)
        assert late == [(operation_duties.BACK_UP, ADMINISTRATOR, TODAY - timedelta(days=1))]
        session.rollback()
    served.dirty = True
    with clock.set_to(noon):
        assert notice in words(visitor.as_("administrator").get("/people/"))
        assert notice not in words(visitor.as_("privacy_manager").get("/people/"))
        assert visitor.get("/readyz").get_json()["backup"] == "off"
        with served.app.app_context():
            beats.note_faults(beats.BACKUP, [])
            assert found() == []
            session.rollback()
        assert notice not in words(visitor.as_("administrator").get("/people/"))
