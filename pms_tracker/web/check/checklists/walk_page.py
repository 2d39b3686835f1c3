"""The page of the audit day: everything it shows, put into words once and not once a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from pms_tracker import clock
from pms_tracker.check.checklists import checklists
from pms_tracker.check.day import checklist_rows
from pms_tracker.check.findings import grades
from pms_tracker.check.rules import checklist_rules
from pms_tracker.check.rules.audit_rules import GRADE_OF_RESULT, Result, needs_corrective_action
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import Rows
from pms_tracker.do.registers import ledger
from pms_tracker.kernel.profile import Part
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.kernel.search_text import title_of
from pms_tracker.people.firm import company_profile
from pms_tracker.people.firm.people import Viewer
from pms_tracker.web.door.access import me
from pms_tracker.web.lists import choices
from pms_tracker.web.record import links
from pms_tracker.web.words import days_in_words, labels

NOTHING = Markup()
# Characters of a chapter's text that make its name.
SHORT = 22


class Shown(NamedTuple):
    """One row as the page shows it. What is Markup here is printed as it is."""

    position: int
    version: int
    result: str
    question: str
    more: str
    about: str
    said: str
    good_evidence: str
    note: str
    data: Markup
    files: int
    earlier: Markup
    findings: Markup


@dataclass
class Heading:
    """Rows under one heading, and how far they are filled in."""

    title: str
    path: str
    done: int
    rows: list[Shown] = field(default_factory=list)


def offered(chosen: Result | None = None) -> tuple[Result, ...]:
    """The results that auditors choose from; the one chosen is among them."""
    full = Part.GRADES in company_profile.parts()
    return checklist_rules.offered(full=full, chosen=chosen)


def graded() -> list[tuple[str, str, str, bool]]:
    """Grades as the form of a finding without a line offers them: value, name, the result that a
    row has then, and whether it is proven."""
    results = {grade: result.value for result, grade in GRADE_OF_RESULT.items()}
    return [
        (each.value, labels.marked(each), results.get(each, ""), needs_corrective_action(each))
        for each in grades.offered()
    ]


def asked_again(title: str) -> str:
    """What a row about an earlier finding asks: was it really put right?"""
    return gettext("前回の所見「%(title)s」は、原因が除去され、再発していないか。", title=title)


def measure_asked(measure: str) -> str:
    """What a row about the measure of a risk asks: is it kept up?"""
    return gettext("対策「%(measure)s」は、決めたとおりに続けられているか。", measure=measure)


def origin_words(row: Any) -> str:
    """Where a row comes from."""
    return gettext("リスク対策") if row.risk else labels.label(row.origin)


def risk_link(audit: Audit, row: Any) -> Markup:
    """The risk whose measure a row asks about, a link for who may know of the unit's risks."""
    sees = ledger.sees_whole(me()) or audit.unit_id in me().unit_ids
    return links.record_link(row.risk, known=sees)


def finding_name(row: Any) -> str:
    """F-2026-003, of a row that carries an earlier finding's year and number."""
    return format_reference(Kind.FINDING, row.fiscal_year, row.number)


def words_of(row: Any) -> tuple[str, str]:
    """What a row asks, in the reader's language where nobody worded it, and what stands below."""
    if row.question:
        return row.question, ""
    if row.origin is checklist_rules.Origin.FINDING:
        return asked_again(row.title), ""
    if row.requirement_set_id is None:
        return row.text, ""
    # An item's name stands beside it: what is asked is what it says besides.
    title, _, rest = choices.requirement_words(row.text).partition("\n")
    asked, _, more = rest.partition("\n")
    return asked or title, more


def requirement_words(row: Any) -> str:
    """The requirement of a row by its name."""
    if row.requirement_set_id is None:
        return gettext("条項 %(path)s", path=row.path)
    return f"{row.path} {_title(row.text)}"


def methods_words(methods: str) -> str:
    """文書・現場."""
    return gettext("・").join(labels.label(each) for each in checklist_rules.methods_of(methods))


def when(instant: datetime | None) -> str:
    """The time of today, else the day, as short as it can be said."""
    if instant is None:
        return ""
    local, today = clock.local(instant), clock.today()
    if local.date() == today:
        return f"{local:%H:%M}"
    return days_in_words.short_day(local.date(), year=local.year != today.year)


def said_by(row: Any) -> str:
    """Who answered and when; of paper, its day and that it is paper."""
    if row.answered_at is None:
        return ""
    if row.sheet is None:
        return f"{row.answered_by} {when(row.answered_at)}"
    day = days_in_words.short_day(
        row.carried_out_on, year=row.carried_out_on.year != clock.today().year
    )
    return gettext("紙 %(name)s %(day)s", name=row.answered_by, day=day)


