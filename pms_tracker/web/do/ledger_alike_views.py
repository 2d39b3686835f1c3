"""Entries that several units hold alike (まとめられる記録): made one, or kept apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from wtforms import HiddenField

from pms_tracker.do.ledger_facts import ledger_merging
from pms_tracker.do.ledger_facts.ledger_merging import Group
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.kernel.references import Kind, Reference, parse_reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form, LongField, PickField
from pms_tracker.web.record.steps import Done, pressed, step
from pms_tracker.web.words.register_words import said_by, say

blueprint = Blueprint("ledger_alike", __name__, url_prefix="/do/ledger/alike")
ONE = f"/<ref({Kind.PERSONAL_INFORMATION}):which>"
UNIT = "unit_id"


class MergeForm(Form):
    """Which of the entries is kept; its unit answers for it then."""

    seal = HiddenField()
    kept = PickField(_l("まとめた後の管理部門"), _l("管理部門を選んでください。"))


class ApartForm(Form):
    """Why entries are kept apart."""

    seal = HiddenField()
    reason = LongField(
        _l("分けておく理由"), _l("理由を入力してください。"), longest=2000, id="apart-reason"
    )


@dataclass(frozen=True)
class Column:
    """A field in which entries differ, and what each of them says."""

    label: str
    said: Sequence[str]


@blueprint.app_template_global()
def held_by(row: Any) -> tuple[str, str]:
    """Which unit holds an entry, and what the entry is called."""
    return people.unit(row.unit_id).name, LEDGER.name_of(row)


@blueprint.get("/")
@requires(Permission.KEEP_REGISTERS)
def index() -> ResponseReturnValue:
    apart = ledger_merging.apart(me())
    return render_template(
        "do/ledger_alike/list.html",
        groups=ledger_merging.proposed(me()),
        apart=apart,
        names=people.names([each.decision.decided_by_id for each in apart]),
        name=say(LEDGER.name),
    )


@blueprint.get(ONE)
@requires(Permission.KEEP_REGISTERS)
def group(which: Reference) -> ResponseReturnValue:
    return _page(which)


def _page(
    which: Reference, *, merge: MergeForm | None = None, apart: ApartForm | None = None
) -> ResponseReturnValue:
    its = ledger_merging.group_of(which, me())
    merging, keeping = merge or MergeForm(formdata=None), apart or ApartForm(formdata=None)
    for form in (merging, keeping):
        form.seal.data = form.seal.data or its.seal
    _offer(merging, which)
    page = render_template(
        "do/ledger_alike/group.html",
        group=its,
        which=its.first,
        columns=list(_columns(its)),
        name_of=LEDGER.name_of,
        merge=merging,
        apart=keeping,
        name=say(LEDGER.name),
    )
    return page, (apart or merging).status


def _columns(its: Group) -> Iterator[Column]:
    """Their units, and all else in which they differ."""
    for each in LEDGER.fields:
        values = [each.of(row) for row in its.rows]
        if each.name == UNIT or any(value != values[0] for value in values):
            yield Column(say(each.label), [said_by(each, value) for value in values])


def _offer(form: MergeForm, which: Reference) -> None:
    its = ledger_merging.group_of(which, me())
    form.kept.offer([(row.id, _kept(row)) for row in its.keepable])


def _kept(row: Any) -> str:
    unit = people.unit(row.unit_id).name
    return gettext("%(name)s（%(about)s）", name=unit, about=LEDGER.name_of(row))


@blueprint.post(f"{ONE}/merge")
@requires(Permission.KEEP_REGISTERS)
@step(MergeForm, lambda form, which: _page(which, merge=form), offer=_offer)
def merge(form: MergeForm, which: Reference) -> Done:
    kept_id = int(form.kept.data)
    its = ledger_merging.group_of(which, me())
    kept = next(row for row in its.rows if row.id == kept_id)
    called = LEDGER.name_of(kept)
    reason = gettext("%(name)sにまとめる。", name=called)
    ledger_merging.merge(its, kept_id, reason, seal=form.seal.data or "", by=me())
    led_to = url_for("ledger.record", which=parse_reference(called))
    return Done(gettext("1件にまとめました。承認されるまで、現在の内容のままです。"), led_to)


@blueprint.post(f"{ONE}/apart")
@requires(Permission.KEEP_REGISTERS)
@step(ApartForm, lambda form, which: _page(which, apart=form))
def keep_apart(form: ApartForm, which: Reference) -> Done:
    its = ledger_merging.group_of(which, me())
    ledger_merging.keep_apart(its, form.reason.data or "", seal=form.seal.data or "", by=me())
    return Done(gettext("分けておくことを記録しました。"), url_for(".index"))


@blueprint.post("/<int:decision>/again")
@requires(Permission.KEEP_REGISTERS)
@pressed()
def again(decision: int) -> Done:
    ledger_merging.propose_again(decision, by=me())
    return Done(gettext("候補に戻しました。"), url_for(".index"))
