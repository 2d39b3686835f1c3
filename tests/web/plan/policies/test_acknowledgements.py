"""Pages of making a policy known on both databases: announced, read with one button, listed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Language, Membership, Person
from pms_tracker.plan.tables.policy_tables import Acknowledgement, Announcement
from pms_tracker.reminders.scan import reminders
from tests import builders, cast
from tests.cast import IDS, TODAY, UNIT_IDS
from tests.databases import Served
from tests.plan.acknowledgements.test_acknowledgements import revise
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.lists.test_exports import read_csv, read_xlsx

POLICY = "/plan/policies/POL-001"
READ = f"{POLICY}/read"
STANDING = f"{POLICY}/acknowledgements"
ANNOUNCE = f"{STANDING}/announce"


@pytest.fixture
def known(served: Served) -> Served:
    """The policy was made known today, to be read within two weeks."""
    with committing(served):
        announce()
    return served


def announce() -> None:
    builders.announced(due_on=clock.today() + timedelta(days=14))


def readings(served: Served) -> list[int]:
    with reading(served):
        return list(session.scalars(select(Acknowledgement.person_id)))


def press(visitor: Visitor) -> int:
    return visitor.post(READ, **form(visitor.get(READ), READ)).status_code


def test_the_representative_makes_the_version_in_force_known(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("representative")
    assert "周知する" in words(visitor.get(POLICY))
    sent = form(visitor.get(STANDING), ANNOUNCE, with_slip=True)
    assert sent["due_on"] == "2026/12/08"
    typed = {**sent, "due_on": "R8.12.10", "way": "朝礼での説明"}
    done = visitor.post(ANNOUNCE, **typed)
    assert (done.status_code, done.location) == (302, STANDING)
    # A doubled click is led where the first one was, and announces nothing again.
    assert visitor.post(ANNOUNCE, **typed).location == STANDING
    page = words(visitor.get(STANDING))
    for expected in ("朝礼での説明", "2026年12月10日(木)", "宮下 恒一", "11人中0人が確認"):
        assert expected in page
    assert ANNOUNCE not in page
    with reading(served):
        assert session.scalar(select(func.count()).select_from(Announcement)) == 1
    again = visitor.post(ANNOUNCE, edition=1, due_on="2026/12/10", way="メール")
    assert again.status_code == 409
    assert "第1版は、すでに周知されています" in words(again)


@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [
        ({"way": " "}, 400, "周知の方法を入力してください"),
        ({"due_on": ""}, 400, "確認の期限を入力してください"),
        ({"due_on": "令和8年11月31日"}, 400, "11月は30日まで"),
        ({"due_on": "2026/11/23"}, 409, "今日以降の日"),
        ({"due_on": "2027/11/25"}, 409, "1年以内の日"),
    ],
)
def test_an_announcement_is_refused_in_words_and_keeps_what_was_typed(
    served: Served, visitor: Visitor, typed: dict[str, str], status: int, told: str
) -> None:
    page = visitor.as_("privacy_manager").post(
        ANNOUNCE, **{"edition": 1, "due_on": "2026/12/08", "way": "朝礼での説明", **typed}
    )
    assert page.status_code == status
    assert told in words(page)
    kept = form(page, ANNOUNCE)
    assert kept["due_on"] == typed.get("due_on", "2026/12/08")
    with reading(served):
        assert session.scalars(select(Announcement)).all() == []


@pytest.mark.usefixtures("known")
def test_from_the_mails_link_it_is_two_touches_to_have_read_it(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("employee")
    arrived = visitor.client.get("/r/POL-001", follow_redirects=True)
    assert f'href="{READ}">読んで確認する' in words(arrived)
    page = visitor.get(READ)
    for expected in ("教材の発送", "読みました", "2026年12月8日(火)", "第1版"):
        assert expected in words(page)
    done = visitor.post(READ, **form(page, READ))
    assert (done.status_code, done.location) == (302, READ)
    thanks = words(visitor.get(READ))
    assert "ありがとうございました" in thanks
    assert "2026年11月24日(火) に確認を記録しました" in thanks
    assert '<button class="btn btn-primary">読みました' not in thanks
    assert "あなたは確認済みです" in words(visitor.get(POLICY))
    assert "読んで確認する" not in words(visitor.get("/"))
    assert readings(served) == [IDS["employee"]]


@pytest.mark.usefixtures("known")
def test_a_doubled_click_reads_it_once(served: Served, visitor: Visitor) -> None:
    sent = form(visitor.as_("owner").get(READ), READ, with_slip=True)
    for _ in range(2):
        again = visitor.post(READ, **sent)
        assert (again.status_code, again.location) == (302, READ)
    assert readings(served) == [IDS["owner"]]


@pytest.mark.usefixtures("known")
def test_home_leads_to_the_text_and_heads_to_the_list(visitor: Visitor) -> None:
    home = words(visitor.as_("head").get("/"))
    assert f'href="{READ}"' in home
    assert f'href="{STANDING}"' in home
    assert "署名の取りまとめ" in home


def test_before_it_is_made_known_there_is_nothing_to_press(
    served: Served, visitor: Visitor
) -> None:
    page = words(visitor.as_("owner").get(READ))
    assert "まだ周知されていません" in page
    assert f'action="{READ}"' not in page
    assert visitor.post(READ, edition="1").status_code == 404
    assert "まだ周知されていません" in words(visitor.as_("head").get(STANDING))
    assert visitor.get(f"{STANDING}/export.xlsx").status_code == 404
    assert readings(served) == []


@pytest.mark.usefixtures("known")
def test_who_read_a_text_that_changed_meanwhile_reads_the_new_one(
    served: Served, visitor: Visitor
) -> None:
    sent = form(visitor.as_("owner").get(READ), READ)
    with committing(served):
        revise()
        announce()
    refused = visitor.post(READ, **sent)
    assert refused.status_code == 409
    assert "新しい第2版が周知されました" in words(refused)
    assert "教材と会報の発送" in words(refused)
    assert readings(served) == []
    assert visitor.post(READ, **form(refused, READ)).status_code == 302
    assert readings(served) == [IDS["owner"]]
    for nonsense in ("", "x", "-1"):
        assert visitor.post(READ, edition=nonsense).status_code in {400, 409}


@pytest.mark.usefixtures("known")
def test_who_sees_no_records_is_asked_as_everybody(served: Served, visitor: Visitor) -> None:
    """An administrator of no unit: the letter's link leads to the text, not to the record."""
    with committing(served):
        row = session.scalars(
            select(Membership).where(Membership.person_id == IDS["administrator"])
        ).one()
        row.until_on = TODAY - timedelta(days=1)
    visitor.as_("administrator")
    assert visitor.get(POLICY).status_code == 403
    assert visitor.get("/r/POL-001").location == READ
    assert '/plan/policies/"' not in words(visitor.get(READ))
    assert press(visitor) == 302
    assert readings(served) == [IDS["administrator"]]
    assert visitor.get(STANDING).status_code == 403
    assert visitor.as_("nobody").get(READ).status_code == 403