class Walk:
    """A checklist as the page walks through it."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self.rows: Rows = checklist_rows.rows(audit, viewer=me())
        self._methods: dict[str, str] = {}

    def headings(self) -> list[Heading]:
        """The rows under their headings, in order."""
        groups = checklist_rows.headings(self.rows)
        by_chapter = any(group.chapter for group in groups)
        names = checklist_rows.chapters(self.rows, groups)
        shown = self._shown(by_chapter=by_chapter)
        found = []
        for group in groups:
            title, path = self._named(group, names)
            rows = shown[group.first : group.first + group.rows]
            found.append(Heading(title, path, group.done, rows))
        return found

    def _named(
        self, group: checklist_rules.Group, names: Mapping[tuple[object, object, str], str]
    ) -> tuple[str, str]:
        first = self.rows[group.first]
        if first.origin is checklist_rules.Origin.FINDING:
            return gettext("前回までの所見の確認"), ""
        if not group.chapter:
            name = first.text if first.requirement_set_id is None else _title(first.text)
            return title_of(name, SHORT), first.path
        key = first.policy_version_id, first.requirement_set_id, group.chapter
        if key in names:
            return title_of(_title(names[key]), SHORT), group.chapter
        others = len(group.requirements) > 1
        name = title_of(_title(first.text), SHORT)
        return (gettext("%(name)sほか", name=name) if others else name), group.chapter

    def _shown(self, *, by_chapter: bool) -> list[Shown]:
        around = Around(self.audit)
        return [self._row(row, around, by_chapter=by_chapter) for row in self.rows]

    def _row(self, row: Any, around: "Around", *, by_chapter: bool) -> Shown:
        again = row.origin is checklist_rules.Origin.FINDING
        question, more = words_of(row)
        path = row.path if by_chapter or again else ""
        last = "" if again else around.last(row)
        about = [each for each in (self._methods_words(row.methods), path, row.hint, last) if each]
        return Shown(
            row.position,
            row.version,
            row.result.value,
            question,
            more,
            "　".join(about),
            said_by(row),
            row.good_evidence,
            row.note,
            data_of(row),
            row.files,
            _earlier(row) if again else self._risk(row),
            around.findings.get(row.id, NOTHING),
        )

    def _risk(self, row: Any) -> Markup:
        return Markup("　") + risk_link(self.audit, row) if row.risk else NOTHING

    def _methods_words(self, methods: str) -> str:
        found = self._methods.get(methods)
        if found is None:
            found = self._methods[methods] = methods_words(methods)
        return found


class Around:
    """What lies around the rows: their findings, and what came out before; read once for all."""

    def __init__(self, audit: Audit) -> None:
        filed = checklists.findings_by_item(audit.id)
        self.findings = {item_id: _filed(references) for item_id, references in filed.items()}
        self._last = checklist_rows.last_results(audit)

    def last(self, row: Any) -> str:
        """What came out at the last audit, in words."""
        found = self._last.get((row.requirement_id, row.question))
        return gettext("前回は%(result)s", result=labels.marked(found)) if found else ""


def _earlier(row: Any) -> Markup:
    return Markup("　") + links.record_link(finding_name(row), known=row.sees_earlier)


def _filed(references: Sequence[str]) -> Markup:
    return Markup('<p class="row-found">{}</p>').format(
        Markup(" ").join(links.record_link(each) for each in references)
    )


def _title(text: str) -> str:
    return choices.requirement_title(text)


@dataclass(frozen=True)
class Known:
    """Findings of a requirement in two years, as a sentence with a link in it."""

    before: str
    link: str
    place: str
    after: str


def known(audit: Audit, requirement_id: int, viewer: Viewer) -> Known | None:
    """What other audits found of a requirement that the reader may see; None for nothing."""
    since = checklist_rules.two_years_before(clock.today())
    count = checklist_rows.known_of(audit, requirement_id, since, viewer)
    if not count:
        return None
    told = gettext("同じ要求事項の所見が過去24か月に%(link)sあります。", link="\0")
    before, _, after = told.partition("\0")
    words = ngettext("%(num)d件", "%(num)d件", count)
    place = url_for("findings.index", requirement=requirement_id, found=f"{since.isoformat()}..")
    return Known(before, words, place, after)


def data_of(row: Any) -> Markup:
    """What the page's script is told of a row beyond what its form says: nothing as a rule."""
    if not row.asked and row.population is None and row.sample_size is None and not row.sample_how:
        return NOTHING
    told = (
        ("asked", row.asked),
        ("population", row.population),
        ("sample-size", row.sample_size),
        ("sample-how", row.sample_how),
    )
    said = (f' data-{name}="{escape(value)}"' for name, value in told if value not in ("", None))
    return Markup("".join(said))


def radios(results: Sequence[Result]) -> dict[str, Markup]:
    """The buttons of a row, by which of them is chosen: drawn once, not three hundred times."""
    plain = {each: _radio(each, "") for each in Result if each is not Result.NOT_YET}
    found = {}
    for chosen in Result:
        parts = {each: drawn for each, drawn in plain.items() if each in {*results, chosen}}
        if chosen in parts:
            parts[chosen] = _radio(chosen, " checked")
        found[chosen.value] = Markup("".join(parts.values()))
    return found


def _radio(result: Result, checked: str) -> Markup:
    drawn = Markup(
        '<label><input type="radio" name="result" value="{}"{}>'
        '<b aria-hidden="true">{}</b>{}</label>'
    )
    return drawn.format(result.value, Markup(checked), labels.MARKS[result], labels.label(result))
