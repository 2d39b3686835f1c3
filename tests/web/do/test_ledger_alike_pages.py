"""Pages of entries that several units hold alike."""

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.registers.edition_rules import Standing
from tests.databases import Served
from tests.do.test_ledger_merging import an_entry
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

LIST = "/do/ledger/alike/"
GROUP = f"{LIST}PI-2026-001"


def two(served: Served) -> None:
    with committing(served):
        an_entry("教務部", place="棚A")
        an_entry("松本教室", place="棚B")


def states(served: Served) -> list[Standing]:
    with reading(served):
        return list(
            session.scalars(select(PersonalInformation.state).order_by(PersonalInformation.id))
        )


def test_what_is_alike_is_found_from_the_list_and_merged(served: Served, visitor: Visitor) -> None:
    two(served)
    assert f'href="{LIST}"' in words(visitor.as_("privacy_manager").get("/do/ledger/"))
    assert f'href="{GROUP}"' in words(visitor.get(LIST))
    page = visitor.get(GROUP)
    assert all(place in words(page) for place in ("棚A", "棚B", "管理部門"))
    empty = visitor.post(f"{GROUP}/merge", **form(page, f"{GROUP}/merge"))
    assert "管理部門を選んでください。" in words(empty)
    sent = {**form(page, f"{GROUP}/merge"), "kept": "2"}
    done = visitor.post(f"{GROUP}/merge", **sent)
    assert (done.status_code, done.location) == (302, "/do/ledger/PI-2026-002")
    assert states(served) == [Standing.REVISION_WAITING] * 2
    assert "棚A" in words(visitor.get("/do/ledger/PI-2026-002"))
    # Pressed twice, or opened from an old tab: it is not there any more.
    assert visitor.post(f"{GROUP}/merge", **sent).status_code == 404
    assert visitor.get(LIST).status_code == 200


def test_what_was_changed_since_the_page_was_opened_is_said(
    served: Served, visitor: Visitor
) -> None:
    two(served)
    page = visitor.as_("privacy_manager").get(GROUP)
    with committing(served):
        row = session.get(PersonalInformation, 1)
        assert row is not None
        row.version += 1
    sent = {**form(page, f"{GROUP}/merge"), "kept": "2"}
    assert visitor.post(f"{GROUP}/merge", **sent).status_code == 409
    assert states(served) == [Standing.IN_FORCE] * 2


def test_kept_apart_with_the_reason_and_proposed_again(served: Served, visitor: Visitor) -> None:
    two(served)
    page = visitor.as_("privacy_manager").get(GROUP)
    sent = form(page, f"{GROUP}/apart")
    assert "理由を入力してください。" in words(visitor.post(f"{GROUP}/apart", **sent))
    why = "廃棄の方法が違う。𠮷😀"
    assert visitor.post(f"{GROUP}/apart", **{**sent, "reason": why}).location == LIST
    listed = visitor.get(LIST)
    assert why in words(listed)
    assert visitor.get(GROUP).status_code == 404
    told = words(visitor.get("/do/ledger/PI-2026-001"))
    assert "ほかの部門の記録と分けておくことを決定" in told
    assert visitor.post(f"{LIST}1/again", **form(listed, f"{LIST}1/again")).location == LIST
    assert visitor.get(GROUP).status_code == 200


def test_of_another_unit_nothing_is_told(served: Served, visitor: Visitor) -> None:
    two(served)
    assert visitor.as_("head").get(GROUP).status_code == 404
    assert "棚A" not in words(visitor.get(LIST))
    assert visitor.as_("auditor").get(LIST).status_code == 403
