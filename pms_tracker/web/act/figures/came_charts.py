"""What came from outside and what went wrong within a period, as charts: requests answered in time,
complaints by kind, incidents by class and cause, contractors by verdict."""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum

from flask_babel import gettext, pgettext

from pms_tracker.do.carried_out.year_counts import Came, YearCounts
from pms_tracker.do.complaints.complaint_fields import KINDS
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.contractors.evaluation_fields import VERDICTS
from pms_tracker.do.contractors.evaluations import EVALUATIONS
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.incidents.incident_fields import CAUSES, NATURES
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.rules.incidents.incident_rules import Cause, Nature
from pms_tracker.kernel.words import Words
from pms_tracker.registers.register import Register
from pms_tracker.web.door.access import me
from pms_tracker.web.door.reached import reaches
from pms_tracker.web.pictures.charts import Bars, Count, Line
from pms_tracker.web.words.leak_words import CLASSES
from pms_tracker.web.words.register_words import say

CHARTED = (REQUESTS, COMPLAINTS, INCIDENTS, EVALUATIONS)


def reached() -> frozenset[str]:
    """The registers of which whoever looks may be shown a chart; none for who sees but some."""
    if not me().sees_all:
        return frozenset()
    return frozenset(each.key for each in CHARTED if reaches(f"{each.key}.index"))


def drawn(counts: YearCounts, registers: Collection[str]) -> tuple[Bars, ...]:
    """The charts of these registers in which there is something."""
    met = (bars for register, bars in _charts(counts) if register.key in registers)
    return tuple(bars for bars in met if bars.whole.total)


def _charts(counts: YearCounts) -> Iterator[tuple[Register, Bars]]:
    yield REQUESTS, _answers(counts)
    kinds = gettext("苦情・相談の種類")
    yield COMPLAINTS, _by_kind("complaints", kinds, KINDS, counts.came[Came.COMPLAINT])
    yield INCIDENTS, _classes(counts)
    yield INCIDENTS, _causes(counts)
    verdicts = gettext("委託先の評価の判定")
    yield EVALUATIONS, _by_kind("verdicts", verdicts, VERDICTS, counts.came[Came.EVALUATION])


def _answers(counts: YearCounts) -> Bars:
    its, every = counts.answered, counts.total(Came.REQUEST)
    amounts = (its.in_time, its.answered - its.in_time, every - its.answered)
    line = Line(say(REQUESTS.name), tuple(map(Count, amounts)))
    heads = gettext("期限内に回答"), gettext("期限後に回答"), gettext("回答なし")
    return Bars(
        "requests",
        gettext("開示等の請求への回答"),
        gettext("種類"),
        heads,
        ("done", "late", "open"),
        line,
        (line,),
        note=gettext("回答なしには、対応中のものと、取下げや確認不能で終わったものを含みます。"),
    )


def _bars(
    name: str,
    titles: tuple[str, str],
    heads: Mapping[str, str],
    lines: list[Line],
    whole: Line,
    note: str = "",
) -> Bars:
    """Lines of which there are any, the most before."""
    most_first = sorted((each for each in lines if each.total), key=lambda line: -line.total)
    title, of = titles
    return Bars(
        *(name, title, of, tuple(heads.values()), tuple(heads)), whole, tuple(most_first), note=note
    )


def _by_kind(
    name: str, title: str, words: Mapping[StrEnum, Words], amounts: Mapping[str, int]
) -> Bars:
    lines = [Line(say(each), (Count(amounts.get(key, 0)),)) for key, each in words.items()]
    whole = Line(gettext("合計"), (Count(sum(amounts.values())),))
    return _bars(name, (title, gettext("種類")), {"open": gettext("件数")}, lines, whole)


def _classes(counts: YearCounts) -> Bars:
    lines = [
        Line(str(words), (Count(counts.classes.get(each, 0)),)) for each, words in CLASSES.items()
    ]
    every = counts.came[Came.INCIDENT].get(Nature.INCIDENT, 0)
    return _bars(
        "incident-classes",
        (gettext("報告の理由別の事故"), gettext("報告の理由")),
        {"open": say(NATURES[Nature.INCIDENT])},
        lines,
        Line(gettext("合計"), (Count(every),)),
        gettext("1件に理由が複数あれば、それぞれに数えます。合計は事故の件数です。"),
    )


def _causes(counts: YearCounts) -> Bars:
    natures = {"late": Nature.INCIDENT, "soon": Nature.NEAR_MISS}

    def amounts(cause: Cause) -> tuple[Count, ...]:
        found = counts.causes
        return tuple(Count(found.get((cause, each), 0)) for each in natures.values())

    lines = [Line(say(CAUSES[each]), amounts(each)) for each in Cause]
    sums = (sum(line.counts[at].amount for line in lines) for at in range(len(natures)))
    return _bars(
        "incident-causes",
        (gettext("原因別の事故・ヒヤリハット"), pgettext("of incidents", "原因の区分")),
        {kind: say(NATURES[each]) for kind, each in natures.items()},
        lines,
        Line(gettext("合計"), tuple(map(Count, sums))),
        gettext("1件に原因が複数あれば、それぞれに数えます。"),
    )
