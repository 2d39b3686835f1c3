"""Pages of questionnaires inside: sent by a press, sent again, revoked, read and taken over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from wtforms import RadioField

from pms_tracker import clock
from pms_tracker.duties import reading
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Reference, parse_reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.questionnaires import answering, questionnaire_rules as rules, questionnaires
from pms_tracker.questionnaires.askers import Asker
from pms_tracker.questionnaires.questionnaire_rules import Purpose, Standing
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.questionnaires.questionnaires import To
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms import language_fields, shared_forms as shared
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.lists.short_lists import ShortList
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.questionnaires import answer_forms, asked_about
from pms_tracker.web.record import record_history
from pms_tracker.web.record.links import url_of
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words import duty_words, register_words
from pms_tracker.web.words.labels import label

blueprint = Blueprint("questionnaires", __name__, url_prefix="/do/questionnaires")


class SendForm(shared.Form):
    """Whom to send it to, and by when an answer is asked for."""

    name = shared.LineField(_l("宛先の名前"), _l("宛先の名前を入力してください。"), longest=100)
    mail = shared.LineField(
        _l("宛先のメールアドレス"), _l("宛先のメールアドレスを入力してください。"), longest=254
    )
    due_on = shared.DayField(_l("回答の期限"), _l("回答の期限を入力してください。"))
    language = RadioField(
        _l("メールの言語"),
        choices=language_fields.choices,
        validators=[shared.Filled(_l("メールの言語を選んでください。"))],
    )

    @property
    def to(self) -> To:
        return To(self.name.data, self.mail.data, self.due_on.chosen, self.language.data)


class AgainForm(SendForm):
    """The same by a new link; ids of its own, since it stands beside other forms."""

    version = shared.VersionField()


class RevokeForm(shared.Form):
    """Have the link open nothing any more."""

    version = shared.VersionField()


class TakeForm(RevokeForm):
    """Take answers over into a draft."""


class CloseForm(RevokeForm):
    """Be done with answers without taking them over."""


class ForgetForm(RevokeForm):
    """Erase whom it went to."""


BESIDE = {
    "questionnaire_due": "due_on",
    "questionnaire_mail": "mail",
    "questionnaire_to_nobody": "name",
}


@blueprint.app_template_global()
def questionnaires_about(reference: str) -> list[tuple[Questionnaire, Standing]] | None:
    """Those about a record that the reader may know of; None for a kind that nobody is asked
    about."""
    about = parse_reference(reference)
    asker = asked_about.ASKERS.get(about.kind) if about is not None else None
    if asker is None:
        return None
    found = questionnaires.of_record(reference, seen_by=me())
    return [(each, questionnaires.standing(each)) for each in found]


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def index() -> ResponseReturnValue:
    return render_template("questionnaires/list.html", rows=_listed(), purpose_of=_purpose)


def _listed() -> list[tuple[Questionnaire, Any]]:
    return [(each, questionnaires.standing(each)) for each in questionnaires.newest(me())]


def _purpose(made: Questionnaire) -> str:
    return register_words.say(rules.PURPOSES[made.purpose])


ShortList(
    "questionnaires",
    _l("確認票"),
    (
        Column("number", _l("番号"), lambda row: row[0].reference),
        Column("purpose", _l("内容"), lambda row: _purpose(row[0]), width=28),
        Column("about", _l("対象の記録"), lambda row: row[0].about),
        Column("state", _l("状態"), lambda row: row[1], width=18, said=label),
        Column("due_on", _l("回答の期限"), lambda row: row[0].due_on, Kind.DAY),
    ),
    _listed,
).at(blueprint, Permission.SEE_RECORDS)


@blueprint.get("/about/<ref(CO,TA):about>")
@requires(Permission.KEEP_REGISTERS)
def form(about: Reference) -> ResponseReturnValue:
    subject = asked_about.asker(about, me()).find(about, me())
    # A day that is over is asked for anew.
    by_then = subject.due_on if subject.due_on and subject.due_on > clock.today() else None
    offered = {"name": subject.name, "mail": subject.mail, "language": subject.language}
    empty = SendForm(place=url_for(".send", about=about), data={**offered, "due_on": by_then})
    return _form_page(empty, about)


def _form_page(form: SendForm, about: Reference) -> ResponseReturnValue:
    asker = asked_about.asker(about, me())
    subject = asker.find(about, me())
    out = questionnaires.out(str(about), asker.purpose)
    page = render_template(
        "questionnaires/send.html",
        out=out,
        # Another's is theirs to send again.
        is_known=out is not None and out in questionnaires.of_record(str(about), seen_by=me()),
        form=form,
        about=str(about),
        about_url=url_of(about),
        subject=subject,
        purpose=register_words.say(rules.PURPOSES[asker.purpose]),
        is_test=asker.purpose in rules.BY_ITSELF,
        latest=clock.today() + rules.LATEST,
    )
    return page, form.status


@blueprint.post("/about/<ref(CO,TA):about>")
@requires(Permission.KEEP_REGISTERS)
@step(SendForm, _form_page, once=True, beside=BESIDE)
def send(form: SendForm, about: Reference) -> Done:
    asker = asked_about.asker(about, me())
    subject = asker.find(about, me())
    made = questionnaires.send(str(about), asker.purpose, subject.questions, form.to, by=me())
    words = {
        Purpose.CONTRACTOR: gettext("確認票を送信待ちに登録しました。まもなく宛先に届きます。"),
        Purpose.COMPREHENSION: gettext(
            "理解度テストのリンクを送信待ちに登録しました。まもなく宛先に届きます。"
        ),
    }
    return Done(words[asker.purpose], url_for(".record", reference=made.reference))


def _found(reference: Reference, *, for_update: bool = False) -> Questionnaire:
    return questionnaires.by_reference(reference, seen_by=me(), for_update=for_update)


@blueprint.get("/<ref(QN):reference>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference) -> ResponseReturnValue:
    return _record_page(None, reference)


def _record_page(refused: shared.Form | None, reference: Reference) -> ResponseReturnValue:
    made = _found(reference)
    standing = questionnaires.standing(made)
    page = render_template(
        "questionnaires/record.html",
        made=made,
        standing=standing,
        purpose=_purpose(made),
        about_url=url_of(made.about),
        names=people.names([made.sent_by_id, made.revoked_by_id, made.taken_by_id]),
        letter=questionnaires.invitation_of(made),
        rows=_rows(made),
        duty=_duty(reference),
        forms=_forms(made, standing, refused),
        history=record_history.of(made.reference) if me().sees_all else None,
    )
    return page, refused.status if refused else 200


@dataclass(frozen=True)
class Line:
    """One question with what was answered, now and the time before."""

    number: int
    words: str
    answer: str
    note: str
    files: list[tuple[Any, str]]
    before: str
    is_changed: bool
    is_no: bool


def _rows(made: Questionnaire) -> list[Line]:
    asked, language = questionnaires.questions(made), me().language.value
    answers = rules.unpacked_answers(made.answers)
    before, attached = questionnaires.before(made), answering.files_of(made)
    submitted = made.submitted_at is not None
    changed = rules.changed(asked, answers, before) if submitted else frozenset()
    noes = rules.said_no(asked, answers)
    return [
        Line(
            at,
            each.words.said(language),
            answer_forms.said(each, answers.get(each.key), language),
            answers.get(each.key, rules.NOTHING).note,
            [
                (file, url_for(".file", reference=made.reference, number=file.number))
                for file in (attached.get(each.key, ()) if submitted else ())
            ],
            answer_forms.said(each, before.get(each.key), language),
            each.key in changed,
            each.key in noes,
        )
        for at, each in enumerate(asked, 1)
    ]


def _duty(reference: Reference) -> duty_words.YourTurn | None:
    """What the reader is to do, if it is their turn."""
    found = reading.due(date.max, me().person_id, reference)
    return duty_words.your_turn(found[0]) if found else None


def _forms(
    made: Questionnaire, standing: Standing, refused: shared.Form | None
) -> dict[str, shared.Form]:
    """What may be pressed now, by name; the one that was refused with what was typed."""
    answered = made.submitted_at is not None
    keeps = me().may(Permission.KEEP_REGISTERS)
    alive = standing in (Standing.SENT, Standing.OPENED, Standing.BEGUN)
    may: dict[str, tuple[bool, Callable[[], shared.Form]]] = {
        "take": (keeps and standing is Standing.SUBMITTED and _is_taken(made), _empty(TakeForm)),
        "close": (keeps and standing is Standing.SUBMITTED, _empty(CloseForm)),
        "again": (keeps and not answered, lambda: _again(made)),
        "revoke": (keeps and made.revoked_on is None and not answered, _empty(RevokeForm)),
        "forget": (me().sees_all and not alive and bool(made.recipient_mail), _empty(ForgetForm)),
    }
    forms = {name: make() for name, (allowed, make) in may.items() if allowed}
    for name, form in forms.items():
        if refused is not None and type(refused) is type(form):
            forms[name] = refused
        forms[name]["version"].data = made.version
    return forms


def _empty(form: type[shared.Form]) -> Callable[[], shared.Form]:
    return lambda: form(formdata=None)


def _again(made: Questionnaire) -> AgainForm:
    kept = {"name": made.recipient_name, "mail": made.recipient_mail, "language": made.language}
    due_on = made.due_on if made.due_on >= clock.today() else None
    return AgainForm(formdata=None, data={**kept, "due_on": due_on})


def _is_taken(made: Questionnaire) -> bool:
    found = asked_about.of(made)
    return found is not None and found.take is not None


def _asker(made: Questionnaire) -> Asker:
    """Who asks about its record. Raises NotFound where nobody is asked about that any more."""
    about = parse_reference(made.about)
    if about is None:
        raise NotFound("no_such_record", reference=made.about)
    found = asked_about.asker(about, me())
    found.find(about, me())
    return found


@blueprint.post("/<ref(QN):reference>/again")
@requires(Permission.KEEP_REGISTERS)
@step(AgainForm, _record_page, once=True, beside=BESIDE)
def again(form: AgainForm, reference: Reference) -> Done:
    made = _found(reference, for_update=True)
    _asker(made)
    sent = questionnaires.send_again(made, form.to, version=form.version.number, by=me())
    words = gettext("新しいリンクで送り直しました。前のリンクは使えません。")
    return Done(words, url_for(".record", reference=sent.reference))


@blueprint.post("/<ref(QN):reference>/revoke")
@requires(Permission.KEEP_REGISTERS)
@step(RevokeForm, _record_page)
def revoke(form: RevokeForm, reference: Reference) -> Done:
    made = _found(reference, for_update=True)
    questionnaires.revoke(made, version=form.version.number, by=me())
    return Done(gettext("リンクを無効にしました。"), url_for(".record", reference=reference))


@blueprint.post("/<ref(QN):reference>/take")
@requires(Permission.KEEP_REGISTERS)
@step(TakeForm, _record_page, once=True)
def take(form: TakeForm, reference: Reference) -> Done:
    made = _found(reference, for_update=True)
    take_over = _asker(made).take
    if take_over is None:
        raise NotFound("no_such_record", reference=made.about)
    taken_as = take_over(made, me())
    questionnaires.take(made, taken_as, version=form.version.number, by=me())
    words = gettext("回答を下書きに取り込みました。内容を確かめて提出してください。")
    return Done(words, url_of(taken_as))


@blueprint.post("/<ref(QN):reference>/close")
@requires(Permission.KEEP_REGISTERS)
@step(CloseForm, _record_page)
def close(form: CloseForm, reference: Reference) -> Done:
    made = _found(reference, for_update=True)
    questionnaires.close(made, version=form.version.number, by=me())
    words = gettext("回答を取り込まずに終えました。")
    return Done(words, url_for(".record", reference=reference))


@blueprint.post("/<ref(QN):reference>/forget")
@requires(Permission.ERASE)
@step(ForgetForm, _record_page)
def forget(form: ForgetForm, reference: Reference) -> Done:
    made = _found(reference, for_update=True)
    questionnaires.forget(made, version=form.version.number, by=me())
    return Done(gettext("宛先を消去しました。"), url_for(".record", reference=reference))


@blueprint.get("/<ref(QN):reference>/files/<int:number>")
@requires(Permission.SEE_RECORDS)
def file(reference: Reference, number: int) -> Response:
    made = _found(reference)
    if made.submitted_at is None:
        raise NotFound("no_such_file", number=number)
    return evidence_views.give(made.reference, number)
