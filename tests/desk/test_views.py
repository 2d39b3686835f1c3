"""Saved views: kept, replaced, shared and removed."""

import pytest

from pms_tracker.desk import kept_views
from pms_tracker.desk.desk_tables import SavedView
from pms_tracker.desk.kept_views import Wanted
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken
from tests.cast import viewer

KNOWN = frozenset({"state", "q"})
pytestmark = pytest.mark.usefixtures("app")


def save(name: str, by: str = "head", query: str = "state=open", **more: bool) -> SavedView:
    return kept_views.save(Wanted("findings", name, query, **more), KNOWN, by=viewer(by))


def names(by: str, page: str = "findings") -> list[str]:
    return [row.name for row in kept_views.listed(viewer(by), page)]


def test_a_view_is_its_savers_alone_until_it_is_shared() -> None:
    view = save("対応中", query="state=open&before=3&q=")
    assert view.query == "state=open"
    assert (names("head"), names("owner"), names("head", "cases")) == (["対応中"], [], [])
    kept_views.share(view.id, shared=True, by=viewer("head"))
    assert names("owner") == ["対応中"]
    assert kept_views.listed(viewer("owner"), "findings")[0].saved_by == "髙山 由紀"
    kept_views.share(view.id, shared=False, by=viewer("head"))
    assert names("owner") == []


def test_the_same_name_replaces_ones_own_view_and_nobody_elses() -> None:
    first, other = save("一覧"), save("一覧", by="owner", shared=True)
    again = save(" 一覧 ", query="q=棚")
    assert again.id == first.id
    assert again.query == "q=%E6%A3%9A"
    assert other.query == "state=open"
    # One's own come first.
    assert [row.person_id for row in kept_views.listed(viewer("head"), "findings")] == [6, 7]


def test_thirty_views_are_kept_and_the_next_is_refused_but_replacing_is_not() -> None:
    for number in range(30):
        save(f"条件{number:02}")
    with pytest.raises(RuleBroken, match="too_many_views"):
        save("もうひとつ")
    save("条件00", query="")
    kept_views.save(Wanted("cases", "ほかの一覧", ""), KNOWN, by=viewer("head"))
    assert len(names("head")) == 30


def test_another_persons_view_does_not_exist_unless_it_is_shared() -> None:
    own = save("自分用")
    for act in (lambda: kept_views.remove(own.id, by=viewer("privacy_manager")),
                lambda: kept_views.share(own.id, shared=True, by=viewer("owner")),
                lambda: kept_views.remove(999, by=viewer("head"))):  # fmt: skip
        with pytest.raises(NotFound, match="no_such_view"):
            act()


@pytest.fixture
def shared() -> SavedView:
    return save("全員用", shared=True)


def test_a_shared_view_is_not_changed_by_just_anybody(shared: SavedView) -> None:
    for by in ("owner", "auditor", "other_head"):
        with pytest.raises(NotAllowed, match="view_of_another"):
            kept_views.remove(shared.id, by=viewer(by))
    with pytest.raises(NotAllowed, match="view_of_another"):
        kept_views.share(shared.id, shared=False, by=viewer("privacy_manager"))
    assert names("owner") == ["全員用"]


@pytest.mark.parametrize("by", ["head", "representative", "privacy_manager", "audit_manager"])
def test_its_saver_or_a_top_role_removes_it(shared: SavedView, by: str) -> None:
    kept_views.remove(shared.id, by=viewer(by))
    assert names("head") == []
