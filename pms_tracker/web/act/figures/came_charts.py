"""What came from outside and what went wrong within a period, as charts: requests answered in time,
complaints by kind, incidents by class and cause, contractors by verdict. Each figure leads to the
list of what it counts; a sum counts each entry once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext, pgettext

from pms_tracker.do.carried_out.year_counts import Came, YearCounts
from pms_tracker.do.complaints.complaint_fields import KINDS
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.contractors.evaluation_fields import VERDICTS
from pms_tracker.do.contractors.evaluations import EVALUATIONS
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.incidents.incident_choices import CAUSES, NATURES
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.rules.contact.request_rules import Answering
from pms_tracker.do.rules.incidents.incident_rules import Cause, Happened, Nature
from pms_tracker.do.rules.incidents.leak_rules import Class
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.words import Words
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.register import Register
from pms_tracker.web.door.access import me
from pms_tracker.web.door.reached import reaches
from pms_tracker.web.pictures.charts import Bars, Count, Line
from pms_tracker.web.registers.register_list_pages import of_days
from pms_tracker.web.words.labels import label
from pms_tracker.web.words.register_words import say

ANSWERED = {Answering.IN_TIME: "done", Answering.LATE: "late", Answering.NOT: "open"}
CHARTED = (REQUESTS, COMPLAINTS, INCIDENTS, EVALUATIONS)


def reached() -> frozenset[str]:
    """The registers of which whoever looks may be shown a chart; none for who sees but some."""
    if not me().sees_all:
        return frozenset()
    return frozenset(each.key for each in CHARTED if reaches(f"{each.key}.index"))


def drawn(counts: YearCounts, days: Days, registers: Collection[str]) -> tuple[Bars, ...]:
    """The charts of these registers in which there is something."""
    met = (bars for register, bars in _Charts(counts, days).all() if register.key in registers)
    return tuple(bars for bars in met if bars.whole.total)


@dataclass(frozen=True)
class _Charts:
    counts: YearCounts
    days: Days

    def all(self) -> Iterator[tuple[Register, Bars]]:
        yield REQUESTS, self._answers()
        kinds = "complaints", gettext("苦情・相談の種類"), COMPLAINTS, "type"
        yield COMPLAINTS, self._by_kind(kinds, KINDS, Came.COMPLAINT)
        yield INCIDENTS, self._classes()
        yield INCIDENTS, self._causes()
        verdicts = "verdicts", gettext("委託先の評価の判定"), EVALUATIONS, "verdict"
        in_force = Standing.IN_FORCE.value
        yield EVALUATIONS, self._by_kind(verdicts, VERDICTS, Came.EVALUATION, state=in_force)

    def _count(self, register: Register, amount: int, **asked: str) -> Count:
        return Count(amount, of_days(register, self.days, **asked))

    def _answers(self) -> Bars:
        found = self.counts.answered
        counts = (self._count(REQUESTS, found.get(each, 0), answer=each) for each in ANSWERED)
        every = of_days(REQUESTS, self.days)
        line = Line(say(REQUESTS.name), tuple(counts), every)
        return Bars(
            "requests",
            pgettext("chart", "開示等の請求への回答"),
            gettext("種類"),
            tuple(map(label, ANSWERED)),
            tuple(ANSWERED.values()),
            line,
            (line,),
            note=gettext(
                "回答なしには、対応中のものと、取下げや確認不能で終わったものを含みます。"
            ),
        )

    def _by_kind(
        self,
        named: tuple[str, str, Register, str],
        words: Mapping[StrEnum, Words],
        came: Came,
        **asked: str,
    ) -> Bars:
        name, title, register, asked_as = named
        amounts = self.counts.came[came]
        lines = [
            Line(
                say(said),
                (self._count(register, amounts.get(each, 0), **{asked_as: each, **asked}),),
            )
            for each, said in words.items()
        ]
        whole = self._count(register, sum(amounts.values()), **asked)
        return _most_first(
            (name, title, gettext("種類")),
            {"open": gettext("件数")},
            lines,
            Line(gettext("合計"), (whole,)),
        )

    def _classes(self) -> Bars:
        found = self.counts.classes
        lines = [
            Line(label(each), (self._count(INCIDENTS, found.get(each, 0), why=each),))
            for each in Class
        ]
        incidents = self.counts.came[Came.INCIDENT].get(Nature.INCIDENT, 0)
        return _most_first(
            ("incident-classes", gettext("報告の理由別の事故"), gettext("報告の理由")),
            {"open": say(NATURES[Nature.INCIDENT])},
            lines,
            Line(gettext("合計"), (self._count(INCIDENTS, incidents, nature=Nature.INCIDENT),)),
            gettext("1件に理由が複数あれば、それぞれに数えます。合計は事故の件数です。"),
        )

    def _causes(self) -> Bars:
        natures = {"late": Nature.INCIDENT, "soon": Nature.NEAR_MISS}

        def line(words: str, found: Mapping[Nature, int], **asked: str) -> Line:
            counts = (
                self._count(INCIDENTS, found.get(each, 0), nature=each, **asked)
                for each in natures.values()
            )
            real = {"happened": Happened.REAL, **asked}
            return Line(words, tuple(counts), of_days(INCIDENTS, self.days, **real))

        def of_cause(cause: Cause) -> dict[Nature, int]:
            return {each: self.counts.causes.get((cause, each), 0) for each in natures.values()}

        lines = [line(say(CAUSES[each]), of_cause(each), causes=each) for each in Cause]
        return _most_first(
            (
                "incident-causes",
                gettext("原因別の事故・ヒヤリハット"),
                pgettext("of incidents", "原因の区分"),
            ),
            {kind: say(NATURES[each]) for kind, each in natures.items()},
            lines,
            line(gettext("合計"), self.counts.caused, happened=Happened.CAUSED),
            gettext("1件に原因が複数あれば、それぞれに数えます。合計は件数です。"),
        )


def _most_first(
    named: tuple[str, str, str],
    heads: Mapping[str, str],
    lines: list[Line],
    whole: Line,
    note: str = "",
) -> Bars:
    """Lines of which there are any, the most before."""
    there = sorted((each for each in lines if each.total), key=lambda line: -line.total)
    return Bars(*named, tuple(heads.values()), tuple(heads), whole, tuple(there), note=note)