@pytest.mark.usefixtures("known")
def test_the_management_sees_everybody_and_a_head_the_own_unit(visitor: Visitor) -> None:
    assert press(visitor.as_("owner")) == 302
    for name in ("representative", "privacy_manager", "audit_manager"):
        page = words(visitor.as_(name).get(STANDING))
        assert "北原 美穂" in page
        assert "11人中1人が確認" in page
    page = words(visitor.as_("head").get(STANDING))
    assert "北原 美穂" not in page
    assert "原 大地" in page
    assert "3人中1人が確認" in page
    waiting = words(visitor.get(f"{STANDING}?state=waiting"))
    assert '<td class="statement">原 大地' not in waiting
    assert '<td class="statement">髙山 由紀' in waiting
    assert "この条件に合うものはありません" in words(visitor.get(f"{STANDING}?q=北原"))
    for name in ("employee", "owner", "auditor"):
        refused = visitor.as_(name).get(STANDING)
        assert refused.status_code == 403
        assert "部門の責任者だけ" in words(refused)
        assert visitor.get(f"{STANDING}/export.csv").status_code == 403
        assert STANDING not in words(visitor.get(POLICY))


@pytest.mark.usefixtures("known")
def test_the_list_goes_out_as_a_file_with_what_it_shows(visitor: Visitor) -> None:
    press(visitor.as_("owner"))
    visitor.as_("head")
    answer = visitor.get(f"{STANDING}/export.csv?sort=number")
    _head, *lines = read_csv(answer.data)
    assert lines == [
        ["髙山 由紀", "松本教室", "", "まだ", "2026-12-08"],
        ["原 大地", "松本教室", "2026-11-24", "画面", "2026-12-08"],
        ["𠮷田 茂", "松本教室", "", "まだ", "2026-12-08"],
    ]
    _head, *rows = read_xlsx(visitor.get(f"{STANDING}/export.xlsx?state=read").data)
    assert [row[0] for row in rows] == ["原 大地"]
    assert len(read_csv(visitor.as_("audit_manager").get(f"{STANDING}/export.csv").data)) == 12


