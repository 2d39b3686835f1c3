"""What questionnaires want of whoever sent them: that answers come, and are looked at."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.duties import duty_sources as duties
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import CompanyHoliday
from pms_tracker.questionnaires.questionnaire_letters import asked_to_look, due_to_take
from pms_tracker.questionnaires.questionnaire_rules import BY_ITSELF
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.questionnaires.questionnaires import visible_to

CHASE, TAKE = "chase_questionnaire", "take_questionnaire"
SENDER = "sender"


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """An answer by its day from those that are open, and a look at each that was answered: until
    that day it is for whoever was asked, and nothing is wanted of whoever sent it."""
    for row in duties.loaded(Questionnaire, ids):
        # What is taken by itself is looked after where it is about.
        if row.revoked_on is not None or row.taken_on is not None or row.purpose in BY_ITSELF:
            continue
        answered = row.submitted_at is not None
        yield Wanted(
            *(row.id, row.reference, TAKE if answered else CHASE),
            due_to_take(row) if answered else row.due_on,
            Holder.RULE,
            parties={SENDER: [row.reader_id]},
            first_on=None if answered else row.due_on,
        )


def takers(row: duties.KeptRow, firm: Firm) -> list[duties.Taker]:
    """Whoever sent it, else whoever runs the PMS."""
    return duties.asked_first(asked_to_look(row.parties[SENDER][0], firm), firm)


def _open() -> Iterable[int]:
    is_open = Questionnaire.revoked_on.is_(None), Questionnaire.taken_on.is_(None)
    return session.scalars(select(Questionnaire.id).where(*is_open))


QUESTIONNAIRES = duties.Source(
    Kind.QUESTIONNAIRE,
    (
        duties.DutyKind(
            CHASE,
            N_("確認票の回答の受取り"),
            N_("回答を確かめてください。届いていなければ、相手に連絡するか送り直してください。"),
            N_("回答の状況を見る"),
            takers=takers,
        ),
        duties.DutyKind(
            TAKE,
            N_("確認票の回答の確認"),
            N_("届いた回答を読み、記録に取り込んでください。"),
            N_("回答を読む"),
            takers=takers,
        ),
    ),
    wants,
    every=_open,
    changes={
        Questionnaire: duties.own("due_on", "submitted_at", "revoked_on", "taken_on", "heir_id"),
        CompanyHoliday: duties.Watched(lambda _day: _open()),
    },
    sees=duties.seen_by(Questionnaire, visible_to),
)
