"""What every declared register keeps, run over each row: pages, sheets, visibility, statements."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.act.erasures import erased_people, erasures
from pms_tracker.database import session
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.people.changes import leaving
from pms_tracker.people.firm import people
from pms_tracker.registers import entries
from pms_tracker.registers.fields import Of, Pick, Text
from pms_tracker.registers.imports.register_sheets import number_of
from pms_tracker.registers.register import Register, Step
from pms_tracker.trail import trail
from tests import papers
from tests.cast import ACCOUNTS, IDS, TODAY, viewer
from tests.conftest import FULL
from tests.databases import Served
from tests.registers import samples
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.budgets import LIST, RECORD

pytestmark = pytest.mark.parametrize("register", REGISTERS, ids=lambda each: each.key)
BOTH = pytest.mark.both_databases
OF_THE_MECHANISM = pytest.mark.of_the_mechanism
FILTERS = 2
# Struck once a second person agreed, by pages of their own.
BY_TWO = (INCIDENTS,)


def place_of(register: Register) -> str:
    return f"/{register.place}/"


def several(served: Served, register: Register, count: int, begin: int = 0) -> list[str]:
    """So many entries; the numbers in their addresses."""
    with committing(served):
        rows = [samples.make(register, place) for place in range(begin, begin + count)]
        return [number_of(register, row) for row in rows]


def keeper(served: Served, register: Register) -> str:
    with reading(served):
        return samples.keeper(register)


@BOTH
def test_what_is_typed_is_kept_shown_and_told_by_the_trail(
    served: Served, visitor: Visitor, register: Register
) -> None:
    by, place = keeper(served, register), place_of(register)
    empty = words(visitor.as_(by).get(place))
    assert register.why in empty
    page = visitor.get(f"{place}new")
    sent = {**form(page, place), **samples.typed(register)}
    entered = visitor.post(place, **sent)
    assert entered.status_code == 302, words(entered)
    record = words(visitor.get(entered.location))
    listed = words(visitor.get(place))
    with reading(served):
        row = session.scalars(select(register.table)).one()
        assert register.values_of(row) == register.tidied(samples.values_of(register))
        (entry,) = trail.history(register.name_of(row))
        assert entry.move == register.move(Step.ENTER)
        assert entered.location == f"{place}{number_of(register, row)}"
        for each in register.cells:
            if isinstance(each, Text):
                assert each.of(row) in record, each.name
    assert entered.location in listed


def test_each_field_that_is_needed_says_what_to_enter(
    served: Served, visitor: Visitor, register: Register
) -> None:
    place = place_of(register)
    visitor.as_(keeper(served, register))
    sent = form(visitor.get(f"{place}new"), place)
    refused = visitor.post(place, **{**sent, **dict.fromkeys(register.proposes, "")})
    assert refused.status_code == 400
    for each in register.fields:
        if each.needed:
            assert each.asks in words(refused), each.name


@BOTH
def test_another_persons_entries_do_not_exist(
    served: Served, visitor: Visitor, register: Register
) -> None:
    (number,) = several(served, register, 1)
    address = f"{place_of(register)}{number}"
    with reading(served):
        row = session.scalars(select(register.table)).one()
        secret = samples.values_of(register)
        texts = [secret[each.name] for each in register.cells if isinstance(each, Text)]
        texts = [text for text in texts if text]
        seen = select(register.column("id")).where(register.column("id") == row.id)
        sees = {
            name: session.scalar(seen.where(register.seen(viewer(name)))) is not None
            for name in ACCOUNTS
        }
        opens = {name: viewer(name).may(register.reader) for name in ACCOUNTS}
        for_everybody = samples.is_for_everybody(register)
    assert {"representative", "privacy_manager"} <= {name for name in sees if sees[name]}
    hidden = any(opens[name] and not sees[name] for name in ACCOUNTS)
    # Where some may not open it at all, whoever may sees all of it.
    assert hidden or for_everybody or not all(opens.values())
    assert not (hidden and for_everybody)
    told = set()
    # What PostgreSQL finds for each was asked above; of pages it is asked by one of each answer.
    few = served.engine.dialect.name == "postgresql" and not FULL
    for name in ACCOUNTS:
        may = 200 if opens[name] and sees[name] else 404 if opens[name] else 403
        # What is printed or written for one is so for all who may do the same.
        is_first = may not in told
        if few and not is_first:
            continue
        told.add(may)
        visitor.as_(name)
        for page in ("", "/paper.pdf") if is_first or (FULL and may != 200) else ("",):
            assert visitor.get(f"{address}{page}").status_code == may, (name, page)
        for page in ("", "?q=内容", "export.csv") if FULL or is_first else ("",):
            listed = words(visitor.get(f"{place_of(register)}{page}"))
            if may != 200:
                assert number not in re_numbers(listed, register), (name, page)
                assert not any(text in listed for text in texts), (name, page)


def re_numbers(page: str, register: Register) -> set[str]:
    """The entries that a page leads to."""
    begin = f'href="{place_of(register)}'
    return {part.split('"')[0] for part in page.split(begin)[1:]}


@BOTH
def test_list_and_record_cost_the_same_with_few_and_many_entries(
    served: Served, visitor: Visitor, register: Register
) -> None:
    (number,) = several(served, register, 1)
    visitor.as_(keeper(served, register))

    def costs() -> list[int]:
        found = []
        for page in ("", number):
            with visitor.counting() as statements:
                assert visitor.get(f"{place_of(register)}{page}").status_code == 200
            found.append(len(statements))
        return found

    few = costs()
    several(served, register, 10, begin=1)
    assert costs() == few
    assert few[0] <= LIST + FILTERS
    assert few[1] <= RECORD


@OF_THE_MECHANISM
def test_an_entry_is_printed_with_its_boxes(
    served: Served, visitor: Visitor, register: Register, tmp_path: Any
) -> None:
    (number,) = several(served, register, 1)
    answer = visitor.as_(keeper(served, register)).get(f"{place_of(register)}{number}/paper.pdf")
    told = papers.flat(papers.told(answer.get_data(), tmp_path))
    assert papers.flat(register.name) in told
    for box in register.boxes:
        assert papers.flat(box) in told
    for each in register.cells:
        assert papers.flat(each.label) in told, each.name


@BOTH
@OF_THE_MECHANISM
def test_two_who_change_one_entry_lose_nothing(
    served: Served, visitor: Visitor, register: Register
) -> None:
    (number,) = several(served, register, 1)
    edit = f"{place_of(register)}{number}/edit"
    visitor.as_(keeper(served, register))
    page = visitor.get(edit)
    if not register.changes:
        assert page.status_code == 404
        return
    sent = form(page, edit)
    text = next(each.name for each in register.cells if isinstance(each, Text))
    assert visitor.post(edit, **{**sent, text: "先の変更"}).status_code == 302
    late = visitor.post(edit, **{**sent, text: "後の変更"})
    assert late.status_code == 409
    assert "後の変更" in words(late)
    record = words(visitor.get(f"{place_of(register)}{number}"))
    assert "先の変更" in record
    with reading(served):
        row = session.scalars(select(register.table)).one()
        assert row.version == 2
        _, changed = trail.history(register.name_of(row))[::-1]
        assert changed.move == register.move(Step.CHANGE)


@BOTH
@OF_THE_MECHANISM
def test_what_was_struck_stays_with_its_reason_and_leaves_the_sheet(
    served: Served, visitor: Visitor, register: Register
) -> None:
    (number,) = several(served, register, 1)
    strike = f"{place_of(register)}{number}/strike"
    visitor.as_(keeper(served, register))
    if not register.retired:
        assert visitor.post(strike, reason="誤り", version="0").status_code == 404
        return
    if register in BY_TWO:
        assert visitor.post(strike, reason="誤り", version="0").status_code in {400, 409}
        with reading(served):
            assert not entries.is_struck(register, session.scalars(select(register.table)).one())
        return
    assert visitor.post(strike, reason=" ", version="0").status_code == 400
    assert visitor.post(strike, reason="別の人の記録", version="0").status_code == 302
    assert "別の人の記録" in words(visitor.get(f"{place_of(register)}{number}"))
    assert visitor.post(strike, reason="再び", version="0").status_code == 404
    assert len(words(visitor.get(f"{place_of(register)}export.csv")).splitlines()) == 1
    with reading(served):
        row = session.scalars(select(register.table)).one()
        assert entries.is_struck(register, row)


@BOTH
@OF_THE_MECHANISM
def test_what_is_somebodys_own_is_emptied_when_they_are_erased(
    served: Served, visitor: Visitor, register: Register, tmp_path: Path
) -> None:
    (number,) = several(served, register, 1)
    # Whoever only sees to an entry is somebody without a name in it from then on.
    erasable = [each for each in register.fields if each.erasable and register.whose]
    picks = [each for each in register.fields if isinstance(each, Pick)]
    if all(each.one_of is Of.UNIT for each in picks):
        assert not register.whose
        return
    pages = (f"{place_of(register)}{number}", place_of(register))
    keeps = keeper(served, register)
    with committing(served):
        who, by = people.person(IDS[samples.WHOSE]), viewer("privacy_manager").actor
        name = who.name
    for page in pages:
        assert name in words(visitor.as_(keeps).get(page))
    with committing(served):
        who = people.person(IDS[samples.WHOSE])
        leaving.leave(who, on=TODAY - timedelta(days=1), by=by)
        erased_people.erase(who, tmp_path, by=by)
    with reading(served):
        row = session.scalars(select(register.table)).one()
        assert {each.name: each.of(row) for each in erasable} == {
            each.name: each.nothing for each in erasable
        }
        told = {value.field: value for value in trail.history(register.name_of(row))[-1].values}
        for each in erasable:
            assert told[register.trail_name(each)].after is None
    for page in pages:
        assert name not in words(visitor.as_(keeps).get(page))


@BOTH
@OF_THE_MECHANISM
def test_a_field_that_may_be_erased_is_erased_by_both_managers(
    served: Served, visitor: Visitor, register: Register
) -> None:
    (number,) = several(served, register, 1)
    erasable = [each for each in register.fields if each.erasable]
    if register.kind is None or not erasable:
        return
    field = register.trail_name(erasable[0])
    ask = f"/act/erasures/{number}"
    page = visitor.as_("privacy_manager").get(ask)
    assert register.field(erasable[0].name).label in words(page)
    assert visitor.post(ask, target=field, reason="本人の求め").status_code == 302
    assert visitor.as_("audit_manager").post("/act/erasures/1/agree").status_code == 302
    with reading(served):
        row = session.scalars(select(register.table)).one()
        assert erasable[0].of(row) == erasures.TOMBSTONE
    record = words(visitor.get(f"{place_of(register)}{number}"))
    assert str(samples.values_of(register)[erasable[0].name]) not in record


@BOTH
@OF_THE_MECHANISM
def test_the_jump_box_finds_an_entry_by_its_number_and_its_words(
    served: Served, visitor: Visitor, register: Register
) -> None:
    if register.kind is None:
        return
    (number,) = several(served, register, 1)
    text = next(each.name for each in register.cells if isinstance(each, Text))
    with reading(served):
        said = str(samples.values_of(register)[text])
        sees = [name for name in ACCOUNTS if viewer(name).sees_all]
        for_everybody = samples.is_for_everybody(register)
    address = f"{place_of(register)}{number}"
    for name in sees:
        visitor.as_(name)
        assert visitor.get(f"/find?q={number}").location == address
        assert visitor.get(f"/r/{number}").location == address
        assert address in words(visitor.client.get("/find", query_string={"q": said}))
    found = visitor.as_("other_head").client.get("/find", query_string={"q": said})
    assert (number in words(found)) is for_everybody


@BOTH
@OF_THE_MECHANISM
def test_what_was_typed_is_kept_as_a_draft_until_it_is_taken(
    served: Served, visitor: Visitor, register: Register
) -> None:
    place = place_of(register)
    visitor.as_(keeper(served, register))
    sent = form(visitor.get(f"{place}new"), place, with_slip=True)
    text = next(each.name for each in register.cells if isinstance(each, Text))
    kept = visitor.post("/drafts", **{**sent, **samples.typed(register), text: "書きかけ"})
    assert kept.status_code == 200, words(kept)
    again = visitor.get(f"{place}new")
    assert "書きかけ" in words(again)
    sent = {**form(again, place, with_slip=True), **samples.typed(register)}
    assert visitor.post(place, **sent).status_code == 302
    assert "書きかけ" not in words(visitor.get(f"{place}new"))


@OF_THE_MECHANISM
def test_why_somebodys_own_was_struck_goes_when_they_are_erased(
    served: Served, register: Register, tmp_path: Path
) -> None:
    if not (register.whose and register.retired):
        return
    several(served, register, 1)
    reason = "本人が休んでいたため"
    with committing(served):
        row = session.scalars(select(register.table)).one()
        entries.retire(register, row, reason=reason, by=viewer(samples.keeper(register)))
    with committing(served):
        who, by = people.person(IDS[samples.WHOSE]), viewer("privacy_manager").actor
        leaving.leave(who, on=TODAY - timedelta(days=1), by=by)
        erased_people.erase(who, tmp_path, by=by)
    with reading(served):
        row = session.scalars(select(register.table)).one()
        assert entries.is_struck(register, row)
        assert reason not in getattr(row, register.retired)
        told = [each for entry in trail.history(register.name_of(row)) for each in entry.values]
        assert reason not in {each.after for each in told}


@OF_THE_MECHANISM
def test_a_form_that_was_open_does_not_bring_back_what_was_erased(
    served: Served, visitor: Visitor, register: Register, tmp_path: Path
) -> None:
    if not (register.whose and register.changes):
        return
    (number,) = several(served, register, 1)
    edit = f"{place_of(register)}{number}/edit"
    sent = form(visitor.as_(keeper(served, register)).get(edit), edit)
    with committing(served):
        who, by = people.person(IDS[samples.WHOSE]), viewer("privacy_manager").actor
        leaving.leave(who, on=TODAY - timedelta(days=1), by=by)
        erased_people.erase(who, tmp_path, by=by)
    assert visitor.post(edit, **sent).status_code == 409
    with reading(served):
        row = session.scalars(select(register.table)).one()
        assert not any(each.of(row) for each in register.fields if each.erasable)
