"""Files belong to editions of a course: what was approved keeps its own, whatever comes later."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from pms_tracker.do.trainings import trainings_held
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.references import parse_reference
from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.registers import entries, entry_editions
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.web.door.gates import Gate
from pms_tracker.web.questionnaires import answer_pages
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.do import test_trainings as told
from tests.plan.documents.test_documents import FORM, entered
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.questionnaires.asked import Outsider, link

COURSE = "/do/courses/TC-2026-001"
EDIT = f"{COURSE}/edit"
pytestmark = pytest.mark.both_databases


def the_course() -> Any:
    named = parse_reference("TC-2026-001")
    assert named is not None
    return entries.find(COURSES, named, seen_by=viewer("head"))


def approve(served: Served) -> None:
    with committing(served):
        told.through(COURSES, the_course())


def files_of(served: Served, edition: int) -> int:
    with reading(served):
        its = {each.number: each for each in entry_editions.of(COURSES, the_course())}
        return len(its[edition].said["material"])


def send(visitor: Visitor, *names: str, keep: bool = True, page: str = EDIT) -> int:
    """Send the form with more files; what is there stays or is taken out."""
    sent: dict[str, Any] = form(visitor.as_("head").get(page), page)
    if not keep:
        sent["material"] = []
    sent["files"] = [(BytesIO(f"{name}の中身".encode()), name) for name in names]
    return visitor.post(page, **sent).status_code


def test_an_edition_keeps_the_files_that_it_had(served: Served, visitor: Visitor) -> None:
    with committing(served):
        entries.enter(COURSES, told.COURSE, by=viewer("head"))
    assert send(visitor, "基本.txt") == 302
    approve(served)
    assert send(visitor, "新しい.txt", keep=False) == 302
    with reading(served):
        row = the_course()
        assert (row.state, len(row.material)) == (Standing.REVISED, 1)
        before, after = row.material, entry_editions.drafted(COURSES, row)["material"]
        assert len(after) == 1
        assert set(before) != set(after)
    page = words(visitor.get(COURSE))
    assert '<del class="typed">基本.txt</del>' in page
    assert '<ins class="typed">新しい.txt</ins>' in page
    approve(served)
    assert (files_of(served, 1), files_of(served, 2)) == (1, 1)
    page = words(visitor.get(COURSE))
    # Each edition leads to its own.
    assert page.count("files/1") == 1
    assert page.count("files/2") == 2
    with visitor.get(f"{COURSE}/files/1") as first:
        assert first.get_data().decode() == "基本.txtの中身"


def test_a_file_that_comes_late_changes_nothing_that_was_approved(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        told.course()
        run = trainings_held.start(told.planned(), by=viewer("privacy_manager"))
        assert run.material == []
    assert send(visitor, "後から.txt") == 302
    with reading(served):
        own = f"/do/trainings/taken/{told.of('owner').reference}"
    # Whoever takes the training is not given what nobody approved.
    assert "後から.txt" not in words(visitor.as_("owner").get(own))
    approve(served)
    assert "後から.txt" not in words(visitor.as_("owner").get(own))
    with committing(served):
        again = told.planned(title="次の教育")
        assert len(trainings_held.start(again, by=viewer("privacy_manager")).material) == 1


def test_what_waits_for_approval_takes_no_file(served: Served, visitor: Visitor) -> None:
    with committing(served):
        row = entries.enter(COURSES, told.COURSE, by=viewer("head"))
    sent: dict[str, Any] = form(visitor.as_("head").get(EDIT), EDIT)
    with committing(served):
        told.test_risks.hand_in(the_course(), "head", COURSES)
        version = the_course().version
    late = {**sent, "version": version, "files": [(BytesIO(b"x"), "間に.txt")]}
    assert visitor.post(EDIT, **late).status_code == 409
    assert visitor.get(f"{COURSE}/files/1").status_code == 404
    assert row is not None


def test_a_blank_form_keeps_its_file_of_each_edition(served: Served, visitor: Visitor) -> None:
    with committing(served):
        entered(DOCUMENTS, FORM, approved=False)
    page = "/plan/documents/DC-2026-001/edit"
    assert send(visitor, "様式.txt", page=page) == 302
    with reading(served):
        named = parse_reference("DC-2026-001")
        assert named is not None
        row = entries.find(DOCUMENTS, named, seen_by=viewer("head"))
        assert len(DOCUMENTS.field("enclosed").of(row)) == 1


def test_whoever_comes_by_a_link_is_given_the_files_of_that_training_alone(
    served: Served, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOOKS", "MISSES", "OF_LINK"):
        monkeypatch.setattr(answer_pages, name, Gate(500, 5000, 600))
    with committing(served):
        told.course()
    assert send(visitor, "教材.txt") == 302
    approve(served)
    with committing(served):
        trainings_held.start(told.planned(), by=viewer("privacy_manager"))
        about = told.of("without_account").reference
    assert send(visitor, "次の版.txt") == 302
    typed = {"name": "𠮷田 茂", "mail": "yoshida@home.example.jp", "language": "ja"}
    due_on = (TODAY + timedelta(days=10)).isoformat()
    visitor.as_("head").post(f"/do/questionnaires/about/{about}", **typed, due_on=due_on)
    outsider = Outsider(served)
    # Without the link there is nothing to be had.
    assert outsider.browser.get("/answer/material/1").status_code == 404
    page = words(outsider.comes(link(served)))
    assert "教材.txt" in page
    assert "次の版.txt" not in page
    with outsider.browser.get("/answer/material/1") as given:
        assert given.get_data().decode() == "教材.txtの中身"
        assert given.headers["Content-Disposition"].startswith("attachment")
    for number in (2, 99):
        assert outsider.browser.get(f"/answer/material/{number}").status_code == 404


def test_a_file_is_called_as_it_came_and_as_no_other_record_calls_it(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        entries.enter(COURSES, told.COURSE, by=viewer("head"))
    assert send(visitor, "基本.txt") == 302
    approve(served)
    alike = Upload("懲戒_山田.txt", "基本.txtの中身".encode())
    with committing(served):
        evidence.attach(
            "F-2026-001", [alike], folder=tmp_path, limit_bytes=1000, by=viewer("representative")
        )
    assert "懲戒_山田" not in words(visitor.as_("head").get(COURSE))
    # The same bytes under another name are no other material.
    sent: dict[str, Any] = form(visitor.get(EDIT), EDIT)
    sent["files"] = [(BytesIO(alike.content), "受講しなくてよい.txt")]
    assert visitor.post(EDIT, **sent).status_code == 302
    assert "受講しなくてよい" not in words(visitor.get(COURSE)).partition("履歴")[0]
    assert "基本.txt" in words(visitor.get(COURSE)).partition("履歴")[0]
