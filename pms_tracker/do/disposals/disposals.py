"""The register of disposals (廃棄の記録): what is disposed of, approved before, and with its proof.

An entry is approved before anything is disposed of; what became of it afterwards (a hold, the day,
who did it and who saw it, the certificate) is recorded at once, as it is a fact (ADR 69).
"""

from collections.abc import Collection
from typing import Any

from pms_tracker import clock
from pms_tracker.do.disposals import still_needed
from pms_tracker.do.disposals.disposal_fields import AFTERWARDS, FIELDS, spread
from pms_tracker.do.registers.ledger import LEDGER, of_units
from pms_tracker.do.rules import disposal_rules
from pms_tracker.do.rules.disposal_rules import Decision, Progress, Told
from pms_tracker.do.rules.ledger.ledger_rules import Disposal as Way
from pms_tracker.do.tables.disposal_tables import Disposal
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.registers import entry_fields
from pms_tracker.registers.entry_faults import refuse, refuse_first
from pms_tracker.registers.fields import Facts, Value, Values
from pms_tracker.registers.office_fields import Reckoned
from pms_tracker.registers.register import Register

PROGRESS: dict[Progress, Words] = {
    Progress.PLANNED: N_("廃棄前"),
    Progress.HELD: N_("保留中"),
    Progress.PROOF: N_("証明書待ち"),
    Progress.DONE: N_("完了"),
    Progress.NOTHING: N_("完了（該当なし）"),
}

visible_to = of_units(Disposal.unit_id)


def _rule(values: Values, _facts: Facts) -> None:
    told = Told(
        decision=values["decision"],
        reason=values["reason"],
        held=values["hold_reason"],
        hold_until=values["hold_until"],
        amount=values["amount"],
        contractor=values["contractor"],
        by_contractor=Way.ENTRUSTED in values["methods"],
        done_on=values["done_on"],
        done_by=values["done_by"],
        witness=values["witness"],
        certificate_on=values["certificate_on"],
    )
    refuse_first(disposal_rules.faults(told))
    if told.done_on is not None and not told.witness and _holds_my_number(values["rows"]):
        refuse("witness", N_("マイナンバーを含むものは2人で廃棄します。立会者を入力してください。"))


def _holds_my_number(references: Collection[str]) -> bool:
    flag = LEDGER.field("my_number")
    return any(flag.of(row) for row in entry_fields.rows(LEDGER, references).values())


def _asks(values: Values) -> Collection[str]:
    of_what = () if values["rows"] or values["kinds"] else ("rows",)
    if values["kinds"] and values["decision"] is Decision.DISPOSE:
        of_what = ("batch_year",)
    return (*of_what, *(("due_on", "methods") if values["decision"] is Decision.DISPOSE else ()))


def _comes_in(_row: Any, values: Values) -> None:
    """Raises RuleBroken for records that something still needs."""
    still_needed.check(values)


def _filled(values: Values, _facts: Facts) -> dict[str, Value]:
    """What sheets of an office list was disposed of."""
    return {**values, "decision": values["decision"] or Decision.DISPOSE}


def progress_of(row: Any) -> Progress:
    """How far a disposal is today."""
    proof = bool(row.contractor), row.certificate_on
    return disposal_rules.progress(row.decision, row.hold_until, row.done_on, proof, clock.today())


PROGRESS_FIELD = Reckoned(
    *("progress", N_("進み具合")),
    reckon=lambda row: PROGRESS[progress_of(row)],
    after="decision",
    of_now=True,
)
DISPOSALS = Register(
    *("disposals", "do/disposals", Disposal, N_("廃棄の記録")),
    kind=Kind.DISPOSAL,
    short=N_("廃棄"),
    new=N_("廃棄を登録する"),
    why=N_(
        "保管期限が過ぎた個人情報を、承認を受けて廃棄し、数量・方法・立会者・廃棄証明書を記録します。"
    ),
    requirement=N_(
        "個人情報保護法22条は、利用する必要がなくなった個人データを遅滞なく消去するよう求めています。"
        "ガイドライン（通則編）10-5は、廃棄した記録を残し、委託したときは証明書などで確かめることを"
        "挙げています。"
    ),
    fields=FIELDS,
    columns=("batch", "unit_id", "due_on", "done_on", PROGRESS_FIELD),
    filters=("unit_id", "decision", "done_on"),
    sorts=("due_on",),
    waits_by="due_on",
    title=("batch",),
    fold=N_("記録の種類、該当なしの理由、保留、備考"),
    rule=_rule,
    fill=_filled,
    filled=("decision",),
    spreads=spread,
    asks=_asks,
    comes_in=_comes_in,
    seen=visible_to,
    custom=Custom.PERSONAL_INFORMATION_ACT,
    keeper=Permission.KEEP_REGISTERS,
    boxes=(N_("個人情報保護管理者"), N_("部門責任者")),
    approvers=(Role.PRIVACY_MANAGER, Role.REPRESENTATIVE),
    afterwards=(*(each.name for each in AFTERWARDS), "note"),
    reckoned=(PROGRESS_FIELD,),
)
TO_APPROVE = entry_duties.source(
    DISPOSALS,
    *("approve_disposals", N_("廃棄の承認")),
    N_("提出された廃棄の対象と方法を読み、承認するか、理由を添えて差し戻してください。"),
)
