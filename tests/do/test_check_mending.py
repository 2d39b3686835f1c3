"""What a check found wanting is put right by whoever it was given to, whatever their role."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.checks import check_duties, check_faults
from pms_tracker.do.tables.operation.operation_check_tables import CheckFault
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.do.test_checks import OPEN, checked, fill
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

PLACE = "/do/check_faults/CF-2026-001"
MENDING = f"{PLACE}/mended"


def left(by: str = "head") -> Any:
    """A fault that the owner of the check is to put right."""
    fill(checked(), TODAY, OPEN, by=by)
    return session.scalars(select(CheckFault)).one()


def mend(row: Any, done: str = "鍵を替えた", on: date | None = None, by: str = "owner") -> None:
    check_faults.mend(row, done, on, seen=row.version, by=viewer(by))


def test_whoever_is_to_put_it_right_says_that_they_did(app: Flask) -> None:
    row = left()
    mend(row)
    assert (row.done, row.done_on) == ("鍵を替えた", TODAY)
    assert list(check_duties.of_faults([row.id])) == []
    with pytest.raises(RuleBroken, match="check_fault_over"):
        mend(row, "もう一度")


@pytest.mark.parametrize("by", ["head", "privacy_manager"])
def test_so_does_whoever_keeps_the_register(app: Flask, by: str) -> None:
    row = left()
    mend(row, by=by)
    assert row.done_on == TODAY


def test_nobody_else_does_and_not_without_words_or_before_it_was_found(app: Flask) -> None:
    row = left()
    with pytest.raises(NotAllowed, match="check_fault_of_another"):
        mend(row, by="employee")
    for done, on in (("  ", None), ("鍵を替えた", date(2026, 11, 20))):
        with pytest.raises(BadInput, match="entry_refused"):
            mend(row, done, on)
    with pytest.raises(Stale):
        check_faults.mend(row, "鍵を替えた", None, seen=row.version - 1, by=viewer("owner"))
    row.struck = "誤り"
    with pytest.raises(RuleBroken, match="check_fault_over"):
        mend(row)


@pytest.mark.both_databases
def test_home_leads_to_where_it_is_said(served: Served, visitor: Visitor) -> None:
    with committing(served):
        left()
    visitor.as_("owner")
    assert f'href="{MENDING}"' in visitor.get("/").text
    assert f'href="{MENDING}"' in visitor.get(PLACE).text
    page = visitor.get(MENDING)
    assert "書庫が開いていた" in words(page)
    refused = visitor.post(MENDING, **form(page, MENDING))
    assert refused.status_code == 400
    assert "どう直したかを入力してください。" in words(refused)
    done = {**form(page, MENDING), "done": "鍵を替えた 𠮷 😀"}
    assert visitor.post(MENDING, **done).location == PLACE
    with reading(served):
        assert session.scalars(select(CheckFault.done)).one() == "鍵を替えた 𠮷 😀"
    assert "記録済み" in words(visitor.get(MENDING))
    assert visitor.post(MENDING, **done).status_code == 409
    assert visitor.as_("other_head").get(MENDING).status_code == 404
