"""Where duties come from: one `Source` for each family whose records want something done.

A family says in one module what its records ask for, and nothing else of a duty's life:

    def wants(ids): ...                  # reads these records, asks the rules, yields `Wanted`

    REVIEWS = Source(
        Kind.MANAGEMENT_REVIEW,
        (DutyKind(HOLD, N_("…"), N_("…"), N_("…"), lapses=True), ...),
        wants,
        every=open_reviews,              # ids of all that may want something, for a rebuild
        changes={ManagementReview: own("state", "planned_on"), ReviewDecision: of("review_id")},
        sees=visible,                    # which of them a viewer may see, as SQL on `KeptDuty`
    )

The row stands in `reminders/running/every_source.py`. From it come: rows kept with every change
(`kept_duties`), home, calendars, feeds, the wheel, reminders and climbing (`reading`), and the
comparison of what is kept with what is derived (`pms duties`). Holders are found when a row is
read: people, absences and deputies change without touching records.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import Any, NamedTuple, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, inspect, select, true
from sqlalchemy.orm.util import identity_key

from pms_tracker.database import Table, session
from pms_tracker.duties.duty_tables import KeptDuty
from pms_tracker.kernel.duty import Duty, Wanted
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.habits import DEFAULT, Ladder
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.kernel.words import Words
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.questions import Question, json_in

UNSAID = Words("")
Record = TypeVar("Record", bound=Table)


class KeptRow(NamedTuple):
    """A row as it is read: `unit` is the name of `unit_id`; `person_id` is whose it is, if it is a
    person's or of whoever holds an office."""

    id: int
    record_id: int
    reference: str
    kind: str
    due_on: date
    parties: Mapping[str, list[int]]
    title: str
    unit_id: Any
    unit: str | None
    person_id: int | None


def kept_row(cells: Sequence[Any]) -> KeptRow:
    """A row as one of the cells of a text tells it."""
    row = KeptRow(*cells)
    return row._replace(due_on=date.fromisoformat(cells[4]), parties=json_in(row.parties))


# The party of what is decided: whoever wrote it, or asked for it.
WRITERS = "writers"
# A person, and for whom they do it as a deputy, if so (不在時代理).
Taker: TypeAlias = tuple[int, int | None]
Takers: TypeAlias = Callable[[KeptRow, Firm], Iterable[Taker]]
# What rows ask that are read on together.
Read: TypeAlias = Callable[[Collection[KeptRow], "Asking"], Iterable[Duty]]
Visible: TypeAlias = Callable[[Viewer], ColumnElement[bool] | None]


@dataclass(frozen=True)
class Asking:
    """What is asked of the table: due until when, of whom, about which record; `everybodys` where
    it is for a calendar, which tells each once and not each reader's own."""

    until: date
    firm: Firm
    person_id: int | None = None
    reference: Reference | None = None
    everybodys: bool = False


def no_takers(_row: KeptRow, _firm: Firm) -> Iterable[Taker]:
    """Of kinds that are a person's or an office's."""
    return ()


@dataclass(frozen=True)
class DutyKind:
    """One kind of duty, written here once for page, mail, feed and calendar: what it is called,
    the next step as a sentence, and what the button to it says. It is done on `page`, else on its
    record, where the form has a `field` for it; who does one that `is_apart` need not know of the
    record.

    `takers` says whose it is where rules do, by the row and the firm alone; `read` makes duties of
    several rows. Where more than the firm has to be looked at, `asks` asks for that, and makes them
    of it; all that do are read in one statement. They are of the kinds that it `tells`. `audit`:
    done for an audit, as whose line of its own it climbs. `lapses`: ends with its day, done or not.
    `heads_hear`: the head of its unit hears of it when it is late. `decides`: it is about what the
    `WRITERS` among its parties handed in, who wait for it. `usual` are the stages that it is
    reminded of at, unless the company sets others; of a `legal` one also on closed days.
    """

    key: str
    name: Words = UNSAID
    sentence: Words = UNSAID
    button: Words = UNSAID
    _: KW_ONLY
    page: str = ""
    field: str = ""
    is_apart: bool = False
    takers: Takers = no_takers
    read: Read | None = None
    asks: Callable[[Collection[KeptRow], Asking], Question[Iterable[Duty]] | None] | None = None
    tells: tuple["DutyKind", ...] = ()
    audit: bool = False
    lapses: bool = False
    heads_hear: bool = True
    decides: bool = False
    usual: Ladder = DEFAULT
    legal: bool = False

    @property
    def is_read_on(self) -> bool:
        """Whether its rows are no duties yet."""
        return self.read is not None or self.asks is not None

    @property
    def told(self) -> tuple["DutyKind", ...]:
        """The kinds that its duties are of."""
        return self.tells or (self,)


