"""What act has to say at once: reference, due day and a fixed sentence, never content."""

from datetime import date

from pms_tracker.act.tables.case_tables import Case
from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, Wording

PLAN_ASKED = Wording(
    "plan_asked",
    N_("是正処置の計画をお願いします（%(reference)s）"),
    N_("あなたの部門に、是正処置の必要な不適合が記録されました。"),
    duty="plan_case",
)
APPROVAL_ASKED = Wording(
    "approval_asked",
    N_("是正処置の承認をお願いします（%(reference)s）"),
    N_("是正処置の計画が提出され、あなたの承認を待っています。"),
    duty="decide_case",
)
PLAN_APPROVED = Wording(
    "plan_approved",
    N_("是正処置の計画が承認されました（%(reference)s）"),
    N_("あなたが責任者の是正処置が承認されました。計画のとおりに進めてください。"),
    duty="do_case",
)
PLAN_SENT_BACK = Wording(
    "plan_sent_back",
    N_("是正処置の計画が差し戻されました（%(reference)s）"),
    N_("是正処置の計画が差し戻されました。理由は、記録のページに書かれています。"),
    duty="replan_case",
)
NEXT_ROUND = Wording(
    "next_round",
    N_("是正処置の再計画をお願いします（%(reference)s）"),
    N_("有効性の確認で、処置が有効でないと判定されました。原因からもう一度考えてください。"),
    duty="plan_case",
)
PLAN_REJECTED = Wording(
    "plan_rejected",
    N_("是正処置の計画が却下されました（%(reference)s）"),
    N_(
        "是正処置の計画が却下されました。原因から考え直し、あらためて提出してください。理由は、記録のページに書かれています。"
    ),
    duty="plan_case",
)
DONE_CHECK_ASKED = Wording(
    "done_check_asked",
    N_("完了確認のお願い（%(reference)s）"),
    N_("是正処置の実施が報告されました。内容を確かめてください。"),
    duty="confirm_case",
)
DONE_RETURNED = Wording(
    "done_returned",
    N_("是正処置の実施が差し戻されました（%(reference)s）"),
    N_("是正処置の実施の報告が差し戻されました。理由は、記録のページに書かれています。"),
    duty="do_case",
)
CLOSING_ASKED = Wording(
    "closing_asked",
    N_("完了承認のお願い（%(reference)s）"),
    N_("是正処置が有効と判定されました。完了の承認をお願いします。"),
    duty="close_case",
)
CLOSING_RETURNED = Wording(
    "closing_returned",
    N_("有効性の確認のやり直しのお願い（%(reference)s）"),
    N_(
        "是正処置の完了が承認されず、有効性の確認に差し戻されました。理由は、記録のページに書かれています。"
    ),
    duty="judge_case",
)


def _about(row: Wording, case: Case) -> Letter:
    return Letter(row, {"due_on": case.turn_due_on}, case.reference, title=case.title)


def plan_asked(case: Case) -> Letter:
    """To the head: a nonconformity was filed against your unit; please plan."""
    return _about(PLAN_ASKED, case)


def approval_asked(case: Case) -> Letter:
    """To the approver: a plan waits for your decision."""
    return _about(APPROVAL_ASKED, case)


def plan_approved(case: Case) -> Letter:
    """To the owner: the plan was approved; please carry it out."""
    return _about(PLAN_APPROVED, case)


def action_approved(case: Case, due_on: date | None) -> Letter:
    """To the owner of a further action: the same, with the day that theirs is due on."""
    return Letter(PLAN_APPROVED, {"due_on": due_on}, case.reference, title=case.title)


def plan_sent_back(case: Case) -> Letter:
    """To the head: the plan was sent back; the reason is on the page."""
    return _about(PLAN_SENT_BACK, case)


def next_round(case: Case) -> Letter:
    """To the head: the action was judged ineffective; please look for the cause again."""
    return _about(NEXT_ROUND, case)


def plan_rejected(case: Case) -> Letter:
    """To the head: the plan was rejected; please think it out anew."""
    return _about(PLAN_REJECTED, case)


def done_check_asked(case: Case) -> Letter:
    """To the checker: what was reported as done waits for your check."""
    return _about(DONE_CHECK_ASKED, case)


def done_returned(case: Case) -> Letter:
    """To the owner: what you reported was given back; the reason is on the page."""
    return _about(DONE_RETURNED, case)


def closing_asked(case: Case) -> Letter:
    """To the representative: an effective case waits for your approval to be closed."""
    return _about(CLOSING_ASKED, case)


def closing_returned(case: Case) -> Letter:
    """To the reviewer: the effect is to be judged anew; the reason is on the page."""
    return _about(CLOSING_RETURNED, case)
