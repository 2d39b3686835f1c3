"""Requests that come in by the public form: entered in nobody's name, and known by a receipt code
to whoever asked, who is told how far it is and nothing of what it says."""

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.disclosure_requests import request_procedure
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS, progress_of
from pms_tracker.do.disclosure_requests.request_choices import Channel
from pms_tracker.do.rules.contact import receipt_codes, request_rules
from pms_tracker.do.rules.contact.request_rules import Requester, Stand
from pms_tracker.do.tables.request_tables import PersonRequest
from pms_tracker.kernel.errors import BadInput, NotFound, Refusal
from pms_tracker.kernel.words import N_, Words
from pms_tracker.registers import entries
from pms_tracker.registers.fields import Value, Values

# What whoever asks says; the rest is the desk's.
SAID = ("kinds", "requester", "requester_name", "about_name", "contact", "clue", "wanted")
# Without these nobody could be identified or answered.
NEEDED: Mapping[str, Words] = {
    "kinds": N_("請求の種類を1つ以上選んでください。"),
    "requester": N_("請求する人の区分を選んでください。"),
    "requester_name": N_("氏名を入力してください。"),
    "contact": N_("連絡先を入力してください。"),
    "wanted": N_("求める内容を入力してください。"),
}


def values_of(said: Values) -> dict[str, Value]:
    """A request as the register has it, of what whoever asks says."""
    entered = {
        **{name: said[name] for name in SAID},
        "arrived_on": clock.today(),
        "channel": Channel.FORM,
        "unit_id": request_procedure.answering_unit(),
    }
    return REQUESTS.tidied({**{each.name: each.nothing for each in REQUESTS.fields}, **entered})


def faults(said: Values) -> Iterator[tuple[str, Refusal]]:
    """What is wrong with what somebody says, each with the field beside which that is told."""
    values = values_of(said)
    for name, words in NEEDED.items():
        if not values[name]:
            yield name, BadInput("entry_missing", words=words)
    if values["requester"] in {Requester.GUARDIAN, Requester.AGENT} and not values["about_name"]:
        words = N_("代理人が請求するときは、本人の氏名を入力してください。")
        yield "about_name", BadInput("entry_missing", words=words)
    for name, refusal in REQUESTS.faults(values, entries.facts_now()):
        if name not in NEEDED or values[name]:
            yield name, refusal


def take(said: Values, code: str) -> PersonRequest:
    """Enter a request; of its code a digest is kept and nothing else. With the code of one that is
    there already, that one is it: the form was sent twice.

    Raises as `entries.enter`, and what `faults` finds.
    """
    digest = receipt_codes.code_digest(code)
    sent = session.scalar(select(PersonRequest).where(PersonRequest.receipt == digest))
    if sent is not None:
        return sent
    for _name, refusal in faults(said):
        raise refusal
    made: PersonRequest = entries.enter(REQUESTS, values_of(said), by=None)
    made.receipt = digest
    session.flush()
    return made


def says_otherwise(row: PersonRequest, said: Values) -> bool:
    """Whether what somebody sent again, as after going back, is not what was taken in first."""
    values = values_of(said)
    return any(REQUESTS.field(name).of(row) != values[name] for name in SAID)


def by_code(typed: str) -> PersonRequest:
    """The request of a receipt code; raises NotFound. One look-up by digest, found or not."""
    digest = receipt_codes.code_digest(typed)
    found = session.scalar(select(PersonRequest).where(PersonRequest.receipt == digest))
    if found is None:
        raise NotFound("no_such_request_receipt")
    return found


def stand_of(row: PersonRequest) -> Stand:
    """How far a request is, in coarse words."""
    return request_rules.stand(progress_of(row), struck=bool(row.struck))