def _always(_row: Any) -> bool:
    return True


@dataclass(frozen=True)
class Watched:
    """Which records a row concerns that came, went, or changed in one of `columns`; of none named,
    in any. One that came concerns nothing as long as it does not `count`; `itself`: the row is its
    record."""

    concerns: Callable[[Any], Iterable[int]]
    columns: tuple[str, ...] = ()
    counts: Callable[[Any], bool] = _always
    itself: bool = False

    def is_changed(self, row: object) -> bool:
        state = inspect(row)
        columns = self.columns or state.mapper.column_attrs.keys()
        return any(state.attrs[name].history.has_changes() for name in columns)


def own(*columns: str) -> Watched:
    """Of the records themselves."""
    return Watched(lambda row: (row.id,), columns, itself=True)


def of(column: str, *columns: str) -> Watched:
    """Of rows that name their record in a column."""
    return Watched(lambda row: (getattr(row, column),), columns)


def loaded(table: type[Record], ids: Iterable[int]) -> list[Record]:
    """Records by their ids: those that this transaction has read or written, as they are there."""
    there: dict[int, Record] = {}
    for each in ids:
        known = session.identity_map.get(identity_key(table, each))
        if known is not None and not inspect(known).expired:
            there[each] = known
    lacking = [each for each in ids if each not in there]
    if lacking:
        key = inspect(table).primary_key[0]
        its = session.execute(select(key, table).where(key.in_(lacking)))
        there.update((number, row) for number, row in its)
    return [there[each] for each in ids if each in there]


@dataclass(frozen=True, eq=False)
class Source:
    """What records of a kind want done.

    `wants` reads records by their ids, those that are no more left out. `changes` says which
    records a changed row of a table concerns. `sees` gives None where a viewer sees their own only.
    Its duties name records of `naming`, where they do not name those that want them.
    """

    record_kind: Kind
    kinds: tuple[DutyKind, ...]
    wants: Callable[[Collection[int]], Iterable[Wanted]]
    every: Callable[[], Iterable[int]]
    changes: Mapping[type[Table], Watched]
    sees: Visible
    naming: Kind | None = None

    @property
    def named_kind(self) -> Kind:
        return self.naming or self.record_kind

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(kind.key for kind in self.kinds)


def seen_by(table: type[Any], visible_to: Callable[[Viewer], ColumnElement[bool]]) -> Visible:
    """Of a table with ids, the records that `visible_to` lets somebody know of."""

    def sees(viewer: Viewer) -> ColumnElement[bool]:
        its = select(table.id).where(table.id == KeptDuty.record_id, visible_to(viewer))
        return its.correlate(KeptDuty).exists()

    return sees


def seen_at_the_top(viewer: Viewer) -> ColumnElement[bool] | None:
    """Who sees all hears of everybody's turn, others of their own."""
    return true() if viewer.sees_all else None


def asked_first(step: Eligible, firm: Firm) -> list[Taker]:
    """Who is asked for a step, if anybody: the first who can sign in, a deputy before the absent
    person; the first of all where nobody can."""
    every = firm.with_deputies(step)
    return [(each, firm.principal(each, step)) for each in (firm.who_sign_in(every) or every)[:1]]
