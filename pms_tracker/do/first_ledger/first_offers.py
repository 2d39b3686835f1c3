"""What ten answers propose to somebody, in their words: only what a unit does not hold yet.

It is held by name, in whichever language it was drafted.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.registers import purpose_coverage
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.purpose_coverage import Candidate
from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.rules.ledger import first_ledger_rules
from pms_tracker.do.rules.ledger.first_answer_rules import Answers
from pms_tracker.do.rules.ledger.first_ledger_rules import Proposal, Published
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.do.tables.purpose_tables import PurposeOfUse
from pms_tracker.kernel.lasting.spans import Span
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.fields import Field, Text

InWords = Callable[[Words], str]
FIRMS = N_("外に頼む会社：%(firms)s")


@dataclass(frozen=True)
class Units:
    """Who holds what: where customers are served, and where people are hired and paid."""

    customers: int
    office: int

    def of(self, one: Proposal) -> int:
        return self.office if one.office else self.customers


@dataclass(frozen=True)
class Offer:
    """What is proposed to somebody, the values in their words, and what tells it from another;
    `there` is how much a unit holds already."""

    proposals: Sequence[Proposal]
    values: Mapping[str, Mapping[str, Any]]
    candidates: Mapping[str, Candidate]
    there: int

    @property
    def seal(self) -> str:
        told = [(each.key, sorted(self.values[each.key].items())) for each in self.proposals]
        return sha256(repr(told).encode()).hexdigest()


def offer(
    answers: Answers,
    units: Units,
    in_words: InWords,
    spelled: Callable[[Words], Collection[str]],
    *,
    by: Viewer,
) -> Offer:
    """What the answers propose; what the unit holds already is left out, in whichever language."""
    candidates = {each.key: each for each in purpose_coverage.candidates(by)}
    found = first_ledger_rules.proposed(answers, _published(candidates.values(), by))
    held = _held(units)
    new = [
        each
        for each in found
        if not {(units.of(each), name) for name in _names(each, spelled)} & held
    ]
    values = {each.key: _values(each, units, in_words) for each in new}
    return Offer(new, values, candidates, len(found) - len(new))


def _names(one: Proposal, spelled: Callable[[Words], Collection[str]]) -> Collection[str]:
    return spelled(one.name) if isinstance(one.name, Words) else (one.name,)


def _published(candidates: Iterable[Candidate], by: Viewer) -> list[Published]:
    """The purposes that are registered, then those that a policy states besides."""
    there = PURPOSES.column("struck") == "", PURPOSES.column("state") != Standing.ENDED
    rows = session.scalars(
        select(PurposeOfUse).where(*there, PURPOSES.seen(by)).order_by(PurposeOfUse.id)
    )
    registered = [Published(PURPOSES.name_of(row), row.text, row.audience) for row in rows]
    return [*registered, *(Published(each.key, each.text, each.audience) for each in candidates)]


def _held(units: Units) -> set[tuple[int, str]]:
    its = select(PersonalInformation.unit_id, PersonalInformation.name).where(
        PersonalInformation.unit_id.in_({units.customers, units.office}),
        PersonalInformation.struck == "",
        PersonalInformation.state != Standing.ENDED,
    )
    return {(unit_id, name) for unit_id, name in session.execute(its)}


def _values(one: Proposal, units: Units, in_words: InWords) -> dict[str, Any]:
    """What an entry says, field by field, in somebody's words."""
    told = {
        name: _spoken(LEDGER.field(name), each.value, in_words) for name, each in one.said.items()
    }
    note = in_words(FIRMS) % {"firms": one.firms} if one.firms else ""
    return {**told, "name": _word(one.name, in_words), "unit_id": units.of(one), "note": note}


def _word(value: Any, in_words: InWords) -> Any:
    return in_words(value) if isinstance(value, Words) else value


def _spoken(field: Field, value: Any, in_words: InWords) -> Any:
    if isinstance(value, Span):
        return replace(value, ground=_word(value.ground, in_words))
    if isinstance(value, tuple):
        words = tuple(_word(each, in_words) for each in value)
        return "\n".join(words) if isinstance(field, Text) else words
    return _word(value, in_words)
