"""The administrator's page of letters: what was sent, what failed and why, and sending it again."""

import re
from datetime import timedelta

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.cases import case_letters
from pms_tracker.database import session
from pms_tracker.mail import mail_letters, outbox
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.mail.outbox import Letter, Recipient
from pms_tracker.people.changes import invitations
from pms_tracker.people.firm import people
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY, let_top_roles_sign_in
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import attribute, committing, configured, reading, words

HEAD = Recipient(IDS["head"], "髙山 由紀", "head@example.jp")
PAGE = 50


def post(served: Served, count: int = 1, **changes: object) -> list[int]:
    """Letters of this many in the outbox; their ids."""
    with committing(served):
        made = []
        for number in range(1, count + 1):
            row = outbox.post(
                Letter(case_letters.APPROVAL_ASKED, {"due_on": TODAY}, f"CA-2026-{number:03d}"),
                HEAD,
            )
            assert row is not None
            for name, value in changes.items():
                setattr(row, name, value)
            made.append(row.id)
        return made


def letter(served: Served, letter_id: int) -> tuple[LetterState, int]:
    with reading(served):
        row = session.get_one(OutboxLetter, letter_id)
        return row.state, row.attempts


def test_only_administrators_read_letters(served: Served, visitor: Visitor) -> None:
    (number,) = post(served)
    for key in (
        "representative",
        "privacy_manager",
        "audit_manager",
        "auditor",
        "head",
        "employee",
    ):
        visitor.as_(key)
        assert visitor.get("/letters/").status_code == 403, key
        assert visitor.get(f"/letters/{number}").status_code == 403, key
        assert visitor.post(f"/letters/{number}/retry").status_code == 403, key
    visitor.as_("administrator")
    for number in (999_999, 2**63):
        assert visitor.get(f"/letters/{number}").status_code == 404
    assert visitor.get("/letters/x").status_code == 404


def test_an_empty_outbox_says_what_will_be_in_it(visitor: Visitor) -> None:
    page = visitor.as_("administrator").get("/letters/")
    assert page.status_code == 200
    assert "メールは、まだありません" in page.text


def test_a_letter_is_read_with_its_state(served: Served, visitor: Visitor) -> None:
    (number,) = post(served)
    visitor.as_("administrator")
    listed = visitor.get("/letters/").text
    assert f'href="/letters/{number}"' in listed
    assert "送信待ち" in listed
    assert "未送信 1通" in listed
    page = visitor.get(f"/letters/{number}").text
    assert "髙山 由紀さん head@example.jp" in page
    assert "CA-2026-001" in page
    assert 'class="letter typed" lang="ja"' in page
    assert f"/letters/{number}/retry" not in page


