"""What the report of a corrective action says of horizontal deployment, answer by answer."""

from collections.abc import Callable, Iterator

from flask_babel import gettext

from pms_tracker.act.tables.case_tables import CaseRound
from pms_tracker.web.act.papers.case_report_parts import Part, Row, captioned, note, row, text
from pms_tracker.web.act.record.elsewhere_page import Line, Told
from pms_tracker.web.words import labels
from pms_tracker.web.words.days_in_words import day_text
from pms_tracker.web.words.labels import label

Whom = Callable[[int | None, int | None], str]


def rows(of: CaseRound, told: Told, whom: Whom) -> Iterator[Row]:
    """The question of a round's plan, and each unit with its answer, or that it gave none."""
    lines = told.of(of.number)
    yield row(gettext("他部門への質問"), text(of.elsewhere_question))
    if not lines and of.elsewhere_unit_ids:
        units = [told.units.get(each, "") for each in of.elsewhere_unit_ids]
        yield row(gettext("聞く部門"), text(labels.between(units)))
    for line in lines:
        yield row(line.unit, *_answer(line, of.elsewhere_question, whom))
    yield row(gettext("聞かない理由"), text(of.elsewhere_reason))


def _answer(line: Line, question: str, whom: Whom) -> Iterator[Part]:
    asked = line.row
    if asked.answer is None:
        yield note(gettext("回答待ち") if line.waits else gettext("回答なし"))
        return
    yield text(label(asked.answer))
    yield text(asked.text)
    if asked.question != question:
        yield from captioned(gettext("答えた質問"), asked.question)
    name, day = whom(asked.answered_by_id, asked.answered_for_id), day_text(asked.answered_on)
    yield note(gettext("回答 %(name)s・%(day)s", name=name, day=day))
    if line.opened:
        yield note(f"{gettext('この回答から始めた是正処置')} {line.opened}")
