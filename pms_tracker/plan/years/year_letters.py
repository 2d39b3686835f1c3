"""What the plan of the year has to say at once: which step, by when, never what is planned."""

from dataclasses import replace
from datetime import date

from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, Wording
from pms_tracker.plan.tables.year_tables import AnnualPlan

YEAR_ASKED = Wording(
    "year_asked",
    N_("年度計画の承認をお願いします（%(reference)s）"),
    N_("年度計画、またはその変更が提出され、あなたの承認を待っています。"),
)
YEAR_CONFIRMATION_ASKED = Wording(
    "year_confirmation_asked",
    N_("実施の確認をお願いします（%(reference)s）"),
    N_("年度計画の予定が実施され、あなたの確認を待っています。"),
    duty="confirm_duty",
)
YEAR_DUTY_SENT_BACK = Wording(
    "year_duty_sent_back",
    N_("実施の報告が差し戻されました（%(reference)s）"),
    N_(
        "年度計画の予定の実施が、確かめた人から差し戻されました。理由は、予定のページに書かれています。"
    ),
)
YEAR_APPROVED = Wording(
    "year_approved",
    N_("年度計画が承認されました（%(reference)s）"),
    N_("年度計画が承認されました。予定の日にあわせて、担当者にお知らせします。"),
)
CHANGE_APPROVED = replace(
    YEAR_APPROVED, opening=N_("年度計画の変更が承認され、計画に反映されました。")
)
YEAR_SENT_BACK = Wording(
    "year_sent_back",
    N_("年度計画が差し戻されました（%(reference)s）"),
    N_("年度計画が差し戻されました。理由は、記録のページに書かれています。"),
)
CHANGE_SENT_BACK = replace(
    YEAR_SENT_BACK,
    opening=N_("年度計画の変更が差し戻されました。理由は、記録のページに書かれています。"),
)


def asked(plan: AnnualPlan, kind: str, due_on: date) -> Letter:
    """To the approver: a plan (or its amendment, by the kind of the duty) waits for a decision."""
    return Letter(replace(YEAR_ASKED, duty=kind), {"due_on": due_on}, plan.reference)


def confirmation_asked(plan: AnnualPlan, due_on: date) -> Letter:
    """To whom the plan names: a duty was entered as done and waits to be confirmed."""
    return Letter(YEAR_CONFIRMATION_ASKED, {"due_on": due_on}, plan.reference)


def duty_sent_back(plan: AnnualPlan) -> Letter:
    """To the duty's owner: it is not confirmed; the reason is on the page."""
    return Letter(YEAR_DUTY_SENT_BACK, {}, plan.reference)


def approved(plan: AnnualPlan, *, amendment: bool = False) -> Letter:
    """To those who wrote it: it was approved, and is locked now."""
    return Letter(CHANGE_APPROVED if amendment else YEAR_APPROVED, {}, plan.reference)


def sent_back(plan: AnnualPlan, *, amendment: bool = False) -> Letter:
    """To those who wrote it: it was sent back; the reason is on the page."""
    return Letter(CHANGE_SENT_BACK if amendment else YEAR_SENT_BACK, {}, plan.reference)
