"""The register of planned changes (変更の計画; J.3.4): approved with what they touch (ADR 79)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.duties.duty_sources import DutyKind, Source, loaded, own, seen_by
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm.listings import everybody
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.changes.change_fields import AFTERWARDS, AREAS, FIELDS
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.plan.laws import impact_fields
from pms_tracker.plan.rules import planned_change_rules as rules
from pms_tracker.plan.rules.impact_rules import Area, Need
from pms_tracker.plan.rules.planned_change_rules import ChangeState, Course
from pms_tracker.plan.tables.change_tables import PlannedChange
from pms_tracker.registers.edition_rules import IN_FORCE
from pms_tracker.registers.entry_faults import refuse, refuse_first
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Facts, Values
from pms_tracker.registers.office_fields import MORE_FACT, Reckoned
from pms_tracker.registers.register import Register

STATES: dict[ChangeState, Words] = {
    ChangeState.PLANNED: N_("開始前"),
    ChangeState.UNDER_WAY: N_("実施中"),
    ChangeState.DONE: N_("完了"),
    ChangeState.CANCELLED: N_("中止"),
}
_COURSE = ("start_on", "end_on", "closed_on", "ending")
MEET, CLOSE = "meet_change_impact", "close_change"
AHEAD = timedelta(days=30)

# Everybody may know what changes.
visible_to = everybody


def _rule(values: Values, _facts: Facts) -> None:
    impact_fields.check(values, AREAS)
    said = impact_fields.of(values, AREAS)
    has_open = any(each.is_open for each in said.values())
    course = Course(*(values[name] for name in _COURSE))
    refuse_first(rules.faults(course, has_open=has_open))
    is_told = said[Area.BODY].need is not Need.NOT_NEEDED
    if rules.is_reported(values["facts_changed"]) and not is_told:
        refuse("body_need", N_("この届出事項の変更は、審査機関への報告が必要です。"))


def state_of(row: Any) -> ChangeState:
    """How far a change is today."""
    return rules.state(Course(*(getattr(row, name) for name in _COURSE)), clock.today())


STATE = Reckoned(
    *("change_state", N_("変更の状況")),
    reckon=lambda row: STATES[state_of(row)],
    after="end_on",
    of_now=True,
)
CHANGES = Register(
    *("changes", "plan/changes", PlannedChange, N_("変更の計画")),
    kind=Kind.PLANNED_CHANGE,
    new=N_("変更を計画する"),
    why=N_("新しい教室やシステムなどの変更を、影響する9つの事項とともに計画し、承認を受けます。"),
    requirement=N_(
        "Pマークの構築・運用指針 J.3.4（変更の計画策定）は、仕組みを変更するときに、計画的な方法で"
        "行うことを求めています。審査では、代表者へのインタビューで確かめられます。"
    ),
    fields=FIELDS,
    columns=("title", "trigger", "start_on", STATE, "closed_on"),
    filters=("trigger", "closed_on"),
    sorts=("start_on", "title"),
    sorted_by="-start_on",
    waits_by="start_on",
    title=("title",),
    fold=N_("影響、終了、備考"),
    rule=_rule,
    seen=visible_to,
    keeper=Permission.KEEP_REGISTERS,
    quiet=False,
    boxes=(N_("代表者"), N_("個人情報保護管理者")),
    approvers=(Role.REPRESENTATIVE, Role.PRIVACY_MANAGER),
    afterwards=AFTERWARDS,
    reckoned=(STATE,),
)
# Of the entries that a change may lead to: which it was. It is no part of what is approved.
OF_CHANGES = Entries(
    *("changes", N_("きっかけになった変更"), CHANGES),
    **MORE_FACT,
    help=N_("変更の計画に対応して登録・改定したときに選びます。"),
)
TO_APPROVE = entry_duties.source(
    CHANGES,
    *("approve_changes", N_("変更の計画の承認")),
    N_("提出された変更の計画と影響を読み、承認するか、理由を添えて差し戻してください。"),
)


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """Of each approved change that goes on the first of what it touches, and that it is closed."""
    for row in loaded(PlannedChange, ids):
        if row.state not in IN_FORCE or row.struck or row.closed_on is not None:
            continue
        due = {MEET: impact_fields.next_due(CHANGES.values_of(row), AREAS), CLOSE: row.end_on}
        for kind, due_on in due.items():
            if due_on is not None:
                yield Wanted(
                    *(row.id, CHANGES.name_of(row), kind, due_on, Holder.MANAGER),
                    title=row.title,
                    first_on=due_on - AHEAD,
                )


def _every() -> Iterable[int]:
    its = PlannedChange.state.in_(IN_FORCE), PlannedChange.closed_on.is_(None)
    return session.scalars(select(PlannedChange.id).where(*its))


TO_CARRY_OUT = Source(
    Kind.PLANNED_CHANGE,
    (
        DutyKind(
            MEET,
            N_("変更の影響への対応"),
            N_("変更の影響があるとした事項に対応し、対応した日を記録してください。"),
            N_("対応した日を記録する"),
        ),
        DutyKind(
            CLOSE,
            N_("変更の終了"),
            N_("変更の終了予定日です。結果を確かめ、完了か中止かを記録してください。"),
            N_("結果を記録する"),
            field="closed_on",
        ),
    ),
    wants,
    every=_every,
    changes={PlannedChange: own("state", "struck", "impacts", "end_on", "closed_on", "title")},
    sees=seen_by(PlannedChange, visible_to),
)
