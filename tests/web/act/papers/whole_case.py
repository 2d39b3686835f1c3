"""A case that went all ways: two rounds by the full profile, a deputy, paper, a day that moved."""

from datetime import timedelta

from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import closing, done_checks, effectiveness
from pms_tracker.act.effect.effectiveness import Done, Judged
from pms_tracker.act.elsewhere import elsewhere, elsewhere_questions
from pms_tracker.act.elsewhere.elsewhere import Answered
from pms_tracker.act.plans import actions
from pms_tracker.act.rules.elsewhere_rules import Asking, Elsewhere
from pms_tracker.act.tables.case_tables import Case, Verdict
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided, Subject
from pms_tracker.kernel.profile import Part
from pms_tracker.kernel.references import parse_reference
from pms_tracker.plan.rules.lesson_rules import Inbox
from tests import builders
from tests.act.plans.planned import action
from tests.cast import IDS, TODAY, UNIT_IDS, viewer

WHYS = "棚に置かれていた\n>廃棄の担当がいない\n>>規程に担当の欄がない\n>鍵の場所を知らない"
FULL = (Part.WHYS, Part.ESCAPE, Part.SECOND_APPROVAL, Part.DONE_CHECK, Part.CLOSING_APPROVAL)


ASKED = Asking("鍵のない棚はありませんか。", (UNIT_IDS["書店"],), "本部と教務部に紙の棚はない。")


def approving(about: Subject) -> Decided:
    return Decided(Decision.APPROVED, about.digest)


def check(case: Case) -> None:
    made = approving(done_checks.subject(Dossier(case)))
    done_checks.decide(case, made, version=case.version, by=viewer("audit_manager"))


def early(case: Case) -> None:
    judged = Judged(
        Verdict.TOO_EARLY,
        "まだ1枚も扱っていない。",
        next_on=TODAY + timedelta(days=7),
        **builders.SEEN,
    )
    effectiveness.judge(case, judged, version=case.version, by=viewer("auditor"))


def close(case: Case) -> None:
    made = approving(closing.subject(Dossier(case)))
    closing.decide(case, made, version=case.version, by=viewer("representative"))


def answered_by_a_deputy(case: Case) -> None:
    reference = parse_reference(case.reference)
    assert reference is not None
    (asked,) = elsewhere_questions.mine(reference, viewer("employee"))
    told = Answered(Elsewhere.NOT_HERE, "書店の棚は3つとも鍵がかかる。")
    elsewhere.answer(asked, told, version=asked.version, by=viewer("employee"))


def first_round(case: Case) -> None:
    """Approved by two, one of them on paper; done by a deputy, moved, confirmed, of no effect."""
    planned = (
        action(resources="棚卸しに2人", measure="期限を過ぎた書類の数"),
        action(action="鍵を付け替える。", cause="鍵の場所を知らない", owner_id=IDS["other_head"]),
    )
    bones = {"procedure": "施錠の手順がない\n>点検表にない"}
    more = {
        "fishbone": bones,
        "direct_cause": "棚が開いていた。",
        "whys": WHYS,
        "escape_cause": "点検表に棚がない。",
        "elsewhere": ASKED,
    }
    builders.submit(case, actions=planned, **more)
    builders.send_back(case, reason="測り方を足してください。")
    builders.submit(case, actions=planned, **more)
    stamped = {"on_paper_by": IDS["privacy_manager"], "scanned": True}
    builders.approve(case, by="audit_manager", **stamped)
    builders.approve(case, by="representative")
    answered_by_a_deputy(case)
    to, by = TODAY + timedelta(days=20), viewer("head")
    actions.move_due(case, to, position=1, reason="棚の納品が遅れた。", version=case.version, by=by)
    for key, number in (("employee", 2), ("owner", 1)):
        done = Done(f"処置{number}を終えた。", TODAY)
        by = viewer(key)
        effectiveness.report_done(case, done, version=case.version, by=by, position=number)
    check(case)
    early(case)
    judged = Judged(Verdict.INEFFECTIVE, "3枚が残っていた。", **builders.SEEN)
    effectiveness.judge(case, judged, version=case.version, by=viewer("auditor"))


def second_round(case: Case) -> None:
    """Closed by the representative, with a lesson for two inboxes, one of which answered."""
    builders.submit(case, cause="廃棄を決める人がいなかった。")
    builders.approve(case)
    builders.approve(case, by="representative")
    builders.report(case)
    check(case)
    to = (Inbox.POLICY, Inbox.EDUCATION)
    judged = Judged(
        Verdict.EFFECTIVE, "0枚だった。", "廃棄は人を決める。", **builders.SEEN, lesson_for=to
    )
    effectiveness.judge(case, judged, version=case.version, by=viewer("auditor"))
    close(case)
