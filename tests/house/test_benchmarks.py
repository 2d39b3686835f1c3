"""The bench still knows the product: its pages are there, and its tables have their place."""

import pytest

from benchmarks import __main__ as bench, report
from benchmarks.page_table import PAGES, Page
from tests.house.drawn import ROOT
from tests.house.quiet_app import quiet_app

RECORDS = {"case": "CA-2026-001", "row": "/check/audits/AU-2026-001/checklist/1"}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_page_that_is_measured_is_there(page: Page) -> None:
    path, _mark, _query = page.url.format(**RECORDS).partition("?")
    adapter = quiet_app().url_map.bind("localhost")
    assert adapter.match(path, "POST" if page.is_save else "GET")


def test_every_run_has_its_place_in_the_document() -> None:
    document = (ROOT / report.DOCUMENT).read_text(encoding="utf-8")
    for label in {bench.label_of(size) for size in bench.SIZES}:
        assert document.count(f"<!-- {label} begins -->\n") == 1
        assert document.count(f"<!-- {label} ends -->") == 1


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (report.most(1.104, 1.1), "1.10 (≤ 1.1 met)"),
        (report.most(1.106, 1.1), "1.11 (≤ 1.1 missed)"),
        (report.most(1501, 151, 0), "1,501 (≤ 151 missed)"),
        (report.least(0.216, 0.22), "0.22 (≥ 0.22 met)"),
        (report.least(0.214, 0.22), "0.21 (≥ 0.22 missed)"),
    ],
)
def test_a_figure_is_held_to_its_goal_as_it_reads(said: str, expected: str) -> None:
    assert said == expected
