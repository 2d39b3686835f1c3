"""The charts as handed out: every figure in a table, every drawing named, nothing inline."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape

import html5lib
import pytest
from flask import render_template

from pms_tracker.web.pictures.charts import (
    AgeBar,
    Breakdown,
    Closing,
    Count,
    Cycle,
    Quarter,
    Year,
    YearRow,
)
from tests.cast import TODAY
from tests.databases import Databases, Served

QUARTERS = ("7〜9月", "10〜12月", "1〜3月", "4〜6月", "7〜9月")
CASES, FINDINGS = "/act/cases/?open=1", "/check/findings/?standing=1"
NONE = Count(0)


@pytest.fixture(scope="module")
def served(databases: Databases) -> Served:
    """On SQLite alone: markup is the same on any database."""
    return databases.served("sqlite")


def year(*rows: YearRow, more: Count = NONE, due: tuple[Count, ...] = (NONE,) * 12) -> Year:
    first, last = date(2026, 4, 1), date(2027, 3, 31)
    return Year("2026年度", first, last, TODAY, rows, more, due, "/cycle/?year=2025", "")


def full() -> Cycle:
    """A cycle with a figure of its own for everything that can be counted."""
    rows = (
        YearRow(
            "方針の見直し", "/plan/policies/POL-001", "POL-001", date(2026, 7, 31), None, "late"
        ),
        YearRow("前からの監査", "", "AU-2025-009", date(2026, 3, 20), date(2026, 4, 20), "done"),
        YearRow("済んだ監査", "", "AU-2026-001", date(2026, 4, 10), date(2026, 4, 8), "done"),
        YearRow(
            "いまの監査", "", "AU-2026-002", date(2026, 11, 30), date(2026, 11, 2), "under_way"
        ),
        YearRow("次の監査", "", "AU-2026-003", date(2027, 2, 19), None, "todo"),
    )
    due = (Count(1203, CASES), *(NONE,) * 10, Count(59, CASES))
    plan = Quarter("plan", "計画", *(Count(n, CASES) for n in (11, 12, 13, 14)))
    act = Quarter("act", "改善", *(Count(n, CASES) for n in (10_000, 16, 17, 18)))
    return Cycle(
        (plan, Quarter("do", "実施", there=False), Quarter("check", "点検"), act),
        year(*rows, more=Count(61, "/check/audits/"), due=due),
        (AgeBar("14日以内", Count(21, CASES), NONE), AgeBar("91日以上", NONE, Count(22, CASES))),
        (Breakdown("松本教室", Count(31, FINDINGS), Count(32, FINDINGS), (33, 34, 35, 36, 37)),),
        (Breakdown("3.(1)", Count(41, FINDINGS), Count(42, FINDINGS), (43, 44, 45, 46, 47)),),
        QUARTERS,
        tuple(
            Closing(name, median, cases)
            for name, median, cases in zip(
                QUARTERS, (51, None, 53, 52, 54), (55, 0, 56, 57, 58), strict=True
            )
        ),
    )


def bare() -> Cycle:
    """A firm with nothing yet."""
    quarters = (Quarter("plan", "計画"), Quarter("do", "実施", there=False))
    return Cycle(
        quarters,
        year(),
        (AgeBar("14日以内", NONE, NONE),),
        (),
        (),
        QUARTERS,
        tuple(Closing(name, None, 0) for name in QUARTERS),
    )


def begun() -> Cycle:
    """Nothing but one planned review."""
    review = YearRow("方針の見直し", "", "POL-001", date(2027, 3, 31), None, "todo")
    empty = bare()
    return Cycle(empty.quarters, year(review), empty.ages, (), (), QUARTERS, empty.closing)


@dataclass(frozen=True)
class Standing:
    """A cycle that nobody read."""

    cycle: Cycle

    def values(self) -> Mapping[str, object]:
        return {"cycle": self.cycle}


def page(served: Served, cycle: Cycle, language: str = "ja") -> str:
    with served.app.test_request_context("/", headers={"Accept-Language": language}):
        return render_template("cycle/wheel.html", standing=Standing(cycle))


def tables(text: str) -> str:
    """The words of all tables, without their drawings and the rest of the page."""
    found = " ".join(re.findall(r"<table\b.*?</table>", text, re.DOTALL))
    return unescape(
        re.sub(r"<[^>]+>", " ", re.sub(r"<svg\b.*?</svg>", " ", found, flags=re.DOTALL))
    )


def figures() -> list[str]:
    told = [*range(11, 15), *range(16, 19), 21, 22, *range(31, 38), *range(41, 48)]
    return [*map(str, told), "10,000", "1,203", *map(str, range(51, 60))]


def test_every_figure_of_the_charts_stands_in_a_table(served: Served) -> None:
    words = tables(page(served, full())).split()
    assert [each for each in figures() if each not in words] == []


def test_days_planned_and_done_stand_in_the_table_of_the_year(served: Served) -> None:
    words = re.sub(r"\s+", " ", tables(page(served, full())))
    for said in ("7/31 → 超過", "2026/3/20 → 4/20", "4/10 → 4/8", "11/30 → 実施中", "2/19 → ―"):
        assert said in words
    english = re.sub(r"\s+", " ", tables(page(served, full(), "en")))
    assert "20 Mar 2026 → 20 Apr" in english


def test_every_figure_with_a_list_behind_it_leads_there(served: Served) -> None:
    text = unescape(page(served, full()))
    linked = re.findall(r'<a [^>]*href="(/[^"]+)">([\d,]+)<', text)
    assert {("/act/cases/?open=1", each) for each in ("11", "14", "10,000", "21", "22", "59")} <= {
        *linked
    }
    assert {("/check/findings/?standing=1", each) for each in ("31", "32", "41", "42")} <= {*linked}
    assert '<a href="/check/audits/">ほか61件</a>' in text
    assert '<a href="/plan/policies/POL-001">方針の見直し</a>' in text
    assert 'href="/cycle/?year=2025"' in text


def test_a_zero_leads_nowhere(served: Served) -> None:
    assert not re.search(r"<a [^>]*>0<", page(served, full()))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("made", [full, bare, begun])
def test_the_page_is_well_formed_and_carries_nothing_inline(
    served: Served, made: object, language: str
) -> None:
    assert callable(made)
    text = page(served, made(), language)
    html5lib.HTMLParser(strict=True).parse(text)
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=", text)
    ids = re.findall(r'\sid="([^"]*)"', text)
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("made", [full, begun])
def test_every_drawing_has_a_name_or_stands_beside_its_words(served: Served, made: object) -> None:
    assert callable(made)
    text = page(served, made())
    names = dict(re.findall(r'<title id="([^"]+)">([^<]+)</title>', text))
    drawings = re.findall(r'<svg\b([^>]*\brole="img"[^>]*)>', text)
    assert drawings
    for tag in drawings:
        (name,) = re.findall(r'aria-labelledby="([^"]+)"', tag)
        assert names[name].strip()
    parts = ('class="cross-place"', 'role="img"', 'aria-hidden="true"')
    for tag in re.findall(r"<svg\b([^>]*)>", text):
        assert any(part in tag for part in parts), tag


def test_a_phase_without_families_is_pale_and_has_no_numbers(served: Served) -> None:
    text = page(served, full())
    assert text.count('class="area-absent"') == 1
    (line,) = re.findall(r'<tr class="pale">(.*?)</tr>', text, re.DOTALL)
    assert "実施" in line
    assert not re.search(r">\s*\d", line)


def test_a_phase_with_nothing_to_count_is_drawn_empty_with_zeros(served: Served) -> None:
    text = page(served, full())
    assert text.count('class="area-none"') == 1
    (line,) = re.findall(r"<tr><th[^>]*>(?:(?!</tr>).)*点検</th>.*?</tr>", text, re.DOTALL)
    assert line.count('<span class="zero">0</span>') == 4


def test_the_sentence_at_the_top_counts_and_leads_on(served: Served) -> None:
    text = unescape(re.sub(r"<[^>]+>", "", page(served, full())))
    assert "期限を過ぎたものは10,011件、7日以内は28件です。" in text
    assert "期限を過ぎたものも、7日以内に期限が来るものもありません。" in page(served, begun())


def test_where_one_phase_has_all_that_is_late_the_sentence_leads_to_its_list(
    served: Served,
) -> None:
    only = Quarter("act", "改善", late=Count(3, CASES))
    cycle = begun()
    one = Cycle((only,), cycle.year, cycle.ages, (), (), QUARTERS, cycle.closing)
    assert '<a class="late" href="/act/cases/?open=1">3件</a>' in unescape(page(served, one))
    assert '<a class="late" href="#counts">10,011件</a>' in page(served, full())


def test_a_firm_with_nothing_yet_is_told_what_will_be_here(served: Served) -> None:
    text = page(served, bare())
    assert "まだ記録がありません" in text
    assert '<svg class="wheel-ring"' not in text


def test_a_chart_with_nothing_to_show_says_so_in_words(served: Served) -> None:
    text = page(served, begun())
    for said in (
        "終わっていない是正処置は、ありません。",
        "所見は、まだありません。",
        "完了した是正処置は、まだありません。",
    ):
        assert said in text
    assert 'class="bars"' not in text
    nothing_planned = Cycle(full().quarters, year(), (), (), (), QUARTERS, ())
    assert "この年度の予定は、まだありません。" in page(served, nothing_planned)


def test_the_tables_open_without_a_script(served: Served) -> None:
    text = page(served, full())
    assert text.count('<details class="reveal"><summary>') == 4
    assert text.count('<div class="revealed"><table') == 4
