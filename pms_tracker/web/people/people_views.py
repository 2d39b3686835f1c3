"""Pages of people: units with their members, each person's roles, and those who may change them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, ngettext
from flask_babel.speaklater import LazyString

from pms_tracker import clock
from pms_tracker.act.erasures import erased_people
from pms_tracker.act.leaving import holdings
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
from pms_tracker.people.firm.firm import Firm, Member as FirmMember
from pms_tracker.people.rules.permissions import TOP_ROLES, Permission
from pms_tracker.people.tables.people_tables import Language, Person, Proposal, Unit
from pms_tracker.web.door.access import me, requires, settings
from pms_tracker.web.forms.shared_forms import Form
from pms_tracker.web.lists.list_files import Column
from pms_tracker.web.lists.short_lists import ShortList
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
from pms_tracker.web.record.steps import Done, pressed, step
from pms_tracker.web.words import labels, troubles

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


def _head(row: tuple[Unit, Member]) -> str:
    return gettext("はい") if row[1].is_head else ""


def _listed() -> list[tuple[Unit, Member]]:
    """Who works where, unit by unit."""
    firm, units = Firm(clock.today()), people.units(clock.today())
    return [(unit, each) for unit in units for each in _members(firm, unit.id, frozenset())]


ShortList(
    "people",
    _l("人と部門"),
    (
        Column("unit", _l("部門"), lambda row: row[0].name, width=18),
        Column("kind", _l("部門の種類"), lambda row: row[0].kind, width=18, said=labels.label),
        Column("name", _l("氏名"), lambda row: row[1].name, width=18),
        Column("head", _l("部門責任者"), _head, width=14),
        Column("roles", _l("役割"), lambda row: row[1].roles, width=36),
    ),
    _listed,
).at(blueprint, Permission.SEE_PEOPLE)


def _bounces(member: FirmMember, bounced: Collection[tuple[int, str]]) -> bool:
    return (member.person_id, member.mail) in bounced


def _words(roles: frozenset[Role]) -> str:
    plain = (Role.EMPLOYEE, Role.DEPARTMENT_HEAD)
    named = [role for role in Role if role in roles and role not in plain]
    return str(labels.in_words([labels.label(role) for role in named])) if named else ""


@blueprint.post("/units")
@requires(Permission.KEEP_PEOPLE)
@step(UnitForm, _list_page, once=True)
def add_unit(form: UnitForm) -> Done:
    staffing.add_unit(*form.unit, by=me().actor, opened_on=form.opened_on.data)
    return Done(gettext("部門を登録しました。"), url_for(".index"))


def _done(words: str | LazyString, person_id: int) -> Done:
    return Done(str(words), url_for(".record", person_id=person_id))


def _again(name: str) -> Callable[[Form, int], ResponseReturnValue]:
    return lambda form, person_id: record_page(person_id, name, form)


@blueprint.get("/new")
@requires(Permission.KEEP_PEOPLE)
def new() -> ResponseReturnValue:
    return _person_page(PersonForm(place=url_for(".add")))


def _offer(form: PersonForm | MembershipForm, **_: int) -> None:
    form.unit_id.offer([(unit.id, unit.name) for unit in people.units(clock.today())])


def _person_page(form: PersonForm) -> ResponseReturnValue:
    _offer(form)
    # The first choice says that there is one to make: with a single unit there is none.
    _none, *units = form.unit_id.choices
    if len(units) == 1 and not form.unit_id.data:
        form.unit_id.data = int(units[0].value)
    return render_template("people/new.html", form=form), form.status


@blueprint.post("/")
@requires(Permission.KEEP_PEOPLE)
@step(PersonForm, _person_page, once=True, offer=_offer)
def add(form: PersonForm) -> Done:
    who = _add(form)
    waits = _enrol(who, form)
    if form.auditor.data:
        made = proposals.grant_by(me(), who, Role.AUDITOR, on=clock.today())
        waits = waits or isinstance(made, Proposal)
    if form.account.data:
        invitations.invite(who, by=me().actor)
    return _done(WAITS if waits else gettext("登録しました。"), who.id)


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
    _offer(membership_form)
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
@step(MembershipForm, _again("membership"), once=True, offer=_offer)
def enrol(form: MembershipForm, person_id: int) -> Done:
    waits = _enrol(people.person(person_id), form)
    return _done(WAITS if waits else gettext("所属を登録しました。"), person_id)


@blueprint.post("/<int:person_id>/memberships/<int:membership_id>/end")
@requires(Permission.KEEP_PEOPLE)
@step(
    EndForm,
    lambda form, person_id, membership_id: record_page(
        person_id, f"membership-{membership_id}", form
    ),
)
def end_membership(form: EndForm, person_id: int, membership_id: int) -> Done:
    staffing.end_membership(
        people.person(person_id), membership_id, until_on=form.day, by=me().actor, reason=form.why
    )
    return _done(gettext("所属を終了しました。"), person_id)


@blueprint.post("/<int:person_id>/roles")
@requires(Permission.KEEP_PEOPLE)
@step(RoleForm, _again("role"), once=True)
def grant(form: RoleForm, person_id: int) -> Done:
    who, role = people.person(person_id), Role(form.role.data)
    made = proposals.grant_by(me(), who, role, on=clock.today())
    waits = isinstance(made, Proposal)
    return _done(WAITS if waits else gettext("役割を任命しました。"), person_id)


@blueprint.post("/<int:person_id>/roles/<int:grant_id>/end")
@requires(Permission.SEE_PEOPLE)
@step(EndForm, lambda form, person_id, grant_id: record_page(person_id, f"role-{grant_id}", form))
def end_role(form: EndForm, person_id: int, grant_id: int) -> Done:
    who = people.person(person_id)
    staffing.end_role(who, grant_id, until_on=form.day, by=me(), reason=form.why)
    return _done(gettext("役割を解任しました。"), person_id)


@blueprint.post("/<int:person_id>/mail")
@requires(Permission.SEE_PEOPLE)
@step(MailForm, _again("mail"))
def enter_mail(form: MailForm, person_id: int) -> Done:
    who = people.person(person_id)
    waits = proposals.enter_mail_by(me(), who, form.mail.data.strip())
    said = WAITS if waits else gettext("メールアドレスを登録しました。")
    return _done(said, person_id)


@blueprint.post("/<int:person_id>/account")
@requires(Permission.KEEP_PEOPLE)
@pressed()
def open_account(person_id: int) -> Done:
    invitations.invite(people.person(person_id), by=me().actor)
    led_to = url_for(".record", person_id=person_id)
    return Done(troubles.invitation_sent(), led_to, warns=not troubles.sends())


@blueprint.post("/<int:person_id>/factors/reset")
@requires(Permission.SEE_PEOPLE)
@pressed()
def reset_factors(person_id: int) -> Done:
    factors.take_away_by(me(), people.person(person_id))
    return _done(gettext("2段階認証を解除し、本人にメールで知らせました。"), person_id)


@blueprint.post("/<int:person_id>/leave")
@requires(Permission.KEEP_PEOPLE)
@step(EndForm, _again("leave"))
def leave(form: EndForm, person_id: int) -> Done:
    who = people.person(person_id)
    leaving.leave_by(me(), who, on=form.day, reason=form.why)
    left = sum(each.is_left for each in holdings.of(person_id))
    if not left:
        return _done(gettext("退職を記録しました。"), person_id)
    told = ngettext(
        "退職を記録しました。%(num)d件が残っています。個人情報保護管理者が引き継ぎます。",
        "退職を記録しました。%(num)d件が残っています。個人情報保護管理者が引き継ぎます。",
        left,
    )
    return _done(told, person_id)
