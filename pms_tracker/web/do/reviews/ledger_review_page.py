"""The pages of one review of the register: the whole of it, and what one unit is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.do.ledger_facts import ledger_merging
from pms_tracker.do.ledger_facts.ledger_merging import Decided, Group
from pms_tracker.do.registers import ledger
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.reviews import ledger_parts, ledger_reviews
from pms_tracker.do.reviews.ledger_parts import Looked, Part
from pms_tracker.do.rules.ledger import ledger_review_rules as rules
from pms_tracker.do.rules.ledger.ledger_review_rules import Followed, PartState, ReviewState
from pms_tracker.do.tables.ledger_review_tables import LedgerReview, LedgerReviewUnit
from pms_tracker.kernel.days import Days
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import decisions
from pms_tracker.registers.imports.register_sheets import number_of
from pms_tracker.web.do.reviews.ledger_review_forms import (
    AnswerForm,
    CloseForm,
    ConfirmForm,
    filled,
)
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import Form
from pms_tracker.web.proofs import decision_forms
from pms_tracker.web.proofs.decision_forms import NextStep
from pms_tracker.web.record import record_history
from pms_tracker.web.record.paths import blocked, first_of
from pms_tracker.web.words.register_words import said, say

# What of an entry is shown beside the question about it, and what is folded away.
SHOWN = ("purposes", "place", "keep_until")
FOLDED = ("items", "protection", "access", "use_until", "disposal", "entrusted_to", "provided_to")


@dataclass(frozen=True)
class Line:
    """One row of a unit as it is read: what the entry said, and how far the register follows."""

    looked: Looked
    facts: list[tuple[str, str]]
    more: list[tuple[str, str]]
    followed: Followed | None
    # Where the entry is changed or ended, for whoever may do so.
    url: str = ""

    @property
    def name(self) -> str:
        return str(self.looked.said["name"])

    @property
    def reference(self) -> str:
        return LEDGER.name_of(self.looked.entry)


@dataclass(frozen=True)
class Alike:
    """What several units hold alike: what nobody decided about yet, and what was decided since the
    review began."""

    groups: Sequence[Group]
    decided: Sequence[Decided]


def _alike(review: LedgerReview, unit_id: int | None = None) -> Alike | None:
    """What may be merged, of all units or of one; None for whoever does not decide about that, and
    of proposals none once the review is over."""
    if not (ledger.sees_whole(me()) and me().may(LEDGER.keeper)):
        return None
    is_open = review.state is ReviewState.OPEN
    groups = ledger_merging.proposed(me()) if is_open else []
    decided = ledger_merging.decided_within(me(), Days(review.opened_on, review.closed_on))
    return Alike(
        [each for each in groups if _is_of(each.rows, unit_id)],
        [each for each in decided if _is_of(each.rows, unit_id)],
    )


def _is_of(rows: Sequence[Any], unit_id: int | None) -> bool:
    return unit_id is None or any(row.unit_id == unit_id for row in rows)


def show(review: LedgerReview, refused: Form | None = None) -> ResponseReturnValue:
    """The record of a review, with its result by unit as far as the reader may know."""
    firm, parts = Firm(clock.today()), ledger_parts.parts_of(review, me())
    whole = ledger.sees_whole(me())
    done = all(each.LedgerReviewUnit.state is PartState.CONFIRMED for each in parts)
    open_still = review.state is ReviewState.OPEN
    closing = refused if isinstance(refused, CloseForm) else CloseForm(formdata=None)
    closing.version.data = review.version
    lines = [ledger_reviews.line_of(each) for each in parts]
    place = _own(parts, firm)
    page = render_template(
        "do/ledger_reviews/record.html",
        review=review,
        parts=list(zip(parts, lines, strict=True)),
        total=rules.total_of(lines),
        whole=whole,
        turn=_turn(review, place, firm, done=done and whole),
        due_on=_due_on(review, place.LedgerReviewUnit) if place else review.due_on,
        alike=_alike(review),
        form=closing if open_still and done and whole and me().may(Permission.KEEP_YEAR) else None,
        names=firm.names(firm.members),
        history=record_history.of(review.reference) if me().sees_all else None,
    )
    return page, closing.status


def _own(parts: Any, firm: Firm) -> Any:
    """The first unit for which the viewer is to answer or to confirm; None where there is none."""
    return next((each for each in parts if _is_mine(each.LedgerReviewUnit, firm)), None)


def _due_on(review: LedgerReview, part: LedgerReviewUnit) -> date:
    """By when a unit answers or, once it did, what it answered is confirmed."""
    if part.state is PartState.ANSWERED and part.answered_on is not None:
        return decisions.due_on(part.answered_on)
    return review.due_on


def _turn(review: LedgerReview, place: Any, firm: Firm, *, done: bool) -> NextStep:
    """Whose turn it is, seen by the viewer; `place` is the unit that is theirs."""
    if review.state is ReviewState.CLOSED:
        return NextStep("done", gettext("この見直しは完了しました。結果は、このまま残ります。"))
    if place is not None:
        url = url_for(
            "ledger_reviews.part",
            reference=review.reference,
            unit_id=place.LedgerReviewUnit.unit_id,
        )
        answers = place.LedgerReviewUnit.state is PartState.ASKED
        words = (
            gettext("%(unit)sの個人情報を1件ずつ確かめ、答えてください。", unit=place.unit)
            if answers
            else gettext("%(unit)sの回答を読み、確認するか差し戻してください。", unit=place.unit)
        )
        button = gettext("1件ずつ確かめる") if answers else gettext("回答を読んで決める")
        return NextStep("yours", words, url, button)
    managers = firm.managers()
    if not done:
        return NextStep("theirs", gettext("部門の回答と、その確認を待っています。"))
    if me().may(Permission.KEEP_YEAR) and me().person_id in managers:
        words = gettext("すべての部門の回答が確認されました。見直しを完了してください。")
        return NextStep("yours", words, "#step", gettext("結果を確かめて完了する"))
    first = first_of(managers, firm)
    told = blocked(first, firm) or gettext(
        "%(name)sさんの対応待ちです。", name=firm.members[first or 0].name
    )
    return NextStep("theirs", told)


def _is_mine(part: Any, firm: Firm) -> bool:
    """Whether the viewer is to answer for a unit, or to confirm what it answered."""
    if part.state is PartState.ASKED:
        return ledger_parts.may_answer(firm, part.unit_id, me().person_id)
    if part.state is PartState.CONFIRMED:
        return False
    step = ledger_reviews.step_of(part, firm)
    return decisions.may_decide(me().person_id, step, firm)


def mine(review: LedgerReview) -> str:
    """Where the viewer's own turn is: the unit they answer for or confirm, else the record."""
    firm = Firm(clock.today())
    place = _own(ledger_parts.parts_of(review, me()), firm)
    turn = _turn(review, place, firm, done=False)
    return turn.url or url_for("ledger_reviews.record", reference=review.reference)