def test_only_a_reminder_of_duties_is_about_several_records(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("administrator")
    for key, told in (("test", "なし"), ("digest", "複数")):
        (number,) = post(served, key=key, reference="")
        shown = words(visitor.get(f"/letters/{number}"))
        assert re.search(rf"<dt>記録</dt>\s*<dd>\s*{told}\s*</dd>", shown)


def test_a_failed_letter_says_why_and_is_sent_again(served: Served, visitor: Visitor) -> None:
    trouble = "550 5.1.1 <no such mailbox>"
    (number,) = post(served, state=LetterState.FAILED, attempts=8, trouble=trouble)
    visitor.as_("administrator")
    page = visitor.get(f"/letters/{number}").text
    assert "550 5.1.1 &lt;no such mailbox&gt;" in page
    assert visitor.get(f"/letters/{number}/retry").status_code == 405
    assert visitor.post(f"/letters/{number}/retry", token=False).status_code == 400
    assert letter(served, number) == (LetterState.FAILED, 8)
    assert visitor.post(f"/letters/{number}/retry").location == f"/letters/{number}"
    assert letter(served, number) == (LetterState.WAITING, 0)
    assert "もう一度送るよう、送信待ちに登録しました。" in visitor.get(f"/letters/{number}").text


def test_what_is_not_failed_is_not_sent_twice(served: Served, visitor: Visitor) -> None:
    sent = {"state": LetterState.SENT, "attempts": 1, "sent_at": clock.now()}
    (number,) = post(served, **sent)
    visitor.as_("administrator")
    visitor.post(f"/letters/{number}/retry")
    assert letter(served, number) == (LetterState.SENT, 1)
    assert visitor.post("/letters/999999/retry").status_code == 404


def test_older_letters_are_a_page_away_and_a_page_costs_the_same(
    served: Served, visitor: Visitor
) -> None:
    post(served, 1)
    visitor.as_("administrator").get("/letters/")
    with visitor.counting() as few:
        visitor.get("/letters/")
    ids = post(served, PAGE + 5, next_try_at=clock.now() + timedelta(days=1))
    with visitor.counting() as many:
        page = visitor.get("/letters/").text
    assert len(many) == len(few)
    assert len(many) <= 8
    shown = [int(number) for number in re.findall(r'href="/letters/(\d+)"', page)]
    assert shown == sorted(ids, reverse=True)[:PAGE]
    older = visitor.get(f"/letters/?after={shown[-1]}").text
    assert len(re.findall(r'href="/letters/(\d+)"', older)) == 6
    for before in ("0", "x", "-1", "9" * 40, "１"):
        assert visitor.get(f"/letters/?after={before}").status_code == 200, before
    assert "これより前のメールはありません。" in visitor.get("/letters/?after=1").text


def test_secret_letters_are_counted_but_never_listed(served: Served, visitor: Visitor) -> None:
    with committing(served):
        invitations.invite(people.person(IDS["head"]), by=SYSTEM)
    with reading(served):
        secret = session.scalars(select(OutboxLetter)).one()
        number, subject = secret.id, secret.subject
        assert secret.secret
    page = words(visitor.as_("administrator").get("/letters/"))
    assert subject not in page
    assert "未送信 1通" in page
    assert "一覧に表示するメールは、まだありません" in page
    assert "未送信のうち1通は、サインインの案内など本文を見せられないメールのため" in page
    assert visitor.get(f"/letters/{number}").status_code == 404


NO_SERVER = "メールサーバーは設定されていません。"
INVITED = "head@example.jp に案内のメールを送りました。"


def test_without_a_mail_server_nobody_is_told_that_an_invitation_was_sent(
    served: Served, visitor: Visitor
) -> None:
    record = f"/people/{IDS['head']}"
    visitor.as_("administrator")
    for page in ("/letters/", "/operation/"):
        assert NO_SERVER in words(visitor.get(page)), page
    assert visitor.post(f"{record}/account").location == record
    # Told first, and as it stands on the page from then on.
    for _ in range(2):
        page = words(visitor.get(record))
        assert "案内のメールは送らず、ファイルに保存します。" in page
        assert "案内のメールを送りました。" not in page
        assert "案内未送信" in page
        assert "案内済み" not in page


def test_with_a_mail_server_an_invitation_is_sent(served: Served, visitor: Visitor) -> None:
    record = f"/people/{IDS['head']}"
    visitor.as_("administrator")
    with configured(served, "smtp://127.0.0.1:25"):
        for page in ("/letters/", "/operation/"):
            assert NO_SERVER not in words(visitor.get(page)), page
        assert visitor.post(f"{record}/account").location == record
        page = words(visitor.get(record))
        assert "案内のメールを送りました。" in page
        assert INVITED in page
        assert "案内済み" in page


def test_letters_are_narrowed_by_how_they_stand_and_counted(
    served: Served, visitor: Visitor
) -> None:
    sent = {"state": LetterState.SENT, "sent_at": clock.now()}
    (waiting,) = post(served)
    delivered = post(served, 2, **sent)
    (bounced,) = post(served, state=LetterState.BOUNCED, trouble="550 5.1.1 unknown")
    page = visitor.as_("administrator").get("/letters/").text
    for said in ("送信待ち（1）", "送信済み（2）", "送信失敗（0）", "不達（1）", "未送信 1通"):
        assert said in page
    for asked, expected in (
        ("waiting", [waiting]),
        ("sent", sorted(delivered, reverse=True)),
        ("bounced", [bounced]),
    ):
        page = visitor.get(f"/letters/?state={asked}").text
        shown = [int(number) for number in re.findall(r'href="/letters/(\d+)"', page)]
        assert shown == expected, asked
        assert f'value="{asked}" selected' in page
    assert "この条件に合うものはありません。" in visitor.get("/letters/?state=failed").text
    assert visitor.get("/letters/?state=lost").status_code == 200
    assert re.search(r"不達</dt>\s*<dd>\s*1通", visitor.get("/reminders/").text)


def test_a_letter_that_came_back_is_recorded_with_its_words(
    served: Served, visitor: Visitor
) -> None:
    sent = {"state": LetterState.SENT, "attempts": 1, "sent_at": clock.now()}
    (number,) = post(served, **sent)
    address = f"/letters/{number}"
    visitor.as_("administrator")
    assert visitor.get(f"{address}/returned").status_code == 405
    assert visitor.post(f"{address}/returned", token=False, words="x").status_code == 400
    empty = visitor.post(f"{address}/returned", words=" ")
    assert (empty.status_code, letter(served, number)[0]) == (400, LetterState.SENT)
    assert "理由を入力してください。" in empty.text
    told = {"words": "宛先不明で戻りました"}
    assert visitor.post(f"{address}/returned", **told).location == address
    page = words(visitor.get(address))
    for said in ("不達", "宛先不明で戻りました", "届きませんでした（不達）", "もう一度送る"):
        assert said in page
    again = visitor.post(f"{address}/returned", words="もう一度")
    assert again.status_code == 409
    assert "もう一度" in again.text
    assert "不達メールを記録" in words(visitor.get(f"/people/{IDS['head']}"))
    assert visitor.post("/letters/999999/returned", **told).status_code == 404
    assert visitor.as_("privacy_manager").post(f"{address}/returned", **told).status_code == 403


def test_whose_mail_bounces_is_shown_and_gets_another_address(
    served: Served, visitor: Visitor
) -> None:
    (number,) = post(served, state=LetterState.BOUNCED, attempts=1, trouble="550 5.1.1 unknown")
    page = f"/people/{IDS['head']}"
    assert "メール不達" in words(visitor.as_("administrator").get("/people/"))
    assert "head@example.jp へのメールが届いていません（不達）。" in words(visitor.get(page))
    assert "メール不達" not in words(visitor.get(f"/people/{IDS['owner']}"))
    assert "宛先のメールアドレスが見つからない" in words(visitor.get(f"/letters/{number}"))
    assert "メール不達" not in words(visitor.as_("employee").get("/people/"))
    assert "届いていません（不達）" not in words(visitor.get(page))
    visitor.as_("administrator")
    assert "サインインに使うアドレスも変わり、以前のアドレスにもお知らせします" in words(
        visitor.get(page)
    )
    held = Visitor(served).as_("head")
    assert held.get("/").status_code == 200
    assert visitor.post(f"{page}/mail", mail="takayama@example.jp").location == page
    changed = words(visitor.get(page))
    assert "届いていません（不達）" not in changed
    assert "案内のメールは送らず、ファイルに保存します。" in changed
    assert held.get("/").status_code == 302  # signed out, to sign in with the new address
    same = visitor.post(f"{page}/mail", mail="Takayama@example.jp")
    assert same.status_code == 409
    assert "メールアドレスは、すでに登録されています。" in words(same)
    assert visitor.post(f"/letters/{number}/retry").location == f"/letters/{number}"
    assert letter(served, number) == (LetterState.WAITING, 0)
    with reading(served):
        assert session.get_one(OutboxLetter, number).address == "takayama@example.jp"


def test_an_address_that_bounces_of_a_top_role_is_not_the_administrators_alone_to_change(
    served: Served, visitor: Visitor
) -> None:
    manager = IDS["privacy_manager"]
    with committing(served):
        let_top_roles_sign_in()
        row = outbox.post(mail_letters.trial(), people.recipient(manager))
        assert row is not None
        row.state = LetterState.BOUNCED
    page = f"/people/{manager}"
    shown = visitor.as_("administrator").get(page)
    assert "届いていません（不達）" in words(shown)
    assert f'action="{page}/mail"' in shown.text
    assert visitor.post(f"{page}/mail", mail="fujimori@example.jp").location == page
    waits = words(visitor.get(page))
    assert "別の1人の同意を待ちます" in waits
    assert "privacy_manager@example.jp へのメールが届いていません（不達）" in waits
    agreed = {"proposal": attribute(waits[waits.index('name="proposal"') :], "value")}
    agreeing = "/people/proposals/agree"
    for key in ("administrator", "privacy_manager"):
        assert visitor.as_(key).post(agreeing, **agreed).status_code == 403, key
    with reading(served):
        assert people.person(manager).mail == "privacy_manager@example.jp"
    assert visitor.as_("representative").post(agreeing, **agreed).status_code == 302
    assert "届いていません（不達）" not in words(visitor.get(page))
    with reading(served):
        assert people.person(manager).mail == "fujimori@example.jp"
