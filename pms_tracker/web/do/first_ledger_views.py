"""The first ledger (はじめての台帳): ten questions, what they propose, and its drafts in one press.

The answers are kept as the draft of the questions' form until they are used: the page that shows
what they propose reads them there, and whoever goes back finds them filled in.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pms_tracker.do.first_ledger import first_drafts, first_offers
from pms_tracker.do.first_ledger.first_drafts import Drafted
from pms_tracker.do.first_ledger.first_offers import Offer, Units
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger.first_answer_rules import Answers
from pms_tracker.do.rules.ledger.first_ledger_rules import Basis, Proposal, Said
from pms_tracker.kernel.errors import Stale
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.do.first_ledger_forms import ProposedForm, QuestionsForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms import form_drafts
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.register_words import said_by, say, spelled

blueprint = Blueprint("first_ledger", __name__, url_prefix="/do/ledger/first")

# What is shown of each entry at once, beside its purposes.
BRIEF = ("items", "place", "keep_until")


@dataclass(frozen=True)
class Shown:
    """A proposed entry as it is shown: the most important of it, then each field with its words
    and what they rest on."""

    key: str
    name: str
    unit: str
    purposes: str
    brief: list[str]
    facts: list[tuple[str, str, Basis, str]]
    unsure: list[str]


@blueprint.get("/")
@requires(Permission.KEEP_REGISTERS)
def questions() -> ResponseReturnValue:
    form = QuestionsForm(place=url_for(".answer"))
    form.offer()
    return _questions_page(form)


def _questions_page(form: QuestionsForm) -> ResponseReturnValue:
    page = render_template("do/first_ledger/questions.html", form=form)
    return page, form.status


@blueprint.post("/")
@requires(Permission.KEEP_REGISTERS)
@step(QuestionsForm, _questions_page, offer=QuestionsForm.offer)
def answer(_form: QuestionsForm) -> Done:
    form_drafts.keep_typed(url_for(".answer"))
    return Done("", url_for(".proposed"))


def _answered() -> tuple[Answers, Units] | None:
    """What the reader answered, if they have and it is still right."""
    typed = form_drafts.kept_at(url_for(".answer"))
    form = QuestionsForm(formdata=typed, meta={"csrf": False}) if typed else None
    if form is None:
        return None
    form.offer()
    return (form.answers, form.units) if form.validate() else None


def _offer(answers: Answers, units: Units) -> Offer:
    return first_offers.offer(answers, units, say, spelled, by=me())


@blueprint.get("/entries")
@requires(Permission.KEEP_REGISTERS)
def proposed() -> ResponseReturnValue:
    return _proposed_page(None)


def _proposed_page(form: ProposedForm | None) -> ResponseReturnValue:
    answered = _answered()
    if answered is None:
        return redirect(url_for(".questions"))
    offered = _offer(*answered)
    keys = [each.key for each in offered.proposals]
    sent = form or ProposedForm(formdata=None, chosen=keys, risks=True)
    sent.seal.data = offered.seal
    names = {each.id: each.name for each in people.units()}
    page = render_template(
        "do/first_ledger/proposed.html",
        form=sent,
        shown=[_shown(each, offered, names) for each in offered.proposals],
        there=offered.there,
        purposes=[each for key, each in offered.candidates.items() if key in _named(offered)],
    )
    return page, sent.status


def _named(offered: Offer) -> set[str]:
    return {key for each in offered.proposals for key in each.stated}


def _shown(one: Proposal, offered: Offer, names: dict[int, str]) -> Shown:
    values = offered.values[one.key]
    facts = [
        (say(field.label), said_by(field, values[field.name]), said.basis, _rests_on(said))
        for field in LEDGER.fields
        if (said := one.said.get(field.name)) and _tells(said, values[field.name])
    ]
    labels = [say(LEDGER.field(each).label) for each in one.unsure]
    brief = [_labelled(each, values[each]) for each in BRIEF if values[each]]
    unit = names[values["unit_id"]]
    return Shown(one.key, values["name"], unit, values["purposes"], brief, facts, labels)


def _labelled(name: str, value: Any) -> str:
    field = LEDGER.field(name)
    words = said_by(field, value).replace("\n", gettext("、"))
    return gettext("%(label)s：%(words)s", label=say(field.label), words=words)


def _tells(said: Said, value: Any) -> bool:
    return bool(value) or said.basis is Basis.ASSUMED


def _rests_on(said: Said) -> str:
    """What a value rests on, in words."""
    if said.basis is Basis.ANSWERED and said.question is not None:
        return gettext("質問%(number)sの答え", number=said.question.number)
    told = {Basis.LAW: gettext("法令"), Basis.PUBLISHED: gettext("公表した利用目的")}
    return told.get(said.basis, "")


@blueprint.post("/entries")
@requires(Permission.KEEP_REGISTERS)
@step(ProposedForm, _proposed_page, once=True)
def draft(form: ProposedForm) -> Done:
    answered = _answered()
    if answered is None:
        raise Stale("first_ledger_changed")
    done = first_drafts.draft(
        partial(_offer, *answered),
        form.chosen.data or [],
        say,
        units=answered[1],
        seal=form.seal.data or "",
        risks=form.risks.data,
        by=me(),
    )
    form_drafts.drop_kept(url_for(".answer"))
    return Done(_told(done), url_for("ledger.index"))


def _told(done: Drafted) -> str:
    count = len(done.entries)
    told = ngettext(
        "%(num)d件を台帳の下書きにしました。", "%(num)d件を台帳の下書きにしました。", count
    )
    if done.purposes:
        count = len(done.purposes)
        told += ngettext(
            "利用目的%(num)d件も下書きにしました。", "利用目的%(num)d件も下書きにしました。", count
        )
    if done.risks:
        count = len(done.risks)
        told += ngettext(
            "リスク%(num)d件も下書きにしました。", "リスク%(num)d件も下書きにしました。", count
        )
    return told + gettext("「要確認」の項目を確かめてから提出してください。")
