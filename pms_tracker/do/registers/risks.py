"""The register of risks (リスクアセスメント・対応, J.3.1.3 and J.3.1.4): what may go wrong with the
personal information that is held, and what is done about it with the representative's consent."""

from collections.abc import Collection

from pms_tracker.do.registers.ledger import of_units
from pms_tracker.do.registers.risk_fields import FIELDS, LEVEL, LEVEL_AFTER
from pms_tracker.do.rules import risk_rules
from pms_tracker.do.tables.risk_tables import Risk
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.changes.planned_changes import OF_CHANGES
from pms_tracker.plan.deciding import entry_drafts, entry_duties
from pms_tracker.plan.laws.laws import OF_LAWS
from pms_tracker.registers.fields import Facts, Values
from pms_tracker.registers.register import Paper, Register

visible_to = of_units(Risk.unit_id)


def _rule(values: Values, facts: Facts) -> None:
    if values["residual"]:
        risk_rules.check_remaining(values["kind"], values["reason"])
    if values["review_on"] is not None:
        risk_rules.check_review(values["review_on"], facts.today)


def _asks(values: Values) -> Collection[str]:
    return risk_rules.asked_of_plan(values["measure"], values["progress"])


RISKS = Register(
    *("risks", "do/risks", Risk, N_("リスクアセスメント・対応")),
    kind=Kind.RISK,
    new=N_("リスクを登録する"),
    why=N_("台帳の個人情報に何が起こりうるかを段階ごとに評価し、対策を決めて記録します。"),
    requirement=N_(
        "Pマークの構築・運用指針 J.3.1.3（リスクアセスメント）と J.3.1.4（リスク対応）は、"
        "個人情報の取扱いの段階ごとにリスクを特定・分析し、対策を代表者の承認のもとで実施し、"
        "残るリスクを把握し、少なくとも年1回見直すことを求めています。"
    ),
    fields=FIELDS,
    columns=("scenario", "unit_id", "stage", "kind", LEVEL, LEVEL_AFTER),
    filters=(
        *("unit_id", "stage", "kind", "progress"),
        *("likelihood", "impact", "likelihood_after", "impact_after"),
    ),
    linked=("likelihood", "impact", "likelihood_after", "impact_after"),
    sorts=("level",),
    sorted_by="-level",
    title=("scenario",),
    fold=N_("追加対策の計画と残留リスク"),
    rule=_rule,
    beside={
        "risk_never_remains": "residual",
        "risk_remains_unsaid": "reason",
        "risk_review_late": "review_on",
    },
    asks=_asks,
    seen=visible_to,
    custom=Custom.PERSONAL_INFORMATION_ACT,
    keeper=Permission.KEEP_REGISTERS,
    boxes=(N_("代表者"), N_("個人情報保護管理者"), N_("部門責任者")),
    paper=Paper(
        N_("リスク分析表"),
        {
            **{"rows": 5, "unit_id": 3, "stage": 3, "kind": 3, "scenario": 6},
            **{"likelihood": 3, "impact": 3, "level": 3, "present": 6, "measure": 6},
            **{"safeguards": 3, "regulation": 4, "who": 3, "until": 0, "progress": 3},
            **{"level_after": 3, "reason": 5, "review_on": 0},
        },
        wide=("likelihood", "impact", "safeguards", "regulation", "review_on"),
    ),
    approvers=(Role.REPRESENTATIVE,),
    afterwards=(OF_CHANGES.name, OF_LAWS.name),
    reckoned=(LEVEL, LEVEL_AFTER),
)
TO_FINISH = entry_drafts.to_finish(
    RISKS,
    *("confirm_risk_drafts", N_("リスクの下書きの提出")),
    N_("提出していない下書きがあります。評価と対策を入力して提出するか、取り消してください。"),
)
TO_APPROVE = entry_duties.source(
    RISKS,
    *("approve_risks", N_("リスク対応の承認")),
    N_("提出されたリスクの評価と対策を読み、承認するか、理由を添えて差し戻してください。"),
)
