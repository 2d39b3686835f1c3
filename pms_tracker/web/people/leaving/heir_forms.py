"""The form that hands over: an heir for each thing, or one for all things of a kind."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext, lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length

from pms_tracker import clock
from pms_tracker.act.leaving import heirs, holdings
from pms_tracker.act.leaving.heirs_barred import Bars
from pms_tracker.act.rules import leaving_rules
from pms_tracker.act.rules.leaving_rules import Holding, What
from pms_tracker.kernel.errors import Refusal
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import DayField, Form, LineField, LongField, PickField
from pms_tracker.web.lists import choices
from pms_tracker.web.refusals.sentences import sentence

# What is said of each kind of thing, and how it goes on.
NAMES = {
    What.HEAD: _l("部門の責任者"),
    What.OFFICE: _l("任命された役割"),
    What.YEAR: _l("年度計画の予定"),
    What.DECISION: _l("マネジメントレビューの決定事項"),
    What.ACTION: _l("是正処置の処置"),
    What.AUDIT: _l("実施前の監査"),
    What.UNDER_WAY: _l("実施中の監査"),
    What.CHECK: _l("点検表の担当"),
    What.READING: _l("点検表の確認"),
    What.FAULT: _l("直していない点検の×"),
    What.ASSET: _l("持っている機器・媒体・鍵"),
    What.CARRIED: _l("返却していない持出し"),
    What.ANSWERS: _l("送った確認票の回答"),
    What.DEPUTY: _l("不在時の代理"),
    What.DRAFT: _l("台帳の下書き"),
    What.TURN: _l("是正処置と監査所見の手順"),
}
HOW = {
    What.HEAD: _l("提案になり、もう1人の同意で有効になります。最後の日の翌日から責任者です。"),
    What.OFFICE: _l("提案になり、もう1人の同意で有効になります。"),
    What.YEAR: _l("承認された計画は変わりません。引き継いだ人が実施を報告します。"),
    What.DECISION: _l("署名された議事録は変わりません。引き継いだ人が結果を報告します。"),
    What.ACTION: _l("承認された計画は変わりません。監査した人と承認した人は引き継げません。"),
    What.AUDIT: _l("監査責任者が、独立している監査員の中から選びます。"),
    What.UNDER_WAY: _l("始まった監査のチームは変更できません。最後の日までに報告してください。"),
    What.CHECK: _l("確認者は、担当者になれません。"),
    What.READING: _l("担当者は、確認者になれません。"),
    What.FAULT: _l("引き継いだ人が、期限までに直します。"),
    What.ASSET: _l("会社に返却したときは、記録を開いて持っている人を改めます。"),
    What.CARRIED: _l("許可した人は、引き継げません。返却したら、記録に返却した日を入力します。"),
    What.ANSWERS: _l("引き継いだ人が、届いた回答を読んで取り込みます。"),
    What.DEPUTY: _l(
        "最後の日の翌日から、不在の人に代理がいなくなります。本人か代表者が次の代理を決めます。"
    ),
    What.DRAFT: _l("引き継いだ人も作成者になり、その内容を承認できなくなります。"),
    What.TURN: _l("最後の日の翌日に、次に進められる人へ自動で移ります。"),
}


NO_MAIL = _l("メールなし：知らせは届きません")
# Why somebody of the list may not have such a thing; who lacks what it takes is in no list.
BARRED = {
    What.HEAD: _l("部門の責任者になれません"),
    What.OFFICE: _l("いまの役割と兼ねられません"),
    What.YEAR: _l("実施を確認する人です"),
    What.ACTION: _l("監査・承認した人です"),
    What.CHECK: _l("確認者です"),
    What.READING: _l("担当者です"),
    What.CARRIED: _l("許可した人です"),
    What.DEPUTY: _l("不在になる本人です"),
}


class HeirsForm(Form):
    """What was read, and why it is handed over; the heirs come with what is held."""

    seen = HiddenField("seen", validators=[Length(max=64)])
    reason = LineField(_l("理由"), _l("理由を入力してください。"), id="heirs-reason")

    held: Sequence[Holding]

    def of_all(self, what: What) -> PickField | None:
        """The field that names one heir for all of a kind; none where there is but one of it."""
        return self._fields.get(f"all_{what}")

    def of(self, holding: Holding) -> PickField | None:
        """The field of one thing; none where the reader does not choose its heir."""
        return self._fields.get(_name(holding))

    @property
    def chosen(self) -> dict[str, int]:
        """The heirs by what they take over: its own, else the one for all of its kind."""
        found = {}
        for each in self.held:
            own, every = self.of(each), self.of_all(each.what)
            picked = (own.data if own is not None else None) or (
                every.data if own is not None and every is not None else None
            )
            if picked is not None:
                found[each.key] = picked
        return found


class ReturnForm(Form):
    """When what was lent was given back, or why there is nothing to come back."""

    seen = HiddenField("version", validators=[Length(max=9)], id="return-seen")
    returned_on = DayField(_l("返却された日"), past=True)
    note = LongField(_l("返却物・返却がない理由"), longest=2000, render_kw={"rows": 2})


def _name(holding: Holding) -> str:
    return f"heir_{holding.what}_{holding.id}"


def form_of(who: Person, held: Sequence[Holding], **more: Any) -> HeirsForm:
    """The form for what a person holds and the reader may hand over."""
    waits = heirs.waiting(held)
    mine = [
        each
        for each in held
        if leaving_rules.may_choose(each.what, me().roles) and each.key not in waits
    ]
    fields: dict[str, object] = {}
    for what in dict.fromkeys(each.what for each in mine):
        its = [each for each in mine if each.what is what]
        if len(its) > 1:
            fields[f"all_{what}"] = PickField(_l("まとめて引き継ぐ人"))
        for each in its:
            about = each.reference or (NAMES[each.what] if each.what is What.OFFICE else each.title)
            fields[_name(each)] = PickField(gettext("引き継ぐ人（%(about)s）", about=about))
    made: HeirsForm = type("HeirsOf", (HeirsForm,), fields)(**more)
    made.held = mine
    _offer(made, who)
    return made


def _offer(form: HeirsForm, who: Person) -> None:
    """Those who may have a thing; who had a part in it that bars them comes last, and why."""
    firm = Firm(clock.today())
    able = {each for each, _name in heirs.possible(who, firm)}
    stay = [pair for pair in choices.people_of(firm) if pair[0] in able]
    readings, bars = firm.readings(), Bars(who, firm, me())
    barred = {each.key: bars.of(each) for each in form.held}
    for what in dict.fromkeys(each.what for each in form.held):
        its = [each for each in form.held if each.what is what]
        every = form.of_all(what)
        if every is not None:
            of_any = frozenset().union(*(barred[each.key] for each in its))
            every.offer(_told(stay, of_any, what, firm), readings=readings)
        for each in its:
            own = form.of(each)
            if own is not None:
                own.offer(_told(stay, barred[each.key], what, firm), readings=readings)


def _told(
    stay: Sequence[tuple[int, str]], barred: frozenset[int], what: What, firm: Firm
) -> list[tuple[int, str]]:
    free = [
        (each, name if firm.members[each].mail else _with(name, NO_MAIL))
        for each, name in stay
        if each not in barred
    ]
    if what not in BARRED:
        return free
    return free + [(each, _with(name, BARRED[what])) for each, name in stay if each in barred]


def _with(name: str, why: object) -> str:
    return gettext("%(name)s（%(why)s）", name=name, why=why)


def sent() -> HeirsForm:
    """The form as it was sent about the person of the address."""
    who = people.person((request.view_args or {})["person_id"])
    return form_of(who, holdings.of(who.id))


def blank(who: Person, held: Sequence[Holding]) -> HeirsForm:
    reason = gettext("%(name)sさんの退職に伴う引き継ぎ", name=who.name)
    return form_of(who, held, formdata=None, seen=leaving_rules.seen(held), reason=reason[:200])


def unreached(form: HeirsForm) -> frozenset[int]:
    """Heirs whom no mail reaches: they are told of nothing that they take over."""
    firm = Firm(clock.today())
    members = ((each, firm.members.get(each)) for each in form.chosen.values())
    return frozenset(each for each, member in members if member is None or not member.mail)


def refusals(form: HeirsForm, who: Person) -> Mapping[str, object]:
    """Why what was chosen could not be handed over, by what it is."""
    firm, known, found = Firm(clock.today()), {each.key: each for each in form.held}, {}
    for key, heir_id in form.chosen.items():
        try:
            heirs.check(heirs.Handing(known[key], who, heir_id, form.reason.data, me(), firm))
        except Refusal as refusal:
            found[key] = sentence(refusal)
    return found
