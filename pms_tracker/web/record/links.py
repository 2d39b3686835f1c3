"""Addresses: references in URLs, `/r/CA-2026-003` for letters, and the jump box."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup, escape
from werkzeug.routing import BaseConverter, IntegerConverter, Map, ValidationError

from pms_tracker import clock
from pms_tracker.act.act_registers import BY_KIND
from pms_tracker.act.cases import case_lists, cases
from pms_tracker.act.elsewhere import elsewhere_questions
from pms_tracker.check.audits import audit_duties, audit_lists
from pms_tracker.check.findings import finding_lists
from pms_tracker.database import LARGEST
from pms_tracker.do.disclosure_requests import request_searches
from pms_tracker.duties import reading
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference, parse_reference
from pms_tracker.kernel.search_text import holds
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm, Member
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.policies import policies
from pms_tracker.plan.policies.mappings import OF_SET
from pms_tracker.registers import register_lists
from pms_tracker.reminders.running.every_source import KINDS as DUTY_KINDS
from pms_tracker.web.door.access import me, opens, requires
from pms_tracker.web.door.reached import reaches
from pms_tracker.web.door.sub_path import home
from pms_tracker.web.guides import shelf
from pms_tracker.web.record.record_kinds import KINDS
from pms_tracker.web.words import register_words
from pms_tracker.web.words.register_words import said_in
from pms_tracker.web.words.word_cache import once

links = Blueprint("links", __name__)
IN_TEXT = re.compile(r"\b[A-Z]{1,3}-\d{4}(?:-\d+)?\b")
# A day as it is told, with its weekday.
A_DAY = (
    r"(?:(?:明治|大正|昭和|平成|令和)?(?:\d+|元)年)?\d{1,2}月\d{1,2}日\([月火水木金土日]\)"
    r"|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]{2}(?: \d{4})?\b"
)
WHOLE = re.compile(f"{IN_TEXT.pattern}|{A_DAY}")
TAG = re.compile(r"(<[^>]*>)")

# Records of one kind that a search shows; its list has the rest.
MOST = 20

# Stands for a reference while an address is made, once per kind and request.
PLACE = "REFERENCE"


def unbroken(text: str) -> Markup:
    """A text, or markup, in which no line ends within a reference or a day."""
    parts = TAG.split(str(escape(text)))
    whole = str(Markup(r'<span class="whole">\g<0></span>'))
    return Markup("".join(each if each[:1] == "<" else WHOLE.sub(whole, each) for each in parts))


class ReferenceConverter(BaseConverter):
    """A reference in its exact spelling; any other spelling is no address.

    `<ref(CA):reference>` takes cases only, so that another kind's is no address either;
    `<ref:reference>` takes every kind.
    """

    def __init__(self, map: Map, *prefixes: str) -> None:
        super().__init__(map)
        self.kinds = frozenset(Kind(each) for each in prefixes) or frozenset(Kind)
        # Said here already: what only to_python refuses is another method's address to the router.
        self.regex = rf"(?:{'|'.join(sorted(self.kinds))})(?:-\d{{4}})?-\d{{2,9}}"

    def to_python(self, value: str) -> Reference:
        found = parse_reference(value)
        if found is None or str(found) != value:
            raise ValidationError
        return found

    def to_url(self, value: object) -> str:
        return str(value)


class NumberConverter(IntegerConverter):
    """A number that an id could be: both databases fail on larger ones instead of finding none."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST)


def install(app: Flask) -> None:
    app.url_map.converters["ref"] = ReferenceConverter
    app.url_map.converters["int"] = NumberConverter


def url_of(reference: Reference | str) -> str:
    """The page of a record, or of a set as the trail names it; home where there is none."""
    if isinstance(reference, str) and reference.startswith(OF_SET):
        return url_for("requirements.record", key=reference.removeprefix(OF_SET))
    if isinstance(reference, str) and "/" in reference:
        return _url_of_part(*reference.split("/", 1))
    found = parse_reference(reference) if isinstance(reference, str) else reference
    if found is None:
        return url_for("overview.home")
    kind = found.kind
    pattern = once("address", kind, lambda: _pattern(kind))
    return pattern.replace(PLACE, str(found))


