"""The register of evaluations of contractors (委託先の評価; J.9.4): scored by a sheet, judged by
whoever evaluates, and approved by somebody else; an exception with it."""

from collections.abc import Collection
from typing import Any

from pms_tracker.do.contractors.contractors import visible_to
from pms_tracker.do.contractors.evaluation_fields import AFTERWARDS, FIELDS
from pms_tracker.do.rules import evaluation_rules as rules
from pms_tracker.do.tables import contractor_tables
from pms_tracker.do.tables.contractor_tables import Evaluation
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.registers.entry_faults import refuse
from pms_tracker.registers.fields import Facts, Values
from pms_tracker.registers.office_fields import Reckoned
from pms_tracker.registers.register import Register

FAULTS: dict[rules.Fault, Words] = {
    rules.Fault.SHEET: N_("評価表を選び、質問に答えてから判定してください。"),
    rules.Fault.BELOW: N_(
        "合格の基準に達していません。すべての質問に答えたか、合格に必要な項目と点数を確かめ、"
        "条件付か不合格を選んでください。"
    ),
    rules.Fault.CONDITIONS: N_("条件付の判定には、条件を入力してください。"),
    rules.Fault.CONDITIONS_DUE: N_("条件の期日を、評価した日以降で入力してください。"),
    rules.Fault.RULE: N_("評価対象外とする規程の条項を入力してください。"),
    rules.Fault.EXCEPTION: N_("特例で続ける理由を入力してください。"),
    rules.Fault.EXCEPTION_UNTIL: N_("特例の期限を、評価した日から1年以内で入力してください。"),
}


def _rule(values: Values, _facts: Facts) -> None:
    if len(values["contractor"]) != 1:
        refuse("contractor", N_("1件の評価には、委託先を1件だけ選んでください。"))
    found = rules.fault(
        rules.Judging(
            values["evaluated_on"],
            values["verdict"],
            _scored(values["sheet"], values),
            values["conditions"],
            values["conditions_due"],
            values["exempt_rule"],
            values["exception_reason"],
            values["exception_until"],
        )
    )
    if found is not None:
        refuse(found.value, FAULTS[found])
    met_on = values["conditions_met_on"]
    if met_on is not None and met_on < values["evaluated_on"]:
        refuse("conditions_met_on", N_("評価した日以降の日を入力してください。"))


def _scored(sheet: rules.SheetId | None, values: Values) -> rules.Scored | None:
    if sheet is None:
        return None
    return rules.score(sheet, {each: values[each.value] for each in rules.Question})


def scored_of(row: Any) -> rules.Scored | None:
    """What the sheet of an evaluation comes to; None without one."""
    if row.sheet is None:
        return None
    # What was approved on some day says it by field.
    held = row.answers if hasattr(row, "answers") else vars(row)
    answers = {each: rules.Answer(held[each]) for each in rules.Question if held.get(each)}
    return rules.score(row.sheet, answers)


def _apart(row: Any) -> Collection[str]:
    """Questions of other sheets, unless they were answered."""
    asked = rules.SHEETS[row.sheet].questions if row.sheet is not None else ()
    return [
        each.value for each in rules.Question if each not in asked and each.value not in row.answers
    ]


def _percent(row: Any) -> int | None:
    found = scored_of(row)
    return found.percent if found is not None else None


def _mark(row: Any) -> int | None:
    return rules.SHEETS[row.sheet].mark if row.sheet is not None else None


def _asks(values: Values) -> Collection[str]:
    return () if values["verdict"] is rules.Verdict.EXEMPT else ("sheet",)


def _named(row: Any) -> str:
    """Whom it is about; by number where only what was approved on some day is known."""
    found: str | None = getattr(row, "contractor_name", None)
    return found or "、".join(row.contractor)


NAME = Reckoned(
    *("contractor_name", N_("委託先の名称")),
    reckon=_named,
    after="contractor",
    reads=("contractor_name",),
)
PERCENT = Reckoned("percent", N_("得点（100点満点）"), reckon=_percent, after="sheet")
MARK = Reckoned("mark", N_("合格点"), reckon=_mark, after="sheet")
EVALUATIONS = Register(
    *(contractor_tables.EVALUATIONS, "do/evaluations", Evaluation, N_("委託先の評価")),
    kind=Kind.EVALUATION,
    new=N_("委託先を評価する"),
    why=N_("委託先を業種ごとの評価表で評価し、判定、条件、特例を承認を受けて残します。"),
    requirement=N_(
        "Pマークの構築・運用指針 J.9.4は、委託先が自社と同等以上の保護の水準にあることを、"
        "客観的な基準で確かめるよう求めています。契約の前と、その後は年1回以上評価します。"
    ),
    fields=FIELDS,
    columns=(NAME, "kind", "evaluated_on", PERCENT, "verdict", "conditions_due"),
    filters=("verdict", "kind", "evaluated_on"),
    sorts=("evaluated_on",),
    sorted_by="-evaluated_on",
    title=(),
    dated="evaluated_on",
    fold=N_("対象外・特例、備考"),
    rule=_rule,
    asks=_asks,
    seen=visible_to,
    custom=Custom.PERSONAL_INFORMATION_ACT,
    keeper=Permission.KEEP_REGISTERS,
    boxes=(N_("個人情報保護管理者"), N_("評価者")),
    approvers=(Role.PRIVACY_MANAGER, Role.REPRESENTATIVE),
    afterwards=tuple(each.name for each in AFTERWARDS),
    reckoned=(NAME, MARK, PERCENT),
    apart=_apart,
)
TO_APPROVE = entry_duties.source(
    EVALUATIONS,
    *("approve_evaluations", N_("委託先の評価の承認")),
    N_("提出された評価の回答、点数、判定を読み、承認するか、理由を添えて差し戻してください。"),
)
