"""What is looked at closely: whatever somebody is shown that nobody was shown before."""

import pytest

from tests.stories.pages import Found, Page
from tests.stories.places import places, sights

ROW = '<tr><td class="ref"><a href="/r/CA-2026-001">CA-2026-001</a></td></tr>'


def in_main(body: str, frame: str = "") -> str:
    return f"<!doctype html><html><body>{frame}<main><h1>一覧</h1>{body}</main></body></html>"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"<table>{ROW}</table>", f"<table>{ROW * 3}</table>"),
        ('<p id="a1">早い</p>', '<p id="a2">遅い</p>'),
        ('<input type="hidden" name="csrf_token" value="a">',) * 2,
        ("<ul><li>一</li><li>二</li></ul>", "<ul><li>一</li></ul>"),
    ],
)
def test_words_ids_and_repeats_are_no_new_place(one: str, other: str) -> None:
    assert places(in_main(one)) == places(in_main(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>語</p>", "<p></p>"),
        ("<p>語</p>", '<p class="mark">語</p>'),
        ('<img src="a" alt="絵">', '<img src="a" alt="">'),
        ('<img src="a" alt="絵">', '<img src="a">'),
        ("<p><b>語</b></p>", "<div><b>語</b></div>"),
        ('<a href="/">語</a>', "<a>語</a>"),
        ('<input type="text">', '<input type="date">'),
        ('<b aria-current="page">語</b>', '<b aria-current="step">語</b>'),
    ],
)
def test_what_looks_or_is_called_otherwise_is_a_place_of_its_own(one: str, other: str) -> None:
    assert places(in_main(one)) != places(in_main(other))


def test_the_frame_is_no_place_of_a_page_unless_it_is_all_there_is() -> None:
    assert places(in_main("", frame="<nav><a>語</a></nav>")) == places(in_main(""))
    assert places("<nav><a>語</a></nav>")


def page(variant: str, endpoint: str = "cases.record", **bodies: str) -> Page:
    made = Page(endpoint, variant, f"/{variant}")
    for order, (role, body) in enumerate(bodies.items()):
        made.readers[role], made.controls[role] = order, 9 - order
        made.served[role] = in_main(body)
    return made


def test_what_is_new_is_looked_at_in_both_languages_at_both_ends_and_what_is_not_is_left() -> None:
    first = page("open", manager="<p>語</p>", head="<p>語</p>", auditor="<form>語</form>")
    again = page("closed", manager="<p>別</p>", head="<form>語</form>")
    seen = list(sights(Found([first, again], set()), 0, set()))
    told = [(each.page.variant, each.role, len(each.widths), each.by_keyboard) for each in seen]
    assert told == [
        ("open", "manager", 1, False),
        ("open", "manager", 1, False),
        ("open", "auditor", 1, True),
    ]
    assert [each.language for each in seen[:2]] == ["ja", "en"]
    assert {each.widths for each in seen[:2]} == {(320,), (1280,)}


@pytest.mark.parametrize(
    ("more", "by_keyboard"), [("<b>語</b>", False), ("<button>語</button>", True)]
)
def test_a_page_with_little_that_is_new_is_looked_at_once_by_keyboard_if_one_may_press_it(
    more: str, by_keyboard: bool
) -> None:
    many = "".join(f"<p class={each}>語</p>" for each in "abcdefgh")
    first, other = page("open", manager=many), page("closed", manager=f"{many}{more}")
    seen = list(sights(Found([first, other], set()), 0, set()))
    told = [(each.page.variant, len(each.widths), each.by_keyboard) for each in seen]
    assert told == [("open", 1, False), ("open", 1, False), ("closed", 1, by_keyboard)]


def test_an_endpoint_that_shows_nothing_new_is_opened_once() -> None:
    alike = [page(each, manager="<p>語</p>", head="<p>語</p>") for each in ("open", "closed")]
    known = places(in_main("<p>語</p>"))
    assert [each.widths for each in sights(Found(alike, set()), 0, known)] == [()]


def test_home_is_looked_at_by_everybody_for_its_frame() -> None:
    home = page("", "overview.home", manager="<p>語</p>", head="<p>語</p>")
    assert {each.role for each in sights(Found([home], set()), 0, set()) if each.widths} == {
        "manager",
        "head",
    }
