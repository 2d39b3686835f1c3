"""What the trail keeps of letters that were sent: digests, never words; of secret ones nothing."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.trail import trail
from pms_tracker.trail.names import LEFT, RENEWED
from pms_tracker.trail.trail_tables import TrailEntry, TrailValue

# How the trail names a letter: `letter-12`.
OF_LETTER = "letter-"
SENT = "letter_sent"
TEXT = "letter_text"
# What of a note that a letter was sent says nothing of whom it was for.
DIGESTS = frozenset({"letter", TEXT, LEFT})
PRUNED, UNTIL = "letters_pruned", "pruned_until"
# A letter is noted in the trail a moment after the instant at which it was sent.
NOTED_WITHIN = timedelta(minutes=1)


def name_of(letter_id: int) -> str:
    return f"{OF_LETTER}{letter_id}"


def note_sent(letter: OutboxLetter, sent: bytes) -> None:
    """Note that a letter was handed over: by the digest of its bytes, as whoever has it can take
    it, and by that of its text, as the outbox keeps it.

    Of a secret one nothing is noted: what it says is worth something to whoever reads it. Nor is
    the name of somebody outside, whom people here erase.
    """
    if letter.secret:
        return
    changes: dict[str, trail.Change] = {
        "letter": (None, hashlib.sha256(sent).hexdigest()),
        TEXT: (None, digest_of(letter)),
    }
    if letter.person_id is not None:
        changes = {"recipient": (None, letter.name), **changes}
    trail.note(name_of(letter.id), SENT, by=trail.SYSTEM, changes=changes)


def note_pruned(letter_ids: Sequence[int], before: datetime) -> None:
    """Note that letters of before an instant were taken away; by the last of them, since a note is
    of something."""
    changes: dict[str, trail.Change] = {
        "letters_pruned": (None, str(len(letter_ids))),
        UNTIL: (None, before.isoformat()),
    }
    trail.note(name_of(max(letter_ids)), PRUNED, by=trail.SYSTEM, changes=changes)


def digest_of(letter: OutboxLetter) -> str:
    """The digest of whom a letter was for and what it said."""
    said = [letter.key, letter.reference, letter.name, letter.subject, letter.body, letter.html]
    text = json.dumps([*said, letter.event], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def altered() -> Iterator[int]:
    """Letters that were sent and are kept otherwise than they were, or not at all though their time
    had not come."""
    gone_before, left = _gone_before(), _left()
    noted = (
        select(TrailEntry.reference, TrailEntry.at, TrailValue.after)
        .join(TrailValue, TrailValue.entry_number == TrailEntry.number)
        .where(TrailEntry.move == SENT, TrailValue.field == TEXT)
        .order_by(TrailEntry.number)
    )
    for name, at, digest in session.execute(noted).all():
        letter_id = int(name.removeprefix(OF_LETTER))
        found = session.get(OutboxLetter, letter_id)
        if found is None and gone_before is not None and at < gone_before:
            continue
        if found is None or digest_of(found) != _followed(digest, left.get(name, {})):
            yield letter_id


def digests() -> dict[int, str]:
    """What every letter says now: asked before something is erased of them."""
    letters = session.scalars(select(OutboxLetter).order_by(OutboxLetter.id)).yield_per(500)
    return {each.id: digest_of(each) for each in letters}


def note_renewed(before: Mapping[int, str], *, by: trail.Actor) -> None:
    """Note what letters that were sent say once something of them was erased."""
    sent = select(TrailEntry.reference).where(TrailEntry.move == SENT)
    noted = set(session.scalars(sent))
    for letter_id, digest in digests().items():
        name = name_of(letter_id)
        if name in noted and before.get(letter_id, digest) != digest:
            trail.note(name, RENEWED, by=by, changes={LEFT: (before[letter_id], digest)})


def forget_files(folder: Path) -> int:
    """Remove letters that were written into a folder and of which something was erased since; how
    many."""
    renewed = select(TrailEntry.reference).where(
        TrailEntry.move == RENEWED, TrailEntry.reference.startswith(OF_LETTER)
    )
    ids = {int(each.removeprefix(OF_LETTER)) for each in session.scalars(renewed)}
    files = {each.stem.partition("-")[2].partition("-")[2]: each for each in folder.glob("*.eml")}
    gone = 0
    for letter_id, message_id in session.execute(select(OutboxLetter.id, OutboxLetter.message_id)):
        file = files.get(message_id.strip("<>").partition("@")[0])
        if letter_id in ids and file is not None:
            file.unlink(missing_ok=True)
            gone += 1
    return gone


def _left() -> dict[str, dict[str, str]]:
    """By letter: what its digest became each time that something of it was erased."""
    rows = session.execute(
        select(TrailEntry.reference, TrailValue.before, TrailValue.after)
        .join(TrailEntry, TrailValue.entry_number == TrailEntry.number)
        .where(TrailEntry.reference.startswith(OF_LETTER), TrailValue.field == LEFT)
    )
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, before, after in rows:
        found[name][str(before)] = str(after)
    return found


def _followed(digest: str | None, left: Mapping[str, str]) -> str | None:
    seen = set[str]()
    while digest is not None and digest in left and digest not in seen:
        seen.add(digest)
        digest = left[digest]
    return digest


def _gone_before() -> datetime | None:
    """Whatever was sent before then may have been taken away, as the trail says."""
    noted = (
        select(TrailValue.after)
        .join(TrailEntry, TrailValue.entry_number == TrailEntry.number)
        .where(TrailEntry.move == PRUNED, TrailValue.field == UNTIL)
    )
    instants = [datetime.fromisoformat(each) for each in session.scalars(noted) if each]
    return max(instants) + NOTED_WITHIN if instants else None