def _pattern(kind: Kind) -> str:
    """The address of a kind's records; registers have one page for records by any name."""
    page = KINDS[kind].page
    return url_for(page, which=PLACE) if kind in BY_KIND else url_for(page, reference=PLACE)


def record_link(reference: str, known: bool = True) -> Markup:
    """A record by its reference: a link where the reader may know of it and their role opens its
    page, else plain text."""
    if known and opens_record(reference):
        return Markup('<a class="ref" href="{}">{}</a>').format(url_of(reference), reference)
    return Markup('<span class="ref">{}</span>').format(reference)


def opens_record(reference: str) -> bool:
    """Whether the role of whoever looks opens the page of such a record, whichever it is."""
    found = parse_reference(reference)
    return found is not None and opens(KINDS[found.kind].page)


def doors() -> tuple[frozenset[Role], frozenset[frozenset[Role]]]:
    """By which roles whoever looks opens records: of what is drawn once with links to some."""
    viewer = me()
    return viewer.roles, frozenset(viewer.stands_in_for.values())


def _url_of_part(audit: str, part: str) -> str:
    """A row (3) or a paper (P1) of an audit; for who does not open checklists, the audit."""
    found = parse_reference(audit)
    if found is None or found.kind is not Kind.AUDIT or not me().may(Permission.CARRY_OUT_AUDITS):
        return url_of(audit)
    if part.isdecimal():
        return url_for("rows.record", reference=found, position=int(part))
    return url_for("sheets.index", reference=found)


def url_of_duty(duty: Duty) -> str:
    """Where a duty is done: a page of its own for some kinds, else its record."""
    page = DUTY_KINDS[duty.kind].page
    if not page:
        return url_of(duty.reference)
    return url_for(page, reference=duty.reference) if duty.reference else url_for(page)


def url_of_record(duty: Duty) -> str:
    """The record that a duty is about; where it is done, if there is none or its reader need not
    know of it."""
    own = DUTY_KINDS[duty.kind].is_apart or not duty.reference
    return url_of_duty(duty) if own else url_of(duty.reference)


def url_if_opened(duty: Duty) -> str:
    """Where somebody's duty of no record is done, if the role of whoever looks opens it; "" for
    every other, whose record leads there."""
    page = DUTY_KINDS[duty.kind].page
    return url_of_duty(duty) if not duty.reference and opens(page) else ""


# What templates are given, under the same names.
GIVEN = {
    each.__name__: each for each in (url_of, url_of_duty, url_of_record, record_link, opens_record)
}


@links.get("/r/<name>")
@requires(Permission.OWN_SETTINGS)
def resolve(name: str) -> ResponseReturnValue:
    """The only kind of link a letter carries; the record's own page decides who may see it. What
    is to be done and is about no record is named by its kind.

    Who sees no records is written to about what everybody has to read, and led there.
    """
    if name in DUTY_KINDS:
        return redirect(_where_done(name))
    found = parse_reference(name)
    return redirect(_for_me(found) if found is not None else url_for("links.find", q=name))


def _for_me(found: Reference) -> str:
    """The page of a record, or where the reader is asked something of it."""
    if found.kind is Kind.POLICY and not me().may(Permission.SEE_RECORDS):
        return url_for("acknowledgements.read", reference=found)
    if found.kind is Kind.AUDIT and _waits_for_me(found):
        return url_for("reports.record", reference=found)
    if found.kind is Kind.PERSON_REQUEST and request_searches.mine(found, me()) is not None:
        return url_for("request_searches.mine", reference=found)
    if found.kind is Kind.CASE and _asks_me(found):
        return url_for("elsewhere.mine", reference=found)
    return url_of(found)


