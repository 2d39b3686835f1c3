"""An entry of a register on paper: A4, all that it says, with boxes for those who approve it."""

from collections.abc import Iterator
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext, pgettext

from pms_tracker import clock
from pms_tracker.people.firm import people
from pms_tracker.registers import entries
from pms_tracker.registers.register import Register
from pms_tracker.registers.register_sheets import number_of
from pms_tracker.web.pictures import papers
from pms_tracker.web.words import days_in_words, register_words
from pms_tracker.web.words.register_words import say


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
        "title": gettext("%(name)sの記録", name=name),
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
