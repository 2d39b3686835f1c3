"""The register of incidents and near misses (事故・ヒヤリハット, J.4.4.2): anybody enters the first
report, and whoever runs the PMS goes on with it."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true

from pms_tracker import clock
from pms_tracker.database import session, within
from pms_tracker.do.contractors import client_works
from pms_tracker.do.incidents import incident_cells, incident_lapses, incident_letters
from pms_tracker.do.incidents.incident_fields import FIELDS
from pms_tracker.do.rules import client_rules
from pms_tracker.do.rules.incidents import incident_easing_rules, incident_rules, leak_rules
from pms_tracker.do.rules.incidents.incident_decision_rules import DECIDED_NOTICES
from pms_tracker.do.rules.incidents.incident_rules import Happened, Lack, Nature, Reported
from pms_tracker.do.rules.incidents.leak_rules import Class, Clock, NoLeakRules, Office, Role
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.working_days import is_national_holiday
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers.entry_faults import refuse
from pms_tracker.registers.fields import Facts, Value, Values
from pms_tracker.registers.office_fields import Reckoned, Sieve
from pms_tracker.registers.register import Register
from pms_tracker.trail import trail

# An incident that was known longer ago is no news.
NEW = timedelta(days=31)
# For how many months names and contacts are kept unless somebody says otherwise; a rule of ours.
KEPT = 12
# In which fields it is kept when an office had its reports.
REPORTED_IN: dict[Office, tuple[str, str]] = {
    Office.COMMISSION: ("commission_first_on", "commission_final_on"),
    Office.COMMISSION_MY_NUMBER: ("my_number_first_on", "my_number_final_on"),
    Office.BODY: ("body_first_on", "body_final_on"),
    Office.CLIENT: ("told_client_on", ""),
}
LACKS: dict[Lack, tuple[Words, str]] = {
    Lack.REPORTS: (
        N_("まだ済んでいない報告があります。報告した日を入力してから完了してください。"),
        "closed_on",
    ),
    Lack.REASON_UNREPORTED: (
        N_("委員会への報告を不要と判断した理由を入力してください。"),
        "unreported",
    ),
    Lack.NOTICE: (N_("本人に通知した日か、通知しない理由を入力してください。"), "notice"),
    Lack.CAUSE: (N_("原因を入力してください。"), "cause"),
    Lack.CAUSES: (N_("原因の区分を選んでください。"), "causes"),
    Lack.CASE: (N_("是正処置の番号か、是正処置をしない理由を入力してください。"), "case_reference"),
}


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """All for the top roles; else what somebody reported, and what is of the units they head; and
    what is open for who stands in for the management: they are told of it and decide on it."""
    if viewer.sees_all:
        return true()
    theirs = Incident.recorded_by_id == viewer.person_id
    headed = Incident.unit_id.in_(viewer.headed_unit_ids)
    if not viewer.manages_for_another:
        return or_(theirs, headed)
    return or_(theirs, headed, and_(Incident.closed_on.is_(None), Incident.struck == ""))


def reported(row: Any) -> list[Reported]:
    """Every clock of an entry, with when its office had its reports; of a near miss, of a drill,
    and of what was known before there was a duty to report, none."""
    return _reported(INCIDENTS.values_of(row), row.unreported_on)


def _reported(told: Values, unreported_on: date | None = None) -> list[Reported]:
    if told["nature"] is not Nature.INCIDENT:
        return []
    try:
        found = leak_rules.clocks(_facts(told), is_national_holiday)
    except NoLeakRules:
        return []
    return [
        Reported(
            *(each, *_days(told, each)),
            settled_on=unreported_on if each.office in incident_rules.OF_LAW else None,
        )
        for each in found
    ]


def _days(told: Values, clock: Clock) -> tuple[date | None, date | None]:
    first, final = REPORTED_IN[clock.office]
    return told[first], told[final] if final else None


def _facts(told: Values) -> leak_rules.Facts:
    same = (
        *("sensitive", "property", "malice", "grave", "encrypted", "my_number"),
        *("my_number_systems", "my_number_open", "many_on", "role", "told_client_on"),
        *("client_days", "own_too"),
    )
    return leak_rules.Facts(
        told["known_on"],
        told["affected"] or 0,
        told["affected_most"] or 0,
        **{name: told[name] for name in same},
    )


def is_left_to_client(row: Any) -> bool:
    """Whether the client, who was told, reports it and tells the persons."""
    return leak_rules.is_left_to_client(_facts(INCIDENTS.values_of(row)))


def classes_of(row: Any) -> tuple[Class, ...]:
    """Why an incident is reported, as the body is told of every one; none where nobody is."""
    found = (each.clock for each in reported(row) if each.clock.office is Office.BODY)
    return next((its.classes for its in found), ())


def _reported_for(why: Class, days: Days) -> Iterator[int]:
    its = Incident.nature == Nature.INCIDENT, *within((Incident.known_on, days))
    rows = session.scalars(select(Incident).where(*its))
    return (row.id for row in rows if why in classes_of(row))


def _happened(what: Happened, days: Days) -> Iterator[int]:
    its = Incident.nature != Nature.DRILL, *within((Incident.known_on, days))
    rows = session.execute(select(Incident.id, Incident.causes).where(*its))
    return (row.id for row in rows if what is Happened.REAL or row.causes)


def field_of_report(row: Any, *, final: bool) -> str:
    """The field that says when the report was made that is due next; "" where none is."""
    open_ones = (each for each in reported(row) if (each.final_open if final else each.first_open))
    days = {
        each.clock.office: each.clock.final if final else each.clock.first for each in open_ones
    }
    soonest = min(days, key=lambda office: str(days[office]), default=None)
    return REPORTED_IN[soonest][1 if final else 0] if soonest else ""


def is_judged(row: Any) -> bool:
    """Whether it is over, or a fact was said from which it follows whom it is reported to: until
    then nobody knows that there is nothing to report."""
    told = INCIDENTS.values_of(row)
    return row.closed_on is not None or _facts(told) != leak_rules.Facts(told["known_on"])


def _filled(values: Values, _facts: Facts) -> dict[str, Value]:
    """An incident of what the firm held itself, unless somebody says otherwise or it touches work
    that was taken from a client; whatever is said of My Number says that there is one."""
    concerned = values["my_number_systems"] or values["my_number_open"]
    until = values["persons_until"] or (values["known_on"] and add_months(values["known_on"], KEPT))
    return {
        **values,
        "persons_until": until if values["persons"] else values["persons_until"],
        "nature": values["nature"] or Nature.INCIDENT,
        "role": values["role"] or Role.OWN,
        **_by_contract(values),
        "my_number": values["my_number"] or concerned,
    }


def _by_contract(values: Values) -> dict[str, Value]:
    """What the contracts say of the work that an incident touches: for whom it was held, and by
    when the client is told; what somebody typed is kept where it is sooner. Where it touches
    besides what the firm holds for itself, the commission is told of it all the same."""
    rows, named, day = values["rows"], values["works"], values["known_on"]
    if day is None or not (its := client_works.touched(rows, named, day)).taken:
        return {}
    days = (values["client_days"], client_rules.soonest(its.taken))
    clients = "、".join(dict.fromkeys(each.client for each in its.taken))
    return {
        "role": Role.AS_CONTRACTOR,
        "own_too": values["own_too"] or its.own_too,
        "client": values["client"] or clients[:200],
        "client_days": min((each for each in days if each is not None), default=None),
    }


def _rule(values: Values, _facts: Facts) -> None:
    known_on, now, most = values["known_on"], values["affected"], values["affected_most"]
    if now is not None and most is not None and most < now:
        refuse("affected_most", N_("最大の数は、いま分かる数以上にしてください。"))
    if values["happened_on"] and values["happened_on"] > known_on:
        refuse("happened_on", N_("気付いた日以前の日を入力してください。"))
    after = (
        "many_on",
        "notified_on",
        "closed_on",
        *(n for two in REPORTED_IN.values() for n in two),
    )
    for name in filter(None, after):
        if values[name] and values[name] < known_on:
            refuse(name, N_("気付いた日以降の日を入力してください。"))


def first_by(row: Any) -> date | Words | None:
    """By when the next first report is due, or why there is none to make."""
    its = reported(row)
    wanted = [each for each in its if each.clock.first]
    return incident_rules.first_by(its) or _settled(row, its, wanted)


def final_by(row: Any) -> date | Words | None:
    """By when the next final report is due, or why there is none to make."""
    its = reported(row)
    wanted = [each for each in its if each.clock.final]
    return incident_rules.final_by(its) or _settled(row, its, wanted)


def _settled(row: Any, its: list[Reported], wanted: list[Reported]) -> Words:
    if wanted:
        return N_("報告済み")
    if not its:
        return N_("報告なし")
    return N_("不要") if is_judged(row) else N_("未判定")


def _announce(row: Any, by: Viewer | None) -> None:
    """Of what is new; what a file brings in of years ago wakes nobody, and may be over."""
    is_new = clock.today() - row.known_on <= NEW
    if by is not None and is_new and row.closed_on is not None:
        refuse("closed_on", _CLOSED_LATER)
    _check_closed(row)
    if is_new and row.nature is Nature.INCIDENT and row.closed_on is None:
        incident_letters.tell(
            format_reference(Kind.INCIDENT, row.fiscal_year, row.number), row.known_on, by=by
        )


def _became(row: Any, before: Values, by: Viewer | None) -> None:
    """Whom nobody tells is decided beside the form, and so are facts that stop a clock or give it
    a later day; what was decided counts no more once the facts that it rests on are others."""
    now = INCIDENTS.values_of(row)
    changed = [name for name, value in now.items() if value != before[name]]
    if by is not None and "notice" in changed and now["notice"] in DECIDED_NOTICES:
        refuse("notice", _UNTOLD_LATER)
    if by is not None and eases(before, now, row.unreported_on):
        refuse(next(each for each in incident_easing_rules.FACTS if each in changed), _EASED_LATER)
    if "closed_on" in changed:
        _check_closed(row)
    rest_no_more(row, before, changed, by=by)


def rest_no_more(row: Any, before: Values, changed: Collection[str], *, by: Viewer | None) -> None:
    """What was decided on facts that are others now counts no more, its end among it."""
    incident_lapses.lapse(row, changed, reported(row), by=by)
    if row.closed_on is not None and _opens_again(row, before, changed):
        incident_lapses.open_again(row, by=by)


def eases(before: Values, after: Values, unreported_on: date | None) -> bool:
    """Whether other facts stop a clock, or give it a later day; reports that one side alone tells
    of do not count. What telling the client would free of is looked at as if it had been told:
    that day is taken as it is typed."""
    names = [name for two in REPORTED_IN.values() for name in two if name]
    same = {name: before[name] if after[name] else None for name in names}
    was: Values = {**before, **same}
    now: Values = {**after, **same}
    pairs = [(was, now)]
    if _frees_more(was, now):
        pairs.append((_once_told(was), _once_told(now)))
    return any(
        incident_easing_rules.eases(*(_reported(each, unreported_on) for each in pair))
        for pair in pairs
    )


def _frees_more(before: Values, after: Values) -> bool:
    """Whether somebody says that more of it was held for a client, and no contract that was
    registered before it was known says so."""
    if (before["role"], before["own_too"]) == (after["role"], after["own_too"]):
        return False
    its = client_works.touched(after["rows"], after["works"], after["known_on"])
    return before["role"] is Role.AS_CONTRACTOR or not its.was_known


def _once_told(told: Values) -> Values:
    return {**told, "told_client_on": told["told_client_on"] or told["known_on"]}


def _strikes(row: Any) -> None:
    """Of an incident that stops every clock: nobody does so alone."""
    if row.nature is Nature.INCIDENT:
        raise RuleBroken("incident_struck_by_two")


def reported_if(row: Any, values: Values) -> list[Reported]:
    """Every clock of an entry as it would be with these facts."""
    return _reported({**INCIDENTS.values_of(row), **values}, row.unreported_on)


def _opens_again(row: Any, before: Values, changed: Collection[str]) -> bool:
    """Whether what is over without another's approval is not: once it lacks something, and a near
    miss or a drill with any change but the case that followed."""
    more = set(changed) - {"case_reference", "closed_on"}
    return bool(more) and (before["nature"] is not Nature.INCIDENT or bool(_lacking(row)))


def _check_closed(row: Any) -> None:
    """Raises BadInput for what an entry that is said to be over lacks to be so."""
    for each in _lacking(row) if row.closed_on is not None else ():
        words, beside = LACKS[each]
        refuse(beside, words)


def _lacking(row: Any) -> list[Lack]:
    return incident_rules.lacking(row.nature, reported(row), INCIDENTS.values_of(row))


_CLOSED_LATER = N_("完了は、登録した後に記録の画面で記録します。事故の完了には、承認が必要です。")
_EASED_LATER = N_(
    "この変更をすると、報告の期限が延びるか、なくなります。記録の画面の"
    "「期限を延ばす・なくす変更」で、理由を添えて承認を受けてください。それまで期限は変わりません。"
)
_UNTOLD_LATER = N_(
    "通知しないことと代替措置は、記録の画面で承認を受けて決めます。ここでは選べません。"
)
_READ = (
    *("known_on", "nature", "role", "affected", "affected_most", "facts"),
    *("title", "what", "unit_id", "closed_on", "unreported_on"),
)
FIRST_BY = Reckoned("first_by", N_("速報の期限"), reckon=first_by, reads=_READ)
FINAL_BY = Reckoned("final_by", N_("確報の期限"), reckon=final_by, reads=_READ)
INCIDENTS = Register(
    *("incidents", "do/incidents", Incident, N_("事故・ヒヤリハット")),
    kind=Kind.INCIDENT,
    new=N_("事故を報告する"),
    why=N_(
        "個人情報の漏えい、紛失などに気付いた人が、だれでもすぐに報告します。"
        "委員会や審査機関への報告の期限を、分かった事実から計算します。"
    ),
    requirement=N_(
        "個人情報保護法26条は、漏えいなどを知ったとき、速やかに（おおむね3〜5日以内）速報を、"
        "30日以内（不正の目的のおそれがあれば60日以内）に確報を求めています。"
        "Pマークの審査機関にも報告します。"
    ),
    fields=FIELDS,
    columns=("title", "known_on", "unit_id", FIRST_BY, FINAL_BY, "closed_on"),
    filters=("nature", "unit_id", "causes", "closed_on", "known_on"),
    sieves=(
        Sieve("why", N_("報告の理由"), Class, _reported_for),
        Sieve("happened", N_("起きたこと"), Happened, _happened),
    ),
    sorts=("known_on",),
    sorted_by="-known_on",
    waits_by="known_on",
    title=("title",),
    dated="known_on",
    rule=_rule,
    fill=_filled,
    filled=("nature", "role", "persons_until"),
    spreads=incident_cells.spread,
    seen=visible_to,
    custom=Custom.PERSONAL_INFORMATION_ACT,
    keeper=Permission.KEEP_REGISTERS,
    enters=Permission.REPORT,
    # Whoever runs the PMS, and the representative.
    reserved={"closed_on": Permission.HANDLE_REPORTS, "unreported": Permission.HANDLE_REPORTS},
    decided=("closed_on", "unreported", "persons_erased_on"),
    strikes=_strikes,
    boxes=(N_("代表者"), N_("個人情報保護管理者")),
    reckoned=(FIRST_BY, FINAL_BY),
    proposes=("known_on", "unit_id"),
    announce=_announce,
    became=_became,
)


def take_on(row: Any, *, by: Viewer) -> None:
    """Say that somebody sees to an incident, so that nobody is told of it again.

    Raises RuleBroken where that was said, or anything else was done with it, or it is struck.
    """
    if row.version > 1 or row.struck:
        raise RuleBroken("incident_taken_on")
    row.version += 1
    session.flush()
    trail.note(INCIDENTS.name_of(row), "incident_taken_on", by=by.actor)
