"""Pages of people: units with their members, each person's roles, and those who may change them."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel.speaklater import LazyString

from pms_tracker import clock
from pms_tracker.act.erasures import erased_people
from pms_tracker.database import transaction
from pms_tracker.kernel.independence import Role
from pms_tracker.mail import outbox
from pms_tracker.people.changes import (
    account_links,
    contacts,
    factors,
    invitations,
    leaving,
    naming,
    proposals,
    staffing,
)
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.firm import Member as FirmMember
from pms_tracker.people.rules.permissions import TOP_ROLES, Permission
from pms_tracker.people.tables.people_tables import Language, Person, Proposal
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.sent_once import taken_once
from pms_tracker.web.forms.shared_forms import Form, refused_into
from pms_tracker.web.people import people_access, trainings
from pms_tracker.web.people.people_forms import (
    EndForm,
    MailForm,
    MembershipForm,
    PersonForm,
    RoleForm,
    UnitForm,
)
from pms_tracker.web.record import record_history
from pms_tracker.web.record.proposal_views import WAITS
from pms_tracker.web.shell.pages import settings
from pms_tracker.web.words import labels

blueprint = Blueprint("people", __name__, url_prefix="/people")


@dataclass(frozen=True)
class Member:
    """A person as the list shows them."""

    id: int
    name: str
    is_head: bool
    roles: str
    unreached: bool


@blueprint.get("/")
@requires(Permission.SEE_PEOPLE)
def index() -> ResponseReturnValue:
    """Everybody may know who works where and who holds which role."""
    return _list_page()


def _list_page(form: UnitForm | None = None) -> ResponseReturnValue:
    today = clock.today()
    firm = Firm(today)
    units = people.units(today)
    bounced = outbox.bounced()
    by_unit = {unit.id: _members(firm, unit.id, bounced) for unit in units}
    page = render_template(
        "people/list.html",
        units=units,
        by_unit=by_unit,
        proposals=proposals.waiting(),
        unreached=[each for each in firm.members.values() if each.here and _bounces(each, bounced)],
        form=form or UnitForm(formdata=None, place=url_for(".add_unit")),
    )
    return page, form.status if form else 200


def _members(firm: Firm, unit_id: int, bounced: Collection[tuple[int, str]]) -> list[Member]:
    """The members of a unit, its heads first."""
    heads = firm.heads_of(unit_id)
    found = [
        Member(
            each.person_id,
            each.name,
            each.person_id in heads,
            _words(frozenset(each.roles)),
            _bounces(each, bounced),
        )
        for each in firm.members.values()
        if each.here and unit_id in each.unit_ids
    ]
    return sorted(found, key=lambda member: not member.is_head)


def _bounces(member: FirmMember, bounced: Collection[tuple[int, str]]) -> bool:
    return (member.person_id, member.mail) in bounced


def _words(roles: frozenset[Role]) -> str:
    plain = (Role.EMPLOYEE, Role.DEPARTMENT_HEAD)
    named = [role for role in Role if role in roles and role not in plain]
    return str(labels.in_words([labels.label(role) for role in named])) if named else ""


@blueprint.post("/units")
@requires(Permission.KEEP_PEOPLE)
def add_unit() -> ResponseReturnValue:
    form = UnitForm()
    if form.validate_on_submit():
        with refused_into(form):
            with taken_once(url_for(".index")):
                staffing.add_unit(*form.unit, by=me().actor, opened_on=form.opened_on.data)
            return _done(gettext("部門を登録しました。"))
    return _list_page(form)


def _done(words: str | LazyString, person_id: int | None = None) -> ResponseReturnValue:
    flash(str(words), "done")
    if person_id is None:
        return redirect(url_for(".index"))
    return redirect(url_for(".record", person_id=person_id))


@blueprint.get("/new")
@requires(Permission.KEEP_PEOPLE)
def new() -> ResponseReturnValue:
    return _person_page(PersonForm(place=url_for(".add")))


def _person_page(form: PersonForm) -> ResponseReturnValue:
    form.unit_id.offer([(unit.id, unit.name) for unit in people.units(clock.today())])
    return render_template("people/new.html", form=form), form.status


@blueprint.post("/")
@requires(Permission.KEEP_PEOPLE)
def add() -> ResponseReturnValue:
    form = PersonForm()
    form.unit_id.offer([(unit.id, unit.name) for unit in people.units(clock.today())])
    if form.validate_on_submit():
        with refused_into(form):
            with taken_once() as taken:
                who = _add(form)
                waits = _enrol(who, form)
                if form.auditor.data:
                    made = proposals.grant_by(me(), who, Role.AUDITOR, on=clock.today())
                    waits = waits or isinstance(made, Proposal)
                if form.account.data:
                    invitations.invite(who, by=me().actor)
                person_id = who.id
                taken.led_to = url_for(".record", person_id=person_id)
            return _done(WAITS if waits else gettext("登録しました。"), person_id)
    return _person_page(form)


def _add(form: PersonForm) -> Person:
    return staffing.add_person(
        form.name.data.strip(),
        reading=(form.reading.data or "").strip(),
        mail=(form.mail.data or "").strip() or None,
        language=Language(form.language.data),
        by=me().actor,
    )


def _enrol(who: Person, form: MembershipForm | PersonForm) -> bool:
    """Whether the membership waits for a second person."""
    made = proposals.enrol_by(
        me(),
        who,
        people.unit(form.unit_id.data),
        since_on=form.since_on.data or clock.today(),
        is_head=form.is_head.data,
    )
    return isinstance(made, Proposal)


@blueprint.get("/<int:person_id>")
@requires(Permission.SEE_PEOPLE)
def record(person_id: int) -> ResponseReturnValue:
    return record_page(person_id)


def record_page(person_id: int, name: str = "", form: Form | None = None) -> ResponseReturnValue:
    """One person; a refused form is shown again, `name` tells which."""
    who = people.person(person_id)
    membership_form = (
        form if isinstance(form, MembershipForm) else _blank(MembershipForm, "enrol", who)
    )
    membership_form.unit_id.offer([(unit.id, unit.name) for unit in people.units(clock.today())])
    bounces, account = contacts.bounces(who), people.account_of(who.id)
    has_factor = account is not None and factors.has_one(account)
    takes_away = has_factor and factors.may_take_away(who, by=me())
    page = render_template(
        "people/record.html",
        who=who,
        account=account,
        takes_factor_away=takes_away,
        account_opened=account is not None
        and me().may(Permission.KEEP_PEOPLE)
        and account_links.opened(account),
        memberships=people.memberships(who.id),
        grants=people.role_grants(who.id),
        unit_names={unit.id: unit.name for unit in people.units()},
        membership_form=membership_form,
        role_form=form if isinstance(form, RoleForm) else _blank(RoleForm, "grant", who),
        end_form=form if isinstance(form, EndForm) else EndForm(formdata=None),
        mail_form=form if isinstance(form, MailForm) else MailForm(formdata=None),
        former=labels.in_words([each.name for each in naming.of_person(who.id)] or ""),
        bounces=bounces,
        enters_mail=contacts.may_enter_mail(who, by=me()),
        proposals=proposals.waiting(who.id),
        refused=name,
        top_roles=TOP_ROLES,
        ends_top=bool(me().roles & TOP_ROLES) and me().person_id != who.id,
        history=record_history.of(f"person-{who.id}"),
        **_erasure(who),
        **people_access.shown(account),
        **trainings.shown(who, form),
    )
    return page, form.status if form else 200


def _erasure(who: Person) -> dict[str, object]:
    """From when on somebody who left may be erased, and whether that was asked for."""
    asks = people.has_left(who) and me().may(Permission.ERASE)
    return {
        "erasable_from": erased_people.first_day(who, settings().former_people_days),
        "erasure_asked": asks and erased_people.is_asked(who),
    }


def _blank(kind: type[Form], sent_to: str, who: Person) -> Form:
    return kind(formdata=None, place=url_for(f"people.{sent_to}", person_id=who.id))


@blueprint.post("/<int:person_id>/memberships")
@requires(Permission.KEEP_PEOPLE)
def enrol(person_id: int) -> ResponseReturnValue:
    form = MembershipForm()
    form.unit_id.offer([(unit.id, unit.name) for unit in people.units(clock.today())])
    if form.validate_on_submit():
        with refused_into(form):
            with taken_once(url_for(".record", person_id=person_id)):
                waits = _enrol(people.person(person_id), form)
            return _done(WAITS if waits else gettext("所属を登録しました。"), person_id)
    return record_page(person_id, "membership", form)


@blueprint.post("/<int:person_id>/memberships/<int:membership_id>/end")
@requires(Permission.KEEP_PEOPLE)
def end_membership(person_id: int, membership_id: int) -> ResponseReturnValue:
    form = EndForm()
    if form.validate_on_submit():
        with refused_into(form):
            with transaction():
                staffing.end_membership(
                    people.person(person_id),
                    membership_id,
                    until_on=form.day,
                    by=me().actor,
                    reason=form.why,
                )
            return _done(gettext("所属を終了しました。"), person_id)
    return record_page(person_id, f"membership-{membership_id}", form)


@blueprint.post("/<int:person_id>/roles")
@requires(Permission.KEEP_PEOPLE)
def grant(person_id: int) -> ResponseReturnValue:
    form = RoleForm()
    if form.validate_on_submit():
        with refused_into(form):
            with taken_once(url_for(".record", person_id=person_id)):
                who, role = people.person(person_id), Role(form.role.data)
                made = proposals.grant_by(me(), who, role, on=clock.today())
                waits = isinstance(made, Proposal)
            return _done(WAITS if waits else gettext("役割を任命しました。"), person_id)
    return record_page(person_id, "role", form)


@blueprint.post("/<int:person_id>/roles/<int:grant_id>/end")
@requires(Permission.SEE_PEOPLE)
def end_role(person_id: int, grant_id: int) -> ResponseReturnValue:
    form = EndForm()
    if form.validate_on_submit():
        with refused_into(form):
            with transaction():
                who = people.person(person_id)
                staffing.end_role(who, grant_id, until_on=form.day, by=me(), reason=form.why)
            return _done(gettext("役割を解任しました。"), person_id)
    return record_page(person_id, f"role-{grant_id}", form)


@blueprint.post("/<int:person_id>/mail")
@requires(Permission.SEE_PEOPLE)
def enter_mail(person_id: int) -> ResponseReturnValue:
    form = MailForm()
    if form.validate_on_submit():
        with refused_into(form):
            with transaction():
                who = people.person(person_id)
                waits = proposals.enter_mail_by(me(), who, form.mail.data.strip())
            said = WAITS if waits else gettext("メールアドレスを登録しました。")
            return _done(said, person_id)
    return record_page(person_id, "mail", form)


@blueprint.post("/<int:person_id>/account")
@requires(Permission.KEEP_PEOPLE)
def open_account(person_id: int) -> ResponseReturnValue:
    with transaction():
        invitations.invite(people.person(person_id), by=me().actor)
    return _done(gettext("案内のメールを送りました。"), person_id)


@blueprint.post("/<int:person_id>/factors/reset")
@requires(Permission.SEE_PEOPLE)
def reset_factors(person_id: int) -> ResponseReturnValue:
    with transaction():
        factors.take_away_by(me(), people.person(person_id))
    return _done(gettext("2段階認証を解除し、本人にメールで知らせました。"), person_id)


@blueprint.post("/<int:person_id>/leave")
@requires(Permission.KEEP_PEOPLE)
def leave(person_id: int) -> ResponseReturnValue:
    form = EndForm()
    if form.validate_on_submit():
        with refused_into(form):
            with transaction():
                who = people.person(person_id)
                leaving.leave_by(me(), who, on=form.day, reason=form.why)
            return _done(gettext("退職を記録しました。"), person_id)
    return record_page(person_id, "leave", form)
