"""What came of answers (水平展開) on both databases: cases of their own, erasures, constraints."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.cases.sources import Stated
from pms_tracker.act.elsewhere import elsewhere, elsewhere_questions
from pms_tracker.act.plans import editions
from pms_tracker.act.rules.elsewhere_rules import Elsewhere
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.elsewhere_tables import CaseElsewhere
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotAllowed, RuleBroken, Stale
from pms_tracker.kernel.profile import Part
from pms_tracker.kernel.references import parse_reference
from tests import builders
from tests.act.elsewhere.asking import (
    FOUND,
    OFFICE,
    QUESTION,
    SHOP,
    answer,
    asked,
    asking,
    noted,
    to,
)
from tests.act.erasures import erasing
from tests.cast import IDS, TODAY, viewer


@pytest.fixture
def full(app: Flask) -> Iterator[Flask]:
    builders.profile(Part.ELSEWHERE)
    return app  # type: ignore[return-value]


def stated(**changes: object) -> Stated:
    told = Stated(Source.COMPLAINT, OFFICE, FOUND.text, "回答", TODAY, rule="規程 第12条")
    return replace(told, **changes)  # type: ignore[arg-type]


def test_what_was_found_becomes_a_case_and_each_names_the_other(full: Flask) -> None:
    case = asked()
    answer(case, FOUND)
    one = to(case)
    with pytest.raises(NotAllowed, match="managers_open_cases"):
        elsewhere.open_case(one, stated(), version=one.version, by=viewer("other_head"))
    with pytest.raises(Stale):
        elsewhere.open_case(one, stated(), version=1, by=viewer("privacy_manager"))
    opened = elsewhere.open_case(one, stated(), version=one.version, by=viewer("privacy_manager"))
    # Of the unit that answered, whatever else was said.
    assert (opened.unit_id, opened.source) == (SHOP, Source.SELF_REPORT)
    assert elsewhere_questions.origin_of(opened) is case
    assert elsewhere_questions.origin_of(case) is None
    assert noted(opened.reference) == "elsewhere_origin"
    assert noted(case.reference) == "elsewhere_opened"
    with pytest.raises(RuleBroken, match="answer_became_case"):
        elsewhere.open_case(one, stated(), version=one.version, by=viewer("privacy_manager"))
    with pytest.raises(RuleBroken, match="answer_became_case"):
        answer(case)


def test_what_was_not_found_becomes_none(full: Flask) -> None:
    case = asked()
    answer(case)
    one = to(case)
    with pytest.raises(RuleBroken, match="nothing_found_elsewhere"):
        elsewhere.open_case(one, stated(), version=one.version, by=viewer("privacy_manager"))


def test_question_reason_and_answers_can_be_erased(full: Flask, tmp_path: Path) -> None:
    case = builders.case()
    builders.submit(case, elsewhere=asking(SHOP, reason="本部に棚はない。"))
    builders.approve(case)
    answer(case, FOUND)
    reference = parse_reference(case.reference)
    assert reference is not None
    for field in ("elsewhere_question", "elsewhere_reason", "elsewhere_text"):
        erasing.erase(tmp_path, reference, field)
    row = session.scalars(select(CaseElsewhere)).one()
    assert (row.question, row.text) == ("[×]", "[×]")
    assert Dossier(case).current.elsewhere_reason == "[×]"
    said = dict(editions.of_case(case)[0].content)
    assert said["elsewhere_question"] == said["elsewhere_reason"] == "[×]"
    told = erasing.told(case.reference)
    assert QUESTION not in told
    assert FOUND.text not in told


@pytest.mark.parametrize(
    "wrong",
    [
        {"question": ""},
        {"due_on": date(2026, 11, 23)},
        {"answer": Elsewhere.NOT_HERE},
        {"answered_on": TODAY},
        {"answered_by_id": IDS["other_head"]},
        {"answered_for_id": IDS["other_head"]},
        {"answer": Elsewhere.NOT_HERE, "answered_on": TODAY, "answered_by_id": 1, "text": ""},
        {"opened_case_id": 1},
    ],
)
def test_the_table_itself_refuses_what_cannot_be(full: Flask, wrong: dict[str, object]) -> None:
    asked()
    row = session.scalars(select(CaseElsewhere)).one()
    for name, value in wrong.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
