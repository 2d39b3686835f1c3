"""Papers of trainings: the plan of a year, the report of one, and two years together."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext, pgettext
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.check.audits import auditor_trainings
from pms_tracker.database import session
from pms_tracker.do.rules.training.training_rules import Learning
from pms_tracker.do.tables.training_tables import Training, TrainingRun
from pms_tracker.do.trainings import enrolments, training_years, trainings_held
from pms_tracker.do.trainings.training_plans import (
    AUDIENCES,
    OCCASIONS,
    TRAININGS,
    WAYS,
    occasion_of,
)
from pms_tracker.do.trainings.training_years import Held
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.web.do.trainings import training_page
from pms_tracker.web.lists import choices
from pms_tracker.web.pictures import papers
from pms_tracker.web.record.term_papers import TermPaper
from pms_tracker.web.words import days_in_words
from pms_tracker.web.words.labels import label
from pms_tracker.web.words.register_words import say


def heads() -> list[str]:
    """What a line of a training says."""
    return [
        *(gettext("番号"), gettext("教育の名称"), gettext("期間"), gettext("教育の対象")),
        *(
            pgettext("training sheet", "対象の人数"),
            gettext("後から対象"),
            pgettext("training", "対象外"),
            gettext("受講"),
            gettext("合格"),
            gettext("未受講"),
            pgettext("training", "平均点"),
        ),
        gettext("報告"),
    ]


def lines(held: Sequence[Held]) -> list[list[str]]:
    """Trainings as lines of their numbers."""
    return [_line(each) for each in held]


def _line(held: Held) -> list[str]:
    row, run, told = held.row, held.run, held.figures
    # Nobody passes what has no test.
    asked = {name for name in _NUMBERS if name in told and ("mean" in told or name != "passed")}
    numbers = [str(told[name]) if name in asked else "－" for name in _NUMBERS]
    state = gettext("未実施")
    if run is not None:
        state = gettext("実施中")
        if run.confirmed_on is not None:
            state = gettext("承認 %(day)s", day=days_in_words.day_text(run.confirmed_on))
        elif run.reported_on is not None:
            state = gettext("承認待ち")
    return [TRAININGS.name_of(row), row.title, _run_of_days(row), audience(row), *numbers, state]


_NUMBERS = ("planned", "late", "exempt", "attended", "passed", "absent", "mean")


def _run_of_days(row: Training) -> str:
    first, last = days_in_words.day_text(row.starts_on), days_in_words.day_text(row.ends_on)
    return gettext("%(first)s〜%(last)s", first=first, last=last)


def audience(row: Training) -> str:
    """Whom it is for, in words."""
    words = say(AUDIENCES[row.audience])
    if row.unit_id is None:
        return words
    names = {unit.id: unit.name for unit in people.units()}
    return gettext("%(audience)s：%(unit)s", audience=words, unit=names.get(row.unit_id, ""))


def auditor_lines(years: Collection[int]) -> list[list[str]]:
    """What auditors were trained in in these years (J.6.2), from their register."""
    found = [
        row for row in auditor_trainings.of_all() if people.fiscal_year_of(row.obtained_on) in years
    ]
    names = people.names([row.person_id for row in found])
    return [
        [names.get(row.person_id, ""), row.name, days_in_words.day_text(row.obtained_on)]
        for row in found
    ]


def _paper(title: str, **more: Any) -> dict[str, object]:
    told = {"facts_head": gettext("概要"), "facts": [], "tables": [], "words": [], "flipped": False}
    return papers.frame(title, **(told | more))


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, object]:
    return {"title": title, "heads": head, "rows": rows, "none": gettext("なし")}


def answer_report(row: Training, run: TrainingRun) -> ResponseReturnValue:
    """The report of a training as a download."""
    name = papers.named(f"{TRAININGS.name_of(row)}-report.pdf")
    return papers.answer("training", _report(row, run), name)


def _of_term(first: date, last: date, _viewer: Viewer) -> Iterator[tuple[str, bytes]]:
    """The reports of trainings that were approved in these days."""
    its = TrainingRun.confirmed_on.between(first, last), Training.struck == ""
    found = select(Training, TrainingRun).join(TrainingRun, TrainingRun.training_id == Training.id)
    order = TrainingRun.confirmed_on, Training.id
    for row, run in session.execute(found.where(*its).order_by(*order)):
        yield TRAININGS.name_of(row), papers.set_paper("training", _report(row, run))


REPORTS = TermPaper("trainings", N_("教育実施報告書"), _of_term)


def _report(row: Training, run: TrainingRun) -> dict[str, object]:
    """The report of a training (教育実施報告書), with who wrote and who approved it."""
    told = training_years.figures_of(row, run)
    return _paper(
        gettext("教育実施報告書"),
        reference=TRAININGS.name_of(row),
        facts=[*_facts(row, run), *training_page.figures(told)],
        tables=[_missed(told), _persons(row, run)],
        words=[
            [gettext("実施した人の所見"), run.view or gettext("未報告")],
            [gettext("次回の教材への反映"), run.next_time or gettext("なし")],
        ],
        boxes=_signed(run),
    )


def _facts(row: Training, run: TrainingRun) -> list[tuple[str, str]]:
    return [
        (gettext("教育の名称"), row.title),
        (gettext("期間"), _run_of_days(row)),
        (gettext("教育の対象"), audience(row)),
        (gettext("教育の区分"), say(OCCASIONS[occasion_of(row)])),
        (gettext("教育の方法"), say(WAYS[row.way])),
        (gettext("講師"), TRAININGS.field("teacher").of(row) or "－"),
        (
            gettext("教材"),
            gettext(
                "%(reference)s 第%(edition)d版",
                reference=run.course_reference,
                edition=run.course_edition,
            ),
        ),
        (gettext("合格点（100点満点）"), str(row.pass_mark)),
    ]


def _persons(row: Training, run: TrainingRun) -> dict[str, object]:
    """Whom the report counts, as each counted on its day; by what happened, if that is later."""
    day = run.reported_on or clock.today()
    found = [
        (each, state)
        for each, state in trainings_held.assigned(row, day)
        if not enrolments.came_after(each, row, run)
    ]
    names = choices.told_apart([each.person_id for each, _state in found])
    rows = [
        [
            names.get(each.person_id, ""),
            label(each.reason),
            gettext("受講済み") if state is Learning.PASSED and not run.questions else label(state),
            days_in_words.day_text(each.done_on or each.attended_on) or "－",
            str(each.percent) if each.percent is not None else "－",
        ]
        for each, state in sorted(found, key=lambda pair: pair[0].id)
    ]
    heads = [
        *(gettext("氏名"), gettext("理由"), gettext("結果")),
        *(gettext("受講した日"), gettext("最高点")),
    ]
    return _table(gettext("受講者の一覧"), heads, rows)


def _missed(told: Mapping[str, Any]) -> dict[str, object]:
    rows = [
        [each["text"], each["about"] or "－", missed_words(each)] for each in told.get("missed", ())
    ]
    head = [gettext("問題"), gettext("関係する項目"), gettext("誤答")]
    return _table(gettext("誤答の多かった問題（1回目）"), head, rows)


def missed_words(each: Mapping[str, Any]) -> str:
    """How many missed a question, of how many."""
    return gettext("%(count)d人／%(of)d人", count=each["count"], of=each["of"])


def _signed(run: TrainingRun) -> list[dict[str, Any]]:
    names = people.names([run.reported_by_id, run.confirmed_by_id])
    approved = run.confirmed_on, names.get(run.confirmed_by_id or 0, "")
    reported = run.reported_on, names.get(run.reported_by_id or 0, "")
    return [
        papers.box(gettext("代表者"), gettext("承認"), *approved),
        papers.box(gettext("教育責任者"), gettext("報告"), *reported),
    ]


def answer_years(years: Sequence[int]) -> ResponseReturnValue:
    """Two years together (教育実施サマリー), auditors' trainings among them."""
    tables = [
        _table(
            days_in_words.fiscal_year_text(year), heads(), lines(training_years.of_years([year]))
        )
        for year in years
    ]
    auditors = [gettext("監査員"), gettext("研修・資格"), gettext("取得日")]
    tables.append(_table(gettext("監査員の研修・資格"), auditors, auditor_lines(years)))
    data = _paper(gettext("教育実施サマリー"), tables=tables, flipped=True)
    return papers.answer("training", data, papers.named(f"trainings-{years[-1]}-{years[0]}.pdf"))


