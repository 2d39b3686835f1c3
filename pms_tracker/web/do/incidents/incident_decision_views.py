"""What a second person decides of an incident: asked with a ground, read and decided on a page."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from flask_babel.speaklater import LazyString
from wtforms import Field, SelectChoice, SelectField

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.do.incidents import incident_decisions as deciding, incident_easings
from pms_tracker.do.incidents.incidents import INCIDENTS, reported, reported_if
from pms_tracker.do.rules.incidents.incident_decision_rules import (
    GROUNDS,
    DecisionState,
    Exempt,
    Matter,
)
from pms_tracker.do.rules.incidents.incident_easing_rules import FACTS
from pms_tracker.do.rules.incidents.incident_rules import Nature
from pms_tracker.do.tables.incident_tables import IncidentDecision
from pms_tracker.evidence import evidence
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import decisions
from pms_tracker.registers import entries
from pms_tracker.web.do.incidents.incident_views import Shown, clocks_of, shown_of
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.proofs import decision_forms, evidence_views
from pms_tracker.web.proofs.decision_forms import DecisionForm
from pms_tracker.web.record.steps import Done, pressed, step
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.registers import register_forms
from pms_tracker.web.registers.edition_pages import Told
from pms_tracker.web.words.labels import LABELS
from pms_tracker.web.words.register_words import said_by, say, title_of

blueprint = Blueprint("incident_decisions", __name__, url_prefix="/do/incidents")
EXEMPT: dict[Exempt, LazyString] = {
    Exempt.NO_CLASS: _p("why not reported", "報告の対象となる類型に当たらない"),
    Exempt.RECOVERED: _l("第三者が見る前に、すべて回収した"),
    Exempt.ELSEWHERE: _l("同じ内容のデータがほかに残っている"),
    Exempt.ENCRYPTED: _l("高度な暗号化など、権利利益を守る措置があった"),
    Exempt.CLIENT_TOLD: _l("委託元に通知した"),
    Exempt.NO_DATA: _l("個人データに当たらない"),
    Exempt.HARD: _l("本人への通知が困難で、代わりの措置をとった"),
}
_ONE = f"/<ref({Kind.INCIDENT}):which>/decisions/<any({', '.join(Matter)}):matter>"


_NO_REASON = _l("理由を入力してください。")
# Asked where there is something to mistake or to ease, not of every incident.
_ON_DEMAND = (Matter.EASED, Matter.STRUCK)


def _require(field: Field, missing: LazyString) -> None:
    field.validators = (shared.Filled(missing), *field.validators)
    field.flags.required = True


class AskForm(shared.Form):
    """That nothing is done, with ground and reason; that it is over, with a word or none."""

    version = shared.VersionField()
    ground = SelectField(_l("根拠"))
    reason = shared.LongField(_l("理由・ひとこと"), longest=2000)

    def offer(self, which: Reference, matter: str) -> None:
        """The grounds that there are for a matter."""
        offered = GROUNDS[Matter(matter)]
        blank = SelectChoice("", _l("選んでください"))
        self.ground.choices = [blank, *(SelectChoice(each, EXEMPT[each]) for each in offered)]
        # That nothing is done has its ground, and all but an end its reason.
        if offered:
            _require(self.ground, _l("根拠を選んでください。"))
        else:
            del self.ground
        if matter != Matter.CLOSING:
            _require(self.reason, _NO_REASON)

    @property
    def chosen(self) -> Exempt | None:
        said = self.ground.data if self.ground is not None else ""
        return Exempt(said) if said else None


class EasingForm(register_forms.some(INCIDENTS, FACTS)):  # type: ignore[misc]
    """Facts as they are to be, with the reason."""

    version = shared.VersionField()
    reason = shared.LongField(_l("理由"), _NO_REASON, longest=2000)


@dataclass(frozen=True)
class Line:
    """How one matter stands, as the record of an incident tells it."""

    matter: Matter
    name: LazyString
    latest: IncidentDecision | None
    ground: LazyString | None
    may_ask: bool


@blueprint.app_template_global()
def incident_matters(row: Any) -> list[Line]:
    """What of an incident is decided by a second person, or may be asked."""
    every = deciding.of(row)
    lines = []
    for matter in Matter:
        latest = next((each for each in every if each.matter is matter), None)
        ground = EXEMPT[latest.ground] if latest is not None and latest.ground else None
        stands = latest is not None and latest.state in (
            DecisionState.WAITING,
            DecisionState.APPROVED,
        )
        asks = me().may(Permission.HANDLE_REPORTS) and deciding.may_ask(row, matter) and not stands
        if latest is not None or (asks and matter not in _ON_DEMAND):
            lines.append(Line(matter, LABELS[matter], latest, ground, asks))
    return lines


def _row(which: Reference, *, for_update: bool = False) -> Any:
    return entries.find(INCIDENTS, which, seen_by=me(), for_update=for_update)


def _waiting(row: Any, matter: str) -> IncidentDecision:
    """What waits to be decided of a matter. Raises NotFound."""
    found = deciding.standing(row, Matter(matter))
    if found is None:
        raise NotFound("no_such_record", reference=row.reference)
    return found


@blueprint.get(f"/<ref({Kind.INCIDENT}):reference>/decisions")
@requires(INCIDENTS.reader)
def mine(reference: Reference) -> ResponseReturnValue:
    """The way to what the reader is to decide first."""
    row, firm = _row(reference), Firm(clock.today())
    waits = [each for each in deciding.of(row) if each.state is DecisionState.WAITING]
    for each in reversed(waits):
        if decisions.may_decide(me().person_id, deciding.step_of(each, firm), firm):
            return redirect(url_for(".shown", which=reference, matter=each.matter))
    return redirect(url_for(f"{INCIDENTS.key}.record", which=reference))


@blueprint.get(_ONE)
@requires(INCIDENTS.reader)
def shown(which: Reference, matter: str) -> ResponseReturnValue:
    return _page(None, which, matter)


def _page(refused: shared.Form | None, which: Reference, matter: str) -> ResponseReturnValue:
    row, firm, about = _row(which), Firm(clock.today()), Matter(matter)
    every = [each for each in deciding.of(row) if each.matter is about]
    latest = every[0] if every else None
    steps = {each.step for each in every}
    made = [each for each in approvals.decisions(row.reference) if each.step in steps]
    waits = latest if latest is not None and latest.state is DecisionState.WAITING else None
    refusing = refused if isinstance(refused, DecisionForm) else None
    box = decision_forms.box(
        deciding.waiting(row, waits, firm) if waits is not None else None,
        firm,
        place=url_for(".decide", which=which, matter=matter),
        version=row.version,
        refused=refusing,
    )
    clocks, _today = clocks_of(row)
    page = render_template(
        "do/incidents/decision.html",
        register=INCIDENTS,
        say=say,
        row=row,
        which=which,
        title=title_of(INCIDENTS, row),
        matter=about,
        name=LABELS[about],
        clocks=clocks,
        latest=latest,
        waits=waits,
        exempt=EXEMPT,
        form=_asking(refused, row, which, about, waits),
        lacks=_lacks(row) if about is Matter.CLOSING and waits is None else "",
        changes=_changes(latest),
        then=_then(row, waits),
        box=box,
        decisions=made,
        scans=decision_forms.scans(made, lambda number: _file(which, matter, number)),
        sent_back=_sent_back(latest, made),
        names=firm.names(firm.members),
    )
    return page, refused.status if refused else 200


@blueprint.app_template_global()
def incident_ends_alone(row: Any) -> tuple[bool, str]:
    """Whether the reader may end a near miss or a drill, and what that still lacks."""
    is_open = row.nature is not Nature.INCIDENT and row.closed_on is None and not row.struck
    may = is_open and me().may(Permission.HANDLE_REPORTS)
    return may, _lacks(row) if may else ""


@blueprint.app_template_global()
def may_ask_of_incident(row: Any, matter: str) -> bool:
    """Whether the reader may ask for a decision of an incident, of which none waits."""
    about = Matter(matter)
    asks = me().may(Permission.HANDLE_REPORTS) and deciding.may_ask(row, about)
    return asks and deciding.standing(row, about) is None


def _changes(decision: IncidentDecision | None) -> list[Told]:
    """The facts that are to be others, in words."""
    if decision is None:
        return []
    before, after = incident_easings.sides(decision)
    fields = (INCIDENTS.field(name) for name in decision.facts)
    return [
        Told(each, said_by(each, before[each.name]), said_by(each, after[each.name]))
        for each in fields
    ]


def _then(row: Any, waits: IncidentDecision | None) -> list[tuple[Shown, Shown | None]]:
    """Every clock as it is, and as it would be once what waits is approved; nothing where that
    moves none."""
    if waits is None or waits.matter is not Matter.EASED:
        return []
    _before, facts = incident_easings.sides(waits)
    after = {each.clock.office: shown_of(each) for each in reported_if(row, facts)}
    return [(shown_of(each), after.get(each.clock.office)) for each in reported(row)]


def _sent_back(latest: IncidentDecision | None, made: list[Approval]) -> Approval | None:
    is_back = latest is not None and latest.state is DecisionState.SENT_BACK
    return decision_forms.sent_back(made) if is_back else None


def _lacks(row: Any) -> str:
    """What an incident lacks to be over, as a sentence."""
    try:
        deciding.check_closes(row)
    except BadInput as lacking:
        return str(sentence(lacking))
    return ""


def _asking(
    refused: shared.Form | None,
    row: Any,
    which: Reference,
    matter: Matter,
    waits: IncidentDecision | None,
) -> AskForm | EasingForm | None:
    """The form to ask by, for whoever may, of what nothing stands."""
    if waits is not None or not may_ask_of_incident(row, matter):
        return None
    if isinstance(refused, AskForm | EasingForm):
        refused.version.data = row.version
        return refused
    if matter is Matter.EASED:
        return register_forms.fill(EasingForm, row, url_for(".ease", which=which))
    form = AskForm(formdata=None, place=url_for(".ask", which=which, matter=matter))
    form.offer(which, matter)
    form.version.data = row.version
    return form


@blueprint.post(_ONE)
@requires(Permission.HANDLE_REPORTS)
@step(AskForm, _page, offer=AskForm.offer)
def ask(form: AskForm, which: Reference, matter: str) -> Done:
    row, about = _row(which, for_update=True), Matter(matter)
    reason = form.reason.data or ""
    deciding.ask(row, about, form.chosen, reason, version=form.version.number, by=me())
    words = gettext("承認を求めました。承認する人にメールで知らせます。")
    return Done(words, url_for(f"{INCIDENTS.key}.record", which=which))


def _easing_page(form: EasingForm, which: Reference) -> ResponseReturnValue:
    return _page(form, which, Matter.EASED)


@blueprint.post(f"/<ref({Kind.INCIDENT}):which>/decisions/ease")
@requires(Permission.HANDLE_REPORTS)
@step(EasingForm, _easing_page)
def ease(form: EasingForm, which: Reference) -> Done:
    """Ask that facts may stop a clock, or give it a later day."""
    row, seen, reason = _row(which, for_update=True), form.version.number, form.reason.data or ""
    told = {"version": seen, "by": me(), "facts": form.values}
    deciding.ask(row, Matter.EASED, None, reason, **told)
    words = gettext("承認を求めました。承認されるまで、報告の期限は変わりません。")
    return Done(words, url_for(f"{INCIDENTS.key}.record", which=which))


@blueprint.post(f"/<ref({Kind.INCIDENT}):which>/close")
@requires(Permission.HANDLE_REPORTS)
@pressed()
def close(which: Reference) -> Done:
    """A near miss or a drill is over: nobody else decides of it."""
    deciding.close(_row(which, for_update=True), by=me())
    return Done(gettext("完了を記録しました。"), url_for(f"{INCIDENTS.key}.record", which=which))


@blueprint.post(f"{_ONE}/decide")
@requires(INCIDENTS.reader)
@step(DecisionForm, _page, signs=True)
def decide(form: DecisionForm, which: Reference, matter: str) -> Done:
    """Approve what was asked, or send it back; who may is for the rules."""
    row, decided = _row(which, for_update=True), form.decided
    waits, seen = _waiting(row, matter), form.version.number
    decision_forms.keep_scan(deciding.decide(row, waits, decided, version=seen, by=me()))
    words = (
        gettext("承認を記録しました。")
        if decided.approves
        else gettext("差戻しを記録しました。求めた人に知らせます。")
    )
    return Done(words, url_for(f"{INCIDENTS.key}.record", which=which), turn=True)


@blueprint.post(f"{_ONE}/take-back")
@requires(Permission.HANDLE_REPORTS)
@pressed()
def take_back(which: Reference, matter: str) -> Done:
    row = _row(which, for_update=True)
    deciding.take_back(row, _waiting(row, matter), by=me())
    words = gettext("承認の依頼を取り下げました。")
    return Done(words, url_for(f"{INCIDENTS.key}.record", which=which))


def _file(which: Reference, matter: str, number: int) -> str:
    return url_for(".file", which=which, matter=matter, number=number)


@blueprint.get(f"{_ONE}/files/<int:number>")
@requires(INCIDENTS.reader)
def file(which: Reference, matter: str, number: int) -> ResponseReturnValue:
    """The scan of a decision that was stamped on paper."""
    row = _row(which)
    steps = {each.step for each in deciding.of(row) if each.matter == matter}
    if evidence.file(row.reference, number).step not in steps:
        raise NotFound("no_such_file", number=number)
    return evidence_views.give(row.reference, number)
