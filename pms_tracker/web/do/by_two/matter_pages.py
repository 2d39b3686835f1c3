"""Pages of what a second person decides of an entry: asked, read and decided, one page a matter.

Each register of which two decide says in one row what is its own, and gets its blueprint by
`pages_of`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel.speaklater import LazyString

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.do.by_two import matter_facts, matter_rows, matters
from pms_tracker.do.by_two.matter_tables import Decided
from pms_tracker.do.by_two.matters import Deciding
from pms_tracker.do.rules.matter_rules import DecisionState
from pms_tracker.evidence import evidence
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import decisions
from pms_tracker.registers import entries
from pms_tracker.web.do.by_two.matter_forms import AskForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.proofs import decision_forms, evidence_views
from pms_tracker.web.proofs.decision_forms import DecisionForm
from pms_tracker.web.record.steps import Done, pressed, step
from pms_tracker.web.registers import register_forms
from pms_tracker.web.registers.edition_pages import Told
from pms_tracker.web.words.labels import LABELS
from pms_tracker.web.words.register_words import said_by, say, title_of

STAND = (DecisionState.WAITING, DecisionState.APPROVED)


@dataclass(frozen=True)
class MatterPages:
    """What two decide of one register as its pages show it, as `template` draws them.

    Whoever may through `door` asks, of a matter by `ask` and on one of its `grounds`, of facts by
    the form `easing`. `may_ask` says whether there is anything to ask, and `given` what the
    template is told besides.
    """

    key: str
    its: Deciding
    matters: type[StrEnum]
    door: Permission
    template: str
    easing: type[Any]
    may_ask: Callable[[Any, Any], bool]
    ask: Callable[[Any, Any, AskForm], None]
    given: Callable[[Any, Any, Decided | None], Mapping[str, object]]
    grounds: Callable[[Any], Mapping[Any, LazyString]] = lambda _matter: {}

    def reasoned(self, matter: Any) -> bool:
        return matter not in self.its.unreasoned

    def row(self, which: Reference, *, for_update: bool = False) -> Any:
        return entries.find(self.its.register, which, seen_by=me(), for_update=for_update)

    def asks(self, row: Any, matter: Any) -> bool:
        """Whether the reader may ask for a decision, of which none stands."""
        may = me().may(self.door) and self.may_ask(row, matter)
        return may and matter_rows.standing_of(self.its.table, row, matter) is None

    def record(self, which: Reference) -> str:
        return url_for(f"{self.its.register.key}.record", which=which)


@dataclass(frozen=True)
class Line:
    """How one matter stands, as the record of an entry tells it."""

    matter: StrEnum
    name: LazyString
    latest: Any
    ground: LazyString | None
    may_ask: bool


def lines_of(pages: MatterPages, row: Any) -> list[Line]:
    """How each matter stands that was asked of an entry, or may be."""
    every: Sequence[Any] = matter_rows.every(pages.its.table, row)
    lines = []
    for matter in pages.matters:
        latest = next((each for each in every if each.matter is matter), None)
        grounds = pages.grounds(matter)
        ground = grounds.get(latest.ground) if latest is not None and grounds else None
        # Facts that became others are what the entry says.
        state = latest.state if latest is not None else None
        is_said = matter is pages.its.table.EASED and state is DecisionState.APPROVED
        stands = state in STAND and not is_said
        asks = me().may(pages.door) and pages.may_ask(row, matter) and not stands
        if latest is not None or asks:
            lines.append(Line(matter, LABELS[matter], latest, ground, asks))
    return lines


def pages_of(pages: MatterPages, url: str) -> Blueprint:
    """The pages of what two decide of a register, below `url`."""
    blueprint = Blueprint(pages.key, __name__, url_prefix=url)
    kind, reader = pages.its.register.kind, pages.its.register.reader
    one = f"/<ref({kind}):which>/decisions/<any({', '.join(pages.matters)}):matter>"

    @blueprint.get(f"/<ref({kind}):reference>/decisions")
    @requires(reader)
    def mine(reference: Reference) -> ResponseReturnValue:
        return _mine(pages, reference)

    @blueprint.get(one)
    @requires(reader)
    def shown(which: Reference, matter: str) -> ResponseReturnValue:
        return _page(pages, None, which, matter)

    @blueprint.get(f"{one}/files/<int:number>")
    @requires(reader)
    def file(which: Reference, matter: str, number: int) -> ResponseReturnValue:
        return _file(pages, which, matter, number)

    _take_asking(pages, blueprint, one)
    _take_deciding(pages, blueprint, one)
    return blueprint


def _take_asking(pages: MatterPages, blueprint: Blueprint, one: str) -> None:
    """By which steps somebody asks for a decision, and asks no more."""

    def offer(form: AskForm, which: Reference, matter: str) -> None:
        about = pages.matters(matter)
        form.offer(pages.grounds(about), reasoned=pages.reasoned(about))

    @blueprint.post(one)
    @requires(pages.door)
    @step(AskForm, lambda form, which, matter: _page(pages, form, which, matter), offer=offer)
    def ask(form: AskForm, which: Reference, matter: str) -> Done:
        pages.ask(pages.row(which, for_update=True), pages.matters(matter), form)
        words = gettext("承認を求めました。承認する人にメールで知らせます。")
        return Done(words, pages.record(which))

    eased = pages.its.table.EASED

    def offer_facts(form: Any, which: Reference) -> None:
        form.only(pages.its.facts(pages.row(which)))

    @blueprint.post(f"/<ref({pages.its.register.kind}):which>/decisions/ease")
    @requires(pages.door)
    @step(pages.easing, lambda form, which: _page(pages, form, which, eased), offer=offer_facts)
    def ease(form: Any, which: Reference) -> Done:
        """Ask that facts may stop a clock, or give it a later day."""
        row, reason = pages.row(which, for_update=True), form.reason.data or ""
        told = {"version": form.version.number, "by": me(), "facts": form.values}
        matters.ask(pages.its, row, eased, reason, **told)
        words = gettext("承認を求めました。承認されるまで、期限は変わりません。")
        return Done(words, pages.record(which))

    @blueprint.post(f"{one}/take-back")
    @requires(pages.door)
    @pressed()
    def take_back(which: Reference, matter: str) -> Done:
        row = pages.row(which, for_update=True)
        matters.take_back(pages.its, row, _waiting(pages, row, matter), by=me())
        return Done(gettext("承認の依頼を取り下げました。"), pages.record(which))


def _take_deciding(pages: MatterPages, blueprint: Blueprint, one: str) -> None:
    @blueprint.post(f"{one}/decide")
    @requires(pages.its.register.reader)
    @step(
        *(DecisionForm, lambda form, which, matter: _page(pages, form, which, matter)), signs=True
    )
    def decide(form: DecisionForm, which: Reference, matter: str) -> Done:
        """Approve what was asked, or send it back; who may is for the rules."""
        row, decided = pages.row(which, for_update=True), form.decided
        waits, seen = _waiting(pages, row, matter), form.version.number
        signed = matters.decide(pages.its, row, waits, decided, version=seen, by=me())
        decision_forms.keep_scan(signed)
        words = (
            gettext("承認を記録しました。")
            if decided.approves
            else gettext("差戻しを記録しました。求めた人に知らせます。")
        )
        return Done(words, pages.record(which), turn=True)


def _waiting(pages: MatterPages, row: Any, matter: str) -> Decided:
    """What waits to be decided of a matter. Raises NotFound."""
    found = matter_rows.standing_of(pages.its.table, row, pages.matters(matter))
    if found is None:
        raise NotFound("no_such_record", reference=pages.its.called(row))
    return found


def _mine(pages: MatterPages, reference: Reference) -> ResponseReturnValue:
    """The way to what the reader is to decide first."""
    row, firm = pages.row(reference), Firm(clock.today())
    every = matter_rows.every(pages.its.table, row)
    for each in reversed([each for each in every if each.state is DecisionState.WAITING]):
        if decisions.may_decide(me().person_id, matters.step_of(each, firm), firm):
            return redirect(url_for(".shown", which=reference, matter=each.matter))
    return redirect(pages.record(reference))


def _page(
    pages: MatterPages, refused: shared.Form | None, which: Reference, matter: str
) -> ResponseReturnValue:
    row, firm, about = pages.row(which), Firm(clock.today()), pages.matters(matter)
    every = [each for each in matter_rows.every(pages.its.table, row) if each.matter is about]
    latest = every[0] if every else None
    waits = latest if latest is not None and latest.state is DecisionState.WAITING else None
    made = _made(pages, row, matter)
    page = render_template(
        pages.template,
        register=pages.its.register,
        say=say,
        row=row,
        which=which,
        title=title_of(pages.its.register, row),
        matter=about,
        is_easing=about is pages.its.table.EASED,
        name=LABELS[about],
        latest=latest,
        waits=waits,
        grounds=pages.grounds(about),
        form=_asking(pages, refused, row, which, about),
        changes=_changes(pages, latest),
        box=decision_forms.box(
            matters.waiting(pages.its, row, waits, firm) if waits is not None else None,
            firm,
            place=url_for(".decide", which=which, matter=matter),
            version=row.version,
            refused=refused if isinstance(refused, DecisionForm) else None,
        ),
        decisions=made,
        scans=decision_forms.scans(
            made, lambda number: url_for(".file", which=which, matter=matter, number=number)
        ),
        sent_back=_sent_back(latest, made),
        names=firm.names(firm.members),
        **pages.given(row, about, waits),
    )
    return page, refused.status if refused else 200


def _made(pages: MatterPages, row: Any, matter: str) -> list[Approval]:
    every = matter_rows.every(pages.its.table, row)
    steps = {each.step for each in every if each.matter == matter}
    return [each for each in approvals.decisions(pages.its.called(row)) if each.step in steps]


def _changes(pages: MatterPages, decided: Decided | None) -> list[Told]:
    """The facts that are to be others, in words."""
    if decided is None:
        return []
    before, after = matter_facts.sides(pages.its.register, decided)
    fields = (pages.its.register.field(name) for name in decided.facts)
    return [
        Told(each, said_by(each, before[each.name]), said_by(each, after[each.name]))
        for each in fields
    ]


def _sent_back(latest: Decided | None, made: list[Approval]) -> Approval | None:
    is_back = latest is not None and latest.state is DecisionState.SENT_BACK
    return decision_forms.sent_back(made) if is_back else None


def _asking(
    pages: MatterPages, refused: shared.Form | None, row: Any, which: Reference, matter: Any
) -> Any:
    """The form to ask by, for whoever may, of what nothing stands."""
    if not pages.asks(row, matter):
        return None
    if isinstance(refused, AskForm | pages.easing):
        refused.version.data = row.version
        return refused
    if matter is pages.its.table.EASED:
        form = register_forms.fill(pages.easing, row, url_for(".ease", which=which))
        form.only(pages.its.facts(row))
        return form
    form = AskForm(formdata=None, place=url_for(".ask", which=which, matter=matter))
    form.offer(pages.grounds(matter), reasoned=pages.reasoned(matter))
    form.version.data = row.version
    return form


def _file(pages: MatterPages, which: Reference, matter: str, number: int) -> ResponseReturnValue:
    """The scan of a decision that was stamped on paper."""
    row = pages.row(which)
    every = matter_rows.every(pages.its.table, row)
    steps = {each.step for each in every if each.matter == matter}
    called = pages.its.called(row)
    if evidence.file(called, number).step not in steps:
        raise NotFound("no_such_file", number=number)
    return evidence_views.give(called, number)
