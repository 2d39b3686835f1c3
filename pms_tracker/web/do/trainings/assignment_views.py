"""Pages of what somebody takes (受講): material and test, what is decided of it, and history."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.check.audits import auditor_trainings
from pms_tracker.do.rules.training.training_rules import OPEN, Learning, counts_as
from pms_tracker.do.tables.training_tables import TrainingAssignment, TrainingRun
from pms_tracker.do.trainings import enrolments, training_tests
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.do.trainings.training_duties import AGAIN, COLLECT
from pms_tracker.do.trainings.training_plans import TRAININGS
from pms_tracker.duties import reading
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Reference, parse_reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.do.trainings.training_forms import DecideForm, Deciding, TestForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form, StepForm
from pms_tracker.web.questionnaires import answer_forms
from pms_tracker.web.record import record_history
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words import days_in_words, duty_words

blueprint = Blueprint("assignments_taken", __name__, url_prefix="/do/trainings/taken")


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def index() -> ResponseReturnValue:
    """What the reader takes and took."""
    return _history(me().person_id)


@blueprint.get("/of/<int:person_id>")
@requires(Permission.SEE_RECORDS)
def of_person(person_id: int) -> ResponseReturnValue:
    """What somebody takes and took, as far as the reader may know of it."""
    return _history(person_id)


def _history(person_id: int) -> ResponseReturnValue:
    rows = enrolments.of_person(person_id, me())
    own = person_id == me().person_id
    sees = me().sees_all or own
    qualified = auditor_trainings.of_person(person_id) if sees else ()
    if not rows and not sees:
        raise NotFound("no_such_record", reference=str(person_id))
    return render_template(
        "do/assignments_taken/history.html",
        rows=[(each, enrolments.of(each)[0].title) for each in rows],
        name=people.person(person_id).name,
        own=own,
        qualified=[each for each in qualified if not each.struck],
    )


def _found(reference: Reference, *, for_update: bool = False) -> TrainingAssignment:
    return enrolments.by_reference(reference, seen_by=me(), for_update=for_update)


@blueprint.get("/<ref(TA):reference>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference) -> ResponseReturnValue:
    return _record(None, reference)


def _record(form: Form | None, reference: Reference) -> ResponseReturnValue:
    row = _found(reference)
    training, run = enrolments.of(row)
    who = people.person(row.person_id)
    tries = enrolments.tries_of(row)
    last = tries[-1] if tries else None
    under_way = enrolments.is_under_way(row)
    is_open = row.state in OPEN and under_way
    own = row.person_id == me().person_id
    records = enrolments.may_record(row, me()) and under_way
    page = render_template(
        "do/assignments_taken/record.html",
        row=row,
        training=training,
        run=run,
        training_reference=TRAININGS.name_of(training),
        name=who.name,
        # Of whoever left before they were done nothing more is asked.
        state=counts_as(row.state, who.left_on, clock.today()),
        own=own,
        is_open=is_open,
        records=records,
        collects=_asked_of_me(row) if records and not own else "",
        tries=tries,
        outcome=training_tests.outcome(row, last, me().language.value) if last else None,
        test=_test(form, row, run, reference) if own and is_open else None,
        decide=_deciding(form, row) if records else None,
        left=training.tries + row.more_tries - row.tries,
        files=_material(run),
        history=record_history.of(row.reference) if me().sees_all else None,
    )
    return page, form.status if form else 200


def _material(run: TrainingRun) -> list[tuple[EvidenceFile, str]]:
    """The files of the course as they were when the training began, each with where it is."""
    which = run.course_reference
    return [
        (each, url_for(f"{COURSES.key}.file", which=which, file_number=each.number))
        for each in enrolments.material(run)
    ]


def _asked_of_me(row: TrainingAssignment) -> str:
    """What the reader is asked to do for whoever cannot sign in, or may not go on; "" where it is
    another's turn."""
    kind = AGAIN if row.state is Learning.FAILED else COLLECT
    found = reading.due(date.max, None, parse_reference(row.reference), kinds=[kind])
    mine = any(each.person_id == me().person_id for each in found)
    return duty_words.said(kind)[1] if mine else ""


def _test(
    form: Form | None, row: TrainingAssignment, run: TrainingRun, reference: Reference
) -> Form:
    """The test, or the press that one has read, with the version that it is of."""
    if isinstance(form, TestForm | StepForm):
        form["version"].data = row.version
        return form
    if not run.questions:
        return StepForm(formdata=None, data={"version": row.version})
    place = url_for(".answer", reference=reference)
    made = _asking(row)(place=place, data={"version": row.version})
    made.version.data = str(row.version)
    return made


def _asking(row: TrainingAssignment) -> type[TestForm]:
    """The form of the test that somebody takes."""
    _training, run = enrolments.of(row)
    asked = training_tests.as_asked(enrolments.questions(run))
    return answer_forms.asking(TestForm, asked, me().language.value)


def _deciding(form: Form | None, row: TrainingAssignment) -> DecideForm | None:
    """What may be decided of somebody now."""
    offered = _offered(row.state)
    if isinstance(form, DecideForm):
        form.version.data = str(row.version)
        return form
    if not offered:
        return None
    made = DecideForm(formdata=None, data={"version": row.version})
    made.offer(*offered)
    return made


def _offered(state: Learning) -> tuple[Deciding, ...]:
    if state in OPEN:
        return Deciding.PUT_OFF, Deciding.LEAVE_OUT
    return (Deciding.TRY_AGAIN,) if state is not Learning.PASSED else ()


@blueprint.post("/<ref(TA):reference>")
@requires(Permission.SEE_RECORDS)
def answer(reference: Reference) -> ResponseReturnValue:
    """Hand in the test, or say that one has read where there is none."""
    row = _found(reference)
    _training, run = enrolments.of(row)
    asking = _asking(row) if run.questions else StepForm
    # Sent again from a page that the browser kept, it is led to what came of the first.
    return step(asking, _record, once=True)(_answered)(reference)


def _answered(form: Any, reference: Reference) -> Done:
    row = _found(reference, for_update=True)
    place = url_for(".record", reference=reference)
    if not isinstance(form, TestForm):
        enrolments.read(row, version=form.version.number, by=me())
        return Done(gettext("受講を記録しました。"), place, turn=True)
    told = training_tests.values(form.answers)
    made = enrolments.answer(row, told, version=form.version.number, by=me())
    words = gettext("合格しました。") if made.passed else gettext("結果と解説を確認してください。")
    return Done(words, place, turn=made.passed)


def _offer(form: DecideForm, reference: Reference) -> None:
    form.offer(*_offered(_found(reference).state))


@blueprint.post("/<ref(TA):reference>/decision")
@requires(Permission.KEEP_REGISTERS)
@step(DecideForm, _record, offer=_offer)
def decide(form: DecideForm, reference: Reference) -> Done:
    row, version = _found(reference, for_update=True), form.version.number
    what, why = Deciding(form.what.data), form.why.data or ""
    if what is Deciding.PUT_OFF:
        enrolments.put_off(row, form.until.chosen, why, version=version, by=me())
        words = gettext("%(day)sまで延期しました。", day=days_in_words.day_text(form.until.chosen))
    elif what is Deciding.LEAVE_OUT:
        enrolments.leave_out(row, why, version=version, by=me())
        words = gettext("対象外にしました。")
    else:
        enrolments.try_again(row, why, version=version, by=me())
        words = gettext("もう一度受けられるようにしました。")
    return Done(words, url_for(".record", reference=reference))
