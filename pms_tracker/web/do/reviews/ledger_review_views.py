"""Pages of the yearly review of the register: listed, opened, answered, confirmed and closed."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker.do.registers import ledger
from pms_tracker.do.reviews import ledger_parts, ledger_reviews
from pms_tracker.do.reviews.ledger_parts import Part
from pms_tracker.do.rules.ledger import ledger_review_rules as rules
from pms_tracker.do.tables.ledger_review_tables import LedgerReview
from pms_tracker.kernel.references import Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.do.reviews import ledger_review_page as pages, ledger_review_paper
from pms_tracker.web.do.reviews.ledger_review_forms import (
    AnswerForm,
    CloseForm,
    ConfirmForm,
    OpenForm,
)
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.lists.short_lists import ShortList
from pms_tracker.web.proofs import decision_forms, evidence_views
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.labels import label

blueprint = Blueprint("ledger_reviews", __name__, url_prefix="/do/ledger/reviews")


@blueprint.app_template_global()
def ledger_reviews_seen() -> list[tuple[LedgerReview, Mapping[str, int] | None]]:
    """The reviews that the reader may know of, the newest first; each that is over with the result
    of the whole register, for those who see the whole."""
    whole = ledger.sees_whole(me())
    return [
        (each, rules.total_of(each.result) if whole and each.result is not None else None)
        for each in ledger_reviews.newest(me())
    ]


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def index() -> ResponseReturnValue:
    return render_template("do/ledger_reviews/list.html")


def _result(name: str) -> Callable[[Any], int | None]:
    return lambda row: row[1].get(name) if row[1] is not None else None


ShortList(
    "ledger-reviews",
    _l("台帳の見直し"),
    (
        Column("number", _l("番号"), lambda row: row[0].reference),
        Column("state", _l("状態"), lambda row: row[0].state, width=18, said=label),
        Column("opened_on", _l("開始日"), lambda row: row[0].opened_on, Kind.DAY),
        Column("due_on", _l("回答の期限"), lambda row: row[0].due_on, Kind.DAY),
        Column("closed_on", _l("完了日"), lambda row: row[0].closed_on, Kind.DAY),
        Column("rows", _l("確かめた件数"), _result("rows"), Kind.NUMBER),
        Column("changed", _l("変更"), _result("changed"), Kind.NUMBER, width=8),
        Column("new", _l("追加"), _result("new"), Kind.NUMBER, width=8),
        Column("ended", _l("廃止"), _result("ended"), Kind.NUMBER, width=8),
    ),
    ledger_reviews_seen,
).at(blueprint, Permission.SEE_RECORDS)


@blueprint.get("/new")
@requires(Permission.KEEP_YEAR)
def open_form() -> ResponseReturnValue:
    return _open_page(OpenForm(formdata=None, place=url_for(".open_review")))


def _open_page(form: OpenForm) -> ResponseReturnValue:
    page = render_template(
        "do/ledger_reviews/form.html", form=form, another=ledger_reviews.open_now()
    )
    return page, form.status


@blueprint.post("/new")
@requires(Permission.KEEP_YEAR)
@step(OpenForm, _open_page, once=True, beside={"due_in_past": "due_on"})
def open_review(form: OpenForm) -> Done:
    review = ledger_reviews.open_review(form.due_on.chosen, by=me())
    words = gettext("見直しを始めました。各部門の責任者にメールで知らせます。")
    return Done(words, url_for(".record", reference=review.reference))


def _found(reference: Reference, *, for_update: bool = False) -> LedgerReview:
    return ledger_parts.by_reference(reference, seen_by=me(), for_update=for_update)


@blueprint.get("/<ref(LR):reference>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference) -> ResponseReturnValue:
    return pages.show(_found(reference))


@blueprint.get("/<ref(LR):reference>/mine")
@requires(Permission.CARRY_OUT_YEAR)
def mine(reference: Reference) -> ResponseReturnValue:
    """The way to the reader's own turn."""
    return redirect(pages.mine(_found(reference)))


@blueprint.post("/<ref(LR):reference>/close")
@requires(Permission.KEEP_YEAR)
@step(CloseForm, lambda form, reference: pages.show(_found(reference), form))
def close(form: CloseForm, reference: Reference) -> Done:
    review = _found(reference, for_update=True)
    ledger_reviews.close(review, version=form.version.number, by=me())
    words = gettext("見直しを完了しました。結果は、マネジメントレビューに報告されます。")
    return Done(words, url_for(".record", reference=reference), turn=True)


@blueprint.get("/<ref(LR):reference>/paper.pdf")
@requires(Permission.SEE_RECORDS)
def paper(reference: Reference) -> ResponseReturnValue:
    return ledger_review_paper.answer(_found(reference))


def _part(reference: Reference, unit_id: int, *, for_update: bool = False) -> Part:
    return ledger_parts.by_unit(reference, unit_id, seen_by=me(), for_update=for_update)


def _part_again(form: Form, reference: Reference, unit_id: int) -> ResponseReturnValue:
    """The form as it was typed, with the version of now."""
    part = _part(reference, unit_id)
    form["version"].data = part.version
    return pages.show_part(part, form)


@blueprint.get("/<ref(LR):reference>/<int:unit_id>")
@requires(Permission.SEE_RECORDS)
def part(reference: Reference, unit_id: int) -> ResponseReturnValue:
    return pages.show_part(_part(reference, unit_id))


@blueprint.post("/<ref(LR):reference>/<int:unit_id>")
@requires(Permission.CARRY_OUT_YEAR)
@step(AnswerForm, _part_again, once=True)
def answer(form: AnswerForm, reference: Reference, unit_id: int) -> Done:
    """Keep what was said so far, or hand it in."""
    found, told, version = _part(reference, unit_id, for_update=True), form.answer, form.version
    place = url_for(".part", reference=reference, unit_id=unit_id)
    if not form.hands_in:
        ledger_reviews.write(found, told, version=version.number, by=me())
        return Done(gettext("途中まで保存しました。続きは、いつでも答えられます。"), place)
    ledger_reviews.hand_in(found, told, version=version.number, by=me())
    return Done(gettext("回答を提出しました。確認を待ちます。"), place, turn=True)


@blueprint.post("/<ref(LR):reference>/<int:unit_id>/decision")
@requires(Permission.CARRY_OUT_YEAR)
@step(ConfirmForm, _part_again, signs=True)
def decide(form: ConfirmForm, reference: Reference, unit_id: int) -> Done:
    """Confirm what a unit answered or send it back; who may is for the rules."""
    decided, seen = form.decided, form.version.number
    found = _part(reference, unit_id, for_update=True)
    decision_forms.keep_scan(ledger_reviews.decide(found, decided, version=seen, by=me()))
    if decided.approves:
        words = gettext("回答の確認を記録しました。")
    else:
        words = gettext("差戻しを記録しました。答えた人に知らせます。")
    return Done(words, url_for(".part", reference=reference, unit_id=unit_id), turn=True)


@blueprint.get("/<ref(LR):reference>/<int:unit_id>/files/<int:number>")
@requires(Permission.SEE_RECORDS)
def file(reference: Reference, unit_id: int, number: int) -> ResponseReturnValue:
    """The scan of a confirmation that was stamped on paper."""
    found = _part(reference, unit_id)
    return evidence_views.give(found.reference, number, found.step)
