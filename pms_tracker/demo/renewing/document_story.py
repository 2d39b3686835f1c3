"""The demo company's documents and kinds of records, and the changes that it plans."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from pms_tracker import clock
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.demo.registers import approving
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.lasting.spans import Span, Start
from pms_tracker.plan.changes import change_starters
from pms_tracker.plan.changes.change_fields import AREAS
from pms_tracker.plan.changes.planned_changes import CHANGES
from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.plan.documents.record_types import RECORD_TYPES
from pms_tracker.plan.rules.document_rules import DocumentKind
from pms_tracker.plan.rules.impact_rules import Need
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import DRAFTED, WAITS

DRAFTED_ON, APPROVED_ON = -190, -186
PLANNED_ON, DECIDED_ON, STARTS = -30, -27, 45
_RULE, _FORM = DocumentKind.RULE, DocumentKind.FORM
# Number, title, kind, issue, and the items of the guide that each is of.
WRITTEN = (
    ("方針-01", "個人情報保護方針", DocumentKind.POLICY, "第3版", "J.2.2", ("POL-001",)),
    ("規程-01", "個人情報取扱規程", _RULE, "第4版", "J.1 J.2 J.3.1 J.4.5 J.8 J.9", ("POL-002",)),
    ("規程-02", "教育・力量管理規程", _RULE, "第2版", "J.3.2 J.3.3 J.4.1 J.4.2 J.4.3", ()),
    ("規程-03", "内部監査・是正処置規程", _RULE, "第3版", "J.5 J.6 J.7", ()),
    ("規程-04", "開示等・苦情対応規程", _RULE, "第2版", "J.10 J.11", ()),
    ("手順-01", "緊急事態対応手順書", DocumentKind.PROCEDURE, "第2版", "J.4.4", ()),
    ("様式-01-01", "個人情報管理台帳", _FORM, "第3版", "J.3.1.1", ()),
    ("様式-02-01", "教育実施記録", _FORM, "第1版", "J.4.2 J.4.3", ()),
    ("様式-03-02", "監査チェックリスト", _FORM, "第2版", "J.6.2", ()),
    ("様式-04-01", "開示等請求書", _FORM, "第2版", "J.10", ()),
)
# Name, form, unit, place, period and the items of the guide.
KEPT = (
    ("教育の記録", "様式-02-01", "総務部", "総務部の書庫", 3, "J.4.2 J.4.3"),
    ("内部監査の記録", "様式-03-02", "総務部", "総務部の書庫", 3, "J.6.2"),
    ("開示等の請求の記録", "様式-04-01", "総務部", "総務部の書庫", 3, "J.10"),
)


class DocumentActs:
    """Documents and kinds of records approved, and a new classroom planned."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._documents: dict[str, Any] = {}
        self._kept: list[Any] = []
        self._change: Any = None

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        yield Act(days.open(DRAFTED_ON), Hour.FILE, self._draft)
        yield Act(days.open(DRAFTED_ON), Hour.SUBMIT, self._hand_in)
        yield Act(days.open(APPROVED_ON), Hour.DECIDE, self._approve)
        yield Act(days.open(PLANNED_ON), Hour.FILE, self._plan)
        yield Act(days.open(PLANNED_ON), Hour.SUBMIT, self._hand_in)
        yield Act(days.open(DECIDED_ON), Hour.DECIDE, self._approve)

    @property
    def _by(self) -> Any:
        return self._desk.cast.holder(Role.PRIVACY_MANAGER)

    def _draft(self) -> None:
        for code, title, kind, issue, items, text_of in WRITTEN:
            told = {"code": code, "title": title, "kind": kind, "issue": issue}
            more: dict[str, Any] = {
                "items": items.split(),
                "text_of": text_of,
                "valid_on": clock.today(),
            }
            if kind is _FORM:
                # 様式-02-01 is one of 規程-02.
                more["under"] = f"規程-{code.split('-')[1]}"
            self._documents[code] = entries.enter(DOCUMENTS, {**told, **more}, by=self._by)
        for name, form, unit, place, length, items in KEPT:
            values: dict[str, Any] = {
                "name": name,
                "forms": (DOCUMENTS.name_of(self._documents[form]),),
                "unit_id": self._desk.cast.unit_ids[unit],
                "place": place,
                "medium": "紙",
                "keep_until": Span(start=Start.YEAR_END, length=length),
                "ground": "次のPマークの更新が終わるまで",
                "disposal": "シュレッダー",
                "items": items.split(),
            }
            self._kept.append(entries.enter(RECORD_TYPES, values, by=self._by))

    def _plan(self) -> None:
        starts = self._desk.days.today + timedelta(days=STARTS)
        title = "塩尻教室を開く"
        self._change = change_starters.draft("site", title, starts, str, by=self._by)
        told: dict[str, Any] = {
            "why": "塩尻市の生徒が通いやすいように、駅の近くに教室を開く。",
            "decided_on": clock.today(),
            "decided_by": "取締役会",
            "whole": "開設までは松本教室が受け付け、台帳と規程は開設の前に改める。",
            "end_on": starts + timedelta(days=30),
            **{f"{area}_unit": "総務部" for area in AREAS},
            **{f"{area}_need": Need.NEEDED for area in AREAS},
        }
        version = self._change.version
        entries.change(CHANGES, self._change, told, seen=version, by=self._by)

    def _hand_in(self) -> None:
        for register, rows in self._every():
            drafts = [row for row in rows if row.state in DRAFTED]
            approving.hand_in(register, drafts, self._desk)

    def _approve(self) -> None:
        for register, rows in self._every():
            waiting = [row for row in rows if row.state in WAITS]
            approving.approve(register, waiting, self._desk)

    def _every(self) -> list[tuple[Any, list[Any]]]:
        documents = list(self._documents.values())
        changes = [self._change] if self._change is not None else []
        return [(DOCUMENTS, documents), (RECORD_TYPES, self._kept), (CHANGES, changes)]
