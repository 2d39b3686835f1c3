"""The register of decisions that a requirement does not concern a unit for a year (対象外の決定).

One person proposes it with its ground, a second one approves it; it says nothing of the year after.
What is asked of the unit or done by it nevertheless counts (`carried_out_rules.judge`).
"""

from typing import Any

from pms_tracker.do.carried_out import carried_out
from pms_tracker.do.registers.ledger import of_units
from pms_tracker.do.rules.carried_out_rules import Carried, Ground, Required
from pms_tracker.do.tables.operation.exemption_tables import Exemption
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.fiscal_years import fiscal_year
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.registers.entry_faults import refuse
from pms_tracker.registers.fields import Choice, Facts, Of, Pick, Text, Values
from pms_tracker.registers.office_fields import Labels, Year
from pms_tracker.registers.register import Register

REQUIRED: Labels = {
    Required.LEDGER: N_("台帳の見直し"),
    Required.RISKS: N_("リスクの見直し"),
    Required.CONTRACTORS: N_("委託先の評価"),
    Required.TRAINING: N_("教育"),
    Required.CHECKS: N_("運用の確認"),
    Required.DISPOSALS: N_("廃棄"),
}
GROUNDS: Labels = {
    Ground.NOTHING_HELD: N_("対象となる個人情報を持っていない"),
    Ground.NOBODY_ASKED: N_("対象となる人や委託先がいない"),
    Ground.OTHER_UNIT: N_("ほかの部門がまとめて実施する"),
    Ground.PART_OF_YEAR: N_("年度の途中で設置または廃止した"),
    Ground.OTHER: N_("その他"),
}

visible_to = of_units(Exemption.unit_id)


def _rule(values: Values, facts: Facts) -> None:
    if values["of_year"] > fiscal_year(facts.today, facts.fiscal_start):
        refuse("of_year", N_("始まっていない年度は、対象外にできません。"))


def _comes_in(row: Any, values: Values) -> None:
    stands = carried_out.stands(values["unit_id"], values["required"], values["of_year"])
    if stands is None:
        raise RuleBroken("exemption_unit_not_there")
    if stands.carried not in {Carried.BLANK, Carried.EXEMPT}:
        raise RuleBroken("exemption_of_what_is_asked")
    its = stands.exempted
    if its is not None and its.approved and its.reference != EXEMPTIONS.name_of(row):
        raise RuleBroken("exemption_known", name=its.reference)


EXEMPTIONS = Register(
    *("exemptions", "do/exemptions", Exemption, N_("対象外の決定")),
    kind=Kind.EXEMPTION,
    new=N_("対象外の決定を求める"),
    why=N_(
        "ある部門が、ある年度に、要求事項の対象にならないことを、根拠とともに登録し、承認を受けます。"
    ),
    requirement=N_(
        "運用実施状況一覧の「対象外」は、提案した人とは別の責任者が承認したものだけです。"
        "年度ごとに決め直します。求められたことがない欄は、決定があるまで「記録なし」のままです。"
    ),
    fields=(
        Year(
            *("of_year", N_("対象外とする年度")),
            needed=N_("年度を選んでください。"),
            offered=2,
            headings=("年度",),
        ),
        Pick(
            *("unit_id", N_("対象外とする部門"), Of.UNIT),
            needed=N_("部門を選んでください。"),
            headings=("部門", "部署"),
        ),
        Choice(
            *("required", N_("要求事項"), REQUIRED),
            needed=N_("要求事項を選んでください。"),
            headings=("実施事項",),
        ),
        Choice(
            *("ground", N_("対象外の根拠"), GROUNDS),
            needed=N_("対象外の根拠を選んでください。"),
            headings=("根拠",),
        ),
        Text(
            *("reason", N_("対象外の理由"), 2000),
            needed=N_("対象外の理由を入力してください。"),
            lines=True,
            help=N_("例：この部門には、個人情報の取扱いを委託している先がない。"),
            headings=("理由",),
        ),
    ),
    columns=("unit_id", "required", "of_year", "ground"),
    filters=("unit_id", "required"),
    sorts=("of_year",),
    sorted_by="-of_year",
    rule=_rule,
    comes_in=_comes_in,
    seen=visible_to,
    keeper=Permission.KEEP_REGISTERS,
    boxes=(N_("個人情報保護管理者"), N_("部門責任者")),
    approvers=(Role.PRIVACY_MANAGER, Role.REPRESENTATIVE),
)
TO_APPROVE = entry_duties.source(
    EXEMPTIONS,
    *("approve_exemptions", N_("対象外の承認")),
    N_("提出された対象外の根拠と理由を読み、承認するか、理由を添えて差し戻してください。"),
)
