"""Pages of minutes (議事録): written beside live figures, handed in, signed, set on paper."""

from collections.abc import Iterator
from datetime import date

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.management import management_reviews, review_facts, review_minutes
from pms_tracker.act.rules.management_rules import ReviewState, Section
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.approvals import approvals
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.act.management import review_page, review_paper, review_words
from pms_tracker.web.act.management.review_forms import MinutesForm, SignForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.many_rows import SPARE, asks_for_rows, asks_to_submit
from pms_tracker.web.pictures import papers
from pms_tracker.web.proofs.decision_forms import keep_scan
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.record.term_papers import TermPaper

blueprint = Blueprint(
    "review_minutes", __name__, url_prefix="/act/reviews/<ref(MR):reference>/minutes"
)


@blueprint.get("/")
@requires(Permission.KEEP_REVIEWS)
def form(reference: Reference) -> ResponseReturnValue:
    """The minutes as they are being written, each input beside its figures of now."""
    review, firm = _open(reference), Firm(clock.today())
    place = url_for(".write", reference=reference)
    filled = MinutesForm(place=place, version=review.version, **_kept(review))
    filled.offer(firm)
    return _page(review, filled)


def _open(reference: Reference) -> ManagementReview:
    review = _found(reference)
    if not management_reviews.is_open(review.state):
        raise RuleBroken("minutes_locked")
    return review


def _found(reference: Reference, *, for_update: bool = False) -> ManagementReview:
    return management_reviews.by_reference(reference, seen_by=me(), for_update=for_update)


def _kept(review: ManagementReview) -> dict[str, object]:
    """What was written so far; before anything was, those who were asked count as there."""
    found = review_minutes.kept(review)
    return {
        "held_on": review.held_on or min(review.planned_on, clock.today()),
        "venue": review.place,
        "present_ids": [each.person_id for each in found.attendees if each.present is not False],
        "others": review.others,
        "conclusion": review.conclusion,
        "no_decisions": review.no_decisions,
        "inputs": {
            section.value: {"comment": said.comment, "unchanged": said.unchanged}
            for section, said in found.remarks.items()
        },
        "rows": [
            {"text": each.text, "owner_id": each.owner_id, "due_on": each.due_on}
            for each in found.decisions
        ],
    }


def _page(review: ManagementReview, filled: MinutesForm) -> ResponseReturnValue:
    facts = review_facts.facts(review, clock.today())
    page = render_template(
        "act/reviews/minutes.html",
        review=review,
        form=filled,
        told=review_words.told(facts, {}, linked=True),
        period=review_words.period_words(facts),
        parts={section: filled.input_of(section) for section in Section},
        bars_signing=Role.REPRESENTATIVE in me().roles,
    )
    return page, filled.status


def _minutes_form() -> MinutesForm:
    filled = MinutesForm()
    filled.hands_in = asks_to_submit()
    filled.offer(Firm(clock.today()), more=SPARE if asks_for_rows() else 0)
    return filled


def _again(filled: MinutesForm, reference: Reference) -> ResponseReturnValue:
    if asks_for_rows():
        return _page(_open(reference), filled)
    review = _found(reference)
    filled.version.data = review.version
    return _page(review, filled)


@blueprint.post("/")
@requires(Permission.KEEP_REVIEWS)
@step(_minutes_form, _again, rows=True)
def write(filled: MinutesForm, reference: Reference) -> Done:
    """Keep the minutes as they were typed or, with the other button, hand them in."""
    put = review_minutes.submit if filled.hands_in else review_minutes.save
    review = _found(reference, for_update=True)
    put(review, filled.written, version=filled.version.number, by=me())
    if filled.hands_in:
        words = gettext("議事録を提出しました。数字は提出時のまま固定し、署名を待ちます。")
    else:
        words = gettext("議事録の下書きを保存しました。")
    return Done(words, _record(reference))


@blueprint.post("/signature")
@requires(Permission.SEE_RECORDS)
@step(
    SignForm,
    lambda filled, reference: review_page.show(review_page.for_readers(_found(reference)), filled),
)
def sign(filled: SignForm, reference: Reference) -> Done:
    """Sign the minutes or send them back; who may is for the rules."""
    review = review_page.for_readers(_found(reference, for_update=True))
    decided, version = filled.decided, filled.version.number
    row = review_minutes.decide(review, decided, version=version, by=me())
    keep_scan(row)
    return _decided(reference, approves=filled.decided.approves)


def _decided(reference: Reference, *, approves: bool) -> Done:
    if approves:
        words = gettext("議事録の署名を記録しました。出席者と決定事項の担当者に知らせます。")
    else:
        words = gettext("議事録の差戻しを記録しました。書いた人に知らせます。")
    # A deputy knows of a review while its minutes wait for the absent person.
    try:
        _found(reference)
    except NotFound:
        return Done(words, url_for("overview.home"), turn=True)
    return Done(words, _record(reference), turn=True)


def _record(reference: Reference) -> str:
    return url_for("management_reviews.record", reference=reference)


def _of_term(first: date, last: date, viewer: Viewer) -> Iterator[tuple[str, bytes]]:
    """The minutes of reviews that were held in these days and are signed."""
    its = ManagementReview.held_on.between(first, last), management_reviews.visible_to(viewer)
    signed = ManagementReview.state == ReviewState.SIGNED
    order = ManagementReview.held_on, ManagementReview.id
    for review in session.scalars(select(ManagementReview).where(signed, *its).order_by(*order)):
        decided = approvals.decisions(review.reference)
        if review.content is not None:
            data = review_paper.data(review, review.content, decided)
            yield review.reference, papers.set_paper("minutes", data)


MINUTES = TermPaper("reviews", N_("マネジメントレビュー議事録"), _of_term)


@blueprint.get("/minutes.pdf")
@requires(Permission.SEE_RECORDS)
def paper(reference: Reference) -> ResponseReturnValue:
    """The minutes on A4, as they were handed in; until then a draft (案) for those who see all."""
    review = review_page.for_readers(_found(reference))
    content = review.content
    if content is None:
        found = review_minutes.kept(review)
        content = review_minutes.content(review, found, Firm(clock.today()))
    decided = approvals.decisions(review.reference)
    data = review_paper.data(review, content, decided)
    return papers.answer("minutes", data, papers.named(f"{review.reference}.pdf"))
