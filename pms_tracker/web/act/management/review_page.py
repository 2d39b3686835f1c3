"""The page of one management review: invitation, minutes and decisions, as far as one reads."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.act.management import management_reviews, review_decisions, review_minutes
from pms_tracker.act.rules.management_rules import FROZEN, WRITING, ReviewState
from pms_tracker.act.tables.management_tables import (
    ManagementReview,
    ReviewAttendee,
    ReviewDecision,
)
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.evidence import evidence as files
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.errors import NotFound
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.act.management import review_words
from pms_tracker.web.act.management.review_forms import SignForm
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import Form, ReasonForm
from pms_tracker.web.proofs import decision_forms, evidence_views
from pms_tracker.web.proofs.decision_forms import NextStep
from pms_tracker.web.record import mails, record_history
from pms_tracker.web.record.paths import blocked, first_of


@dataclass
class Binder:
    """A review as one reader finds it."""

    review: ManagementReview
    attendees: list[ReviewAttendee]
    made: list[ReviewDecision]
    firm: Firm
    decisions: list[Approval] = field(default_factory=list)

    @property
    def reads(self) -> bool:
        """Whether the reader reads the minutes and not only an invitation or a decision."""
        return management_reviews.reads_minutes(self.review, self.attendees, me())

    @property
    def keeps(self) -> bool:
        return me().may(Permission.KEEP_REVIEWS)

    @property
    def names(self) -> dict[int, str]:
        return self.firm.names(self.firm.members)

    @property
    def asked(self) -> list[str]:
        """The names of those who were asked to attend."""
        names = self.names
        return [names[each.person_id] for each in self.attendees if each.asked]

    @property
    def own(self) -> list[ReviewDecision]:
        """The signed decisions that the reader may know of."""
        if self.review.state is not ReviewState.SIGNED:
            return []
        return review_decisions.seen(self.made, me(), reads_minutes=self.reads)

    @property
    def sent_back(self) -> Approval | None:
        back = self.review.state is ReviewState.SENT_BACK
        return decision_forms.sent_back(self.decisions) if back else None


def binder(review: ManagementReview) -> Binder:
    """A review with all its page is made of."""
    found = Binder(
        review,
        management_reviews.attendees_of(review),
        review_decisions.of(review),
        Firm(clock.today()),
    )
    if found.reads:
        found.decisions = approvals.decisions(review.reference)
    return found


def for_readers(review: ManagementReview) -> ManagementReview:
    """A review whose minutes the reader may read; raises NotFound for others."""
    if not management_reviews.reads_minutes(review, management_reviews.attendees_of(review), me()):
        raise NotFound("no_such_record", reference=review.reference)
    return review


def show(review: ManagementReview, refused: Form | None = None) -> ResponseReturnValue:
    """The record; a refused form is shown again as it was typed, beside what is so now."""
    found = binder(review)
    box = _box(found, refused if isinstance(refused, SignForm) else None)
    cancelling = _cancelling(found, refused if isinstance(refused, ReasonForm) else None)
    page = render_template(
        "act/reviews/record.html",
        review=review,
        binder=found,
        box=box,
        cancelling=cancelling,
        turn=turn(found, box.turn if box else None),
        **_minutes(found),
        duty=management_reviews.duty_of(review),
        **_around(found, refused if isinstance(refused, evidence_views.EvidenceForm) else None),
    )
    return page, refused.status if refused else 200


def _around(found: Binder, adding: evidence_views.EvidenceForm | None) -> dict[str, Any]:
    """What stands beside the minutes for those who read them: files, mails, history."""
    reference = found.review.reference
    if not found.reads:
        return {"files": [], "adding": None, "mails": None, "history": None}
    every = files.files(reference)
    return {
        "files": [(each, _place(found.review, each)) for each in every if _is_own(each)],
        "adding": _adding(found, adding, every),
        "file_limit": evidence_views.limit_words(),
        "mails": mails.about(reference, found.firm) if me().sees_all else None,
        "history": record_history.of(reference) if me().sees_all else None,
    }


def _is_own(file: EvidenceFile) -> bool:
    """Whether a file is of the review itself; what proves a decision stands on its page."""
    return not file.step.startswith(DECISION)


# What the step of a decision's evidence begins with.
DECISION = "decision-"


def _place(review: ManagementReview, file: EvidenceFile) -> str:
    return url_for("management_reviews.file", reference=review.reference, number=file.number)


def _adding(
    found: Binder, refused: evidence_views.EvidenceForm | None, every: list[EvidenceFile]
) -> evidence_views.EvidenceForm | None:
    if not found.keeps or found.review.state is ReviewState.CANCELLED:
        return None
    form = refused or evidence_views.EvidenceForm(formdata=None)
    form.offer([each for each in every if not each.step])
    return form


def _minutes(found: Binder) -> dict[str, Any]:
    """The minutes as they were handed in; nothing while they are still being written."""
    content = found.review.content
    if not found.reads or content is None or found.review.state not in FROZEN:
        return {"told": None}
    facts = content["facts"]
    return {
        "told": review_words.told(facts, content["remarks"], linked=me().sees_all),
        "period": review_words.period_words(facts),
        "proposed": [
            {**each, "due_on": date.fromisoformat(each["due_on"])} for each in content["decisions"]
        ],
    }


def _box(found: Binder, refused: SignForm | None) -> decision_forms.Box | None:
    """The signature that the minutes wait for."""
    review = found.review
    shown = review.state is ReviewState.SUBMITTED and found.reads
    waits = review_minutes.waiting(review, found.firm) if shown else None
    place = url_for("review_minutes.sign", reference=review.reference)
    return decision_forms.box(
        waits, found.firm, place=place, version=review.version, refused=refused, kind=SignForm
    )


def _cancelling(found: Binder, refused: ReasonForm | None) -> ReasonForm | None:
    if not found.keeps or found.review.state is not ReviewState.CONVENED:
        decision_forms.say_refusal(refused)
        return None
    place = url_for("management_reviews.cancel", reference=found.review.reference)
    form = refused or ReasonForm(formdata=None, place=place)
    form.version.data = found.review.version
    return form


def turn(found: Binder, decision: decision_forms.Turn | None) -> NextStep:
    """Whose turn it is, seen by the viewer; `decision` is whose the signature is."""
    review = found.review
    if review.state is ReviewState.CANCELLED:
        return NextStep("done", gettext("このレビューは中止されました。"), label=gettext("中止"))
    if review.state in WRITING:
        return _writing(found)
    if decision is not None and decision.is_mine:
        words = gettext("議事録を読み、署名するか差し戻してください。")
        return NextStep("yours", words, "#step", gettext("読んで決める"), decision.label)
    if review.state is ReviewState.SUBMITTED:
        if decision is None:
            return NextStep("theirs", gettext("議事録の署名を待っています。"))
        words = decision.blocked or gettext(
            "%(name)sさんの対応待ちです。議事録の署名を待っています。", name=decision.name
        )
        return NextStep("theirs", words)
    return _carrying_out(found)


def _writing(found: Binder) -> NextStep:
    if found.keeps:
        url = url_for("review_minutes.form", reference=found.review.reference)
        if found.review.state is ReviewState.SENT_BACK:
            words = gettext("差戻しの理由を読み、議事録を直して提出してください。")
        else:
            words = gettext(
                "レビューを行い、インプット・決定事項・出席者を議事録に書いてください。"
            )
        managers = found.firm.managers()
        if me().person_id in managers:
            return NextStep("yours", words, url, gettext("議事録を書く"))
        # The representative may as well, and it is no duty of theirs while somebody runs the PMS.
        first = first_of(managers, found.firm)
        told = blocked(first, found.firm) or gettext(
            "%(name)sさんの対応待ちです。レビューを行い、議事録を書きます。",
            name=found.names[first or 0],
        )
        return NextStep("theirs", told, url, gettext("議事録を書く"))
    if any(each.person_id == me().person_id for each in found.attendees):
        return NextStep(
            "theirs", gettext("当日、出席してください。議事録は、署名の後にここで読めます。")
        )
    return NextStep("theirs", gettext("議事録が書かれるのを待っています。"))


def _carrying_out(found: Binder) -> NextStep:
    mine = [e for e in found.own if e.holder_id == me().person_id and e.done_on is None]
    if mine:
        words = gettext("あなたが担当する決定事項を実施し、結果を報告してください。")
        url = url_for(
            "review_outcomes.record", reference=found.review.reference, position=mine[0].position
        )
        return NextStep("yours", words, url, gettext("決定事項を開く"))
    if not found.reads and not found.own:
        words = gettext("議事録は署名済みです。議事録を読めるのは、出席した人です。")
        return NextStep("done", words)
    open_ones = [each for each in found.own if each.done_on is None]
    if open_ones:
        name = found.names.get(open_ones[0].holder_id, "")
        words = gettext("議事録は署名済みです。%(name)sさんが決定事項を実施します。", name=name)
        return NextStep("theirs", words)
    return NextStep("done", gettext("議事録は署名され、決定事項はすべて実施されました。"))
