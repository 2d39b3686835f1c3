"""The register of requests by persons (開示等の請求; Law art. 32 to 39, J.10).

Anybody enters what arrived; the desk, which is whoever heads the unit that is named for it, and
whoever runs the PMS go on with it. The answer is handed in and approved by a second person before
it is sent; that it was sent, and that all is over, is recorded at once afterwards. Names of those
outside are private fields, which who sees all for audits alone is not told.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true

from pms_tracker import clock
from pms_tracker.database import session, within
from pms_tracker.do.by_two import matter_rows
from pms_tracker.do.disclosure_requests import request_cells, request_complaints, request_letters
from pms_tracker.do.disclosure_requests.request_answers import FIELDS as ANSWERS, items_of
from pms_tracker.do.disclosure_requests.request_fields import AFTERWARDS, FIELDS
from pms_tracker.do.rules.contact import request_rules as rules
from pms_tracker.do.rules.contact.request_search_rules import rests_on_search
from pms_tracker.do.tables.request_tables import PersonRequest, RequestDecision, RequestSearch
from pms_tracker.kernel.days import Days as Period
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.kernel.words import N_, Faults, Words
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.registers.entry_faults import refuse, refuse_first
from pms_tracker.registers.fields import Facts, Value, Values
from pms_tracker.registers.office_fields import Reckoned, Sieve
from pms_tracker.registers.register import Register

# A request that arrived longer ago is no news.
NEW = timedelta(days=31)
# Whoever runs the PMS, and approves where that one wrote the answer.
RUNS = frozenset({Role.PRIVACY_MANAGER, Role.REPRESENTATIVE})
# What is changed of these counts at once; else it is drafted, and approved as an edition.
AT_ONCE = (Standing.DRAFT, Standing.IN_FORCE)
PROGRESS: dict[rules.Progress, Words] = {
    rules.Progress.RECEIVED: N_("受付"),
    rules.Progress.IDENTIFYING: N_("本人確認中"),
    rules.Progress.CORRECTING: N_("補正待ち"),
    rules.Progress.FEE: N_("手数料待ち"),
    rules.Progress.SEARCHING: N_("調査中"),
    rules.Progress.DRAFTED: N_("回答案"),
    rules.Progress.APPROVED: N_("承認済み"),
    rules.Progress.SENT: N_("回答済み"),
    rules.Progress.CLOSED: N_("完了"),
    rules.Progress.WITHDRAWN: N_("取下げ"),
    rules.Progress.UNIDENTIFIED: N_("確認不能"),
}
LACKS: dict[rules.Lack, Words] = {
    rules.Lack.IDENTITY: N_("本人確認の結果を「確認できた」にしてから提出してください。"),
    rules.Lack.PAPERS: N_("代理人の書類を確認し、選んでから提出してください。"),
    rules.Lack.FEE: N_("手数料を受領した日を入力してから提出してください。"),
    rules.Lack.OUTCOMES: N_("請求されたすべての種類の結果を選んでから提出してください。"),
}
UNSEARCHED = N_(
    "調査を依頼した部門のうち、回答していない部門があります。すべての部門の回答がそろってから"
    "提出してください。"
)
# Where what lacks is filled in; the outcomes each in a field of its own.
_LACKING = {rules.Lack.IDENTITY: "identity", rules.Lack.PAPERS: "papers", rules.Lack.FEE: "paid_on"}
# What a list reads of an entry to say how far it is.
_ANSWERED = tuple(each.name for fields in ANSWERS.values() for each in fields)
_STEPS = (
    *("methods", "identity", "supplement_on", "supplemented_on", "fee", "paid_on", "sent_on"),
    *("ending", "closed_on"),
)
_NOT_YET = N_("回答を送った日は、承認を受けて送ってから入力してください。")
_AFTER_ARRIVAL = (
    *("identified_on", "supplement_on", "supplemented_on", "copy_until", "copy_destroyed_on"),
    *("paid_on", "longer_until", "interim_on", "sent_on", "closed_on"),
)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """All for the top roles, and for who stands in for those who run the PMS; else what somebody
    entered, and that of which a unit they head is the desk."""
    lent = frozenset[Role]().union(*viewer.stands_in_for.values())
    if viewer.sees_all or RUNS & lent:
        return true()
    own = PersonRequest.recorded_by_id == viewer.person_id
    return or_(own, PersonRequest.unit_id.in_(viewer.headed_unit_ids))


def told_of(values: Values, *, approved: bool = False) -> rules.Told:
    """What values tell of how far a request is."""
    steps = {name: values[name] for name in _STEPS if name != "methods"}
    return rules.Told(items_of(values), method=bool(values["methods"]), approved=approved, **steps)


def _steps_of(row: Any) -> Values:
    """What a row says of how far it is; a row of a list has no more."""
    return {name: REQUESTS.field(name).of(row) for name in ("kinds", *_ANSWERED, *_STEPS)}


def progress_of(row: Any) -> rules.Progress:
    """How far a request is."""
    approved = row.state in IN_FORCE or row.state is Standing.ENDED
    return rules.progress(told_of(_steps_of(row), approved=approved))


def days_of(row: Any) -> rules.Days | None:
    """The days of a request; from when the person may go to court, at once after a refusal."""
    items = items_of(_steps_of(row))
    refused_on = row.sent_on if rules.refused_any(items) else None
    return rules.days_of(row.arrived_on, refused_on)


def answer_by(row: Any) -> date | None:
    """By when the answer is to be sent; None once it is, or nothing is to be answered any more."""
    is_over = row.sent_on is not None or row.closed_on is not None
    return rules.answer_by(row.arrived_on, row.longer_until, is_over=is_over)


def _filled(values: Values, _facts: Facts) -> dict[str, Value]:
    """The person asks, unless somebody says otherwise; what was sent and is over was answered."""
    filled = {**values, "requester": values["requester"] or rules.Requester.SELF}
    if values["closed_on"] and values["sent_on"]:
        filled["ending"] = values["ending"] or rules.Ending.ANSWERED
    return filled


def _rule(values: Values, _facts: Facts) -> None:
    for name in _AFTER_ARRIVAL:
        if values[name] and values[name] < values["arrived_on"]:
            refuse(name, N_("届いた日以降の日を入力してください。"))
    refuse_first((*_answer_faults(values), *_day_faults(values), *_end_faults(values)))


def _answer_faults(values: Values) -> Faults:
    for item in items_of(values):
        parts = dict(zip(("outcome", "ground", "reason"), ANSWERS[item.asked], strict=True))
        for part, words in rules.item_faults(item):
            yield parts[part].name, words


def _day_faults(values: Values) -> Faults:
    if values["supplemented_on"] and not values["supplement_on"]:
        yield "supplement_on", N_("補正を依頼した日を入力してください。")
    if values["identity"] and not values["identified_on"]:
        yield "identified_on", N_("本人確認をした日を入力してください。")
    if values["fee"] and not rules.asks_fee(values["kinds"]):
        yield "fee", N_("手数料は、利用目的の通知と開示だけに請求できます。")
    if values["longer_until"] and not values["longer_reason"]:
        yield "longer_reason", N_("延長の理由を入力してください。")


def _end_faults(values: Values) -> Faults:
    sent_on, closed_on, ending = values["sent_on"], values["closed_on"], values["ending"]
    if closed_on and not ending:
        yield "ending", N_("完了の区分を選んでください。")
    elif ending and not closed_on:
        yield "closed_on", N_("完了した日を入力してください。")
    if ending is rules.Ending.ANSWERED and not sent_on:
        yield "sent_on", N_("回答を送った日を入力してください。")
    elif ending not in {None, rules.Ending.ANSWERED} and sent_on:
        yield "ending", N_("回答を送った請求は、回答済みとして完了してください。")
    if sent_on and closed_on and closed_on < sent_on:
        yield "closed_on", N_("回答を送った日以降の日を入力してください。")


def _comes_in(row: Any, values: Values) -> None:
    """An answer is whole before it is approved, and approved before it is sent; what was sent
    before it was recorded here, as in a sheet of earlier years, is taken as it is."""
    told = told_of(values)
    if told.ending not in {None, rules.Ending.ANSWERED}:
        refuse("ending", N_("取下げや確認不能の請求の回答は、提出できません。"))
    for lack in rules.lacking(told, values["requester"], values["papers"]):
        raise RuleBroken("entry_refused", words=LACKS[lack])
    if unsearched(row, values):
        raise RuleBroken("entry_refused", words=UNSEARCHED)
    recorded_on = clock.local(row.recorded_at).date()
    if not row.edition and told.sent_on is not None and told.sent_on > recorded_on:
        refuse("sent_on", _NOT_YET)


def unsearched(row: Any, values: Values) -> Sequence[tuple[int, str]]:
    """The units that were asked to look and said nothing yet, by id and name, where the answer
    rests on what they say."""
    if not rests_on_search(items_of(values)):
        return []
    its = RequestSearch.request_id == row.id, RequestSearch.found.is_(None)
    found = select(Unit.id, Unit.name).join(RequestSearch, RequestSearch.unit_id == Unit.id)
    units = session.execute(found.where(*its).order_by(Unit.position, Unit.id))
    return [(unit_id, name) for unit_id, name in units]


def lacking_fields(values: Values) -> list[str]:
    """The fields that are still to be filled in before an answer can be handed in."""
    lacks = rules.lacking(told_of(values), values["requester"], values["papers"])
    found = [_LACKING[each] for each in lacks if each in _LACKING]
    if rules.Lack.OUTCOMES in lacks:
        found += [ANSWERS[each.asked][0].name for each in items_of(values) if not each.outcome]
    return found


def _goes_out(row: Any) -> None:
    """One that is open is closed first: what ended asks for nothing any more."""
    keeps_copy = row.copy_until is not None and row.copy_destroyed_on is None
    if row.closed_on is None or keeps_copy:
        words = N_(
            "完了し、本人確認書類の写しを廃棄した請求だけ廃止できます。先に完了を記録してください。"
        )
        raise RuleBroken("entry_refused", words=words)


def _became(row: Any, before: Values, by: Viewer | None) -> None:
    """That it was answered is said once the answer was approved; facts that stop its clock or give
    it a later day are decided beside the form."""
    is_draft = by is not None and row.state is Standing.DRAFT
    if is_draft and row.sent_on and not before["sent_on"]:
        refuse("sent_on", _NOT_YET)
    if row.state not in AT_ONCE:
        return
    now = REQUESTS.values_of(row)
    if by is not None and _complaint(now) != _complaint(before):
        request_complaints.note(row, _complaint(now), by=by)
    changed = [name for name, value in now.items() if value != before[name]]
    if by is not None and rules.eases(before, now):
        refuse(next(each for each in rules.CLOCK_FACTS if each in changed), _EASED_LATER)
    if by is not None and "arrived_on" in changed:
        _check_as_it_came(row)
    for each in matter_rows.standing(RequestDecision, row):
        if answer_by(row) is None or set(changed) & set(each.facts):
            matter_rows.lapse(REQUESTS.name_of(row), each, by=by)


def _complaint(said: Values) -> str:
    """The complaint that a request is said to have been."""
    return str(said["complaint"] or "")


def _strikes(row: Any) -> None:
    """That stops the clock of one that is still to be answered: nobody does so alone."""
    if answer_by(row) is not None:
        raise RuleBroken("request_struck_by_two")


def _over(row: Any) -> Words | None:
    """One that was withdrawn, or whose person could not be identified, is no draft any more."""
    is_over = row.state is Standing.DRAFT and row.closed_on is not None
    return PROGRESS[progress_of(row)] if is_over else None


def _announce(row: Any, by: Viewer | None) -> None:
    """Of what is new; what a file brings in of years ago wakes nobody, and may be over."""
    if by is not None:
        _check_as_it_came(row)
        request_complaints.note(row, _complaint(REQUESTS.values_of(row)), by=by)
    if _is_new(row) and row.sent_on is None and row.closed_on is None:
        reference = format_reference(Kind.PERSON_REQUEST, row.fiscal_year, row.number)
        request_letters.tell_arrival(reference, row.arrived_on, row.unit_id, by=by)


def _is_new(row: Any) -> bool:
    return bool(clock.today() - row.arrived_on <= NEW)


def _check_as_it_came(row: Any) -> None:
    """Nobody alone says of a new one, as it is entered or once its day is another, that it was
    answered, is over or has longer. Raises BadInput."""
    if not _is_new(row):
        return
    if row.sent_on is not None and not row.edition:
        refuse("sent_on", _NOT_YET)
    said = REQUESTS.values_of(row)
    if rules.eases({**said, **_AS_IT_CAME}, said):
        refuse("ending" if row.closed_on is not None else "longer_until", _EASED_LATER)


# What a request says of its clock as it arrives.
_AS_IT_CAME: Values = {"longer_until": None, "closed_on": None}
_EASED_LATER = N_(
    "この変更をすると、回答の期限が延びるか、なくなります。登録した後、記録の画面の"
    "「期限を延ばす・なくす変更」で、理由を添えて承認を受けてください。それまで期限は変わりません。"
)


def _answered(how: rules.Answering, days: Period) -> Iterator[int]:
    """Each by the limit of its own day."""
    its = select(PersonRequest.id, PersonRequest.arrived_on, PersonRequest.sent_on)
    for row in session.execute(its.where(*within((PersonRequest.arrived_on, days)))):
        if rules.answering(row.arrived_on, row.sent_on) is how:
            yield row.id


_READ = (
    *("kinds", "arrived_on", "longer_until", "sent_on", "ending", "closed_on", "facts", "state"),
)
PROGRESS_FIELD = Reckoned(
    "progress",
    N_("進み具合"),
    reckon=lambda row: PROGRESS[progress_of(row)],
    after="arrived_on",
    reads=_READ,
    of_now=True,
)
ANSWER_BY = Reckoned(
    "answer_by",
    N_("回答の期限"),
    reckon=lambda row: answer_by(row) or N_("回答待ちなし"),
    after="arrived_on",
    reads=_READ,
    of_now=True,
)
REQUESTS = Register(
    *("requests", "do/requests", PersonRequest, N_("開示等の請求")),
    kind=Kind.PERSON_REQUEST,
    short=N_("開示請求"),
    new=N_("請求を受け付ける"),
    why=N_(
        "本人からの開示、訂正、利用停止などの請求を、本人確認から回答まで、期限とともに記録します。"
    ),
    requirement=N_(
        "個人情報保護法32条から39条と、Pマークの構築・運用指針 J.10は、本人からの請求に遅滞なく"
        "応じることを求めています。届いた日から2週間が過ぎるか、拒否したときは、本人は裁判を"
        "起こせます。"
    ),
    fields=FIELDS,
    columns=("kinds", "arrived_on", "unit_id", PROGRESS_FIELD, ANSWER_BY),
    filters=("unit_id", "requester", "ending", "closed_on", "arrived_on"),
    sieves=(Sieve("answer", N_("回答"), rules.Answering, _answered),),
    sorts=("arrived_on",),
    sorted_by="-arrived_on",
    waits_by="arrived_on",
    title=("kinds",),
    dated="arrived_on",
    proposes=("arrived_on",),
    rule=_rule,
    fill=_filled,
    filled=("requester",),
    opens=("ending", "closed_on"),
    spreads=request_cells.spread,
    comes_in=_comes_in,
    seen=visible_to,
    custom=Custom.PERSONAL_INFORMATION_ACT,
    keeper=Permission.KEEP_REGISTERS,
    enters=Permission.REPORT,
    boxes=(N_("代表者"), N_("個人情報保護管理者")),
    approvers=(Role.PRIVACY_MANAGER, Role.REPRESENTATIVE),
    afterwards=AFTERWARDS,
    reckoned=(PROGRESS_FIELD, ANSWER_BY),
    goes_out=_goes_out,
    strikes=_strikes,
    announce=_announce,
    became=_became,
    over=_over,
)
TO_APPROVE = entry_duties.source(
    REQUESTS,
    *("approve_person_requests", N_("開示等の請求への回答の承認")),
    N_("提出された回答の内容を読み、承認するか、理由を添えて差し戻してください。"),
)
