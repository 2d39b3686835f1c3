"""A policy before it is kept: what was read of it, corrected by hand, and its tree as mended."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import ngettext

from pms_tracker.kernel.era_dates import find_days
from pms_tracker.kernel.errors import BadInput
from pms_tracker.plan.text import mending, policy_text
from pms_tracker.plan.text.files.policy_files import Given
from pms_tracker.plan.text.policy_desk import Contact
from pms_tracker.plan.text.policy_text import Clause, PolicyText
from pms_tracker.plan.text.policy_written import BLANKS, LINE, Unquoted
from pms_tracker.plan.text.tree.policy_outline import Outline
from pms_tracker.web.plan.policies.policy_forms import AdoptForm
from pms_tracker.web.words.days_in_words import typed_day

# Beyond so many lines of one clause none is offered to split it at.
LINES_SHOWN = 60


@dataclass(frozen=True)
class Part:
    """A clause, or what stands above or below all of them, with the lines a clause may begin at."""

    clause: Clause | None
    start: int
    lines: tuple[tuple[int, str], ...]
    is_closing: bool = False


def form_of(given: Given, read: PolicyText) -> AdoptForm:
    """The form with what was read, and the words as they were given, to be shown what of them is
    no part of the text."""
    return AdoptForm(
        formdata=None,
        text=given.text if given.unquoted.marked else read.text,
        outline=mending.written(read.outline),
        issuer=read.issuer,
        representative=read.representative,
        contact_role=read.contact.role,
        contact_phone=read.contact.phone,
        contact_hours=read.contact.hours,
        contact_mail=read.contact.mail,
        enacted_on=read.enacted_on,
        revised_on="、".join(map(typed_day, read.revised_on)),
    )


def read_of(form: AdoptForm) -> PolicyText:
    """The text with its tree as mended and its facts as corrected.

    What the form does not carry is taken as read. Raises BadInput where a text is no policy, or
    what was typed among the days of revision is none.
    """
    outline = mending.understood(form.outline.data or "") or None
    read = read_text(form.text.data or "", outline)
    if not form.issuer.raw_data:
        return read
    contact = Contact(
        form.contact_role.data or None,
        form.contact_phone.data or None,
        form.contact_hours.data or None,
        form.contact_mail.data or None,
    )
    return replace(
        read,
        issuer=form.issuer.data or None,
        representative=form.representative.data or None,
        contact=contact,
        enacted_on=form.enacted_on.data,
        revised_on=_days(form.revised_on.data or ""),
    )


def read_text(text: str, outline: Outline | None = None) -> PolicyText:
    """Read a policy; raises BadInput with what is wrong with it."""
    return read_given(pasted(text), outline)


def read_given(given: Given, outline: Outline | None = None) -> PolicyText:
    """The same of what a file holds."""
    try:
        return given.mended(outline)
    except policy_text.NotAPolicy as trouble:
        raise BadInput(trouble.key) from trouble


def pasted(text: str) -> Given:
    """A text as a browser sends it."""
    return Given(text.replace("\r\n", "\n"))


def taken_off(told: Unquoted) -> list[str]:
    """What is said of the marks of a mail that a text came without, and of the lines around it."""
    said = []
    if told.marked:
        said.append(
            ngettext(
                "%(num)d行の先頭から、メールの引用の記号を外しました。",
                "%(num)d行の先頭から、メールの引用の記号を外しました。",
                told.marked,
            )
        )
    if told.left_out:
        said.append(
            ngettext(
                "引用の前後の%(num)d行は取り込みません。",
                "引用の前後の%(num)d行は取り込みません。",
                len(told.left_out),
            )
        )
    return said


def _days(typed: str) -> tuple[date, ...]:
    found = find_days(typed)
    rest = typed
    for hit in reversed(found):
        rest = rest[: hit.start] + rest[hit.end :]
    doubtful = any(hit.day is None or hit.problem == "day_or_month" for hit in found)
    if rest.strip(" 、,・\u3000\r\n") or doubtful:
        raise BadInput("days_unread", typed=typed[:60])
    return tuple(sorted({hit.day for hit in found if hit.day is not None}))


def parts(read: PolicyText) -> Iterator[Part]:
    """The text from top to bottom, as the page offers it to be mended."""
    start = 0
    pieces = [(None, read.preamble), *((each, each.raw) for each in read.clauses)]
    for clause, raw in [*pieces, (None, read.closing)]:
        lines = LINE.findall(raw)
        said = [(start + i, words) for i, line in enumerate(lines) if (words := line.strip(BLANKS))]
        if lines:
            offered = said[1:] if clause else said
            yield Part(clause, start, tuple(offered[:LINES_SHOWN]), start > 0 and clause is None)
        start += len(lines)
