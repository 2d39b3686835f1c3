"""How a typed day is read back: by era in Japanese, with the working days it is away."""

from urllib.parse import quote

import pytest
from flask import Flask

from pms_tracker.web.words import days_in_words
from tests.databases import Served
from tests.visitor import Visitor

pytestmark = pytest.mark.parametrize("served", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("typed", "ja", "en"),
    [
        ("2026/12/18", "令和8年12月18日(金)・18営業日後", "Fri 18 Dec 2026 · in 18 business days"),
        (
            "Ｒ８．１１．２５",
            "令和8年11月25日(水)・1営業日後",
            "Wed 25 Nov 2026 · in 1 business day",
        ),
        ("令和8年11月24日", "令和8年11月24日(火)・今日", "Tue 24 Nov 2026 · today"),
        # The 23rd is a holiday and the 22nd a Sunday.
        ("2026/11/23", "令和8年11月23日(月)・昨日", "Mon 23 Nov 2026 · yesterday"),
        ("2026/11/22", "令和8年11月22日(日)", "Sun 22 Nov 2026"),
        ("2026-11-20", "令和8年11月20日(金)・1営業日前", "Fri 20 Nov 2026 · 1 business day ago"),
        ("2999/1/1", "令和981年1月1日(火)", "Tue 1 Jan 2999"),
        ("令和8年11月31日", "", ""),
        ("来月", "", ""),
        ("", "", ""),
        ("<script>", "", ""),
        ("1" * 5000, "", ""),
    ],
)
def test_a_day_is_read_back_in_words(visitor: Visitor, typed: str, ja: str, en: str) -> None:
    visitor.as_("employee")
    for language, said in (("ja", ja), ("en", en)):
        visitor.post("/language", language=language)
        answer = visitor.get(f"/days?typed={quote(typed)}")
        assert (answer.status_code, answer.text) == (200, said)
        assert answer.mimetype == "text/plain"
    assert visitor.get("/days").text == ""


def test_a_field_shown_again_says_how_its_day_was_read(served: Served, visitor: Visitor) -> None:
    page = visitor.as_("audit_manager").post("/check/audits/", planned_on="R8.12.18")
    assert page.status_code == 400
    assert "令和8年12月18日(金)・18営業日後" in page.text
    assert 'value="R8.12.18"' in page.text
    assert "営業日" not in visitor.post("/check/audits/", planned_on="R8.13.18").text


def test_nothing_is_read_back_of_no_day(app: Flask) -> None:
    assert days_in_words.reading(None) == ""
    assert days_in_words.reading("R8.12.18") == ""  # type: ignore[arg-type] # what could not be read
