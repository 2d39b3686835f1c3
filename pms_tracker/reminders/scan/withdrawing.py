"""Letters about what was done meanwhile: taken back, or written anew, before they are sent."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, select

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.do.incidents import incident_letters
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import parse_reference
from pms_tracker.mail import outbox
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.people.firm.firm import Firm
from pms_tracker.reminders.rules import climb_rules
from pms_tracker.reminders.running.reminder_tables import ReminderLedger
from pms_tracker.reminders.scan import digests, reminders
from pms_tracker.trail import trail

# Letters that ask for a step of a record; once whoever got them has none there, they are past.
ASKING = (
    *("plan_asked", "approval_asked", "done_check_asked", "closing_asked", "elsewhere_asked"),
    *("report_asked", "report_to_receive", "ruling_asked", "programme_asked"),
    *("version_asked", "postponement_asked", "year_asked", "year_confirmation_asked"),
    "minutes_asked",
)
# Letters that say again what nobody answered; once somebody did, they are past.
UNANSWERED = {incident_letters.INCIDENT_UNANSWERED.key: incident_letters.is_answered}
# Looked at together, as many as one delivery sends.
AT_A_TIME = 200


def withdraw_done() -> int:
    """Take back letters that wait and ask for what is done by now; how many were.

    A digest that is right in part is written anew without what was done. Nothing can have been
    done since a letter was posted while nothing happened at all, so in quiet times one statement
    is all.
    """
    found = _waiting()
    session.rollback()
    if not found:
        return 0
    with transaction():
        letters = session.scalars(
            select(OutboxLetter)
            .where(OutboxLetter.id.in_(found), OutboxLetter.state == LetterState.WAITING)
            .order_by(OutboxLetter.id)
            .with_for_update(skip_locked=True)
        ).all()
        firm = Firm(clock.today())
        past = [each for each in letters if each.key in ASKING and not _asks(each, firm)]
        past += [
            each
            for each in letters
            if each.key in UNANSWERED and UNANSWERED[each.key](each.reference)
        ]
        past += _digests([each for each in letters if each.key == digests.KEY], firm)
        for letter in past:
            letter.state = LetterState.WITHDRAWN
    return len(past)


def _waiting() -> Sequence[int]:
    """Letters to be sent now that were posted before the last thing that happened."""
    happened = trail.last_at()
    if happened is None:
        return []
    return session.scalars(
        select(OutboxLetter.id)
        .where(
            OutboxLetter.state == LetterState.WAITING,
            OutboxLetter.next_try_at <= clock.now(),
            OutboxLetter.created_at < happened,
            OutboxLetter.key.in_((*ASKING, *UNANSWERED, digests.KEY)),
        )
        .order_by(OutboxLetter.next_try_at, OutboxLetter.id)
        .limit(AT_A_TIME)
    ).all()


def _asks(letter: OutboxLetter, firm: Firm) -> bool:
    """Whether its reader still has something to do on the record that it is about."""
    about = parse_reference(letter.reference)
    if about is None or letter.person_id is None:
        return True
    there = reminders.duties(date.max, reference=about, firm=firm)
    return any(
        duty.person_id == letter.person_id for duty in reminders.stood_in(there, firm.deputies)
    )


def _digests(letters: Sequence[OutboxLetter], firm: Firm) -> Iterator[OutboxLetter]:
    """Digests of which nothing is left; those of which something is are written anew."""
    if not letters:
        return
    rows = session.scalars(
        select(ReminderLedger).where(ReminderLedger.letter_id.in_([each.id for each in letters]))
    ).all()
    by_letter: dict[int, list[ReminderLedger]] = defaultdict(list)
    for row in rows:
        by_letter[row.letter_id or 0].append(row)
    there = _there(max((row.due_on for row in rows), default=firm.on), firm)
    for letter in letters:
        told = by_letter[letter.id]
        left = {row.id: _owners(row, there, firm) for row in told}
        done = [each for each, owners in left.items() if not owners]
        if not done:
            continue
        # What comes back to be done is told of anew.
        session.execute(delete(ReminderLedger).where(ReminderLedger.id.in_(done)))
        if len(done) == len(told):
            yield letter
        else:
            _rewrite(letter, [row for row in told if left[row.id]], left, firm)


_There = Mapping[tuple[str, str, date], Collection[Duty]]


def _there(until: date, firm: Firm) -> _There:
    found: dict[tuple[str, str, date], list[Duty]] = defaultdict(list)
    for duty in reminders.stood_in(reminders.duties(until, firm=firm), firm.deputies):
        found[duty.kind, duty.reference, duty.due_on].append(duty)
    return found


def _owners(row: ReminderLedger, there: _There, firm: Firm) -> list[Duty]:
    """What is left of what was told: the reader's own duty, or late ones that they stand above."""
    every = there.get((row.kind, row.reference, row.due_on), ())
    if not row.rung:
        return [duty for duty in every if duty.person_id == row.person_id]
    above = firm.above()
    return [
        duty
        for duty in every
        if row.person_id in climb_rules.line_above(duty, above).get(row.rung, ())
    ]


def _rewrite(
    letter: OutboxLetter,
    rows: Sequence[ReminderLedger],
    left: Mapping[int, Sequence[Duty]],
    firm: Firm,
) -> None:
    to = firm.recipient(letter.person_id)
    if to is None:
        return
    own = [left[row.id][0] for row in rows if not row.rung]
    others = [
        (left[row.id][0], [duty.person_id for duty in left[row.id]]) for row in rows if row.rung
    ]
    posted_on = clock.local(letter.created_at).date()
    outbox.rewrite(letter, digests.letter(own, others, firm, posted_on), to)
