"""Pages of policies on both databases: read in with a preview, listed by their next review."""

import re

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.plan.tables.policy_tables import Policy, PolicyVersion
from tests import builders
from tests.cast import POLICY
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

LIST = "/plan/policies/"
IMPORT = "/plan/policies/import"
REVIEW = "/plan/policies/POL-001/review"
REVISED = POLICY.replace("a. 教材の発送", "a. 教科書の発送")
SECOND = POLICY.replace("みなと学習舎個人情報保護方針", "みなと学習舎特定個人情報保護方針 𠮷😀")


def titles(served: Served) -> list[str]:
    with reading(served):
        return list(session.scalars(select(Policy.title).order_by(Policy.id)))


def test_a_pasted_policy_is_previewed_then_adopted(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    page = visitor.post(IMPORT, text=SECOND.replace("\n", "\r\n"))
    assert page.status_code == 200
    for expected in ("まだ保存していません", "宮下 恒一", "教材の発送", "2023年11月30日(木)"):
        assert expected in words(page)
    assert len(titles(served)) == 1
    sent = form(page, LIST)
    assert sent["months"] == "12"
    done = visitor.post(LIST, **{**sent, "months": "６"})
    assert (done.status_code, done.location) == (302, f"{LIST}POL-002")
    record = words(visitor.get(f"{LIST}POL-002"))
    assert "6か月ごと" in record
    assert "2024年5月30日(木)" in record
    with reading(served):
        kept = session.scalars(select(PolicyVersion).order_by(PolicyVersion.id.desc())).first()
        assert kept is not None
        assert kept.text.strip() == SECOND.strip()
    again = visitor.post(LIST, **sent)
    assert again.status_code == 409
    assert "はすでに登録されています" in words(again)
    assert form(again, LIST)["text"] == sent["text"]
    assert len(titles(served)) == 2


def test_what_is_not_approved_yet_is_not_offered_to_be_made_known(visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    assert f'href="{LIST}POL-001/acknowledgements"' in words(visitor.get(f"{LIST}POL-001"))
    visitor.post(LIST, **form(visitor.post(IMPORT, text=SECOND), LIST))
    standing = f"{LIST}POL-002/acknowledgements"
    record = words(visitor.get(f"{LIST}POL-002"))
    assert "承認されると周知できます。" in record
    assert f'href="{standing}"' not in record
    assert "方針の版が承認されると、ここから周知できます。" in words(visitor.get(standing))


def test_of_a_mail_that_quotes_a_policy_the_clerk_sees_what_is_not_taken_over(
    served: Served, visitor: Visitor
) -> None:
    mail = "お世話になります。\n" + "".join(f"> {line}\n" for line in SECOND.splitlines())
    page = visitor.as_("privacy_manager").post(IMPORT, text=mail.replace("\n", "\r\n"))
    marks = f"{len(SECOND.splitlines())}行の先頭から、メールの引用の記号を外しました。"
    around = "引用の前後の1行は取り込みません。"
    for expected in (marks, around, "お世話になります。"):
        assert expected in words(page)
    # A move in the tree changes nothing of that.
    moved = visitor.post(IMPORT, **form(page, LIST), mend="join:99")
    assert marks in words(moved)
    assert around in words(moved)
    assert visitor.post(LIST, **form(moved, LIST)).status_code == 302
    with reading(served):
        kept = session.scalars(select(PolicyVersion).order_by(PolicyVersion.id.desc())).first()
        assert kept is not None
        assert kept.text.strip() == SECOND.strip()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_file_is_read_in_the_encodings_of_offices(visitor: Visitor, encoding: str) -> None:
    text = SECOND.replace(" 𠮷😀", "").replace("\n", "\r\n")
    page = visitor.as_("representative").post(IMPORT, file=text.encode(encoding), text="")
    assert page.status_code == 200
    assert "みなと学習舎特定個人情報保護方針" in words(page)
    assert "教材の発送" in words(page)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": ""}, "本文が空です"),
        ({"text": " \r\n　"}, "本文が空です"),
        ({"file": b"\x89PNG\r\n\x1a\n\x00\x00"}, "文字のファイルではありません"),
        ({"file": b"\xff\xff\xff\xff"}, "文字"),
        ({"text": "買い物メモ"}, "方針として読み取れません"),
        ({"text": "個人情報保護方針\x00\n1. 原則"}, "文字のファイルではありません"),
        ({"text": "a" * 200_001}, "200000文字まで"),
    ],
)
def test_what_is_no_policy_is_refused_with_what_was_pasted(
    visitor: Visitor, fields: dict[str, object], told: str
) -> None:
    page = visitor.as_("privacy_manager").post(IMPORT, **fields)
    assert page.status_code == 400
    assert told in words(page)
    pasted = str(fields.get("text", "")).replace("\x00", "").strip()
    assert pasted in words(page).replace("\x00", "")


