"""A register on paper, with boxes for those who approve it: an entry on A4 with all that it says,
and the list in landscape with its columns, as it is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, pgettext

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.kernel.words import Words
from pms_tracker.people.firm import company_profile, people
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries, entry_fields
from pms_tracker.registers.edition_rules import IN_FORCE
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Day, Field, Text, Value
from pms_tracker.registers.imports.register_sheets import number_of
from pms_tracker.registers.imports.sheet_reading import NUMBER
from pms_tracker.registers.register import Register
from pms_tracker.web.door.access import me
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
    # Blank is not "there was none": nobody said so.
    none = gettext("記載なし")
    struck = entries.is_struck(register, row)
    rows = [
        (say(field.label), told or none)
        for field, told in register_words.facts(register, row, whole=True)
    ]
    return papers.frame(
        # Some are called 〜の記録 themselves.
        name if register.name.endswith("記録") else gettext("%(name)sの記録", name=name),
        name,
        reference=register.name_of(row) if register.kind else "",
        day=days_in_words.day_text(clock.local(row.recorded_at).date()),
        stamp=gettext("取消し") if struck else "",
        facts_head=gettext("記載事項"),
        rows=rows,
        boxes=boxes(register, row),
    )


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
    sheet = _sheet(register)
    notes = [gettext("条件：%(words)s", words=labels.between(asked))] if asked else []
    if more:
        notes += _cut()
    return papers.frame(
        say(sheet.name),
        gettext("%(name)s（一覧）", name=say(register.name)),
        day=gettext("%(day)s現在", day=days_in_words.day_text(clock.today())),
        notes=notes,
        boxes=_approving(register),
        size=sheet.size,
        letters=sheet.letters,
        columns=list(_columns(register, sheet)),
        rows=list(_cells(register, sheet, rows)),
    )


def set_day(
    register: Register, day: date, rows: Sequence[tuple[str, Mapping[str, Value]]]
) -> bytes:
    """The PDF of a register as it stood on a day; each row is called so and said so then. Whoever
    stamps approves what is in force, so it has no boxes."""
    sheet, first = _sheet(register), rows[:MOST]
    then = [SimpleNamespace(**said) for _called, said in first]
    names = _names([field for field, _share in sheet.columns], then) if register.paper else None
    columns = [
        ({"words": say(field.label), "share": share}, [_then(field, each, names) for each in then])
        for field, share in sheet.columns
    ]
    told = [each for each in columns if any(each[1])] or columns
    none = [] if rows else [gettext("この日に有効だった記録はありません。")]
    cells = zip(*(words for _head, words in told), strict=True)
    frame = papers.frame(
        say(sheet.name),
        gettext("%(name)s（一覧）", name=say(register.name)),
        day=gettext("%(day)s現在", day=days_in_words.day_text(day)),
        notes=_cut() if len(rows) > MOST else none,
        boxes=[],
        size=sheet.size,
        letters=sheet.letters,
        columns=[{"words": say(NUMBER), "share": 0}, *(head for head, _words in told)],
        rows=[
            [called, *(words or "－" for words in row)]
            for (called, _said), row in zip(first, cells, strict=False)
        ],
    )
    return papers.set_paper("register_list", frame)


def _then(field: Field, row: Any, names: Mapping[str, str] | None) -> str:
    if isinstance(field, Entries):
        return register_words.said_of(field, row, names)
    return register_words.said_by(field, getattr(row, field.name))


def _cut() -> list[str]:
    return [gettext("はじめの%(num)s件を印刷しています。", num=MOST)]


@dataclass(frozen=True)
class _Sheet:
    """How a list is set: its title, size, letters, and columns with their shares of the width; a
    column whose share is 0 is as wide as what it says."""

    name: Words
    size: str
    letters: float
    columns: Sequence[tuple[Field, int]]


def _sheet(register: Register) -> _Sheet:
    """As its row declares it, on A3 unless A4 is asked for, of the fields that the company meets;
    or with the columns of its list."""
    paper = register.paper
    if paper is None:
        columns = [(each, _share(each)) for each in register.shown]
        return _Sheet(register.name, "a4", 8.5, columns)
    is_large = request.args.get("size") != "a4"
    told = {each.name: each for each in register.told}
    columns = [
        (told[name], share)
        for name, share in paper.columns.items()
        if name in told and (is_large or name not in paper.wide)
    ]
    return _Sheet(paper.name, "a3" if is_large else "a4", 8 if is_large else 7, columns)


def _share(field: Field) -> int:
    if isinstance(field, Day):
        return 0
    return 3 if isinstance(field, Text) and field.lines else 2


def _columns(register: Register, sheet: _Sheet) -> Iterator[dict[str, object]]:
    if register.kind is not None:
        yield {"words": say(NUMBER), "share": 0}
    if register.approvers:
        yield {"words": gettext("状態"), "share": 0}
    for field, share in sheet.columns:
        yield {"words": say(field.label), "share": share}


def _cells(register: Register, sheet: _Sheet, rows: Sequence[Any]) -> Iterator[list[str]]:
    """What each row of the list says, column by column."""
    fields = [field for field, _share in sheet.columns]
    names = _names(fields, rows) if register.paper else None
    for row in rows:
        named = [register.name_of(row)] if register.kind is not None else []
        over = register.over(row)
        stands = [say(over) if over else labels.label(row.state)] if register.approvers else []
        told = (register_words.said_of(each, row, names) for each in fields)
        yield [*named, *stands, *(words or "－" for words in told)]


def _names(fields: Sequence[Field], rows: Sequence[Any]) -> Mapping[str, str]:
    """What the entries are called that rows name, as far as the reader may know."""
    found: dict[str, str] = {}
    for each in fields:
        if isinstance(each, Entries):
            named = [one for row in rows for one in each.of(row)]
            there = entry_fields.rows(each.among, named, me())
            found |= {key: entry_fields.named(each.among, row) for key, row in there.items()}
    return found


def boxes(register: Register, row: Any) -> list[dict[str, object]]:
    """Who approves an entry and who recorded it, the highest office on the left; before that of who
    recorded it, who approved a part of it beforehand."""
    made = entry_decisions.made_of(register, register.name_of(row)) if register.approvers else []
    return [*_signed(register, row, made), *_beforehand(register, made), _drafted(register, row)]


def _approving(register: Register) -> list[dict[str, object]]:
    word = pgettext("decided", "承認")
    return [papers.box(say(office), word) for office in register.boxes]


def _beforehand(register: Register, made: Sequence[Approval]) -> Iterator[dict[str, object]]:
    """Sealed where it was approved, and left to be stamped where a company asks for it first."""
    its = register.beforehand
    if its is None:
        return
    stands = _standing(made, its.step)
    if stands is not None:
        yield _sealed(say(its.what), stands)
    elif its.part in company_profile.parts():
        yield papers.box(say(its.what), pgettext("decided", "承認"))


def _signed(register: Register, row: Any, decisions: Sequence[Approval]) -> list[dict[str, object]]:
    """The boxes of those who approve: what is in force bears the seal of who approved it, above the
    office by which they did; the others are left for those who stamp it."""
    usual = _approving(register)
    is_in_force = register.approvers and row.state in IN_FORCE
    # None for one that came approved.
    made = _standing(decisions, f"edition-{row.edition}") if is_in_force else None
    if made is None:
        return usual
    by = made.for_id or made.decided_by_id
    held = {
        each.role
        for each in people.grants_of([by])
        if each.since_on <= made.decided_on
        and (each.until_on is None or each.until_on >= made.decided_on)
    }
    office = next((labels.label(role) for role in register.approvers if role in held), "")
    sealed = _sealed(office, made)
    if office not in {each["office"] for each in usual}:
        return [sealed, *usual]
    return [sealed if each["office"] == office else each for each in usual]


def _sealed(office: str, made: Approval) -> dict[str, object]:
    """The box of an approval, with who made it, when, for whom, and by which paper."""
    word, by = pgettext("decided", "承認"), made.for_id or made.decided_by_id
    names = people.names([made.decided_by_id, by, made.entered_by_id or by])
    name = names.get(made.decided_by_id, "")
    notes = [days_in_words.instant_text(made.recorded_at), papers.bound_to(made.digest)]
    if made.on_paper:
        entered = names.get(made.entered_by_id or 0, "")
        notes.insert(1, gettext("書面・入力 %(name)s", name=entered))
    if made.for_id:
        notes.insert(0, gettext("%(name)sの代理", name=names.get(made.for_id, "")))
    return papers.box(office, word, made.decided_on, name, notes)


def _standing(made: Sequence[Approval], step: str) -> Approval | None:
    """The approval of a step that counts."""
    stands = (each for each in made if each.step == step and each.voided_at is None)
    return next((each for each in stands if each.decision is Decision.APPROVED), None)


def _drafted(register: Register, row: Any) -> dict[str, object]:
    """The box of whoever recorded it, on the right; empty for what came from a command."""
    recorder = getattr(row, register.recorder)
    name = people.names([recorder]).get(recorder, "")
    day, notes = clock.local(row.recorded_at).date(), [days_in_words.instant_text(row.recorded_at)]
    return papers.box(gettext("登録"), pgettext("decided", "作成"), day, name, notes)
