"""What trainings want somebody to do: begin, take it, report on it, and approve the report."""

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.rules.training import training_rules as rules
from pms_tracker.do.rules.training.training_rules import OPEN, Learning
from pms_tracker.do.tables.training_tables import Training, TrainingAssignment, TrainingRun
from pms_tracker.do.trainings.enrolments import came_after, visible_to as assigned
from pms_tracker.do.trainings.training_plans import TRAININGS, visible_to
from pms_tracker.duties import duty_sources as duties
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Account, Membership, Person
from pms_tracker.registers.edition_rules import IN_FORCE

START, TAKE, COLLECT = "start_training", "take_training", "collect_training"
AGAIN = "retry_training"
REPORT, CONFIRM = "report_training", "confirm_training_report"
LEARNER, WRITERS = "learner", duties.WRITERS
# Of these something is asked, of whoever takes it or of whoever looks after them.
ASKS = (*OPEN, Learning.FAILED)


def of_trainings(ids: Collection[int]) -> Iterator[Wanted]:
    """That each approved training begins, is reported on after its end, and its report approved."""
    rows = {
        row.id: row
        for row in duties.loaded(Training, ids)
        if not row.struck and row.state in IN_FORCE
    }
    runs = {run.training_id: run for run in duties.loaded(TrainingRun, rows)}
    for row in rows.values():
        run, named = runs.get(row.id), (row.id, TRAININGS.name_of(row))
        if run is None:
            yield Wanted(*named, START, row.starts_on, Holder.MANAGER, title=row.title)
        elif run.reported_on is None:
            yield Wanted(
                *(*named, REPORT, row.ends_on + rules.REPORT_WITHIN, Holder.MANAGER),
                title=row.title,
                first_on=row.ends_on + timedelta(days=1),
            )
        elif run.confirmed_on is None:
            yield Wanted(
                *(*named, CONFIRM, run.reported_on + rules.CONFIRM_WITHIN, Holder.RULE),
                title=row.title,
                parties={WRITERS: [run.reported_by_id] if run.reported_by_id else []},
            )


def confirmers(row: duties.KeptRow, firm: Firm) -> list[duties.Taker]:
    """The representative who did not write it."""
    every = firm.holders(Role.REPRESENTATIVE)
    others = tuple(each for each in every if each not in row.parties[WRITERS])
    return duties.asked_first(Eligible(others), firm)


def of_assignments(ids: Collection[int]) -> Iterator[Wanted]:
    """That whoever is asked takes it; for those who cannot sign in, that it is collected; of who
    used up their tries, that they may take it again."""
    rows = [row for row in duties.loaded(TrainingAssignment, ids) if row.state in ASKS]
    people = {row.person_id for row in rows}
    sign_in = set(
        session.scalars(
            select(Account.person_id).where(Account.person_id.in_(people), Account.active)
        )
    )
    trainings = {
        each.id: each for each in duties.loaded(Training, {row.training_id for row in rows})
    }
    runs = {each.training_id: each for each in duties.loaded(TrainingRun, {*trainings})}
    units, last_days = (
        _units(people),
        {each.id: each.left_on for each in duties.loaded(Person, people)},
    )
    for row in rows:
        run = runs.get(row.training_id)
        if run is None or not (
            run.reported_on is None or came_after(row, trainings[row.training_id], run)
        ):
            continue
        kind = AGAIN if row.state not in OPEN else TAKE if row.person_id in sign_in else COLLECT
        yield Wanted(
            *(row.id, row.reference, kind, row.due_on),
            Holder.RULE,
            parties={LEARNER: [row.person_id]},
            title=trainings[row.training_id].title,
            unit_id=units.get(row.person_id),
            last_on=last_days[row.person_id],
        )


def _units(person_ids: Collection[int]) -> dict[int, int]:
    """The unit that somebody belongs to last."""
    its = select(Membership.person_id, Membership.unit_id).where(
        Membership.person_id.in_(person_ids)
    )
    found = session.execute(its.order_by(Membership.since_on, Membership.id))
    return {row.person_id: row.unit_id for row in found}


def learners(row: duties.KeptRow, firm: Firm) -> list[duties.Taker]:
    """Whoever takes it, as long as they work here."""
    person_id = row.parties[LEARNER][0]
    member = firm.members.get(person_id)
    return [(person_id, None)] if member is not None and member.here else []