def test_a_policy_without_a_day_or_with_a_strange_cycle_is_not_adopted(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager")
    undated = SECOND.split("平成30年")[0]
    refused = visitor.post(LIST, text=undated, months="12")
    assert refused.status_code == 400
    assert "制定日・改定日が読み取れません" in words(refused)
    for months in ("0", "121", "x", "", "-1", "1.5", "9" * 30):
        refused = visitor.post(LIST, text=SECOND, months=months)
        assert refused.status_code == 400, months
        assert "1から120までの数" in words(refused)
        assert form(refused, LIST)["text"].strip() == SECOND.strip()
    for text in ("", "買い物メモ", "a" * 200_001):
        assert visitor.post(LIST, text=text, months="12").status_code == 400
    assert visitor.post(LIST, token=False, text=SECOND, months="12").status_code == 400
    assert len(titles(served)) == 1


def test_policies_are_kept_by_the_two_at_the_top_and_read_by_everybody(
    served: Served, visitor: Visitor
) -> None:
    for name in ("audit_manager", "auditor", "head", "employee", "administrator"):
        visitor.as_(name)
        assert visitor.get(IMPORT).status_code == 403
        assert visitor.post(IMPORT, text=SECOND).status_code == 403
        assert visitor.post(LIST, text=SECOND, months="12").status_code == 403
        assert visitor.get(REVIEW).status_code == 403
        assert visitor.post(REVIEW, outcome="unchanged", reason="x", version="1").status_code == 403
        page = words(visitor.get(f"{LIST}POL-001"))
        assert "教材の発送" in page
        assert REVIEW not in page
    for missing in ("POL-002", "POL-2026-001", "pol-001", "AU-2026-001"):
        assert visitor.get(f"{LIST}{missing}").status_code == 404
        assert visitor.as_("privacy_manager").get(f"{LIST}{missing}/review").status_code == 404
    assert len(titles(served)) == 1


def test_the_list_is_narrowed_by_how_near_the_next_review_is(visitor: Visitor) -> None:
    """The cast's policy was revised on 30 November 2023: its review was due a year later."""
    visitor.as_("employee")
    late = words(visitor.get("/plan/policies/?due=late"))
    assert "POL-001" in late
    assert "次回見直し 期限超過" in late
    assert 'href="/plan/policies/"' in late
    later = words(visitor.get("/plan/policies/?due=later"))
    assert "POL-001" not in later
    assert "この条件に合うものはありません" in later
    assert "POL-001" in words(visitor.get("/plan/policies/?due=x"))


def test_one_step_is_the_next_and_whoever_looks_reads_theirs_first(
    served: Served, visitor: Visitor
) -> None:
    """A revision waits for its approval, and the next review has long been due."""
    with committing(served):
        builders.submitted(REVISED)
    steps = {"privacy_manager": "この方針を見直し", "representative": "改定案を承認するか"}
    for name, first in steps.items():
        page = visitor.as_(name).get(f"{LIST}POL-001").text
        headings = re.findall(r'<p class="next-label"><b>([^<]+)</b>', page)
        assert headings == ["次の手順", "ほかの手順"]
        assert first in page.split("ほかの手順")[0]
        assert page.count('aria-label="次の手順"') == 1


def test_a_policy_is_not_to_be_reviewed_before_its_first_approval(visitor: Visitor) -> None:
    visitor.as_("privacy_manager").post(LIST, text=SECOND, months="12")
    page = visitor.get(f"{LIST}POL-002").text
    assert re.findall(r'<p class="next-label"><b>([^<]+)</b>', page) == ["次の手順"]
    assert "承認待ちです" in page
    assert "見直し期限超過" not in page
    assert f"{LIST}POL-002/review" not in page
    assert "承認の後" in words(visitor.get(LIST))
    for place in ("review", "review/early"):
        refused = visitor.get(f"{LIST}POL-002/{place}")
        assert refused.status_code == 409
        assert "POL-002 は、まだ承認されていません。" in words(refused)


def test_a_tree_is_mended_and_facts_are_corrected_before_anything_is_kept(
    served: Served, visitor: Visitor
) -> None:
    page = visitor.as_("privacy_manager").post(IMPORT, text=SECOND)
    sent = form(page, LIST)
    depth = sent["outline"].split()
    typed = {"issuer": "Minato Study House 𠮷", "revised_on": "令5.11.30、2024年1月4日"}
    second = depth[1].split(":")[0]
    mended = visitor.post(IMPORT, **{**sent, **typed, "mend": f"join:{second}"})
    again = form(mended, LIST)
    ended = visitor.post(IMPORT, **{**sent, **typed, "mend": f"end:{second}"})
    assert '直す<span class="visually-hidden"> 末尾</span>' in ended.text
    assert again["outline"].split() == [depth[0], *depth[2:]]
    # What was moved may be moved again at once.
    third = depth[2].split(":")[0]
    assert 'class="mend" lang="ja" open' not in mended.text
    deeper = visitor.post(IMPORT, **{**again, **typed, "mend": f"in:{third}"})
    clause = deeper.text.partition(f'id="line-{third}"')[2].partition("</li>")[0]
    assert 'class="mend" lang="ja" open' in clause
    assert deeper.text.count('class="mend" lang="ja" open') == 1
    assert "Minato Study House 𠮷" in mended.get_data(as_text=True)
    assert visitor.post(LIST, **{**again, **typed}).status_code == 302
    with reading(served):
        kept = session.scalars(select(PolicyVersion).order_by(PolicyVersion.id.desc())).first()
        assert kept is not None
        assert kept.issuer == typed["issuer"]
        assert [f"{line}:{level}" for line, level in kept.outline or []] == again["outline"].split()


def test_a_day_among_the_revisions_that_is_none_is_refused(visitor: Visitor) -> None:
    page = visitor.as_("privacy_manager").post(IMPORT, text=SECOND)
    refused = visitor.post(LIST, **{**form(page, LIST), "issuer": "", "revised_on": "いつか"})
    assert refused.status_code == 400
    assert "日付として読めません" in words(refused)
