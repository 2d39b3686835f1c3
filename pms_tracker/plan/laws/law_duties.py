"""Norms that are to be checked, amendments that are to be reflected: of whoever runs the PMS."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.duties.duty_sources import DutyKind, Source, loaded, own, seen_by
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.plan.laws import impact_fields
from pms_tracker.plan.laws.law_fields import AREAS
from pms_tracker.plan.laws.laws import LAWS, check_by, visible_to
from pms_tracker.plan.tables.law_tables import Law
from pms_tracker.registers.edition_rules import IN_FORCE

CHECK, MEET, REFLECT = "check_laws", "meet_law_impact", "reflect_law"
# A duty is shown so long before.
AHEAD = timedelta(days=30)


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """Of each norm in force its next check, the first of what its amendment touches, and that all
    of it is reflected once it is in force."""
    for row in loaded(Law, ids):
        if row.state not in IN_FORCE or row.struck:
            continue
        due: dict[str, date | None] = {CHECK: check_by(row)}
        if row.amendment and row.reflected_on is None:
            due |= {MEET: impact_fields.next_due(LAWS.values_of(row), AREAS)}
            due |= {REFLECT: row.effective_on}
        for kind, due_on in due.items():
            if due_on is not None:
                yield Wanted(
                    *(row.id, LAWS.name_of(row), kind, due_on),
                    Holder.RULE if kind == CHECK else Holder.MANAGER,
                    title=row.name,
                    first_on=due_on - AHEAD,
                )


def _every() -> Iterable[int]:
    return session.scalars(select(Law.id).where(Law.state.in_(IN_FORCE), Law.struck == ""))


TO_CHECK = Source(
    Kind.LAW,
    (
        DutyKind(
            CHECK,
            N_("法令・規範の確認"),
            N_("改正がないかを確かめ、結果を記録してください。改正なしも記録します。"),
            N_("確認の結果を記録する"),
            page="law_checks.index",
            read=entry_duties.together(CHECK, entry_duties.by_roles(LAWS.approvers)),
        ),
        DutyKind(
            MEET,
            N_("法令の改正への対応"),
            N_("改正の影響があるとした事項に対応し、対応した日を記録してください。"),
            N_("対応した日を記録する"),
        ),
        DutyKind(
            REFLECT,
            N_("法令の改正の反映"),
            N_("改正が施行されます。規程や様式に反映し終えたら、その日を記録してください。"),
            N_("反映した日を記録する"),
            field="reflected_on",
        ),
    ),
    wants,
    every=_every,
    changes={
        Law: own(
            *("state", "struck", "checked_on", "amendment", "effective_on", "reflected_on"),
            *("impacts", "name"),
        )
    },
    sees=seen_by(Law, visible_to),
)
