"""Evidence at the door: taken with its record or not at all, given out only as an attachment."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from pms_tracker.act.cases import filing
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.evidence.evidence import safe_name
from pms_tracker.evidence.evidence_tables import EvidenceFile
from tests import builders
from tests.cast import viewer
from tests.databases import Served
from tests.evidence import samples
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

ROW = "/check/audits/AU-2026-001/checklist/1/finding"
CASE = "/act/cases/CA-2026-001"
PDF = b"%PDF-1.7 photograph"
URL = "/check/findings/F-2026-001"
MORE = f"{URL}/evidence"
PAGE = b"<!doctype html><script>alert(1)</script>"
SEEN = {"grade": "nonconformity", "fact": "申込書が41枚あった。", "evidence": "写真2枚"}


def hand_in(
    visitor: Visitor, url: str, files: list[tuple[bytes, str]], **fields: str
) -> TestResponse:
    attached = [FileStorage(BytesIO(content), name) for content, name in files]
    data = {**fields, "csrf_token": visitor.token(), "files": attached}
    # Encoded here, since the test client would leave the temporary file of a large one open.
    boundary, body = encode_multipart(data)
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor.client.post(url, data=body, content_type=kind)


def kept(served: Served) -> list[Path]:
    folder = served.settings.evidence_folder
    return [path for path in folder.rglob("*") if path.is_file()]


def stored(served: Served) -> tuple[int, ...]:
    """How many findings, cases and files there are."""
    with reading(served):
        counts = [select(func.count(kind.id)) for kind in (Finding, Case, EvidenceFile)]
        return tuple(session.scalar(count) or 0 for count in counts)


def test_files_come_with_the_finding_and_leave_only_through_it(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.audit()
    visitor.as_("auditor")
    handed_in = [(PDF, "../../棚の写真.pdf"), ("記録".encode("cp932"), "台帳.CSV"), (b"", "")]
    assert hand_in(visitor, ROW, handed_in, **SEEN).status_code == 302
    assert stored(served) == (1, 1, 2)
    page = words(visitor.get("/check/findings/F-2026-001"))
    for number, name in ((1, "棚の写真.pdf"), (2, "台帳.CSV")):
        assert f'href="/check/findings/F-2026-001/evidence/{number}"' in page
        assert name in page
        assert ".." not in name
    assert f"{len(PDF)} バイト" in page
    for by in ("auditor", "head", "audit_manager"):
        with visitor.as_(by).get("/check/findings/F-2026-001/evidence/1") as file:
            assert file.data == PDF
            assert file.headers["X-Content-Type-Options"] == "nosniff"
            assert file.headers["Content-Disposition"].startswith("attachment; ")
            assert file.mimetype == "application/pdf"
            assert "sandbox" in file.headers["Content-Security-Policy"]
            assert "public" not in file.headers["Cache-Control"]
        with visitor.get("/check/findings/F-2026-001/evidence/2") as text:
            assert text.data.decode("cp932") == "記録"
            assert text.headers["Content-Type"] == "text/plain; charset=Windows-31J"
    visitor.as_("auditor")
    for wrong in (
        "/check/findings/F-2026-001/evidence/3",
        "/check/findings/F-2026-001/evidence/0",
        "/check/findings/F-2026-001/evidence/99999999999",
        "/check/findings/F-2026-002/evidence/1",
        # The case of the finding has files of its own; these are not among them.
        f"{CASE}/evidence/1",
        "/act/cases/F-2026-001/evidence/1",
        "/check/findings/F-2026-001/evidence/" + "a" * 64,
    ):
        assert visitor.get(wrong).status_code == 404, wrong
    for outsider in ("other_head", "second_auditor", "employee", "administrator", "owner"):
        assert visitor.as_(outsider).get("/check/findings/F-2026-001/evidence/1").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (PAGE, "棚.png", "受け付けていない形式です"),
        (PAGE, "棚.html", "受け付けていない形式です"),
        (b"<svg onload='alert(1)'/>", "棚.svg", "受け付けていない形式です"),
        (b"\x89PNG\r\n\x1a\n" + PAGE, "棚.html", "拡張子と中身が一致しません"),
        (PDF, "棚.pdf.txt", "拡張子と中身が一致しません"),
        (b"", "棚.pdf", "空のファイルです"),
        (b"MZ\x00\x90", "棚.txt", "受け付けていない形式です"),
        (b"\x89PNG\r\n\x1a\n" + PAGE, "棚.png", "名前のとおりの画像や動画ではありません"),
        (b"\xff\xd8\xff" + PAGE, "棚.jpg", "壊れているか"),
        (samples.packed("run.exe"), "棚.zip", "プログラムやWebページが入っている"),
        (b"", "あ" * 300 + ".pdf", "空のファイルです"),
        (b"", "😀棚.pdf", "空のファイルです"),
    ],
)
def test_a_page_in_an_images_clothing_is_refused_and_nothing_is_half_stored(
    served: Served, visitor: Visitor, content: bytes, name: str, told: str
) -> None:
    with committing(served):
        builders.audit()
    visitor.as_("auditor")
    # In the middle of others that would do.
    several = [(PDF, "よい.pdf"), (content, name), (b"41", "台帳.txt")]
    refused = hand_in(visitor, ROW, several, **SEEN)
    assert refused.status_code == 400
    assert f"「{safe_name(name)}」" in words(refused)
    assert told in words(refused)
    assert SEEN["fact"] in words(refused)
    assert "ファイルは、もう一度選んでください" in words(refused)
    assert stored(served) == (0, 0, 0)
    assert kept(served) == []
    # The number was not used up.
    assert hand_in(visitor, ROW, [(PDF, "よい.pdf")], **SEEN).status_code == 302
    assert visitor.get("/check/findings/F-2026-001").status_code == 200


def test_a_file_above_the_limit_is_told_its_limit_and_one_far_above_is_not_even_read(
    served: Served, visitor: Visitor
) -> None:
    megabytes = served.settings.evidence_megabytes
    with committing(served):
        builders.audit()
    visitor.as_("auditor")
    over = BytesIO(PDF.ljust(megabytes * 1024 * 1024 + 1))
    data = {**SEEN, "csrf_token": visitor.token(), "files": FileStorage(over, "大.pdf")}
    # Encoded here, since the test client would leave its temporary file open.
    boundary, body = encode_multipart(data)
    kind = f"multipart/form-data; boundary={boundary}"
    refused = visitor.client.post(ROW, data=body, content_type=kind)
    assert refused.status_code == 413
    assert f"{megabytes} MBまで" in words(refused)
    assert SEEN["fact"] in words(refused)
    far = visitor.client.post(
        ROW, content_type=kind, environ_overrides={"CONTENT_LENGTH": str(10 * len(body))}
    )
    assert far.status_code == 413
    assert "大きさを超えています" in words(far)
    assert stored(served) == (0, 0, 0)


def test_five_gigabytes_are_refused_by_what_was_announced(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.audit()
    announced = {"CONTENT_LENGTH": str(5 * 1024**3)}
    kind = "multipart/form-data; boundary=x"
    far = visitor.as_("auditor").client.post(
        ROW, data=b"--x", content_type=kind, environ_overrides=announced
    )
    assert far.status_code == 413
    assert "1回に送れる大きさを超えています" in words(far)
    assert stored(served) == (0, 0, 0)
    assert kept(served) == []


def test_a_companys_own_limit_is_held_against_each_file(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.audit()
    page = visitor.as_("administrator").get("/company/")
    sent = form(page, "/company/")
    most = served.settings.evidence_megabytes
    for wrong in ("0", "-1", str(most + 1)):
        refused = visitor.post("/company/", **{**sent, "evidence_megabytes": wrong})
        assert refused.status_code == 400
        assert f"1から{most}までの数を入力するか、空欄にしてください" in words(refused)
    assert visitor.post("/company/", **{**sent, "evidence_megabytes": "1"}).status_code == 302
    visitor.as_("auditor")
    assert "1件 1 MBまで" in words(visitor.get(ROW))
    large = PDF.ljust(1024 * 1024 + 1)
    refused = hand_in(visitor, ROW, [(PDF, "小.pdf"), (large, "大.pdf")], **SEEN)
    assert refused.status_code == 413
    assert "「大.pdf」は大きすぎます。1 MBまで" in words(refused)
    assert SEEN["fact"] in words(refused)
    assert stored(served) == (0, 0, 0)


def test_files_are_added_later_by_its_auditors_and_supersede_without_replacing(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.audit()
    hand_in(visitor.as_("auditor"), ROW, [(PDF, "棚.pdf")], **SEEN)
    newer = PDF + b" newer"
    for files, more, told in (
        ([], {}, "ファイルを選んでください"),
        ([(PDF, "棚.pdf")], {"supersedes": "9"}, "差し替えるもとのファイルが見つからないか"),
    ):
        refused = hand_in(visitor, MORE, files, **more)
        assert refused.status_code == 400
        assert told in words(refused)
    assert hand_in(visitor, MORE, [(newer, "棚2.pdf")], supersedes="1").location == URL
    page = words(visitor.get(URL))
    for said in ("「棚2.pdf」に差し替えられました", "前のファイルを差し替えました", "小口 彩香"):
        assert said in page
    assert sha256(newer).hexdigest() in page
    # Superseded once; both can still be had.
    again = hand_in(visitor, MORE, [(PDF, "棚3.pdf")], supersedes="1")
    assert again.status_code == 400
    for number, content in ((1, PDF), (2, newer)):
        with visitor.get(f"{MORE}/{number}") as file:
            assert file.data == content
    assert len(kept(served)) == 2


def test_doors_of_adding_files(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.finding(builders.audit())
    file = [(PDF, "棚.pdf")]
    for name, status in (
        ("audit_manager", 403),
        ("head", 403),
        ("second_auditor", 404),
        ("administrator", 403),
    ):
        assert hand_in(visitor.as_(name), MORE, file).status_code == status, name
    assert visitor.as_("auditor").get(MORE).status_code == 405
    assert visitor.post(MORE, token=False).status_code == 400
    assert kept(served) == []
    with committing(served):
        made = session.get_one(Finding, 1)
        filing.withdraw(made, reason="誤り", version=made.version, by=viewer("audit_manager"))
    late = hand_in(visitor.as_("auditor"), MORE, file)
    assert late.status_code == 409
    assert kept(served) == []


def test_a_photos_place_is_gone_before_it_is_kept(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.audit()
    photo = samples.jpeg(samples.tiff())
    hand_in(visitor.as_("auditor"), ROW, [(photo, "棚.jpg")], **SEEN)
    with visitor.get(f"{MORE}/1") as file:
        assert file.mimetype == "image/jpeg"
        assert samples.WHERE in photo
        assert samples.WHERE not in file.data
        assert samples.FRAME in file.data


def test_evidence_of_what_was_done_hangs_on_the_case(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case_in(CaseState.DOING)
    sent = {**form(visitor.as_("owner").get(CASE), f"{CASE}/done"), "result": "登録した。"}
    refused = hand_in(visitor, f"{CASE}/done", [(PAGE, "台帳.jpg")], **sent)
    assert refused.status_code == 400
    assert "登録した。" in words(refused)
    with reading(served):
        assert session.get_one(Case, 1).state is CaseState.DOING
    assert hand_in(visitor, f"{CASE}/done", [(PDF, "台帳.pdf")], **sent).status_code == 302
    with visitor.get(f"{CASE}/evidence/1") as file:
        assert file.data == PDF
    assert visitor.as_("other_head").get(f"{CASE}/evidence/1").status_code == 404
    # The same bytes in another record are no way to them.
    assert visitor.as_("head").get("/check/findings/F-2026-001/evidence/1").status_code == 404


@pytest.mark.parametrize(
    ("harm", "status", "told"),
    [
        (lambda path: path.write_bytes(b"%PDF-1.7 another"), 409, "登録時と異なる"),
        (lambda path: path.unlink(), 404, "本体が見つからない"),
    ],
)
def test_a_file_that_is_not_what_was_handed_in_is_never_given_out(
    served: Served, visitor: Visitor, harm: Callable[[Path], object], status: int, told: str
) -> None:
    with committing(served):
        builders.audit()
    filed = hand_in(visitor.as_("auditor"), ROW, [(PDF, "scan.pdf")], **SEEN)
    assert filed.status_code == 302
    with visitor.get(f"{MORE}/1") as file:
        assert file.data == PDF
    (path,) = kept(served)
    harm(path)
    answer = visitor.get(f"{MORE}/1")
    assert answer.status_code == status
    assert told in words(answer)


def test_a_file_that_the_scanner_refuses_is_told_beside_its_field_and_nothing_is_kept(
    served: Served, visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with committing(served):
        builders.audit()
    scanner = tmp_path / "scanner.sh"
    scanner.write_text('#!/bin/sh\n! grep -q EICAR "$1"\n')
    scanner.chmod(0o700)
    own = replace(served.settings, scan_command=str(scanner))
    monkeypatch.setitem(served.app.extensions, "pms", own)
    visitor.as_("auditor")
    refused = hand_in(visitor, ROW, [(PDF, "棚.pdf"), (b"EICAR", "b.txt")], **SEEN)
    assert "「b.txt」は、ウイルス検査で拒否されました。" in words(refused)
    assert SEEN["fact"] in words(refused)
    assert (stored(served), kept(served)) == ((0, 0, 0), [])
    assert hand_in(visitor, ROW, [(PDF, "棚.pdf")], **SEEN).status_code == 302
    scanner.unlink()
    assert "ウイルス検査ができない" in words(hand_in(visitor, MORE, [(PDF, "棚.pdf")]))
    assert stored(served) == (1, 1, 1)