@pytest.mark.usefixtures("known")
def test_reminders_are_counted_where_who_has_read_is_shown(
    served: Served, visitor: Visitor
) -> None:
    with served.app.test_request_context():
        reminders.scan()
    page = words(visitor.as_("privacy_manager").get(STANDING))
    assert "これまでに10人にお知らせしました" in page
    # One line for each reader would hide the mails about the review.
    assert (
        "方針の確認" not in words(visitor.get(POLICY)).split("<h2>メール")[1].split("</section>")[0]
    )


@pytest.mark.usefixtures("known")
def test_many_readers_come_page_by_page(served: Served, visitor: Visitor) -> None:
    with committing(served):
        made = [Person(name=f"従業者 {number:02}") for number in range(60)]
        session.add_all(made)
        session.flush()
        session.add_all(
            Membership(person_id=each.id, unit_id=UNIT_IDS["書店"], since_on=TODAY) for each in made
        )
    visitor.as_("audit_manager")
    first = words(visitor.get(f"{STANDING}?unit={UNIT_IDS['書店']}"))
    assert "71人中0人が確認" in first
    assert "従業者 59" in first
    assert "北原 美穂" not in first
    following = f"{STANDING}?unit={UNIT_IDS['書店']}&after={made_id(served, '従業者 13')}"
    assert "北原 美穂" in words(visitor.get(following))


def made_id(served: Served, name: str) -> int:
    with reading(served):
        return session.scalars(select(Person.id).where(Person.name == name)).one()


def test_it_reads_in_english_too(known: Served, visitor: Visitor) -> None:
    with committing(known):
        people.person(IDS["privacy_manager"]).language = Language.EN
    page = words(visitor.as_("privacy_manager").get(STANDING))
    for expected in ("0 of 11 have read it", "By department", "No account (signs on paper)"):
        assert expected in page
    assert "I have read it" in words(visitor.get(READ))


@pytest.mark.usefixtures("known")
def test_each_version_keeps_who_has_read_it(served: Served, visitor: Visitor) -> None:
    assert press(visitor.as_("owner")) == 302
    with committing(served):
        revise()
    # Another text is in force that nobody was told of: there is nothing to press.
    assert "読みました</button>" not in visitor.get(READ).text
    page = visitor.as_("privacy_manager").get(STANDING)
    assert "施行中の第2版を、全員に周知してください。" in words(page)
    typed = {**form(page, f"{STANDING}/announce"), "way": "朝礼"}
    assert typed["edition"] == "2"
    assert visitor.post(f"{STANDING}/announce", **typed).status_code == 302
    now = words(visitor.get(STANDING))
    assert "0 / 3人" in now
    before = visitor.get(f"{STANDING}?edition=1")
    assert "第1版の記録です。" in words(before)
    assert "1 / 3人" in words(before)
    assert f"{STANDING}/export.csv?edition=1" in before.text
    assert "edition=1&amp;state=waiting" in before.text
    told = visitor.get(f"{STANDING}/export.csv?edition=1").text
    assert "原 大地,松本教室,2026-11-24" in told
    assert "原 大地,松本教室,," in visitor.get(f"{STANDING}/export.csv").text
    assert "1人が確認" in words(visitor.get("/plan/policies/POL-001"))


@pytest.mark.usefixtures("known")
def test_mails_are_counted_with_the_version_they_asked_to_read(
    served: Served, visitor: Visitor
) -> None:
    with served.app.test_request_context():
        reminders.scan()
    with committing(served):
        revise()
    page = visitor.as_("privacy_manager").get(STANDING)
    assert "これまでに10人にお知らせしました" in words(page)
    typed = {**form(page, f"{STANDING}/announce"), "way": "朝礼"}
    assert visitor.post(f"{STANDING}/announce", **typed).status_code == 302
    assert "お知らせしました（最後は" not in words(visitor.get(STANDING))
    assert "これまでに10人にお知らせしました" in words(visitor.get(f"{STANDING}?edition=1"))


@pytest.mark.usefixtures("known")
def test_an_approved_version_is_made_known_before_its_day(served: Served, visitor: Visitor) -> None:
    coming = clock.today() + timedelta(days=30)
    with committing(served):
        text = cast.POLICY.replace("教材の発送", "教材と会報の発送")
        builders.decide_version(builders.submitted(text, effective_on=coming))
    page = visitor.as_("privacy_manager").get(STANDING)
    assert "第2版（2026年12月24日(木)に施行）" in words(page)
    typed = {**form(page, f"{STANDING}/announce"), "way": "朝礼"}
    assert visitor.post(f"{STANDING}/announce", **typed).status_code == 302
    assert "この版は、2026年12月24日(木)から施行されます。" in words(visitor.as_("owner").get(READ))
    assert press(visitor) == 302
