"""A sample drawn for a question of the checklist: looked at, then recorded."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectChoice, SelectField

from pms_tracker import clock
from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.act.teams import assignments
from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists, populations, samples
from pms_tracker.check.checklists.populations import CHECKS_MADE, Drawable, Population
from pms_tracker.check.checklists.samples import Wanted
from pms_tracker.check.day import checklist_rows
from pms_tracker.check.rules.audit_rules import OPEN, AuditState
from pms_tracker.check.rules.checklist_rules import MOST_DRAWN, Sample
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.errors import BadInput, NotFound, Stale
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.check.checklists import walk_page
from pms_tracker.web.door import reached
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms import form_drafts, shared_forms as shared
from pms_tracker.web.lists.filters import days_text
from pms_tracker.web.record import links
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.days_in_words import day_text
from pms_tracker.web.words.register_words import say, title_of

blueprint = Blueprint(
    "samples", __name__, url_prefix="/check/audits/<ref(AU):reference>/checklist/<int:position>"
)
# What is proposed: most questions of a checklist are about what this register holds.
USUAL, FEW = LEDGER, 5
# As a row has it.
LONGEST_HOW = 200


class DrawForm(shared.Form):
    """What a sample is drawn from: which population, how many, of which days."""

    register = SelectField(
        _l("台帳・記録"), validators=[shared.Filled(_l("台帳・記録を選んでください。"))]
    )
    size = shared.NumberField(
        _l("確かめる数"), validators=[shared.Filled(_l("確かめる数を入力してください。"))]
    )
    first = shared.DayField(_l("期間の最初の日"), past=True)
    last = shared.DayField(_l("期間の最後の日"), past=True)
    own = BooleanField(_l("被監査部門の記録だけから抽出する"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._of = {each.key: each for each in _offered()}
        self.register.choices = [
            SelectChoice(key, say(each.name)) for key, each in self._of.items()
        ]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        valid = bool(super().validate(*args, **kwargs))
        return self.judged((self.last, self._in_order)) and valid

    def _in_order(self) -> None:
        if self.first.data and self.last.data and self.last.data < self.first.data:
            raise BadInput("ends_before_it_begins")

    @property
    def wanted(self) -> Wanted:
        """What was asked for, once it was found right. Nothing is drawn of days to come, so that
        the same is drawn later on; what has no day of its own is that in force on the last one."""
        population, last = self._of[self.register.data], self.last.data or clock.today()
        first = self.first.data or (last if population.is_standing else None)
        return Wanted(population, self.size.data, Days(first, last), own=self.own.data)


class LookForm(DrawForm):
    """A sample to look at: that changes nothing, so it needs no token."""

    class Meta:
        csrf = False


class SampleForm(DrawForm):
    """A sample to record: with what its reader saw of it."""

    version = shared.VersionField()
    shown = HiddenField(validators=[shared.AtMost(1000)])


def _offered() -> Iterator[Population]:
    """The registers whose entries have numbers, of those that the auditor sees all of; and what
    was made by one of them beside it."""
    for each in REGISTERS:
        if each.kind is None or not reached.keeps(each) or not me().may(each.reader):
            continue
        population = populations.of_register(each)
        if population.is_whole(me()):
            yield population
            if each is CHECKS_MADE.register:
                yield CHECKS_MADE


@blueprint.get("/sample")
@requires(Permission.CARRY_OUT_AUDITS)
def look(reference: Reference, position: int) -> ResponseReturnValue:
    """The form; with what to draw from in the address, what is drawn."""
    asked = "register" in request.args
    form = (
        LookForm(formdata=request.args)
        if asked
        else LookForm(register=USUAL.key, size=FEW, own=True)
    )
    return _page(reference, position, form, asked=asked)


def _page(
    reference: Reference, position: int, form: DrawForm, *, asked: bool = True
) -> ResponseReturnValue:
    audit = audits.by_reference(reference, seen_by=me())
    rows = checklist_rows.rows(audit, [position])
    if not rows:
        raise NotFound("no_such_row", position=position)
    drawn = _looked_at(audit, position, form) if asked else None
    page = render_template(
        "check/rows/sample.html",
        audit=audit,
        unit=people.unit(audit.unit_id),
        row=rows[0],
        question=walk_page.words_of(rows[0])[0],
        form=form,
        drawn=drawn,
        most=MOST_DRAWN,
        writes=me().person_id in audits.team_ids(audit.id) and audit.state in OPEN,
        begins=audit.state is not AuditState.UNDER_WAY,
    )
    return page, form.status


class Line(NamedTuple):
    """What was drawn as its page shows it: its name, where it is read, and what it is about."""

    name: str
    url: str
    about: str


class Told(NamedTuple):
    """A sample as its page shows it: of how many, and how it was drawn."""

    population: int
    entries: list[Line]
    how: str

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.entries]

    @property
    def shown(self) -> str:
        """What its reader saw, for the form that records it."""
        return " ".join([str(self.population), *self.names])

    @property
    def kept(self) -> Sample:
        return Sample(self.population, len(self.entries), self.how)


def _looked_at(audit: Audit, position: int, form: DrawForm) -> Told | None:
    found: Told | None = None
    if form.validate():
        with shared.refused_into(form):
            found = _drawn(audit, position, form)
    else:
        form.status = 400
    return found


def _drawn(audit: Audit, position: int, form: DrawForm) -> Told:
    wanted = form.wanted
    found = samples.draw(audit, position, wanted, by=me())
    lines = [_line(wanted.population, each) for each in found.these]
    return Told(found.population, lines, _how(wanted, people.unit(audit.unit_id).name))


def _line(population: Population, each: Drawable) -> Line:
    about = title_of(population.register, each.entry)
    if each.day is None:
        return Line(each.name, links.url_of(each.name), about)
    of_month = {"reference": each.entry.reference, "year": each.day.year, "month": each.day.month}
    return Line(each.name, url_for("check_runs.sheet", **of_month), about)


def _how(wanted: Wanted, unit: str) -> str:
    """How a sample was drawn, as its row tells it."""
    first, last = wanted.days.first, wanted.days.last
    days = gettext("%(day)s現在", day=day_text(last)) if first == last else days_text(wanted.days)
    narrowed = gettext("、").join([unit, days] if wanted.of_unit else [days])
    name = say(wanted.population.name)
    told = gettext("%(register)s（%(narrowed)s）から無作為抽出", register=name, narrowed=narrowed)
    return told[:LONGEST_HOW]


@blueprint.post("/sample")
@requires(Permission.CARRY_OUT_AUDITS)
@step(SampleForm, lambda form, reference, position: _page(reference, position, form), once=True)
def record(form: SampleForm, reference: Reference, position: int) -> Done:
    audit = audits.by_reference(reference, seen_by=me(), for_update=True)
    row = checklists.item(audit, position, for_update=True)
    found = _drawn(audit, position, form)
    if found.shown != form.shown.data:
        raise Stale("sample_changed")
    assignments.begin(audit, by=me())
    note = _with_lines(row.note, found.names)
    version = form.version.number
    checklists.keep_sample(audit, row, found.kept, note, version=version, by=me())
    _into_drafts(reference, position, found)
    place = url_for("rows.record", reference=reference, position=position)
    return Done(gettext("抽出した記録をメモに並べました。1件ずつ、確かめた結果を書けます。"), place)


def _with_lines(note: str, names: list[str]) -> str:
    """A note with a line for each entry that has none yet."""
    lines = note.splitlines()
    for name in names:
        begins = gettext("%(name)s：", name=name)
        if not any(line.startswith(begins.rstrip()) for line in lines):
            lines.append(begins)
    return "\n".join(lines)


def _into_drafts(reference: Reference, position: int, found: Told) -> None:
    """What the reader has typed of the row and not sent goes on with the sample in it."""
    whole = url_for("checklists.answer", reference=reference, position=position)
    for place in (whole, url_for("checklists.walk", reference=reference)):
        typed = form_drafts.kept_at(place)
        if typed is None or (place != whole and typed.get("row") != str(position)):
            continue
        form_drafts.keep_on(
            place,
            {
                "population": str(found.population),
                "sample_size": str(len(found.entries)),
                "sample_how": found.how,
                "note": _with_lines(typed.get("note", ""), found.names),
            },
        )