def collectors(row: duties.KeptRow, firm: Firm) -> list[duties.Taker]:
    """The head of the unit of whoever cannot sign in or go on, else whoever runs the PMS: what is
    written in a register is nobody's to lend."""
    person_id = row.parties[LEARNER][0]
    member = firm.members.get(person_id)
    if member is None or not member.here:
        return []
    heads = [each for unit_id in sorted(member.unit_ids) for each in firm.heads_of(unit_id)]
    others = [each for each in (*heads, *firm.managers()) if each != person_id]
    return [(each, None) for each in firm.who_sign_in(others)[:1]]


def _open_trainings() -> Iterable[int]:
    return session.scalars(select(Training.id).where(Training.state.in_(IN_FORCE)))


def _open_assignments() -> Iterable[int]:
    return session.scalars(select(TrainingAssignment.id).where(TrainingAssignment.state.in_(ASKS)))


def _open_of_person(row: Account | Membership | Person) -> Iterable[int]:
    # One that was erased is gone with whom it belonged to, and is not read any more.
    person_id = vars(row).get("id" if isinstance(row, Person) else "person_id")
    its = TrainingAssignment.person_id == person_id, TrainingAssignment.state.in_(ASKS)
    return session.scalars(select(TrainingAssignment.id).where(*its)).all()


def _of_run(run: TrainingRun) -> Iterable[int]:
    return _of_training(run.training_id)


def _of_training(training_id: int) -> Iterable[int]:
    its = TrainingAssignment.training_id == training_id
    return session.scalars(select(TrainingAssignment.id).where(its)).all()


TRAINING_STEPS = duties.Source(
    Kind.TRAINING,
    (
        duties.DutyKind(
            START,
            N_("教育の開始"),
            N_(
                "承認された教育を始めてください。対象の人に割り当てられ、予定の人数が固定されます。"
            ),
            N_("教育を始める"),
        ),
        duties.DutyKind(
            REPORT,
            N_("教育実施報告書の作成"),
            N_("受講の結果を確かめ、受けていない人への対応を含めて、報告書を提出してください。"),
            N_("報告書を書く"),
        ),
        duties.DutyKind(
            CONFIRM,
            N_("教育実施報告書の承認"),
            N_("教育の結果と、次回に向けた改善を読み、承認してください。"),
            N_("報告書を読んで承認する"),
            takers=confirmers,
            decides=True,
        ),
    ),
    of_trainings,
    every=_open_trainings,
    changes={
        Training: duties.own("state", "struck", "starts_on", "ends_on", "title"),
        TrainingRun: duties.of("training_id", "reported_on", "confirmed_on"),
    },
    sees=duties.seen_by(Training, visible_to),
)
LEARNING = duties.Source(
    Kind.TRAINING_ASSIGNMENT,
    (
        duties.DutyKind(
            TAKE,
            N_("教育の受講"),
            N_("教材を読み、理解度テストがあるときは合格してください。"),
            N_("教材を開く"),
            takers=learners,
        ),
        duties.DutyKind(
            COLLECT,
            N_("サインインできない人の教育"),
            N_("教材を渡し、テストのリンクを送るか、紙のテストの点数を記録してください。"),
            N_("受講の記録を開く"),
            takers=collectors,
        ),
        duties.DutyKind(
            AGAIN,
            N_("不合格の人の再受講"),
            N_(
                "受けられる回数が終わりました。教材を見直してもらい、もう一度受けられるようにしてください。"
            ),
            N_("受講の記録を開く"),
            takers=collectors,
        ),
    ),
    of_assignments,
    every=_open_assignments,
    changes={
        TrainingAssignment: duties.own("state", "due_on"),
        TrainingRun: duties.Watched(_of_run, ("reported_on",)),
        Training: duties.Watched(lambda row: _of_training(row.id), ("title",)),
        Account: duties.Watched(_open_of_person, ("active",)),
        Membership: duties.Watched(_open_of_person, ("unit_id",)),
        Person: duties.Watched(_open_of_person, ("left_on",)),
    },
    sees=duties.seen_by(TrainingAssignment, assigned),
)
