"""What minutes say in the reader's words, alike for their page and their paper."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext, npgettext, pgettext

from pms_tracker import locale_in_use
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.cause_rules import CauseCategory
from pms_tracker.act.rules.management_rules import AGES, Section
from pms_tracker.check.rules.audit_rules import AuditState, Grade
from pms_tracker.do.complaints.complaint_fields import KINDS
from pms_tracker.do.rules.carried_out_rules import Carried, Required
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.plan.rules.policy_rules import ReviewOutcome
from pms_tracker.web.act.management.review_figures import Figure, Line, Told
from pms_tracker.web.record.links import url_of
from pms_tracker.web.words import labels
from pms_tracker.web.words.days_in_words import day_text
from pms_tracker.web.words.register_words import say

ONE = timedelta(days=1)


def told(
    facts: Mapping[str, Any], remarks: Mapping[str, Any], *, linked: bool = False
) -> list[Told]:
    """Every input in words; `linked` for readers who see all records."""
    found = []
    for section in Section:
        figures, lines = _told(section, facts)
        said = remarks.get(section.value, {})
        found.append(
            Told(
                section,
                labels.label(section),
                figures if linked else [Figure(each.label, each.value) for each in figures],
                lines
                if linked
                else [Line(each.reference, each.words, each.detail) for each in lines],
                str(said.get("comment", "")),
                bool(said.get("unchanged")),
            )
        )
    return found


def period_words(facts: Mapping[str, Any]) -> str:
    """The time that the figures are of."""
    return gettext(
        "%(first)sから%(last)sまで", first=_day(facts["since"]), last=_day(facts["until"])
    )


Parts = tuple[list[Figure], list[Line]]


def _told(section: Section, facts: Mapping[str, Any]) -> Parts:
    own = facts.get(section.value, {})
    run = Days(date.fromisoformat(facts["since"]), date.fromisoformat(facts["until"]))
    tell = _TELLERS.get(section)
    if tell is not None:
        return tell(own, run)
    figures = _objectives(own) if section is Section.OBJECTIVES else []
    # Minutes from before there were such registers tell of nothing in them.
    met = locale_in_use.has(Custom.PERSONAL_INFORMATION_ACT)
    figures += _happened(own) if met and "incidents" in own else []
    figures += _carried_out(own["carried_out"]) if "carried_out" in own else []
    figures += _risks(own["register"]) if met and "register" in own else []
    kept = [_late(each, own["carried_out"]) for each in own.get("carried_out", {}).get("late", ())]
    kept += [_ledger_review(each) for each in own.get("ledger_reviews", ())]
    figures += _heard(own["heard"]) if met and "heard" in own else []
    figures += _requested(own["requests"]) if met and "requests" in own else []
    kept += [_training(each) for each in own.get("trainings", ())]
    kept += [_incident(each) for each in own.get("incidents", ())]
    kept += [_complaint(each) for each in own.get("complaints", ())]
    return figures, [*kept, *(_duty(each, run) for each in own.get("duties", ()))]


def _day(text: str) -> str:
    return day_text(date.fromisoformat(text)) if text else ""


def _count(amount: int) -> str:
    return ngettext("%(num)d件", "%(num)d件", amount)


def _figure(label: str, amount: int, url: str = "") -> Figure:
    return Figure(label, _count(amount), url)


def _previous(own: Mapping[str, Any]) -> list[Figure]:
    made = own["decisions"]
    done = sum(bool(each["done_on"]) for each in made)
    if not own["review"] and not made:
        return [Figure(gettext("前回のレビュー"), gettext("なし"))]
    return [
        Figure(gettext("前回のレビュー"), own["review"], url_of(own["review"])),
        _figure(gettext("実施済み"), done),
        _figure(gettext("未実施"), len(made) - done),
    ]


def _decision(each: Mapping[str, Any], run: Days) -> Line:
    url = url_for("review_outcomes.record", reference=each["reference"], position=each["position"])
    name = gettext(
        "%(reference)s 決定%(number)d", reference=each["reference"], number=each["position"]
    )
    return Line(name, each["text"], _decision_state(each, run), url)


def _decision_state(each: Mapping[str, Any], run: Days) -> str:
    """Whose a decision is and how it stands."""
    if each["done_on"]:
        day = _day(each["done_on"])
        return gettext("%(name)s · 実施 %(day)s", name=each["owner"], day=day)
    due = _day(each["due_on"])
    if each["due_on"] < str(run.last):
        return gettext("%(name)s · 期限超過（%(day)s）", name=each["owner"], day=due)
    return gettext("%(name)s · 未実施（期限 %(day)s）", name=each["owner"], day=due)


def _audits(found: Iterable[Mapping[str, Any]], run: Days) -> list[Figure]:
    every = list(found)
    counts = {grade: sum(each["grades"].get(grade.value, 0) for each in every) for grade in Grade}
    return [
        _figure(gettext("監査"), len(every), url_for("audits.index")),
        *(
            _figure(
                labels.marked(grade),
                amount,
                url_for("findings.index", grade=grade.value, found=str(run)),
            )
            for grade, amount in counts.items()
            if amount
        ),
    ]


def _audit(each: Mapping[str, Any]) -> Line:
    grades = labels.between(
        f"{labels.marked(grade)} {_count(each['grades'][grade.value])}"
        for grade in Grade
        if grade.value in each["grades"]
    )
    state = labels.label(AuditState(each["state"]))
    words = gettext("%(unit)s：%(theme)s", unit=each["unit"], theme=each["theme"])
    detail = " · ".join([_day(each["held_on"]), state, grades or gettext("所見なし")])
    return Line(each["reference"], words, detail, url_of(each["reference"]))


def _cases(own: Mapping[str, Any], run: Days) -> list[Figure]:
    states = [
        _figure(
            labels.label(state),
            own["states"][state.value],
            url_for("cases.index", state=state.value),
        )
        for state in CaseState
        if state.value in own["states"]
    ]
    url = url_for("cases.index", open=1)
    return [
        _figure(gettext("対応中の合計"), sum(own["states"].values()), url),
        *states,
        *_ages(own["ages"], run),
        _figure(gettext("期限超過"), own["overdue"], url_for("cases.index", due="late")),
        _figure(gettext("この期間に開始"), own["opened"], url_for("cases.index", opened=str(run))),
        _figure(gettext("この期間に完了"), own["closed"], url_for("cases.index", closed=str(run))),
    ]


def _ages(amounts: Iterable[int], run: Days) -> list[Figure]:
    """Open cases by how long they have been open, each with the list of their first days."""
    until = run.last or date.max
    edges = [0, *(each + 1 for each in AGES)]
    found = []
    for place, amount in enumerate(amounts):
        young, old = edges[place], AGES[place] if place < len(AGES) else None
        days = Days(until - old * ONE if old else None, until - young * ONE)
        label = (
            gettext("開始から%(first)d〜%(last)d日", first=young, last=old)
            if old
            else gettext("開始から%(first)d日以上", first=young)
        )
        found.append(_figure(label, amount, url_for("cases.index", open=1, opened=str(days))))
    return found


def _repeat(each: Mapping[str, Any]) -> Line:
    words = gettext("%(unit)s：要求事項 %(path)s", unit=each["unit"], path=each["requirement"])
    names = labels.between(each["references"])
    told = [names, *(_same_cause(cause) for cause in each.get("causes", ()))]
    url = url_for("cases.index", unit=each["unit_id"], requirement=each["requirement_id"])
    return Line(_count(len(each["references"])), words, " · ".join(told), url)


def _same_cause(each: Mapping[str, Any]) -> str:
    cause, names = labels.label(CauseCategory(each["cause"])), ", ".join(each["references"])
    return gettext("同じ原因「%(cause)s」%(names)s", cause=cause, names=names)


def _repeats(own: Mapping[str, Any]) -> list[Figure]:
    # Minutes from before causes were told name none.
    same = sum(len(each.get("causes", ())) for each in own["list"])
    words = (gettext("再発"), len(own["list"])), (gettext("同じ原因の再発"), same)
    return [_figure(*each) for each in words]


def _effectiveness(own: Mapping[str, Any], run: Days) -> list[Figure]:
    judged, effective = own["judged"], own["effective"]
    url = url_for("cases.index", closed=str(run))
    figures = [
        _figure(gettext("1回目の判定"), judged, url),
        _figure(gettext("1回目で有効"), effective, url),
    ]
    if judged:
        figures.append(Figure(gettext("1回目で有効の割合"), f"{effective * 100 // judged}%"))
    return figures


def _policy(each: Mapping[str, Any]) -> Line:
    detail = f"{_day(each['held_on'])} · {labels.label(ReviewOutcome(each['outcome']))}"
    return Line(each["reference"], each["title"], detail, url_of(each["reference"]))


def _opportunities(own: Mapping[str, Any], run: Days) -> list[Figure]:
    def found(grade: Grade) -> str:
        return url_for("findings.index", grade=grade.value, found=str(run))

    figures = [
        _figure(labels.marked(Grade.OBSERVATION), own["observations"], found(Grade.OBSERVATION))
    ]
    if own["opportunities"]:
        url = found(Grade.OPPORTUNITY)
        figures.append(_figure(labels.marked(Grade.OPPORTUNITY), own["opportunities"], url))
    url = url_for("policies.index")
    return [*figures, _figure(gettext("方針の見直しを待つ教訓"), own["lessons"], url)]


def _objectives(own: Mapping[str, Any]) -> list[Figure]:
    url = url_for("years.index")
    return [
        _figure(gettext("予定の総数"), own["total"], url),
        _figure(gettext("実施済み"), own["done"], url),
        _figure(gettext("期限超過"), own["late"], url),
    ]


def _carried_out(own: Mapping[str, Any]) -> list[Figure]:
    url = url_for("carried_out.board", year=own["year"])
    return [
        Figure(
            gettext("運用実施状況：%(state)s", state=labels.label(each)),
            _places(own["counts"][each.value]),
            url,
        )
        # Reviews of before units could be exempt counted none.
        for each in (Carried.DONE, Carried.PLANNED, Carried.LATE, Carried.EXEMPT)
        if each.value in own["counts"]
    ]


def _places(amount: int) -> str:
    """As the board counts: of units by requirements."""
    return npgettext("board", "%(num)dか所", "%(num)dか所", amount)


def _late(each: Mapping[str, Any], own: Mapping[str, Any]) -> Line:
    late = _places(each["late"])
    detail = gettext("遅れ %(count)s（期限 %(day)sから）", count=late, day=_day(each["day"]))
    url = url_for("carried_out.board", year=own["year"])
    return Line(each["unit"], labels.label(Required(each["required"])), detail, url)


def _ledger_review(each: Mapping[str, Any]) -> Line:
    counted = gettext(
        "%(rows)d件を確認（変更 %(changed)d件、追加 %(new)d件、廃止 %(ended)d件）",
        **{name: each[name] for name in ("rows", "changed", "new", "ended")},
    )
    detail = gettext("完了 %(day)s", day=_day(each["closed_on"]))
    words = gettext("個人情報管理台帳の見直し")
    return Line(each["reference"], words, f"{counted} · {detail}", url_of(each["reference"]))


def _training(each: Mapping[str, Any]) -> Line:
    counted = gettext(
        "対象 %(planned)d人、受講 %(attended)d人、合格 %(passed)d人、未受講 %(absent)d人",
        **{name: each[name] for name in ("planned", "attended", "passed", "absent")},
    )
    day = _day(each["reported_on"])
    detail = gettext("報告 %(day)s", day=day) if day else gettext("実施中")
    told = f"{counted} · {detail}"
    return Line(each["reference"], gettext("教育"), told, url_of(each["reference"]))


def _happened(own: Mapping[str, Any]) -> list[Figure]:
    url = url_for("incidents.index")
    return [
        _figure(gettext("事故"), len(own["incidents"]), url),
        _figure(gettext("ヒヤリハット"), own["near_misses"], url),
    ]


def _incident(each: Mapping[str, Any]) -> Line:
    known = gettext("気付いた日 %(day)s", day=_day(each["known_on"]))
    closed = gettext("完了 %(day)s", day=_day(each["closed_on"]))
    state = closed if each["closed_on"] else gettext("対応中")
    return Line(each["reference"], known, state, url_of(each["reference"]))


def _heard(kinds: Mapping[str, int]) -> list[Figure]:
    url = url_for("complaints.index")
    return [_figure(say(words), kinds.get(kind, 0), url) for kind, words in KINDS.items()]


def _risks(counted: Mapping[str, int]) -> list[Figure]:
    url = url_for("risks.index")
    return [
        _figure(gettext("承認済みのリスク"), counted["in_force"], url),
        _figure(gettext("評価が大のリスク"), counted["large"]),
        _figure(gettext("対策後も大のリスク"), counted["large_after"]),
        _figure(gettext("対策が完了していないリスク"), counted["not_done"]),
    ]


def _requested(counted: Mapping[str, int]) -> list[Figure]:
    url = url_for("requests.index")
    return [
        _figure(gettext("開示等の請求"), counted["arrived"], url),
        _figure(gettext("期限内に回答した請求"), counted["in_time"], url),
    ]


def _complaint(each: Mapping[str, Any]) -> Line:
    received = gettext("苦情の受付日 %(day)s", day=_day(each["known_on"]))
    closed = gettext("完了 %(day)s", day=_day(each["closed_on"]))
    state = closed if each["closed_on"] else gettext("対応中")
    return Line(each["reference"], received, state, url_of(each["reference"]))


def _duty(each: Mapping[str, Any], run: Days) -> Line:
    url = url_for("years.duty", reference=each["reference"], position=each["position"])
    planned = _day(each["planned_on"])
    if each["done_on"]:
        detail = gettext(
            "予定 %(planned)s · 実施 %(day)s", planned=planned, day=_day(each["done_on"])
        )
    elif each["planned_on"] < str(run.last):
        detail = gettext("予定 %(planned)s · 期限超過", planned=planned)
    else:
        detail = gettext("予定 %(planned)s · 未実施", planned=planned)
    return Line(each["reference"], each["title"], detail, url)


# What tells of more than the year's duties, by input.
_TELLERS: Mapping[Section, Callable[[Mapping[str, Any], Days], Parts]] = {
    Section.PREVIOUS: lambda own, run: (
        _previous(own),
        [_decision(each, run) for each in own["decisions"]],
    ),
    Section.AUDITS: lambda own, run: (
        _audits(own["list"], run),
        [_audit(each) for each in own["list"]],
    ),
    Section.CASES: lambda own, run: (_cases(own, run), []),
    Section.REPEATS: lambda own, run: (_repeats(own), [_repeat(each) for each in own["list"]]),
    Section.EFFECTIVENESS: lambda own, run: (_effectiveness(own, run), []),
    Section.POLICIES: lambda own, run: (
        [_figure(pgettext("figure", "見直し"), len(own["list"]))],
        [_policy(each) for each in own["list"]],
    ),
    Section.OPPORTUNITIES: lambda own, run: (_opportunities(own, run), []),
}
