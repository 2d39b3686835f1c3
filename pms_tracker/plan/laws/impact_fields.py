"""What a change touches, as fields of a register: an area each, in its JSON column `impacts`."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pms_tracker.kernel.words import N_, Words
from pms_tracker.plan.rules import impact_rules
from pms_tracker.plan.rules.impact_rules import Area, Impact, Need
from pms_tracker.registers.entry_faults import refuse_first
from pms_tracker.registers.fields import Choice, Day, Field, Text, Values
from pms_tracker.registers.office_fields import FOLDED, Also, Labels, also

INSIDE = "impacts"
AREAS: dict[Area, Words] = {
    Area.POLICY: N_("方針"),
    Area.PURPOSE: N_("利用目的"),
    Area.LEDGER: N_("個人情報管理台帳"),
    Area.RISK: N_("リスク"),
    Area.RULE: N_("内部規程"),
    Area.FORM: N_("様式"),
    Area.CONTRACTOR: N_("委託先"),
    Area.TRAINING: N_("教育"),
    Area.PUBLICATION: N_("公表・明示"),
    Area.BODY: N_("審査機関への報告"),
}
NEEDS: Labels = {Need.NEEDED: N_("必要"), Need.NOT_NEEDED: N_("不要")}
_ALSO: Also = also((Need.NEEDED, "要 ○ 〇 あり"), (Need.NOT_NEEDED, "否 × なし"))
# Of each area: whether, what, whose, by when, and done.
_LABELS: dict[Area, tuple[Words, Words, Words, Words, Words]] = {
    Area.POLICY: (
        *(N_("方針：要否"), N_("方針：内容または不要の理由"), N_("方針：担当部門")),
        *(N_("方針：期日"), N_("方針：対応した日")),
    ),
    Area.PURPOSE: (
        *(N_("利用目的：要否"), N_("利用目的：内容または不要の理由"), N_("利用目的：担当部門")),
        *(N_("利用目的：期日"), N_("利用目的：対応した日")),
    ),
    Area.LEDGER: (
        *(N_("台帳：要否"), N_("台帳：内容または不要の理由"), N_("台帳：担当部門")),
        *(N_("台帳：期日"), N_("台帳：対応した日")),
    ),
    Area.RISK: (
        *(N_("リスク：要否"), N_("リスク：内容または不要の理由"), N_("リスク：担当部門")),
        *(N_("リスク：期日"), N_("リスク：対応した日")),
    ),
    Area.RULE: (
        *(N_("内部規程：要否"), N_("内部規程：内容または不要の理由"), N_("内部規程：担当部門")),
        *(N_("内部規程：期日"), N_("内部規程：対応した日")),
    ),
    Area.FORM: (
        *(N_("様式：要否"), N_("様式：内容または不要の理由"), N_("様式：担当部門")),
        *(N_("様式：期日"), N_("様式：対応した日")),
    ),
    Area.CONTRACTOR: (
        *(N_("委託先：要否"), N_("委託先：内容または不要の理由"), N_("委託先：担当部門")),
        *(N_("委託先：期日"), N_("委託先：対応した日")),
    ),
    Area.TRAINING: (
        *(N_("教育：要否"), N_("教育：内容または不要の理由"), N_("教育：担当部門")),
        *(N_("教育：期日"), N_("教育：対応した日")),
    ),
    Area.PUBLICATION: (
        *(N_("公表：要否"), N_("公表：内容または不要の理由"), N_("公表：担当部門")),
        *(N_("公表：期日"), N_("公表：対応した日")),
    ),
    Area.BODY: (
        *(N_("審査機関：要否"), N_("審査機関：内容または不要の理由"), N_("審査機関：担当部門")),
        *(N_("審査機関：期日"), N_("審査機関：対応した日")),
    ),
}
PARTS = ("need", "unit", "what", "due", "done")


def fields(areas: Collection[Area], *, when: Words | None = None) -> Iterator[Field]:
    """The fields of some areas, in the order of the form; whether anything is needed is asked
    for, of everybody or `when` that is so."""
    for area in areas:
        need, what, unit, due, done = _LABELS[area]
        more: dict[str, Any] = {"inside": INSIDE, **FOLDED}
        yield Choice(f"{area}_need", need, NEEDS, _ALSO, **more, asked=when is None, aside=when)
        yield Text(f"{area}_what", what, 500, lines=True, **more)
        yield Text(f"{area}_unit", unit, 100, **more)
        yield Day(f"{area}_due", due, until=True, **more)
        yield Day(f"{area}_done", done, past=True, **more)


def needs(areas: Collection[Area]) -> tuple[str, ...]:
    """The fields that say whether anything is needed."""
    return tuple(f"{area}_need" for area in areas)


def done(areas: Collection[Area]) -> tuple[str, ...]:
    """The fields that are said at once, without another approval."""
    return tuple(f"{area}_done" for area in areas)


def of(values: Values, areas: Collection[Area]) -> dict[Area, Impact]:
    """What values say of areas."""
    parts = ("need", "what", "due", "done")
    return {area: Impact(*(values[f"{area}_{part}"] for part in parts)) for area in areas}


def check(values: Values, areas: Collection[Area]) -> None:
    """Raises BadInput for what is wrong, beside its field."""
    refuse_first(impact_rules.faults(of(values, areas)))


def next_due(said: Mapping[str, Any], areas: Collection[Area]) -> Any:
    """By when the first of what is open in an entry is to be done."""
    return impact_rules.next_due(of(said, areas).values())