def _where_done(kind: str) -> str:
    """The page on which duties of a kind are done that are about no record; home without one."""
    page = DUTY_KINDS[kind].page
    alone = page and any(not rule.arguments for rule in current_app.url_map.iter_rules(page))
    return url_for(page if alone else "overview.home")


def _asks_me(case: Reference) -> bool:
    """Whether a case asks something of the reader, who may not know of it otherwise."""
    return not cases.knows(case, me()) and bool(elsewhere_questions.mine(case, me()))


def _waits_for_me(audit: Reference) -> bool:
    """Whether the reader is the one to decide on an audit's report: two touches from a letter."""
    mine = reading.due(date.max, me().person_id, audit)
    return any(duty.kind in audit_duties.STATE_OF_KIND for duty in mine)


@links.get("/find")
@requires(Permission.OWN_SETTINGS)
def find() -> ResponseReturnValue:
    """Jump to a reference, or list what holds the words, within what the person may see.

    Terms and guides are for everybody, also for those who see no records.
    """
    words = request.args.get("q", "").strip()[:200]
    found = parse_reference(words)
    if found is not None:
        return redirect(url_of(found))
    if not words:
        flash(gettext("番号（例：F-2026-012）か、探す語句を入力してください。"), "info")
        return redirect(url_for("overview.home"))
    return render_template(
        "overview/found.html",
        words=words,
        most=MOST,
        terms=shelf.terms_with(words),
        guides=[each for each in shelf.guides_with(words) if reaches(each.pages[0])],
        people=_people_with(words) if me().may(Permission.SEE_PEOPLE) else (),
        **(_records_with(words) if me().may(Permission.SEE_RECORDS) else NO_RECORDS),
    )


NO_RECORDS: dict[str, object] = dict.fromkeys(
    ("findings", "cases", "audits", "policies", "entries"), ()
)


def _people_with(words: str) -> list[Member]:
    """Whose name or its reading has these words, with or without the blanks between its parts."""

    def has(text: str) -> bool:
        return holds(text, words) or holds("".join(text.split()), "".join(words.split()))

    members = Firm(clock.today()).members.values()
    return [each for each in members if has(each.name) or has(each.reading)]


def _records_with(words: str) -> dict[str, object]:
    viewer = me()
    themes = audit_lists.themes_with(words, viewer)
    return {
        "findings": finding_lists.FINDINGS.page(
            viewer, finding_lists.Filter(text=words), limit=MOST
        ),
        "cases": case_lists.CASES.page(viewer, case_lists.Filter(text=words), limit=MOST),
        "audits": audit_lists.AUDITS.page(viewer, audit_lists.Filter(themes=themes), limit=MOST),
        "policies": policies.listed(text=words)[:MOST],
        "entries": list(_entries_with(words)),
    }


@dataclass(frozen=True)
class Entries:
    """What a search finds in a register: references with what the list says of each."""

    title: str
    url: str
    rows: list[tuple[str, list[str]]]


def _entries_with(words: str) -> Iterator[Entries]:
    """What registers in use have with these words, within what the reader may see."""
    viewer, used = me(), people.used_kinds()
    for kind, register in BY_KIND.items():
        if kind not in used or not viewer.may(register.reader):
            continue
        wish = register_lists.Wish({register_lists.TEXT: words})
        rows = register_lists.listing(register).page(viewer, wish, limit=MOST)
        if rows:
            yield Entries(
                register_words.say(register.name),
                url_for(f"{register.key}.index", q=words),
                [
                    (register.name_of(row), [said for _name, said in said_in(register, row)])
                    for row in rows
                ],
            )


def local_path(target: str) -> str:
    """A path of ours, below the sub-path if there is one, or the home page for anything else."""
    # Browsers and redirects drop tabs and line breaks, so that "/", tab, "/" would become "//".
    if (
        not target.startswith(home())
        or target.startswith(("//", "/\\"))
        or not target.isprintable()
    ):
        return home()
    return target.rstrip("?")
