"""The register of what checks found wanting (×): put right on the spot, or by a person and a day.

The second of the same item within a year, or a grave one, proposes a nonconformity; whether it is
one, whoever opens cases decides.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.registers.ledger import of_units
from pms_tracker.do.rules.operation import check_rules as rules
from pms_tracker.do.rules.operation.check_rules import WhyCase
from pms_tracker.do.tables.operation.operation_check_tables import (
    CheckFault,
    CheckRun,
    CheckTemplate,
)
from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers import entries
from pms_tracker.registers.entry_faults import refuse
from pms_tracker.registers.fields import Day, Facts, Flag, Of, Pick, Text, Value, Values
from pms_tracker.registers.register import Register

# And of those that they found or put right.
visible_to = of_units(CheckFault.unit_id, CheckFault.owner_id, CheckFault.recorded_by_id)


def _rule(values: Values, _facts: Facts) -> None:
    if values["done_on"] is None:
        if values["owner_id"] is None:
            refuse("owner_id", N_("直っていなければ、直す人を選んでください。"))
        if values["due_on"] is None:
            refuse("due_on", N_("直っていなければ、いつまでに直すかを入力してください。"))
    elif values["done_on"] < values["found_on"]:
        refuse("done_on", N_("見つけた日以降の日を入力してください。"))
    elif not values["done"].strip():
        refuse("done", N_("どう直したかを入力してください。"))


def proposed(row: Any) -> WhyCase | None:
    """Why a nonconformity is proposed for it, if one is and nobody decided on that."""
    return proposals([row]).get(row.id)


def proposals(rows: Iterable[Any]) -> dict[int, WhyCase]:
    """For which of some faults a nonconformity is proposed that nobody decided on, and why: read
    at once."""
    undecided = [each for each in rows if not (each.case_reference or each.no_case or each.struck)]
    same = _of_same_items({each.template_id for each in undecided} - {None})
    found = {}
    for row in undecided:
        others = same.get((row.template_id, row.item), ())
        earlier = [found_on for number, found_on in others if number < row.id]
        why = rules.proposes(row.found_on, earlier, grave=row.grave)
        if why is not None:
            found[row.id] = why
    return found


def _of_same_items(
    template_ids: Collection[int],
) -> Mapping[tuple[int | None, str], Sequence[tuple[int, date]]]:
    """The faults of some checks that count, each with its day, by check and item."""
    found: dict[tuple[int | None, str], list[tuple[int, date]]] = defaultdict(list)
    its = CheckFault.template_id.in_(template_ids), CheckFault.struck == ""
    wanted = select(CheckFault.template_id, CheckFault.item, CheckFault.id, CheckFault.found_on)
    for template_id, item, number, found_on in (
        session.execute(wanted.where(*its)) if template_ids else ()
    ):
        found[template_id, item].append((number, found_on))
    return found


FAULTS = Register(
    *("check_faults", "do/check_faults", CheckFault, N_("点検の×")),
    kind=Kind.CHECK_FAULT,
    new=N_("×を登録する"),
    why=N_("点検で×だったことを、その場で直したか、だれがいつまでに直すかとともに記録します。"),
    requirement=N_(
        "Pマークの構築・運用指針 J.6.1は、運用の確認で見つかった不適合を"
        "是正することを求めています。12か月以内に同じ項目の×が2回になると、是正処置を提案します。"
    ),
    fields=(
        Text(
            *("item", N_("点検した項目")),
            needed=N_("点検項目を入力してください。"),
            wide=True,
            headings=("項目", "点検項目"),
        ),
        Day(
            "found_on",
            N_("見つけた日"),
            past=True,
            needed=N_("見つけた日を入力してください。"),
            headings=("発見日",),
        ),
        Pick("unit_id", N_("部門"), Of.UNIT, needed=N_("部門を選んでください。")),
        Text(
            *("what", N_("×の内容"), 2000),
            lines=True,
            needed=N_("×の内容を入力してください。"),
            erasable=True,
            headings=("内容", "指摘事項"),
        ),
        Flag("grave", N_("重大な×"), headings=("重大",)),
        Pick("owner_id", N_("直す人"), Of.PERSON, headings=("担当者",)),
        Day("due_on", N_("期限"), until=True, headings=("対応期限",)),
        Day(
            "done_on",
            N_("直した日"),
            past=True,
            told=(N_("直した"), N_("直っていない")),
            headings=("対応日", "完了日"),
        ),
        Text(
            *("done", N_("直したこと"), 2000), lines=True, erasable=True, headings=("対応", "処置")
        ),
        Text("case_reference", N_("是正処置の番号"), 40, headings=("是正処置",)),
        Text(
            *("no_case", N_("是正処置をしない理由"), 2000),
            lines=True,
            help=N_("是正処置が提案され、不適合ではないと判断したときに入力します。"),
        ),
    ),
    columns=("item", "found_on", "unit_id", "owner_id", "due_on", "done_on"),
    filters=("done_on", "unit_id", "owner_id"),
    sorts=("found_on", "due_on"),
    sorted_by="-found_on",
    waits_by="due_on",
    title=("item",),
    dated="found_on",
    rule=_rule,
    seen=visible_to,
    keeper=Permission.KEEP_REGISTERS,
    beneath=(N_("運用の確認"), "checks.index"),
    boxes=(N_("個人情報保護管理者"), N_("部門責任者")),
)


def record(template: CheckTemplate, run: CheckRun, *, by: Viewer | None) -> list[CheckFault]:
    """Enter what a check found wanting: put right on the spot, or of whoever sees to the check."""
    made = []
    found_on = min(run.done_on, clock.today())
    due_on = rules.TO_MEND.due_on(found_on, business_calendar())
    for item, given in rules.unpacked(run.answers):
        if not given.is_fault:
            continue
        left: dict[str, Value] = {"owner_id": template.owner_id, "due_on": due_on}
        put_right: dict[str, Value] = {"done_on": found_on, "done": given.note}
        told = {
            **{"item": item.words, "found_on": found_on, "unit_id": template.unit_id},
            **{"what": given.note},
            **(put_right if given.mended else left),
        }
        row = entries.enter(FAULTS, told, by=by)
        row.template_id, row.run_id = template.id, run.id
        made.append(row)
    session.flush()
    return made


def may_mend(row: CheckFault, viewer: Viewer) -> bool:
    """Whether somebody may say that it was put right: whoever is to do it, whatever their role, and
    whoever keeps the register."""
    return row.owner_id == viewer.person_id or viewer.may(Permission.KEEP_REGISTERS)


def mend(row: CheckFault, done: str, on: date | None, *, seen: int, by: Viewer) -> None:
    """Say how it was put right; without a day, today.

    Raises RuleBroken for one that was put right or struck, NotAllowed for whoever `may_mend` not,
    BadInput without a word or for a day before it was found, and Stale as `entries.change`.
    """
    if row.done_on is not None or row.struck:
        raise RuleBroken("check_fault_over")
    if not may_mend(row, by):
        raise NotAllowed("check_fault_of_another")
    told: dict[str, Value] = {"done_on": on or clock.today(), "done": done}
    entries.change(FAULTS, row, told, seen=seen, by=by)


def template_of(row: CheckFault) -> CheckTemplate | None:
    """The check that found it, if one did."""
    return session.get(CheckTemplate, row.template_id) if row.template_id is not None else None


def count_of(template: CheckTemplate, item: rules.Item) -> int:
    """How many faults of an item there were."""
    its = CheckFault.template_id == template.id, CheckFault.item == item.words
    counted = select(func.count(CheckFault.id)).where(*its, CheckFault.struck == "")
    return session.scalar(counted) or 0
