"""The register of contractors (委託先; J.9.4; Law art. 25): approved before anything is entrusted.

Which entries of the register of personal information are entrusted is said here and nowhere else
(ADR 72). The contract is signed after the approval, so that it is recorded at once; an end is a
change that is approved, with proof that nothing is held any more. How far a contractor is follows
from this and from its last approved evaluation.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from pms_tracker import clock
from pms_tracker.do.contractors.contractor_fields import CONTRACT, FIELDS
from pms_tracker.do.rules import contractor_rules as rules
from pms_tracker.do.tables import contractor_tables
from pms_tracker.do.tables.contractor_tables import Contractor
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm.listings import everybody
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.changes.planned_changes import OF_CHANGES
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.registers.entry_faults import refuse
from pms_tracker.registers.fields import Facts, Value, Values
from pms_tracker.registers.office_fields import Reckoned
from pms_tracker.registers.register import Register

STATES: dict[rules.State, Words] = {
    rules.State.CANDIDATE: N_("候補"),
    rules.State.EVALUATING: N_("評価中"),
    rules.State.APPROVED: N_("承認（未契約）"),
    rules.State.CONTRACTED: N_("契約済み"),
    rules.State.DUE: N_("再評価の時期"),
    rules.State.CONTINUED: N_("継続中"),
    rules.State.CONDITIONAL: N_("条件付"),
    rules.State.STOPPED: N_("停止"),
    rules.State.ENDED: N_("終了"),
}
WRONG: dict[rules.Wrong, Words] = {
    rules.Wrong.NOT_APPROVED: N_("評価と承認が済んでいない委託先です。"),
    rules.Wrong.NO_CONTRACT: N_("契約がない委託先です。"),
    rules.Wrong.STOPPED: N_("評価が不合格で、停止している委託先です。"),
    rules.Wrong.ENDED: N_("委託を終了した委託先です。"),
}

# Whom something is entrusted to is for everybody who may open the register: whoever sends
# something out looks here first.
visible_to = everybody


def _rule(values: Values, _facts: Facts) -> None:
    signed_on, term_until = values["signed_on"], values["term_until"]
    if term_until is not None and signed_on is None:
        refuse("signed_on", N_("契約日を入力してください。"))
    if term_until is not None and term_until < signed_on:
        refuse("term_until", N_("契約の終期は、契約日以降の日にしてください。"))
    if values["my_number"] is rules.MyNumber.YES:
        _check_my_number(values)
    _check_leaving(values)


def _check_my_number(values: Values) -> None:
    is_bound = values["signed_on"] is not None
    if is_bound and rules.lacking(values["clauses"]):
        words = N_(
            "マイナンバーを委託する契約には、上から8つの条項がすべて必要です。"
            "契約を直してから記録してください。"
        )
        refuse("clauses", words)
    if values["handed_to"] and values["first_client_on"] is None:
        words = N_(
            "マイナンバーの再委託には、最初の委託元の許諾が必要です。許諾の日を入力してください。"
        )
        refuse("first_client_on", words)


def _check_leaving(values: Values) -> None:
    """A contractor leaves with proof, and once nothing is entrusted to it any more."""
    ended_on = values["ended_on"]
    if ended_on is None:
        return
    if values["signed_on"] is not None and ended_on < values["signed_on"]:
        refuse("ended_on", N_("契約日以降の日を入力してください。"))
    if values["proof"] is None:
        refuse("proof", N_("返却か廃棄をどう確かめたかを選んでください。終了に必要です。"))
    if values["proved_on"] is None:
        refuse("proved_on", N_("返却か廃棄を確かめた日を入力してください。終了に必要です。"))
    if values["rows"]:
        words = N_("台帳の記録がまだこの委託先を指しています。すべて外してから終了してください。")
        refuse("rows", words)


def _filled(values: Values, _facts: Facts) -> dict[str, Value]:
    """Once a year, and no My Number, unless it is said otherwise."""
    return {
        **values,
        "every": values["every"] or rules.Every.YEAR,
        "my_number": values["my_number"] or rules.MyNumber.NO,
    }


def _goes_out(row: Any) -> None:
    """Whoever had a contract ends with proof; one that was never bound may just be left out."""
    if row.ended_on is None and (row.signed_on is not None or row.rows):
        raise RuleBroken("contractor_unproved")


def _became(row: Any, before: Values, _by: Viewer | None) -> None:
    """A contract is not emptied at once so that its contractor leaves without proof."""
    if row.state is Standing.IN_FORCE and before["signed_on"] and row.signed_on is None:
        raise RuleBroken("contractor_unproved")


def contract_of(row: Any) -> rules.Contract:
    return rules.Contract(row.signed_on, row.term_until, row.renews)


def told_of(row: Any) -> rules.Told:
    """What is known of a contractor, with its last approved evaluation."""
    judged = None
    if row.evaluated_on is not None and row.verdict is not None:
        is_met = row.conditions_met_on is not None
        judged = rules.Judged(
            row.verdict, row.judged_as, row.evaluated_on, row.exception_until, is_met
        )
    ended_on = row.ended_on
    if row.state is Standing.ENDED and ended_on is None:
        ended_on = date.min
    return rules.Told(
        row.state in IN_FORCE,
        judged,
        bool(row.under_way) or row.state is Standing.WAITING,
        contract_of(row),
        row.every,
        ended_on,
    )


def state_of(row: Any) -> rules.State:
    """How far a contractor is today."""
    return rules.state_of(told_of(row), clock.today())


def wrong_with(row: Any) -> rules.Wrong | None:
    """Why a contractor may hold nothing today; None where it may."""
    return rules.wrong(state_of(row))


def registered_on(row: Any) -> date:
    return clock.local(row.recorded_at).date()


def evaluate_by(row: Any) -> date | None:
    """By when a contractor is evaluated; None of one that is not in force, or left."""
    if row.state not in IN_FORCE or row.struck:
        return None
    return rules.evaluate_by(told_of(row), registered_on(row))


def _asks(values: Values) -> Collection[str]:
    return () if values["ended_on"] is not None else ("rows",)


_READS = (
    *("verdict", "judged_as", "evaluated_on", "exception_until", "conditions_met_on"),
    *("under_way", "recorded_at"),
)
STATE = Reckoned(
    *("contractor_state", N_("委託先の状態")),
    reckon=lambda row: STATES[state_of(row)],
    after="my_number",
    reads=_READS,
    of_now=True,
)
NEXT = Reckoned(
    *("next_evaluation", N_("次の評価の期日")),
    reckon=evaluate_by,
    after="every",
    reads=_READS,
    of_now=True,
)
CONTRACTORS = Register(
    *(contractor_tables.CONTRACTORS, "do/contractors", Contractor, N_("委託先")),
    kind=Kind.CONTRACTOR,
    new=N_("委託先を登録する"),
    why=N_("個人情報を預ける委託先を評価し、承認と契約を経て、終了までを管理します。"),
    requirement=N_(
        "個人情報保護法25条とPマークの構築・運用指針 J.9.4は、委託先を選ぶ基準を定め、"
        "必要な事項を契約に入れ、委託先を監督するよう求めています。"
    ),
    fields=FIELDS,
    columns=("name", "trade", "work", STATE, "term_until", NEXT),
    filters=("trade", "my_number", "unit_id", "ended_on"),
    sorts=("name", "term_until"),
    sorted_by="name",
    title=("name",),
    fold=N_("代表者、認証、再委託、終了"),
    rule=_rule,
    fill=_filled,
    filled=("every", "my_number"),
    opens=("ended_on", "signed_on", "term_until"),
    asks=_asks,
    goes_out=_goes_out,
    became=_became,
    seen=visible_to,
    custom=Custom.PERSONAL_INFORMATION_ACT,
    keeper=Permission.KEEP_REGISTERS,
    boxes=(N_("個人情報保護管理者"), N_("部門責任者")),
    approvers=(Role.PRIVACY_MANAGER, Role.REPRESENTATIVE),
    afterwards=(*(each.name for each in CONTRACT), "certified_until", "contact", OF_CHANGES.name),
    reckoned=(STATE, NEXT),
)
TO_APPROVE = entry_duties.source(
    CONTRACTORS,
    *("approve_contractors", N_("委託先の承認")),
    N_("提出された委託先の内容と評価を読み、承認するか、理由を添えて差し戻してください。"),
)
