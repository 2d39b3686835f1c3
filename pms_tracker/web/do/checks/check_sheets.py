"""A month of a check in words, alike for its page and its paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pms_tracker.do.checks.check_runs import Column, Sheet
from pms_tracker.do.rules.operation.check_rules import (
    FREQUENCIES,
    Answered,
    Filled,
    Frequency,
    Given,
    Item,
    Mark,
    Period,
    Way,
)
from pms_tracker.people.firm import people
from pms_tracker.web.pictures import papers
from pms_tracker.web.words import days_in_words
from pms_tracker.web.words.check_labels import CHECKED
from pms_tracker.web.words.register_words import say


@dataclass(frozen=True)
class Line:
    """One period of a sheet: its answers as signs, what was wrong, and who did it when."""

    column: Column
    when: str
    state: str
    tone: str
    picture: str
    signs: Sequence[str]
    wrong: Sequence[str]
    said: str


def states() -> dict[Filled, tuple[str, str, str]]:
    """What a standing is called, its tone and its picture."""
    return {
        Filled.TO_COME: (gettext("これから"), "quiet", "calendar"),
        Filled.OPEN: (gettext("記入できます"), "open", "clock"),
        Filled.DONE: (gettext("記入済み"), "done", "check"),
        Filled.LATE: (gettext("遅れて記入"), "soon", "clock"),
        Filled.BLANK: (gettext("空欄"), "late", "warning"),
    }


def period_text(period: Period, frequency: Frequency) -> str:
    """What a period is called."""
    if frequency is Frequency.DAY:
        return days_in_words.day_text(period.first)
    if frequency is Frequency.MONTH:
        return days_in_words.month_text(period.first)
    first = days_in_words.day_text(period.first)
    return gettext("%(first)s から %(last)s", first=first, last=days_in_words.day_text(period.last))


def lines(sheet: Sheet) -> list[Line]:
    """The periods of a sheet in their order."""
    names = states()
    return [_line(sheet, each, *names[each.state]) for each in sheet.columns]


def _line(sheet: Sheet, column: Column, state: str, tone: str, picture: str) -> Line:
    given = column.given or {}
    asked = [(each, given[each.words]) for each in sheet.items if each.words in given]
    wrong = [
        gettext("%(label)s：%(words)s", label=item.words, words=each.note)
        for item, each in asked
        if each.is_fault
    ]
    return Line(
        column,
        period_text(column.period, sheet.template.frequency),
        gettext("休業日に記入") if column.extra else state,
        "quiet" if column.extra else tone,
        picture,
        [sign(each, given) for each in sheet.items],
        wrong,
        _said(column),
    )


def sign(item: Item, given: Mapping[str, Given]) -> str:
    """What was answered to an item; empty where it is blank."""
    each = given.get(item.words)
    if each is None or not each.value:
        return ""
    return CHECKED[Mark(each.value)][0] if item.answered is Answered.MARK else each.value


def _said(column: Column) -> str:
    """Who did it and when, how it came in where that was not on the screen, and how often."""
    run = column.run
    if run is None:
        return ""
    told = [gettext("%(name)s %(when)s", name=run.done_by_name, when=_moment(run.done_at))]
    if run.way is Way.PAPER:
        told.append(gettext("紙から入力"))
    elif (run.recorded_at - run.done_at).total_seconds() > 600:
        told.append(gettext("接続後に受信 %(when)s", when=_moment(run.recorded_at)))
    if column.times > 1:
        told.append(ngettext("%(num)d回記入", "%(num)d回記入", column.times))
    return " · ".join(told)


def _moment(instant: object) -> str:
    return days_in_words.instant_text(instant)  # type: ignore[arg-type]


def figures(counted: Mapping[str, int]) -> list[tuple[str, str]]:
    """A sheet in numbers, each with its name."""
    names = {
        "due": gettext("期限が来た回数"),
        "done": gettext("期限内に記入"),
        "late": gettext("遅れて記入"),
        "blank": gettext("空欄"),
        "faults": gettext("×の数"),
        "mended": gettext("直した×"),
    }
    return [(words, str(counted.get(name, 0))) for name, words in names.items()]


def answer(sheet: Sheet) -> ResponseReturnValue:
    """The sheet of a month on paper: items by periods, with room for who reads it."""
    template, reading = sheet.template, sheet.reading
    names = people.names([template.owner_id, reading.read_by_id if reading else None])
    told = lines(sheet)
    reader = gettext("確認者"), gettext("確認")
    boxes = [papers.box(*reader)]
    if reading is not None:
        boxes = [papers.box(*reader, reading.read_on, names.get(reading.read_by_id, ""))]
    data = {
        **papers.frame(template.title, gettext("点検表"), reference=template.reference),
        "facts": [
            [gettext("部門"), people.unit(template.unit_id).name],
            [gettext("頻度"), say(FREQUENCIES[template.frequency])],
            [gettext("月"), days_in_words.month_text(sheet.month)],
            [gettext("担当者"), names.get(template.owner_id, "")],
        ],
        "item_head": gettext("点検項目"),
        "heads": [_short(each.column.period, template.frequency) for each in told],
        "items": [each.words for each in sheet.items],
        "cells": [[each.signs[at] for each in told] for at in range(len(sheet.items))],
        "state_head": gettext("記入"),
        "states": [each.state if each.column.state is not Filled.DONE else "" for each in told],
        "who_head": gettext("点検した人"),
        "who": [
            each.column.run.done_by_name.split()[0] if each.column.run else "" for each in told
        ],
        "figures": figures(sheet.figures),
        "wrong_head": gettext("×の内容"),
        "wrong": [f"{each.when} {words}" for each in told for words in each.wrong],
        "comment": reading.comment if reading is not None else "",
        "boxes": boxes,
    }
    name = f"{template.reference}-{sheet.month:%Y-%m}.pdf"
    return papers.answer("check_sheet", data, papers.named(name))


def _short(period: Period, frequency: Frequency) -> str:
    if frequency is Frequency.DAY:
        return str(period.first.day)
    return f"{period.first.month}/{period.first.day}"
