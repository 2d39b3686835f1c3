"""Pages of auditors: how each is qualified, with its proof, and those named from outside."""

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p

from pms_tracker import clock
from pms_tracker.check.audits import auditor_trainings, auditors
from pms_tracker.kernel.errors import NotFound
from pms_tracker.people.firm import people as persons
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers import entries
from pms_tracker.web.check.audits import offers
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form, LineField
from pms_tracker.web.lists.list_files import Column
from pms_tracker.web.lists.short_lists import ShortList
from pms_tracker.web.people import people_views
from pms_tracker.web.people.people_forms import MailField
from pms_tracker.web.people.trainings import StrikeForm, TrainingForm
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.registers import register_files as taking
from pms_tracker.web.registers.register_forms import EntryForm
from pms_tracker.web.words import labels

blueprint = Blueprint("auditors", __name__, url_prefix="/check/auditors")


class OutsiderForm(Form):
    """An auditor from outside (外部監査員)."""

    name = LineField(
        _l("氏名"), _l("氏名を入力してください。姓と名の間に空白を入れます。"), longest=100
    )
    affiliation = LineField(
        _l("所属先"), _l("所属先を入力してください。例：〇〇監査事務所"), longest=200
    )
    reading = LineField(_l("フリガナ"), longest=100)
    mail = MailField(_l("メールアドレス"))


@blueprint.get("/")
@requires(Permission.PLAN_AUDITS)
def index() -> ResponseReturnValue:
    return _page(OutsiderForm(place=url_for(".name_outsider")))


def _page(form: OutsiderForm) -> ResponseReturnValue:
    page = render_template("check/auditors/list.html", auditors=_listed(), form=form)
    return page, form.status


@dataclass(frozen=True)
class Listed:
    """An auditor as the list shows them: from outside with whom they belong to, else their roles;
    and what is known of their training."""

    person_id: int
    name: str
    affiliation: str
    roles: str
    trained: str


def _listed() -> list[Listed]:
    today = clock.today()
    able = auditors.of(Firm(today))
    known = auditors.qualified([each.person_id for each in able])
    return [
        Listed(
            each.person_id,
            each.name,
            each.affiliation or "",
            str(labels.in_words([labels.label(role) for role in labels.telling(each.roles)])),
            str(offers.validity(known.get(each.person_id), today)),
        )
        for each in able
    ]


ShortList(
    "auditors",
    _p("list", "監査員"),
    (
        Column("name", _l("氏名"), lambda row: row.name, width=18),
        Column("affiliation", _l("所属（外部監査員）"), lambda row: row.affiliation, width=28),
        Column("roles", _l("役割"), lambda row: row.roles, width=28),
        Column("trained", _l("研修と資格"), lambda row: row.trained, width=40),
    ),
    _listed,
).at(blueprint, Permission.PLAN_AUDITS)


@blueprint.post("/")
@requires(Permission.PLAN_AUDITS)
@step(OutsiderForm, _page, once=True)
def name_outsider(form: OutsiderForm) -> Done:
    typed = (form.name, form.affiliation, form.reading, form.mail)
    auditors.name_outsider(auditors.Outsider(*((each.data or "") for each in typed)), by=me())
    return Done(
        gettext("外部監査員を登録しました。監査を計画するときに選べます。"), url_for(".index")
    )


@blueprint.post("/<int:person_id>/trainings")
@requires(Permission.PLAN_AUDITS)
@step(
    TrainingForm,
    lambda form, person_id: people_views.record_page(person_id, "training", form),
    once=True,
)
def enter_training(form: EntryForm, person_id: int) -> Done:
    who = persons.person(person_id)
    row = entries.enter(auditor_trainings.TRAININGS, {**form.values, "person_id": who.id}, by=me())
    taking.take_files(auditor_trainings.TRAININGS, row, by=me())
    return _done(person_id, gettext("研修を登録しました。"))


@blueprint.post("/<int:person_id>/trainings/<int:training_id>/strike")
@requires(Permission.PLAN_AUDITS)
@step(
    StrikeForm,
    lambda form, person_id, training_id: people_views.record_page(
        person_id, f"strike-{training_id}", form
    ),
)
def strike_training(form: StrikeForm, person_id: int, training_id: int) -> Done:
    row = entries.find(auditor_trainings.TRAININGS, training_id, seen_by=me(), for_update=True)
    auditor_trainings.check_whose(row, person_id)
    entries.retire(auditor_trainings.TRAININGS, row, reason=form.reason.data, by=me())
    return _done(person_id, gettext("研修の記録を取り消しました。"))


@blueprint.get("/<int:person_id>/trainings/<int:training_id>/certificate")
@requires(Permission.SEE_PEOPLE)
def certificate(person_id: int, training_id: int) -> ResponseReturnValue:
    """The file that proves a training, for those who see the training."""
    row = entries.find(auditor_trainings.TRAININGS, training_id, seen_by=me())
    auditor_trainings.check_whose(row, person_id)
    if row.certificate_number is None:
        raise NotFound("no_such_file", number=1)
    return evidence_views.give(auditor_trainings.TRAININGS.name_of(row), row.certificate_number)


def _done(person_id: int, words: str) -> Done:
    return Done(words, url_for("people.record", person_id=person_id, _anchor="trainings"))
