"""Tables of act: cases, their rounds, and erasures. A round judged ineffective stays as it was."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.schema import SchemaItem

from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.cause_rules import CauseCategory
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.database import Instant, Table, choice
from pms_tracker.kernel.references import Kind, format_reference


class Measured:
    """`plan_days` to `effect_days`: days in each step so far, of all rounds, up to `step_began_on`.

    `done_on` and `on_time` tell of the latest round that was done, `first_judged_on` and
    `first_effective` of the first one's verdict. `again_requirement_id` is what the unit failed
    within two years before it was opened; None where it did not. `again_cause` is the cause that
    its latest plan had again, at the same requirement in the same unit; a withdrawn case had none.
    """

    grade: Mapped[Grade] = mapped_column(choice(Grade, "case_grade"))
    step_began_on: Mapped[date]
    plan_days: Mapped[int] = mapped_column(default=0)
    approval_days: Mapped[int] = mapped_column(default=0)
    doing_days: Mapped[int] = mapped_column(default=0)
    effect_days: Mapped[int] = mapped_column(default=0)
    done_on: Mapped[date | None]
    on_time: Mapped[bool | None]
    first_judged_on: Mapped[date | None]
    first_effective: Mapped[bool | None]
    again_requirement_id: Mapped[int | None] = mapped_column(ForeignKey("requirement.id"))
    again_cause: Mapped[CauseCategory | None] = mapped_column(choice(CauseCategory, "again_cause"))


def constraints() -> tuple[SchemaItem, ...]:
    """What the table of cases takes for them: a CHECK for each pair, an index for each filter."""
    return (
        CheckConstraint("(done_on IS NULL) = (on_time IS NULL)", name="done_in_time_or_not"),
        CheckConstraint(
            "(first_judged_on IS NULL) = (first_effective IS NULL)", name="judged_one_way"
        ),
        Index("ix_corrective_case_grade_id", "grade", "id"),
        # With all that is asked, so that the rows of a whole year are not looked up one by one.
        *(
            Index(f"ix_corrective_case_{'_'.join(columns)}", *columns)
            for columns in (
                ("closed_on", "state"),
                ("done_on", "on_time", "state"),
                ("first_judged_on", "first_effective", "state"),
                ("again_requirement_id", "opened_on", "state"),
                ("again_cause", "opened_on", "state"),
            )
        ),
    )


class Verdict(StrEnum):
    """What an effectiveness review (有効性のレビュー) came to."""

    EFFECTIVE = "effective"
    INEFFECTIVE = "ineffective"
    TOO_EARLY = "too_early"


class SetAside(StrEnum):
    """Why a judgement was set aside: the closing was not approved, a decision that it rested on is
    void, or whoever judged took it back at once."""

    CLOSING_RETURNED = "closing_returned"
    DECISION_VOID = "decision_void"
    TAKEN_BACK = "taken_back"


class Case(Measured, Table):
    """A corrective action case; `turn_of_id` and `turn_due_on`: whose step is next, by when."""

    __tablename__ = "corrective_case"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "number"),
        CheckConstraint(
            "(state IN ('closed', 'withdrawn')) = (closed_on IS NOT NULL)", name="closed_day"
        ),
        CheckConstraint(
            "state IN ('closed', 'withdrawn') OR turn_due_on IS NOT NULL", name="open_has_due_day"
        ),
        CheckConstraint("state <> 'withdrawn' OR withdrawal <> ''", name="withdrawn_with_reason"),
        CheckConstraint(
            "(source = 'internal_audit') = (finding_id IS NOT NULL)", name="audit_has_finding"
        ),
        CheckConstraint(
            "merged_into_id IS NULL OR state = 'withdrawn'", name="withdrawn_when_merged"
        ),
        Index("ix_corrective_case_finding_id", "finding_id"),
        Index("ix_corrective_case_source_id", "source", "id"),
        Index("ix_corrective_case_turn_of_id_turn_due_on", "turn_of_id", "turn_due_on"),
        Index("ix_corrective_case_turn_due_on_id", "turn_due_on", "id"),
        Index("ix_corrective_case_opened_on_id", "opened_on", "id"),
        Index("ix_corrective_case_unit_id_id", "unit_id", "id"),
        Index("ix_corrective_case_state_id", "state", "id"),
        Index("ix_corrective_case_unit_id_closed_on", "unit_id", "closed_on"),
        *constraints(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    # What it was opened by; all it deals with are in case_finding.
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(80))
    state: Mapped[CaseState] = mapped_column(choice(CaseState, "case_state"))
    round: Mapped[int] = mapped_column(default=1)
    submissions: Mapped[int] = mapped_column(default=0)
    turn_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    turn_due_on: Mapped[date | None]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    withdrawal: Mapped[str] = mapped_column(Text, default="")
    search_text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    # What the profile asked for when the plan was last handed in (act/rules/route_rules.py).
    extra_steps: Mapped[list[str]] = mapped_column(JSON, default=list)
    source: Mapped[Source] = mapped_column(
        choice(Source, "case_source"), default=Source.INTERNAL_AUDIT
    )
    # The case that its findings moved to (統合).
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("corrective_case.id"))

    @property
    def reference(self) -> str:
        return format_reference(Kind.CASE, self.fiscal_year, self.number)


class CaseRound(Table):
    """One round from correction to verdict: approval before start, all actions before verdict.

    `done_on` is there once all its actions are done: the day of the last one.
    """

    __tablename__ = "case_round"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("done_on IS NULL OR approved_at IS NOT NULL", name="approval_before_start"),
        CheckConstraint("verdict IS NULL OR done_on IS NOT NULL", name="done_before_verdict"),
        CheckConstraint("repeats = 0 OR repeat_answer <> ''", name="repeat_answered"),
        Index("ix_case_round_cause_category", "cause_category"),
        CheckConstraint("verdict <> 'too_early'", name="early_is_no_end"),
        CheckConstraint(
            "correction_needed OR (corrected_by_id IS NULL AND corrected_on IS NULL)",
            name="nothing_corrected",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("corrective_case.id"))
    number: Mapped[int]
    correction: Mapped[str] = mapped_column(Text, default="")
    cause: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_on: Mapped[date | None]
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    done_on: Mapped[date | None]
    verdict: Mapped[Verdict | None] = mapped_column(choice(Verdict, "verdict"))
    grounds: Mapped[str] = mapped_column(Text, default="")
    lesson: Mapped[str] = mapped_column(Text, default="")
    reviewed_on: Mapped[date | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # For whom a deputy wrote it or judged it (不在時代理).
    written_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reviewed_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # Where none was needed `correction` says why.
    correction_needed: Mapped[bool] = mapped_column(default=True)
    corrected_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    corrected_on: Mapped[date | None]
    # How far it spread, and how that was checked (影響範囲の確認).
    spread: Mapped[str] = mapped_column(Text, default="")
    # How it was looked at, and at what; what follows from it are the grounds.
    how_seen: Mapped[str] = mapped_column(Text, default="")
    data_seen: Mapped[str] = mapped_column(Text, default="")
    # The inboxes the lesson goes to once the case is closed (plan/rules/lesson_rules.py).
    lesson_for: Mapped[list[str]] = mapped_column(JSON, default=list)
    cause_category: Mapped[CauseCategory | None] = mapped_column(
        choice(CauseCategory, "cause_category")
    )
    # How many earlier cases had the same cause when the plan was handed in, and why it will hold.
    repeats: Mapped[int] = mapped_column(default=0)
    repeat_answer: Mapped[str] = mapped_column(Text, default="")
    direct_cause: Mapped[str] = mapped_column(Text, default="")
    whys: Mapped[str] = mapped_column(Text, default="")
    # Why it was not found earlier (流出原因).
    escape_cause: Mapped[str] = mapped_column(Text, default="")
    # By area, each an outline (act/plans/fishbone.py).
    fishbone: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    # What is asked of which other units (水平展開), or why of none or not of all.
    elsewhere_question: Mapped[str] = mapped_column(Text, default="")
    elsewhere_reason: Mapped[str] = mapped_column(Text, default="")
    elsewhere_unit_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    # When it was judged, and by when that was due (act/effect/judgements.py).
    judged_at: Mapped[datetime | None] = mapped_column(Instant)
    review_due_on: Mapped[date | None]

    actions: Mapped[list[CaseAction]] = relationship(
        order_by=CaseAction.position, lazy="selectin", cascade="all, delete-orphan"
    )
    # Everybody who wrote this round's plan: amending does not make an earlier writer free.
    writers: Mapped[list["RoundWriter"]] = relationship(
        order_by="RoundWriter.writer_id", lazy="selectin", cascade="all, delete-orphan"
    )
    # What settled nothing, as it was when the round was read.
    looks: Mapped[list["InterimReview"]] = relationship(
        primaryjoin="and_(InterimReview.case_id == CaseRound.case_id,"
        " InterimReview.round == CaseRound.number)",
        foreign_keys="[InterimReview.case_id, InterimReview.round]",
        order_by="InterimReview.number",
        viewonly=True,
    )

    @property
    def writer_ids(self) -> list[int]:
        return [each.writer_id for each in self.writers]

    @property
    def action(self) -> str:
        return "\n".join(each.action for each in self.actions if each.action)

    @property
    def planned(self) -> list[CaseAction]:
        return [each for each in self.actions if each.action]

    @property
    def owner_ids(self) -> list[int]:
        return [each.holder_id for each in self.actions if each.holder_id is not None]


class RoundWriter(Table):
    """That somebody wrote the plan of a round: a row of its own, so that what ties a person to a
    unit is found by the person, however many rounds there are."""

    __tablename__ = "case_round_writer"
    __table_args__ = (Index("ix_case_round_writer_writer_id", "writer_id"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("case_round.id"), primary_key=True)
    writer_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), primary_key=True, autoincrement=False
    )


class InterimReview(Table):
    """A look at the effect that settled nothing: too early, or set aside to be judged anew.

    It stays as it was; the judgement that stands is on the round.
    """

    __tablename__ = "interim_review"
    __table_args__ = (
        UniqueConstraint("case_id", "round", "number"),
        CheckConstraint("(verdict = 'too_early') = (next_on IS NOT NULL)", name="early_has_day"),
        CheckConstraint("next_on > reviewed_on", name="next_day_ahead"),
        CheckConstraint("(next_on IS NULL) = (set_aside IS NOT NULL)", name="set_aside_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("corrective_case.id"))
    round: Mapped[int]
    number: Mapped[int]
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    how_seen: Mapped[str] = mapped_column(Text)
    data_seen: Mapped[str] = mapped_column(Text)
    grounds: Mapped[str] = mapped_column(Text)
    next_on: Mapped[date | None]
    reviewed_on: Mapped[date]
    reviewed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reviewed_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_aside: Mapped[SetAside | None] = mapped_column(choice(SetAside, "set_aside"))


class PlanEdition(Table):
    """A plan as it was handed in: what a decision was bound to stays readable after an edit."""

    __tablename__ = "plan_edition"

    case_id: Mapped[int] = mapped_column(
        ForeignKey("corrective_case.id"), primary_key=True, autoincrement=False
    )
    submission: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round: Mapped[int]
    # Texts by field, in order; people and days as they were written then.
    content: Mapped[list[tuple[str, str]]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime] = mapped_column(Instant)


class Erasure(Table):
    """A request to erase one field or file of a record; done once both managers agreed."""

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("(file_number IS NULL) <> (field = '')", name="field_or_file"),
        CheckConstraint("(agreed_by_id IS NULL) = (erased_at IS NULL)", name="agreed_then_erased"),
        CheckConstraint("agreed_by_id IS NULL OR agreed_by_id <> asked_by_id", name="two_persons"),
        Index("ix_erasure_erased_at", "erased_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(40))
    field: Mapped[str] = mapped_column(String(60), default="")
    file_number: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    erased_at: Mapped[datetime | None] = mapped_column(Instant)
