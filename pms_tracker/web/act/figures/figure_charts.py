"""From tallies to the figures people manage by: each with the address of the list it counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask_babel import gettext, pgettext

from pms_tracker.act.cases import case_figures
from pms_tracker.act.rules import measure_rules
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.cause_rules import CauseCategory
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.kernel.days import Days
from pms_tracker.tally.tallies import Amounts
from pms_tracker.web.act.figures import figure_boards
from pms_tracker.web.act.figures.figure_boards import UNDONE, Names, late_days, listed
from pms_tracker.web.pictures.charts import Bars, Count, Line, Measures, StepDays
from pms_tracker.web.pictures.cycle_figures import AGES, median
from pms_tracker.web.words.labels import label

GRADE_KINDS = {Grade.NONCONFORMITY: "done", Grade.MAJOR: "late", Grade.MINOR: "open"}
# Nine in ten.
MOST = 90


@dataclass(frozen=True)
class Half:
    """One kind of a chart by unit: its heading, its word in the tallies, what its list asks for."""

    head: str
    kind: str
    subject: str
    word: str
    asked: Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """All that the page is made of: tallies, the period asked for, and the names of places."""

    cases: Amounts
    period: Days
    units: Names
    persons: Names
    # The newest edition of each requirement that failed again, by which all of them are known, and
    # its name.
    requirements: Mapping[int, tuple[int, str]]

    def within(self, subject: str) -> Amounts:
        """What happened within the period."""
        return Counter(
            {
                key: amount
                for key, amount in self.cases.items()
                if key.subject == subject and key.on in self.period
            }
        )


def measures(told: Told, today: date) -> Measures:
    """All figures of the page."""
    again = (_again_by_unit(told), _again_by_clause(told), _again_by_cause(told))
    in_period = (_on_time(told, today), _effective(told), *again)
    ages = _ages(told.cases, today)
    all_open = listed(ages.whole.total, open=1, sort="due")
    boards = figure_boards.boards(told.cases, told.units, told.persons, told.period, today)
    return Measures(all_open, boards, ages, _steps(told), in_period)


def _ages(cases: Amounts, today: date) -> Bars:
    """Open cases by how long they have been open and how grave their finding is."""
    opened = [(key, amount) for key, amount in cases.items() if key.subject == case_figures.OPEN]
    there = {key.word for key, _amount in opened}
    grades = [each for each in GRADE_KINDS if each in there] or [Grade.NONCONFORMITY]

    def line(name: str, low: int, high: int | None) -> Line:
        first = today - timedelta(days=high) if high is not None else None
        days = Days(first, today - timedelta(days=low) if low else None)
        asked = {"opened": "" if days == Days() else str(days), "open": 1, "sort": "due"}
        counts = (listed(found(grade, days), grade=grade.value, **asked) for grade in grades)
        return Line(name, tuple(counts), listed(0, **asked).url)

    def found(grade: Grade, days: Days) -> int:
        return sum(
            amount
            for key, amount in opened
            if key.word == grade and date.fromordinal(key.of_id) in days
        )

    return Bars(
        name="ages",
        title=gettext("未完了の是正処置"),
        of=gettext("経過日数"),
        heads=tuple(label(each) for each in grades),
        kinds=tuple(GRADE_KINDS[each] for each in grades),
        whole=line(gettext("合計"), 0, None),
        lines=tuple(line(str(name), low, high) for low, high, name in AGES),
    )


def _steps(told: Told) -> tuple[StepDays, ...]:
    took: dict[str, Counter[int]] = {step: Counter() for step in measure_rules.Step}
    for key, amount in told.within(case_figures.STEP).items():
        took[key.word][key.of_id] += amount
    return tuple(_step(step, took[step], told.period) for step in measure_rules.Step)


def _step(step: measure_rules.Step, took: Counter[int], period: Days) -> StepDays:
    most = measure_rules.percentile(took, MOST)
    beyond = sum(amount for days, amount in took.items() if most is not None and days > most)
    spelled = f"{step.value}~{(most or 0) + 1}"
    return StepDays(
        label(step),
        listed(took.total(), closed=period, sort="-closed"),
        median(took),
        most,
        listed(beyond, closed=period, took=spelled, sort="-closed"),
    )


def _by_unit(
    told: Told, halves: Sequence[Half], every: Mapping[str, str] | None = None
) -> tuple[Line, tuple[Line, ...]]:
    """All units together and one by one, those without any as well; `every` is what the list of all
    halves asks for, if there is one."""
    found = [told.within(half.subject) for half in halves]

    def line(name: str, unit_id: int | None) -> Line:
        counts = zip(halves, found, strict=True)
        url = listed(0, **every, unit=unit_id).url if every else ""
        return Line(name, tuple(count(half, own, unit_id) for half, own in counts), url)

    def count(half: Half, own: Amounts, unit_id: int | None) -> Count:
        amount = sum(
            amount
            for key, amount in own.items()
            if key.word == half.word and unit_id in (None, key.of_id)
        )
        return listed(amount, **half.asked, unit=unit_id)

    lines = (line(name, unit_id) for unit_id, name in told.units.items())
    return line(gettext("合計"), None), tuple(lines)


def _bars(
    told: Told,
    named: tuple[str, str],
    halves: Sequence[Half],
    every: Mapping[str, str] | None = None,
    **words: str,
) -> Bars:
    name, title = named
    whole, lines = _by_unit(told, halves, every)
    return Bars(
        name=name,
        title=title,
        of=gettext("部門"),
        heads=tuple(half.head for half in halves),
        kinds=tuple(half.kind for half in halves),
        whole=whole,
        lines=lines,
        **words,
    )


def _on_time(told: Told, today: date) -> Bars:
    """Done in time, done late, and what should have been done by now and is not."""
    open_late = figure_boards.undone(told.cases, told.period, today)
    told = replace(told, cases=told.cases + open_late)
    due = {"state": CaseState.DOING.value, "due": str(late_days(told.period, today))}
    done, subject = {"done": str(told.period), "sort": "-done"}, case_figures.DONE
    halves = (
        Half(gettext("期限内"), "done", subject, case_figures.ON_TIME, {**done, "ontime": "1"}),
        Half(gettext("期限後に実施"), "soon", subject, case_figures.LATE, {**done, "ontime": "0"}),
        Half(
            gettext("期限を過ぎて未実施"), "late", UNDONE, case_figures.LATE, {**due, "sort": "due"}
        ),
    )
    note = gettext(
        "期間内に実施を報告したものと、期間内の期限を過ぎても報告がないもの。実施した回は、そのときの期限と比べます。"
    )
    rate = gettext("期限内の割合")
    return _bars(told, ("in-time", gettext("期限内の実施")), halves, rate=rate, note=note)


def _effective(told: Told) -> Bars:
    judged, subject = {"judged": str(told.period), "sort": "-judged"}, case_figures.JUDGED
    halves = (
        Half(
            pgettext("verdict", "有効"),
            "done",
            subject,
            case_figures.EFFECTIVE,
            {**judged, "first": "1"},
        ),
        Half(
            gettext("有効でない"),
            "late",
            subject,
            case_figures.INEFFECTIVE,
            {**judged, "first": "0"},
        ),
    )
    note = gettext("期間内に1回目の有効性を判定したもの。")
    rate = gettext("1回目で有効の割合")
    named = "effect", gettext("1回目の有効性")
    return _bars(told, named, halves, judged, rate=rate, note=note)


def _again_by_unit(told: Told) -> Bars:
    opened = {"opened": str(told.period)}
    again = Half(gettext("再発"), "late", case_figures.AGAIN_OF_UNIT, "", {**opened, "again": "1"})
    others = {**opened, "again": "0", "sort": "-opened"}
    first = Half(gettext("再発以外"), "open", case_figures.OPENED, "", others)
    every = {**opened, "standing": "1", "sort": "-opened"}
    whole, lines = _by_unit(told, (again, first), every)
    return Bars(
        name="again-units",
        title=gettext("部門別の再発"),
        of=gettext("部門"),
        heads=(again.head, first.head),
        kinds=(again.kind, first.kind),
        whole=_without_repeats(whole),
        lines=tuple(_without_repeats(each) for each in lines),
        rate=gettext("再発の割合"),
        note=gettext("期間内に始まったもの。同じ部門・同じ要求事項が24か月以内にあれば再発です。"),
    )


def _without_repeats(line: Line) -> Line:
    """Among all that were opened are the repeats: what is left happened for the first time."""
    again, opened = line.counts
    first = Count(opened.amount - again.amount, opened.url)
    return Line(line.label, (again, first), line.url)


def _again_by_clause(told: Told) -> Bars:
    amounts = told.within(case_figures.AGAIN_OF_REQUIREMENT)
    newest, period = told.requirements, told.period
    names = dict(newest.values())
    found: Counter[int] = Counter()
    for key, amount in amounts.items():
        found[newest[key.of_id][0]] += amount
    most_first = sorted(found, key=lambda each: (-found[each], each))
    return Bars(
        name="again-clauses",
        title=gettext("要求事項別の再発"),
        of=gettext("要求事項"),
        heads=(gettext("再発"),),
        kinds=("late",),
        whole=Line(gettext("合計"), (listed(found.total(), opened=period, again=1),)),
        lines=tuple(
            Line(names[each], (listed(found[each], opened=period, again_of=each),))
            for each in most_first
        ),
    )


def _again_by_cause(told: Told) -> Bars:
    """The same cause again, at the same requirement in the same unit."""
    found: Counter[str] = Counter()
    for key, amount in told.within(case_figures.AGAIN_OF_CAUSE).items():
        found[key.word] += amount
    period = told.period
    most_first = sorted((CauseCategory(each) for each in found), key=lambda each: -found[each])
    return Bars(
        name="again-causes",
        title=gettext("原因別の再発"),
        of=gettext("原因の分類"),
        heads=(gettext("再発"),),
        kinds=("late",),
        whole=Line(gettext("合計"), (listed(found.total(), opened=period, repeat=1),)),
        lines=tuple(
            Line(label(each), (listed(found[each], opened=period, repeat=1, cause=each.value),))
            for each in most_first
        ),
        note=gettext(
            "期間内に始まったもの。計画の原因の分類・部門・要求事項が、24か月以内の案件と同じなら再発です。"
        ),
    )
