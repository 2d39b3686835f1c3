"""A register on paper, with boxes for those who approve it: an entry on A4 with all that it says,
and the list on A4 landscape with its columns, as it is asked for."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext, pgettext

from pms_tracker import clock
from pms_tracker.people.firm import people
from pms_tracker.registers import entries
from pms_tracker.registers.fields import Day, Text
from pms_tracker.registers.register import Register
from pms_tracker.registers.register_sheets import number_of
from pms_tracker.registers.sheet_reading import NUMBER
from pms_tracker.web.pictures import papers
from pms_tracker.web.words import days_in_words, labels, register_words
from pms_tracker.web.words.register_words import say

# Rows of a list on paper; a file has all.
MOST = 200


def answer(register: Register, row: Any) -> ResponseReturnValue:
    """The paper of an entry, as a download."""
    called = f"{register.key}_{number_of(register, row)}.pdf"
    return papers.answer("register_entry", _data(register, row), papers.named(called))


def _data(register: Register, row: Any) -> dict[str, object]:
    name = say(register.name)
    none = gettext("なし")
    struck = entries.is_struck(register, row)
    return {
        "lang": days_in_words.language(),
        # Some are called 〜の記録 themselves.
        "title": name if register.name.endswith("記録") else gettext("%(name)sの記録", name=name),
        "form": gettext("様式 PMS-%(name)s", name=name),
        "reference": register.name_of(row) if register.kind else "",
        "company": people.the_company().name,
        "day": days_in_words.day_text(clock.local(row.recorded_at).date()),
        "stamp": gettext("取消し") if struck else "",
        "approvals": gettext("承認欄"),
        "rows": [
            (say(field.label), told or none)
            for field, told in register_words.facts(register, row, whole=True)
        ],
        "boxes": [*_approving(register), _drafted(register, row)],
        "foot": [(gettext("印刷"), days_in_words.instant_text(clock.now()))],
    }


def answer_list(
    register: Register, asked: Sequence[str], rows: Sequence[Any]
) -> ResponseReturnValue:
    """The paper of the first rows of a list, with what was asked for, as a download."""
    return papers.handed(set_list(register, asked, rows), papers.named(f"{register.key}.pdf"))


def set_list(register: Register, asked: Sequence[str], rows: Sequence[Any]) -> bytes:
    """The PDF of the first rows of a list."""
    data = _list_data(register, asked, rows[:MOST], more=len(rows) > MOST)
    return papers.set_paper("register_list", data)


def _list_data(
    register: Register, asked: Sequence[str], rows: Sequence[Any], *, more: bool
) -> dict[str, object]:
    name = say(register.name)
    notes = [gettext("条件：%(words)s", words=_between(asked))] if asked else []
    if more:
        notes.append(gettext("はじめの%(num)s件を印刷しています。", num=MOST))
    return {
        "lang": days_in_words.language(),
        "title": name,
        "reference": "",
        "form": gettext("様式 PMS-%(name)s", name=name),
        "company": people.the_company().name,
        "day": gettext("%(day)s現在", day=days_in_words.day_text(clock.today())),
        "notes": notes,
        "approvals": gettext("承認欄"),
        "boxes": list(_approving(register)),
        "columns": list(_columns(register)),
        "rows": [_cells(register, row) for row in rows],
        "foot": [(gettext("印刷"), days_in_words.instant_text(clock.now()))],
    }


def _between(words: Sequence[str]) -> str:
    return pgettext("between names in a list", "、").join(words)


def _columns(register: Register) -> Iterator[dict[str, object]]:
    """The columns of the list, each with its share of what short ones, whose share is 0, leave."""
    if register.kind is not None:
        yield {"words": say(NUMBER), "share": 0}
    if register.approvers:
        yield {"words": gettext("状態"), "share": 0}
    for each in register.shown:
        long = isinstance(each, Text) and each.lines
        share = 0 if isinstance(each, Day) else 3 if long else 2
        yield {"words": say(each.label), "share": share}


def _cells(register: Register, row: Any) -> list[str]:
    """What a row of the list says, column by column."""
    named = [register.name_of(row)] if register.kind is not None else []
    stands = [labels.label(row.state)] if register.approvers else []
    return [
        *named,
        *stands,
        *(words or "－" for _head, words in register_words.said_in(register, row)),
    ]


def _approving(register: Register) -> Iterator[dict[str, object]]:
    for office in register.boxes:
        word = pgettext("decided", "承認")
        yield {"office": say(office), "word": word, "seal": None, "waived": ""}


def _drafted(register: Register, row: Any) -> dict[str, object]:
    """The box of whoever recorded it, on the right; empty for what came from a command."""
    recorder = getattr(row, register.recorder)
    name = people.names([recorder]).get(recorder, "")
    word = pgettext("decided", "作成")
    box: dict[str, object] = {"office": gettext("登録"), "word": word, "seal": None, "waived": ""}
    if not name:
        return box
    day = clock.local(row.recorded_at).date()
    notes = [days_in_words.instant_text(row.recorded_at)]
    return {**box, "seal": papers.seal(word, day, name), "name": name, "notes": notes}
