"""Erasing somebody who left: what is personal goes, records keep a number in place of the name.

Dates, decisions and what was done stay, under the number; the chain of the trail still verifies
(docs/decisions/0049).
"""

import re
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, delete, or_, select, update

from pms_tracker import clock
from pms_tracker.act import act_proofs
from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.act.erasures import erased_words
from pms_tracker.act.tables.case_tables import Erasure
from pms_tracker.approvals import proof
from pms_tracker.check.audits import auditor_trainings
from pms_tracker.database import Table as Base, session
from pms_tracker.evidence import evidence
from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.mail import kept
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.people.changes import leaving
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import (
    Account,
    FormerName,
    Membership,
    Person,
    RoleGrant,
)
from pms_tracker.registers import entries
from pms_tracker.trail import names, trail
from pms_tracker.trail.trail_tables import TrailEntry, TrailValue

# What is asked to be erased of a person: all that is personal.
FIELD = "person"
# Rows that are nothing but somebody's own, by the column that says whose. An account's own go
# before it.
OF_ACCOUNT = ("account_link", "passkey", "sign_in_session")
GONE = {
    "former_name": ("person_id",),
    "deputy": ("principal_id", "deputy_id"),
    "mail_choice": ("person_id",),
    "calendar_feed": ("person_id",),
    "departure": ("person_id",),
    "draft": ("person_id",),
    "sent_form": ("person_id",),
    "security_event": ("person_id",),
    "account": ("person_id",),
}
# What stays of a person's own rows in the trail: which role, which unit, from when to when.
STAYS = frozenset(
    {
        "left_on",
        "digest",
        "role",
        "unit",
        "head",
        "since_on",
        "until_on",
        "obtained_on",
        "valid_until_on",
    }
    | {"policy", "edition", "acknowledged_on", "field", "agreed"}
)
# Fields of a person that the trail tells of and that they were or are called by.
CALLED = ("name", "reading", "mail")


def person_of(reference: str) -> Person | None:
    """Whose erasure is named so; None where something else is. Raises NotFound for nobody."""
    person_id = names.person_in(reference)
    return people.person(person_id) if person_id is not None else None


def first_day(who: Person, kept_days: int) -> date | None:
    """From when on somebody may be erased; None while no last day is recorded."""
    return who.left_on + timedelta(days=kept_days + 1) if who.left_on is not None else None


def is_asked(who: Person) -> bool:
    """Whether somebody's erasure waits for the other manager."""
    waiting = select(Erasure.id).where(
        Erasure.reference == names.reference_of(who.id), Erasure.erased_at.is_(None)
    )
    return session.scalar(waiting.limit(1)) is not None


def check_may_go(who: Person, *, kept_days: int, open_for: Collection[str], by: Viewer) -> None:
    """Raises RuleBroken while somebody cannot be erased: they ask it for themselves, have not left,
    hold a role, a membership or open work (`open_for`: of which records), or their data are kept
    for a while yet."""
    check_not_own(who, by)
    if who.erased_at is not None:
        raise RuleBroken("person_erased_already")
    check_left(who)
    day = first_day(who, kept_days)
    if day is not None and clock.today() < day:
        raise RuleBroken("person_kept_until", day=day)
    if open_for:
        raise RuleBroken("person_has_duties", records=", ".join(sorted(open_for)[:5]))
    if is_asked(who):
        raise RuleBroken("person_erasure_asked")


def check_not_own(who: Person, by: Viewer) -> None:
    """Nobody asks for, or agrees to, their own erasure. Raises RuleBroken."""
    if who.id == by.person_id:
        raise RuleBroken("person_erases_themselves")


def check_left(who: Person) -> None:
    """Raises RuleBroken while somebody is here, or holds a role or belongs to a unit."""
    if not people.has_left(who):
        raise RuleBroken("person_is_here")
    for table in (RoleGrant, Membership):
        ends = or_(table.until_on.is_(None), table.until_on >= clock.today())
        held = select(table.id).where(table.person_id == who.id, ends)
        if session.scalar(held.limit(1)) is not None:
            raise RuleBroken("person_holds_role")


def ask(
    who: Person, *, reason: str, kept_days: int, open_for: Collection[str], by: Viewer
) -> Erasure:
    """Ask for somebody to be erased. Raises as `check_may_go`, and BadInput without a reason."""
    check_may_go(who, kept_days=kept_days, open_for=open_for, by=by)
    if not reason.strip():
        raise BadInput("reason_needed")
    row = Erasure(
        reference=names.reference_of(who.id),
        field=FIELD,
        reason=reason.strip(),
        asked_by_id=by.person_id,
        asked_at=clock.now(),
    )
    session.add(row)
    session.flush()
    note_asked(row, by.actor)
    return row


def note_asked(row: Erasure, by: trail.Actor) -> None:
    """Note who asked: without it no name may be missing from the trail."""
    trail.note(row.reference, names.ASKED, by=by, changes={"field": (None, FIELD)})


