"""Reminders to outsiders whose answer is awaited: 7, 3 and 1 days before the due day, each once."""

from datetime import date

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.mail import outbox
from pms_tracker.questionnaires import questionnaire_letters, questionnaire_rules as rules
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire


def remind(today: date) -> int:
    """Post what is to be said today, and remember that it was; how many letters were posted.

    Whoever pressed to send a questionnaire was told that these follow; nothing else goes out.
    """
    soon = today + rules.reminder_ahead()
    waiting = session.scalars(
        select(Questionnaire)
        .where(
            Questionnaire.due_on.between(today, soon),
            Questionnaire.submitted_at.is_(None),
            Questionnaire.revoked_on.is_(None),
        )
        .order_by(Questionnaire.id)
        .with_for_update()
    )
    posted = 0
    for made in waiting:
        stage = rules.reminds(made.due_on, today, made.reminded)
        if stage is None:
            continue
        made.reminded = stage
        letter = questionnaire_letters.reminder(made, (made.due_on - today).days)
        outbox.post(letter, questionnaire_letters.to_outsider(made))
        posted += 1
    session.flush()
    return posted
