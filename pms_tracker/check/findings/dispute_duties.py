"""What a told or disputed finding wants somebody to do: to answer it, then to decide."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import select

from pms_tracker.check.findings import findings
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.tables.audit_tables import Finding, FindingAnswer
from pms_tracker.database import session
from pms_tracker.duties.duty_sources import DutyKind, Source, loaded, of, own, seen_by
from pms_tracker.kernel.duty import Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_

ANSWER, DECIDE = "answer_finding", "decide_dispute"
KIND_OF_STATE = {FindingState.TOLD: ANSWER, FindingState.DISPUTED: DECIDE}


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """The turn that an answer to a finding is at."""
    answers = {answer.finding_id: answer for answer in loaded(FindingAnswer, ids)}
    for finding in loaded(Finding, answers):
        answer = answers[finding.id]
        if answer.turn_of_id is not None and answer.turn_due_on is not None:
            yield Wanted(
                *(finding.id, finding.reference, KIND_OF_STATE[finding.state], answer.turn_due_on),
                person_id=answer.turn_of_id,
                title=finding.title,
                unit_id=finding.unit_id,
            )


def _open() -> Iterable[int]:
    waits = FindingAnswer.turn_of_id.is_not(None)
    return session.scalars(select(FindingAnswer.finding_id).where(waits))


FINDINGS = Source(
    Kind.FINDING,
    # Silence is an answer as soon as the day is over.
    (
        DutyKind(
            ANSWER,
            N_("監査所見の確認"),
            N_("所見を読み、確認するか、理由を添えて異議を申し立ててください。"),
            N_("所見を確認する"),
            lapses=True,
        ),
        DutyKind(
            DECIDE,
            N_("異議の決定"),
            N_("所見と異議を読み、所見を維持するか取り下げるかを決めてください。"),
            N_("読んで決める"),
            audit=True,
        ),
    ),
    wants,
    every=_open,
    changes={
        Finding: own("state", "title", "unit_id"),
        FindingAnswer: of("finding_id", "turn_of_id", "turn_due_on"),
    },
    sees=seen_by(Finding, findings.visible_to),
)