def show_part(part: Part, refused: Form | None = None) -> ResponseReturnValue:
    """What one unit is asked, to be answered by whoever does so, read by others, and decided."""
    firm, row = Firm(clock.today()), part.row
    looked = ledger_parts.looked_at([row])[row.id]
    made = [each for each in approvals.decisions(part.reference) if each.step == part.step]
    answers = row.state is PartState.ASKED and ledger_parts.may_answer(
        firm, row.unit_id, me().person_id
    )
    page = render_template(
        "do/ledger_reviews/part.html",
        part=part,
        due_on=_due_on(part.review, row),
        lines=[_line(each) for each in looked],
        form=_form(part, looked, refused) if answers else None,
        box=_box(part, firm, refused if isinstance(refused, ConfirmForm) else None),
        decisions=made,
        scans=decision_forms.scans(made, lambda number: _file(part, number)),
        sent_back=decision_forms.sent_back(made) if row.state is PartState.ASKED else None,
        names=firm.names(firm.members),
        waits=_awaited(part, firm),
        missing=rules.named_missing(row.words),
        alike=_alike(part.review, row.unit_id) if row.state is not PartState.ASKED else None,
    )
    return page, refused.status if refused else 200


def _form(part: Part, looked: list[Looked], refused: Form | None) -> AnswerForm:
    place = url_for("ledger_reviews.part", reference=part.reference, unit_id=part.row.unit_id)
    form = refused if isinstance(refused, AnswerForm) else filled(part.row, looked, place)
    for each, entry in zip(form.parts(), looked, strict=False):
        # Said where the rows are told apart: by screen readers, and by what is to be put right.
        each.outcome.label.text = gettext("「%(name)s」は", name=entry.said["name"])
    return form


def _line(each: Looked) -> Line:
    entry, row = each.entry, each.row
    newer = entry.edition > row.edition
    told = rules.followed(row.outcome, entry.state, newer=newer)
    opens = me().may(LEDGER.keeper) and (me().sees_all or entry.unit_id in me().unit_ids)
    url = url_for(f"{LEDGER.key}.record", which=number_of(LEDGER, entry)) if opens else ""
    return Line(each, _facts(each, SHOWN), _facts(each, FOLDED), told, url)


def _facts(each: Looked, names: Sequence[str]) -> list[tuple[str, str]]:
    """What an entry said in these fields; what it left open is left out."""
    told = ((LEDGER.field(name), each.said[name]) for name in names)
    return [(say(field.label), said(field, value)) for field, value in told if value]


def _awaited(part: Part, firm: Firm) -> str:
    """Who is asked to answer for the unit, in words."""
    asked = decisions.asked(ledger_parts.answering(firm, part.row.unit_id), firm)
    person_id = asked.person_id if asked else None
    return blocked(person_id, firm) or gettext(
        "%(name)sさんの回答を待っています。", name=firm.members[person_id or 0].name
    )


def _file(part: Part, number: int) -> str:
    unit_id = part.row.unit_id
    place = "ledger_reviews.file"
    return url_for(place, reference=part.reference, unit_id=unit_id, number=number)


def _box(part: Part, firm: Firm, refused: ConfirmForm | None) -> decision_forms.Box | None:
    """The confirmation that a unit's answer waits for."""
    waits = ledger_reviews.waiting(part, firm) if part.row.state is PartState.ANSWERED else None
    place = url_for("ledger_reviews.decide", reference=part.reference, unit_id=part.row.unit_id)
    return decision_forms.box(
        waits, firm, place=place, version=part.version, refused=refused, kind=ConfirmForm
    )
