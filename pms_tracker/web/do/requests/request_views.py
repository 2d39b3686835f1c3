"""A request beside its register: its days on the record, and drafts of the letters to whoever
asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.do.disclosure_requests import person_requests, request_searches
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.disclosure_requests.request_answers import (
    ARTICLES,
    FIELDS as ANSWERS,
    KINDS,
    LETTERS as GROUNDS,
)
from pms_tracker.do.disclosure_requests.request_drafts import FIELDS, LETTERS, TOLD, LetterDraft
from pms_tracker.do.disclosure_requests.request_fields import PARTS, SENDING
from pms_tracker.do.rules.contact.request_rules import OVER, REASONED, THEIRS, Asked, Days, Item
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.kernel.words import Words
from pms_tracker.people.firm import people
from pms_tracker.registers import entries, entry_editions
from pms_tracker.registers.edition_rules import IN_FORCE
from pms_tracker.registers.fields import Field, Values
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.registers import draft_letters
from pms_tracker.web.words.register_words import said_by, say, title_of

blueprint = Blueprint("request_drafts", __name__, url_prefix="/do/requests")


@dataclass(frozen=True)
class Line:
    """One line of a letter, and what it is called."""

    label: str
    words: str


@blueprint.get(f"/<ref({Kind.PERSON_REQUEST}):which>/drafts")
@requires(REQUESTS.reader)
def drafts(which: Reference) -> ResponseReturnValue:
    row = entries.find(REQUESTS, which, seen_by=me())
    values = entry_editions.drafted(REQUESTS, row)
    return render_template(
        "do/requests/drafts.html",
        register=REQUESTS,
        which=which,
        title=title_of(REQUESTS, row),
        addressed=_addressed(values),
        company=people.the_company().name,
        approved=row.state in IN_FORCE,
        letters=[(each, _lines(each, values)) for each in LETTERS if each.fits(values)],
    )


@blueprint.get(f"/<ref({Kind.PERSON_REQUEST}):which>/drafts/<int:number>.pdf")
@requires(REQUESTS.reader)
def draft_paper(which: Reference, number: int) -> ResponseReturnValue:
    values = entry_editions.drafted(REQUESTS, entries.find(REQUESTS, which, seen_by=me()))
    written = [
        draft_letters.Written(
            say(each.name),
            [(line.label, line.words) for line in _lines(each, values)],
            _addressed(values),
            say(each.opening),
        )
        for each in LETTERS
        if each.fits(values)
    ]
    return draft_letters.answer(which, written, number)


def _addressed(values: Values) -> str:
    name = said_by(REQUESTS.field("requester_name"), values["requester_name"])
    return gettext("%(name)s 様", name=name) if name else gettext("（請求者の氏名） 様")


def _lines(letter: LetterDraft, values: Values) -> list[Line]:
    """What a letter says: its fields, then each thing asked for with its answer."""
    told = [
        Line(say(FIELDS[name].label), said_by(FIELDS[name], values[name]))
        for name in letter.fields
        if values[name]
    ]
    return [*told, *(_answered(each) for each in letter.items(values))]


def _answered(item: Item) -> Line:
    words = [say(TOLD[item.outcome])] if item.outcome is not None else []
    if item.outcome in REASONED and item.ground is not None:
        words.append(say(GROUNDS[item.ground]))
    words.append(item.reason)
    return Line(
        f"{say(KINDS[item.asked])} {say(ARTICLES[item.asked])}", "\n".join(filter(None, words))
    )


@blueprint.app_template_global()
def request_parts(row: Any) -> list[tuple[Words, tuple[str, ...]]]:
    """The fields of a request by what they are about: answers to what is asked for alone, and that
    it was sent once the answer was approved."""
    asked = entry_editions.drafted(REQUESTS, row)["kinds"]
    left_out = {field.name for kind in Asked if kind not in asked for field in ANSWERS[kind]}
    if row.state not in IN_FORCE and row.sent_on is None:
        left_out |= {each.name for each in SENDING}
    found = [
        (words, tuple(each.name for each in fields if each.name not in left_out))
        for words, fields in PARTS
    ]
    return [(words, names) for words, names in found if names]


@blueprint.app_template_global()
def request_grounds_unsaid(row: Any) -> set[str]:
    """Grounds that are left of what is not refused any more, and answers to what is not asked."""
    values = REQUESTS.values_of(row)
    return {
        field.name
        for asked, (outcome, ground, reason) in ANSWERS.items()
        for field in ((ground,) if asked in values["kinds"] else (outcome, ground, reason))
        if asked not in values["kinds"] or values[outcome.name] not in REASONED
    }


@blueprint.app_template_global()
def request_lacks(row: Any) -> list[Field]:
    """What is still to be filled in before the answer of a request can be handed in."""
    names = person_requests.lacking_fields(entry_editions.drafted(REQUESTS, row))
    return [REQUESTS.field(each) for each in names]


@blueprint.app_template_global()
def request_unsearched(row: Any) -> Sequence[tuple[int, str]]:
    """The units, by id and name, whose search is still to be answered before that."""
    return person_requests.unsearched(row, entry_editions.drafted(REQUESTS, row))


@dataclass(frozen=True)
class Clock:
    """The days of a request as its record shows them; `waits` for whoever asks."""

    progress: str
    days: Days | None
    answer_by: date | None
    sent_on: date | None
    waits: bool
    over: bool


@blueprint.app_template_global()
def request_clock(row: Any) -> Clock:
    """How far a request is, and its days."""
    progress = person_requests.progress_of(row)
    return Clock(
        say(person_requests.PROGRESS[progress]),
        person_requests.days_of(row),
        person_requests.answer_by(row),
        row.sent_on,
        progress in THEIRS,
        progress in OVER,
    )


@blueprint.app_template_global()
def request_searches_of(row: Any) -> list[tuple[Any, str]]:
    """What each unit was asked and says."""
    return list(request_searches.of(row))
