"""Pages of management reviews: listed, convened, changed, called off, and the record of each."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.act.management import management_reviews, review_lists
from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.database import Rows
from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind as RecordKind, Reference, format_reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import TOP_ROLES, Permission
from pms_tracker.web.act.management import review_page
from pms_tracker.web.act.management.review_forms import ConveneForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import ReasonForm
from pms_tracker.web.lists.filters import Asked
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.lists.list_pages import ListPage
from pms_tracker.web.lists.offered import Offer, Offered, flat
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.proofs.evidence_views import EvidenceForm
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words import days_in_words
from pms_tracker.web.words.labels import label

blueprint = Blueprint("management_reviews", __name__, url_prefix="/act/reviews")


@blueprint.app_template_filter("review_name")
def name_of(row: Any) -> str:
    return format_reference(RecordKind.MANAGEMENT_REVIEW, row.fiscal_year, row.number)


def _years(rows: list[list[int]]) -> Offered:
    return flat((year, days_in_words.fiscal_year_text(year)) for (year,) in rows)


YEARS = Offer(review_lists.years, _years)


def wanted(asked: Asked) -> review_lists.Filter:
    """What an address asks of the list; sets its order too."""
    asked.sort(review_lists.SORTS, number=gettext("番号"), planned=gettext("開催予定日"))
    return review_lists.Filter(
        state=asked.member("state", gettext("状態"), ReviewState),
        fiscal_year=asked.number("year", gettext("年度"), YEARS),
        planned=asked.days("planned", gettext("開催予定日")),
        open=asked.flag("open", gettext("未実施の決定事項がある")),
    )


COLUMNS = (
    Column("number", _l("番号"), name_of),
    Column("state", _l("状態"), lambda row: row.state, said=label),
    Column("planned_on", _l("開催予定日"), lambda row: row.planned_on, Kind.DAY),
    Column("held_on", _l("開催日"), lambda row: row.held_on, Kind.DAY),
    Column("signed_on", _l("署名日"), lambda row: row.signed_on, Kind.DAY),
    Column("decisions", _l("決定事項"), lambda row: row.decisions, Kind.NUMBER),
    Column("decisions_done", _l("実施済み"), lambda row: row.done, Kind.NUMBER),
)
LIST = ListPage(
    *("reviews", "management_reviews.index", _l("マネジメントレビュー")),
    review_lists.REVIEWS,
    wanted,
    COLUMNS,
    conditions=frozenset({"state", "year", "planned", "open", "sort"}),
    views=(
        (_l("すべて"), {}),
        (_l("署名待ち"), {"state": "submitted"}),
        (_l("未実施の決定あり"), {"open": "1"}),
    ),
    offers=(YEARS,),
    name="management-reviews",
)


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def index() -> ResponseReturnValue:
    return render_template("act/reviews/list.html", **LIST.shown())


@blueprint.get("/export.csv", defaults={"kind": "csv"})
@blueprint.get("/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_RECORDS)
def export(kind: str) -> ResponseReturnValue:
    return LIST.file(kind)


@blueprint.get("/new")
@requires(Permission.KEEP_REVIEWS)
def convene_form() -> ResponseReturnValue:
    """The form, begun with the duty of the plan that is asked for (`reference`), or the next."""
    duties, firm = management_reviews.offered_duties(), Firm(clock.today())
    form = ConveneForm(place=url_for(".convene"), version=0, **_beginning(duties, firm))
    return _form_page(form, duties, firm)


def _beginning(duties: Rows, firm: Firm) -> dict[str, Any]:
    """What a new review begins with: the plan's day, usual matters, and those at the top."""
    asked = request.args.get("reference", "")
    of_plan = [row for row in duties if plan_name(row) == asked] or list(duties)
    first = of_plan[0] if of_plan else None
    top = [each.person_id for each in firm.members.values() if each.here and _is_top(each.roles)]
    today = clock.today()
    return {
        "annual_duty_id": first.id if first else None,
        "planned_on": max(first.planned_on, today) if first else None,
        "agenda": usual_agenda(),
        "attendee_ids": top,
    }


def _is_top(roles: Collection[Role]) -> bool:
    return bool(TOP_ROLES & frozenset(roles))


def plan_name(row: Any) -> str:
    return format_reference(RecordKind.ANNUAL_PLAN, row.fiscal_year, 1)


def usual_agenda() -> str:
    """The matters of every review (domain.md 4.2), as a beginning."""
    return gettext(
        "1. 前回の決定事項の状況\n2. 監査・是正処置・教育などの実績\n"
        "3. 内外の課題、利害関係者、リスクの変化\n4. 改善の機会と決定事項"
    )


