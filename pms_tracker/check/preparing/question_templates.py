"""Templates of questions, one for each kind of audit: kept by the audit manager, as data."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from sqlalchemy import delete, func, insert, select

from pms_tracker import clock, locale_in_use
from pms_tracker.check.audits import audit_plans
from pms_tracker.check.preparing.checklist_preparing import Criteria, NewRow
from pms_tracker.check.preparing.question_rows import Question, QuestionRows
from pms_tracker.check.rules import checklist_rules
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.checklist_rules import Origin
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.check.tables.checklist_tables import ChecklistTemplate, TemplateQuestion
from pms_tracker.database import Rows, session
from pms_tracker.kernel.errors import BadInput, NotFound, Stale
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.policies import mappings, requirements
from pms_tracker.sheets import tables
from pms_tracker.sheets.sheet_lines import Problem, Trouble
from pms_tracker.trail import trail

# What the trail calls a template: no reference of a record begins like this.
OF_TEMPLATE = "template:"
STARTERS = Path(__file__).parent / "starters"


def starter(kind: AuditKind) -> tuple[Question, ...]:
    """Questions in our own words to begin with; none for a kind that has no starter, and for a
    company that is not examined by the items they ask about."""
    return _starter(kind) if locale_in_use.has(Custom.PRIVACY_MARK) else ()


@cache
def _starter(kind: AuditKind) -> tuple[Question, ...]:
    path = STARTERS / f"{kind.value}.csv"
    if not path.is_file():
        return ()
    rows = read(path.read_bytes())
    if rows.troubles:
        raise ValueError(f"{path.name}: {rows.troubles}")
    return tuple(rows.questions)


def read(content: bytes) -> QuestionRows:
    """The questions of a CSV or Excel file, with every bad row told by its line.

    Raises BadInput for a file that cannot be read at all, or holds nothing.
    """
    rows = QuestionRows()
    if content.strip():
        tables.read_table(content, rows)
    if not rows.questions and not rows.troubles:
        raise BadInput("questions_empty")
    return rows


def unknown(questions: Sequence[Question]) -> list[Trouble]:
    """Questions about requirements that audits of today are not held against."""
    known = mappings.named()
    return [
        Trouble(each.line, Problem.REQUIREMENT_UNKNOWN, each.requirement)
        for each in questions
        if each.requirement not in known
    ]


def template(kind: AuditKind) -> ChecklistTemplate | None:
    return session.scalar(select(ChecklistTemplate).where(ChecklistTemplate.kind == kind))


def questions(kind: AuditKind) -> list[TemplateQuestion]:
    """The questions of a kind's template in order; none where there is no template."""
    return list(
        session.scalars(
            select(TemplateQuestion)
            .join(ChecklistTemplate, ChecklistTemplate.id == TemplateQuestion.template_id)
            .where(ChecklistTemplate.kind == kind)
            .order_by(TemplateQuestion.position)
        )
    )


def question(kind: AuditKind, position: int) -> TemplateQuestion:
    """A question by its number; raises NotFound."""
    found = next((each for each in questions(kind) if each.position == position), None)
    if found is None:
        raise NotFound("no_such_question", position=position)
    return found


def as_row(asked: TemplateQuestion, requirement_id: int) -> NewRow:
    """A question as a row about this requirement."""
    return NewRow(
        requirement_id,
        Origin.TEMPLATE,
        asked.question,
        asked.methods,
        asked.hint,
        asked.good_evidence,
    )


def prepare(audit: Audit) -> None:
    """Have the checklist of an audit just planned ask what the template of its kind does.

    A requirement that a question is about is asked about by its questions alone. Nothing changes
    where there is no template.
    """
    criteria, asked = Criteria(audit), dict[int, list[NewRow]]()
    for each in questions(audit.kind):
        about, _own = criteria.requirement(each.requirement)
        if about is not None:
            asked.setdefault(about, []).append(as_row(each, about))
    if not asked:
        return
    order = list(dict.fromkeys([*criteria.ids, *asked]))
    rows = [row for about in order for row in asked.get(about, [NewRow(about, Origin.CRITERIA)])]
    session.execute(delete(ChecklistItem).where(ChecklistItem.audit_id == audit.id))
    session.execute(
        insert(ChecklistItem),
        [
            {"audit_id": audit.id, "position": place, "place": place, **vars(row)}
            for place, row in enumerate(rows, start=1)
        ],
    )
    audit_plans.tell_criteria(audit, requirements.chosen(order))


def counts() -> dict[AuditKind, int]:
    """How many questions each template has."""
    rows: Rows = session.execute(
        select(ChecklistTemplate.kind, func.count(TemplateQuestion.id).label("questions"))
        .join(TemplateQuestion, TemplateQuestion.template_id == ChecklistTemplate.id)
        .group_by(ChecklistTemplate.kind)
    ).all()
    return {row.kind: row.questions for row in rows}


def keep(kind: AuditKind, wanted: Sequence[Question], *, version: int, by: Viewer) -> None:
    """Keep these questions in place of those there are; checklists prepared before do not change.

    Raises NotAllowed for anybody but the audit manager, Stale where somebody kept others meanwhile.
    """
    checklist_rules.check_template_keeper(by.roles)
    kept = _locked(kind, version, by)
    before = len(questions(kind))
    session.execute(delete(TemplateQuestion).where(TemplateQuestion.template_id == kept.id))
    session.add_all(
        TemplateQuestion(
            template_id=kept.id,
            position=position,
            requirement=each.requirement,
            question=each.question,
            methods=each.methods,
            hint=each.hint,
            good_evidence=each.good_evidence,
        )
        for position, each in enumerate(wanted, start=1)
    )
    kept.version += 1
    kept.kept_by_id, kept.kept_at = by.person_id, clock.now()
    session.flush()
    changes = {"questions": (before, len(wanted))}
    trail.note(f"{OF_TEMPLATE}{kind.value}", "template_kept", by=by.actor, changes=changes)


def _locked(kind: AuditKind, version: int, by: Viewer) -> ChecklistTemplate:
    """The template of a kind, made if there is none; raises Stale for another version."""
    found = session.scalar(
        select(ChecklistTemplate).where(ChecklistTemplate.kind == kind).with_for_update()
    )
    if found is None:
        found = ChecklistTemplate(
            kind=kind, kept_by_id=by.person_id, kept_at=clock.now(), version=1
        )
        session.add(found)
        session.flush()
    if found.version != version:
        raise Stale("template_changed")
    return found


def as_questions(found: Sequence[TemplateQuestion]) -> list[Question]:
    """Kept questions as they may be kept again."""
    return [
        Question(each.requirement, each.question, each.methods, each.hint, each.good_evidence)
        for each in found
    ]


def write(
    kind: AuditKind, position: int | None, asked: Question, *, version: int, by: Viewer
) -> None:
    """Put a question in place of one, or (None) behind the others.

    Raises NotFound for a number there is none of, BadInput for an unknown requirement.
    """
    if unknown([asked]):
        raise BadInput("no_such_requirement_name", name=asked.requirement)
    there = as_questions(questions(kind))
    if position is None:
        there.append(asked)
    elif 0 < position <= len(there):
        there[position - 1] = asked
    else:
        raise NotFound("no_such_question", position=position)
    keep(kind, there, version=version, by=by)


def drop(kind: AuditKind, position: int, *, version: int, by: Viewer) -> None:
    """Take a question out of its template. Raises NotFound for a number there is none of."""
    there = as_questions(questions(kind))
    if not 0 < position <= len(there):
        raise NotFound("no_such_question", position=position)
    del there[position - 1]
    keep(kind, there, version=version, by=by)
