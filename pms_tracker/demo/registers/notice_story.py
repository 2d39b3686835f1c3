"""What the demo company shows those who give it their information, version by version."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.demo.registers import purpose_story
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.notice_rules import Exempt, NoticeForm
from pms_tracker.do.uses.acquisition_notices import ACQUISITION_NOTICES
from pms_tracker.kernel.independence import Role
from pms_tracker.registers import entries, entry_fields

_TEXT = "ご記入いただいた個人情報は、教材の発送、授業と行事のご連絡、商品のご案内に利用します。"
# Day from today on which it was entered, what it says (days from today for days), which entries
# are acquired with it, and the clauses that say its purposes.
NOTICES: tuple[tuple[int, Mapping[str, Any], tuple[str, ...], str], ...] = (
    (
        -380,
        {
            **{"name": "入会申込書の裏面", "form": NoticeForm.CUSTOMER},
            **{"form_number": "F-12", "form_version": "第2版", "text": _TEXT},
            **{"shown_from": -378, "shown_until": -155},
        },
        *(("入会申込書", "生徒台帳"), "a"),
    ),
    (
        -152,
        {
            **{"name": "入会申込書の裏面", "form": NoticeForm.CUSTOMER},
            **{"form_number": "F-12", "form_version": "第3版", "shown_from": -149},
            "text": f"{_TEXT}合格実績の集計にも利用します。",
        },
        *(("入会申込書", "生徒台帳"), "a"),
    ),
    (
        -380,
        {
            **{"name": "採用応募フォームの同意欄", "form": NoticeForm.APPLICANT},
            **{"form_number": "F-21", "form_version": "第1版", "shown_from": -378},
            "text": "応募者の個人情報は、採用の選考と連絡にだけ利用します。",
        },
        *(("応募者の履歴書",), "d"),
    ),
    (
        -120,
        {
            **{"name": "取引先との名刺の交換", "form": NoticeForm.OTHER, "exempt": Exempt.OBVIOUS},
            "reason": "名刺は連絡のために受け取ることが、相手にも明らかである",
        },
        *(("執筆者の連絡先",), ""),
    ),
)


class NoticeActs:
    """What was shown since when, as it was entered."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[Act]:
        for day, says, names, clauses in NOTICES:
            enter = partial(self._enter, says, names, clauses)
            yield Act(self._desk.days.open(day), Hour.FILE, enter)

    def _enter(self, says: Mapping[str, Any], names: tuple[str, ...], clauses: str) -> None:
        day = self._desk.days.open
        values = {name: day(each) if name[:6] == "shown_" else each for name, each in says.items()}
        known = entry_fields.called([LEDGER], None)[LEDGER.key]
        values["rows"] = tuple(reference for name in names for reference in known[name])
        values["stated"] = purpose_story.stated_in(clauses) if clauses else ()
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        entries.enter(ACQUISITION_NOTICES, values, by=by)