def answer_plan(year: int) -> ResponseReturnValue:
    """The plan of a year (教育計画書): what was approved for it."""
    head = [
        *(gettext("番号"), gettext("教育の名称"), gettext("期間"), gettext("教育の対象")),
        *(gettext("方法"), gettext("講師"), gettext("教材"), gettext("有効性の評価")),
    ]
    rows = [_planned(each.row) for each in training_years.of_years([year])]
    data = _paper(
        gettext("教育計画書"),
        facts=[(gettext("年度"), days_in_words.fiscal_year_text(year))],
        tables=[_table("", head, rows)],
        boxes=[
            papers.box(gettext("代表者"), gettext("承認")),
            papers.box(gettext("個人情報保護管理者"), gettext("確認")),
            papers.box(gettext("教育責任者"), gettext("作成")),
        ],
        flipped=True,
    )
    return papers.answer("training", data, papers.named(f"training-plan-{year}.pdf"))


def _planned(row: Training) -> list[str]:
    effect = ngettext(
        "理解度テスト %(mark)d点以上、%(num)d回まで",
        "理解度テスト %(mark)d点以上、%(num)d回まで",
        row.tries,
        mark=row.pass_mark,
    )
    return [
        *(TRAININGS.name_of(row), row.title, _run_of_days(row), audience(row), say(WAYS[row.way])),
        *(TRAININGS.field("teacher").of(row) or "－", "、".join(row.course), effect),
    ]
