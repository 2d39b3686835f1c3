"""A contractor that is asked, and the browser of somebody outside who answers."""

import re
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select
from werkzeug.test import TestResponse

from pms_tracker.database import session
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.rules.contractor_rules import Every, MyNumber, Trade
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.registers import entries
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

ABOUT, REFERENCE = "CO-2026-001", "QN-2026-001"
NAME, MAIL = "𠮷野 桃子", "yoshino@insatsu.example.jp"
DUE = TODAY + timedelta(days=20)
LINK = re.compile(r"https?://[^\s]+(/answer/[A-Za-z0-9_-]{43})\n")
PROOF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
# The sheet for printers: what is common, and what is its own.
ASKED = 12


def contractor(served: Served, number: int = 1) -> None:
    with committing(served):
        values = {
            "name": f"信州印刷{number}",
            "trade": Trade.PRINTING,
            "unit_id": UNIT_IDS["松本教室"],
            "my_number": MyNumber.NO,
            "every": Every.YEAR,
            "contact": f"担当 {MAIL}",
        }
        entries.enter(CONTRACTORS, values, by=viewer("head"))


def send(visitor: Visitor, about: str = ABOUT, **more: object) -> TestResponse:
    """Pressed by whoever is signed in."""
    typed = {"name": NAME, "mail": MAIL, "due_on": DUE.isoformat(), "language": "ja", **more}
    return visitor.post(f"/do/questionnaires/about/{about}", **typed)


def link(served: Served, reference: str = REFERENCE) -> str:
    """The address in the invitation, as a path."""
    with reading(served):
        letter = session.scalars(
            select(OutboxLetter).where(
                OutboxLetter.reference == reference, OutboxLetter.secret.is_(True)
            )
        ).one()
        found = LINK.search(letter.body or "")
    assert found
    return found[1]


def kept(served: Served, number: int = 1) -> Questionnaire:
    with reading(served):
        found = session.scalars(select(Questionnaire).where(Questionnaire.number == number)).one()
        session.expunge(found)
    return found


def answers(value: str = "yes", but: Mapping[int, str] | None = None) -> dict[str, str]:
    """All of a sheet answered alike, but for some."""
    return {f"value_{at}": (but or {}).get(at, value) for at in range(ASKED)}


class Outsider:
    """Somebody with a browser and a link, and no account."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.browser = Visitor(served)

    def comes(self, address: str, language: str = "ja") -> TestResponse:
        """Opens the link, and follows where it leads."""
        answer = self.browser.get(address, language)
        return self.browser.get(answer.location, language) if answer.location else answer

    def page(self, language: str = "ja") -> TestResponse:
        return self.browser.get("/answer/", language)

    def proof(self) -> str:
        found = PROOF.search(words(self.page()))
        return found[1] if found else ""

    def sends(self, do: str = "save", proof: str | None = None, **typed: object) -> TestResponse:
        token = self.proof() if proof is None else proof
        return self.browser.post("/answer/", token=False, csrf_token=token, do=do, **typed)