def _form_page(
    form: ConveneForm,
    duties: Rows = (),
    firm: Firm | None = None,
    review: ManagementReview | None = None,
) -> ResponseReturnValue:
    offered = [(row.id, f"{row.title} {days_in_words.day_text(row.planned_on)}") for row in duties]
    form.offer(firm or Firm(clock.today()), offered)
    page = render_template("act/reviews/form.html", form=form, review=review, duties=duties)
    return page, form.status


def _offer_duties(form: ConveneForm) -> None:
    duties = management_reviews.offered_duties()
    form.offer(Firm(clock.today()), [(row.id, row.title) for row in duties])


def _convene_again(form: ConveneForm) -> ResponseReturnValue:
    return _form_page(form, management_reviews.offered_duties())


@blueprint.post("/new")
@requires(Permission.KEEP_REVIEWS)
@step(ConveneForm, _convene_again, offer=_offer_duties, once=True)
def convene(form: ConveneForm) -> Done:
    review = management_reviews.convene(form.called, by=me())
    words = gettext("招集しました。出席を求める人にメールで知らせます。")
    return Done(words, url_for(".record", reference=review.reference))


@blueprint.get("/<ref(MR):reference>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference) -> ResponseReturnValue:
    return review_page.show(_found(reference))


def _found(reference: Reference, *, for_update: bool = False) -> ManagementReview:
    return management_reviews.by_reference(reference, seen_by=me(), for_update=for_update)


@blueprint.get("/<ref(MR):reference>/edit")
@requires(Permission.KEEP_REVIEWS)
def change_form(reference: Reference) -> ResponseReturnValue:
    review = _found(reference)
    if review.state is not ReviewState.CONVENED:
        raise RuleBroken("review_held_already")
    form = ConveneForm(
        place=url_for(".change", reference=reference),
        version=review.version,
        planned_on=review.planned_on,
        venue=review.place,
        agenda=review.agenda,
        others=review.others,
        attendee_ids=[
            each.person_id for each in management_reviews.attendees_of(review) if each.asked
        ],
    )
    return _form_page(form, review=review)


def _offer(form: ConveneForm, **_: Reference) -> None:
    form.offer(Firm(clock.today()))


def _change_again(form: ConveneForm, reference: Reference) -> ResponseReturnValue:
    review = _found(reference)
    form.version.data = review.version
    return _form_page(form, review=review)


@blueprint.post("/<ref(MR):reference>/edit")
@requires(Permission.KEEP_REVIEWS)
@step(ConveneForm, _change_again, offer=_offer)
def change(form: ConveneForm, reference: Reference) -> Done:
    review = _found(reference, for_update=True)
    management_reviews.change(review, form.called, version=form.version.number, by=me())
    words = gettext("招集を変更しました。関係する人にメールで知らせます。")
    return Done(words, url_for(".record", reference=reference))


@blueprint.post("/<ref(MR):reference>/cancel")
@requires(Permission.KEEP_REVIEWS)
@step(ReasonForm, lambda form, reference: review_page.show(_found(reference), form))
def cancel(form: ReasonForm, reference: Reference) -> Done:
    review = _found(reference, for_update=True)
    reason, version = form.reason.data, form.version.number
    management_reviews.cancel(review, reason=reason, version=version, by=me())
    return Done(
        gettext("レビューを中止しました。出席を求めた人に知らせます。"),
        url_for(".record", reference=reference),
    )


@blueprint.post("/<ref(MR):reference>/evidence")
@requires(Permission.KEEP_REVIEWS)
@step(EvidenceForm, lambda form, reference: review_page.show(_found(reference), form), once=True)
def add_evidence(form: EvidenceForm, reference: Reference) -> Done:
    """Attach handouts or the stamped original; an earlier file is superseded, never gone."""
    review = _found(reference, for_update=True)
    if review.state is ReviewState.CANCELLED:
        raise RuleBroken("move_not_possible")
    replaced = form.supersedes.data
    if not evidence_views.take(str(reference), "files", by=me(), supersedes=replaced):
        raise BadInput("file_needed")
    return Done(gettext("ファイルを追加しました。"), url_for(".record", reference=reference))


@blueprint.get("/<ref(MR):reference>/evidence/<int:number>")
@requires(Permission.SEE_RECORDS)
def file(reference: Reference, number: int) -> ResponseReturnValue:
    """A file of the review itself, for those who read its minutes."""
    return evidence_views.give(review_page.for_readers(_found(reference)).reference, number)