def had_left(who: Person, on: date, by: trail.Actor) -> None:
    """Have somebody leave who had not yet in the rows of an older backup."""
    if not people.has_left(who):
        leaving.leave(who, on=on, by=by)


def erase(who: Person, folder: Path, *, by: trail.Actor) -> None:
    """Take away what is personal of somebody, and put their number in place of their name."""
    number = names.number_of(who.id)
    said = _called(who)
    words, exactly = _apart(who, said)
    letters = kept.digests()
    frozen = proof.digests(act_proofs.REGISTRY)
    _take_away(who, folder)
    session.flush()
    erased_words.replace_everywhere(words, exactly, number)
    _empty_letters(who, number)
    who.name, who.reading, who.mail, who.affiliation, who.era_dates = number, "", None, "", None
    who.erased_at = clock.now()
    who.version += 1
    session.flush()
    session.expire_all()
    _erase_from_trail(who, words, exactly)
    session.expire_all()
    proof.note_erased(act_proofs.REGISTRY, frozen, by=by, everything=True)
    kept.note_renewed(letters, by=by)


def _erase_from_trail(who: Person, words: Sequence[str], exactly: Sequence[str]) -> None:
    names.erase_name(who.id)
    own = [names.reference_of(who.id), auditor_trainings.about(who.id)]
    names.erase_fields(own, but=STAYS)
    mine = session.scalars(select(OutboxLetter.id).where(OutboxLetter.person_id == who.id))
    names.erase_fields([kept.name_of(each) for each in mine], but=kept.DIGESTS)
    names.erase_words(words, erased_words.pattern(words))
    whole = "|".join(map(re.escape, exactly))
    names.erase_words(exactly, re.compile(rf"(?:{whole})\Z"))


def _called(who: Person) -> list[str]:
    """All that somebody was ever called here, and every address that was theirs."""
    before = select(TrailValue.before, TrailValue.after).join(
        TrailEntry, TrailEntry.number == TrailValue.entry_number
    )
    told = session.execute(
        before.where(
            TrailEntry.reference == names.reference_of(who.id), TrailValue.field.in_(CALLED)
        )
    )
    former = session.scalars(select(FormerName.name).where(FormerName.person_id == who.id))
    account = session.scalar(select(Account.email).where(Account.person_id == who.id))
    actor = select(TrailEntry.actor_name).where(TrailEntry.actor_id == who.id).distinct()
    every = (
        *(who.name, who.reading, who.mail, account),
        *former,
        *session.scalars(actor),
        *(side for row in told for side in row),
    )
    return sorted({each for each in every if each})


def _apart(who: Person, said: Sequence[str]) -> tuple[list[str], list[str]]:
    """What is looked for within texts, and what as the whole of one: nothing of it is what somebody
    else is called as well, or part of that."""
    others = session.execute(select(Person.name, Person.mail).where(Person.id != who.id)).all()
    former = session.scalars(select(FormerName.name).where(FormerName.person_id != who.id)).all()
    known = [each for each in (*(side for row in others for side in row), *former) if each]
    held = erased_words.written(known)
    words = [
        each for each in erased_words.written(said) if not any(each in other for other in held)
    ]
    return words, [each for each in said if each not in known]


def _take_away(who: Person, folder: Path) -> None:
    tables, number = Base.metadata.tables, names.number_of(who.id)
    account = select(Account.id).where(Account.person_id == who.id)
    for name in OF_ACCOUNT:
        _delete(tables[name], tables[name].c.account_id.in_(account))
    for name, columns in GONE.items():
        _delete(tables[name], or_(*(tables[name].c[each] == who.id for each in columns)))
    views = tables["saved_view"]
    _delete(views, (views.c.person_id == who.id) & views.c.shared.is_(False))
    asked = tables["proposal"]
    mine = (asked.c.person_id == who.id) & asked.c.mail.is_not(None)
    session.execute(update(asked).where(mine).values(mail=""))
    for register in REGISTERS:
        for row in entries.of_person(register, who.id) if register.whose else ():
            entries.empty(register, row, number)
            _erase_files(register.name_of(row), who, folder)


def _erase_files(reference: str, who: Person, folder: Path) -> None:
    for each in evidence.files(reference):
        if each.erased_at is None:
            trail.erase_values(reference, "file", only=each.name)
            evidence.erase(reference, each.number, folder)
            each.name = names.number_of(who.id)


def _delete(table: Table, which: Any) -> None:
    session.execute(delete(table).where(which))


def _empty_letters(who: Person, number: str) -> None:
    mine = update(OutboxLetter).where(OutboxLetter.person_id == who.id)
    waiting = (LetterState.WAITING, LetterState.SENDING, LetterState.FAILED)
    session.execute(mine.where(OutboxLetter.state.in_(waiting)).values(state=LetterState.WITHDRAWN))
    session.execute(mine.values(name=number, address="", trouble=None))
