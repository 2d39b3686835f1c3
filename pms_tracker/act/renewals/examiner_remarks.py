"""The register of what examiners remarked (指摘事項): each answered, most of them with a case."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, select, true

from pms_tracker.act.renewals.renewals import RENEWALS
from pms_tracker.act.tables import renewal_tables
from pms_tracker.act.tables.renewal_tables import Remark, Renewal
from pms_tracker.database import session
from pms_tracker.kernel.due_dates import EXAMINERS_ANSWER, add_months
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers.edition_tables import EntryLink
from pms_tracker.registers.entry_faults import refuse
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Day, Facts, Of, Pick, Text, Value, Values
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import FACT
from pms_tracker.registers.register import Register


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """As renewals: for those who see all."""
    return true() if viewer.sees_all else false()


def answer_by(found_on: date) -> date:
    """By when a remark is answered, where its letter says no other day: within three months."""
    return add_months(found_on, EXAMINERS_ANSWER.amount)


def _rule(values: Values, _facts: Facts) -> None:
    if len(values["renewal"]) != 1:
        refuse("renewal", N_("更新を1件だけ選んでください。"))
    for name in ("due_on", "answered_on"):
        if values[name] is not None and values[name] < values["found_on"]:
            refuse(name, N_("指摘を受けた日以降の日を入力してください。"))
    if values["answered_on"] is not None and not values["answer"]:
        refuse("answer", N_("回答の内容を入力してください。"))


def _filled(values: Values, _facts: Facts) -> dict[str, Value]:
    """Without a day of its own a remark is answered within three months."""
    due_on = values["due_on"] or (values["found_on"] and answer_by(values["found_on"]))
    return {**values, "due_on": due_on}


REMARKS = Register(
    *(renewal_tables.REMARKS, "act/remarks", Remark, N_("審査の指摘事項")),
    kind=Kind.REMARK,
    new=N_("指摘事項を登録する"),
    why=N_("審査機関の指摘を1件ずつ登録し、是正処置と回答の期限を管理します。"),
    requirement=N_(
        "現地審査の指摘には、是正の内容を期限までに文書で回答します。期限の指定がなければ3か月以内です。"
    ),
    fields=(
        Entries(*("renewal", N_("更新"), RENEWALS), needed=N_("更新を1件選んでください。")),
        Text("item", N_("指摘番号"), 40, headings=("番号", "No.")),
        Text(
            *("requirement", N_("指針の項目"), 40),
            **FACT,
            help=N_("例：J.3.1.1"),
            headings=("項番", "要求事項", "J番号"),
        ),
        Pick(
            *("unit_id", N_("担当部門"), Of.UNIT),
            needed=N_("担当部門を選んでください。"),
            headings=("部門",),
        ),
        Text(
            *("what", N_("指摘の内容"), 4000),
            lines=True,
            needed=N_("指摘の内容を入力してください。"),
            headings=("指摘事項", "内容"),
        ),
        Day(
            *("found_on", N_("指摘を受けた日")),
            past=True,
            needed=N_("指摘を受けた日を入力してください。"),
            headings=("指摘日",),
        ),
        Day(
            *("due_on", N_("回答の期限")),
            until=True,
            help=N_("空欄なら、指摘を受けた日の3か月後とします。"),
            headings=("期限", "回答期限"),
        ),
        Text("case_reference", N_("是正処置の番号"), 40, help=N_("例：CA-2026-003")),
        Text("answer", N_("回答の内容"), 4000, lines=True, headings=("回答", "是正内容")),
        Day(
            *("answered_on", N_("回答した日")),
            past=True,
            told=(N_("回答済み"), N_("未回答")),
            headings=("回答日",),
        ),
        Files("files", N_("回答に添付した資料")),
    ),
    columns=("item", "what", "unit_id", "due_on", "answered_on"),
    filters=("unit_id", "answered_on"),
    sorts=("due_on",),
    waits_by="due_on",
    title=("what",),
    dated="found_on",
    rule=_rule,
    fill=_filled,
    filled=("due_on",),
    seen=visible_to,
    custom=Custom.PRIVACY_MARK,
    keeper=Permission.KEEP_REVIEWS,
    reader=Permission.READ_TRAIL,
    boxes=(N_("代表者"), N_("個人情報保護管理者")),
    beneath=(N_("Pマークの申請"), "renewals.index"),
)


def renewal_of(row: Any) -> Renewal | None:
    """The renewal in which something was remarked."""
    named = (
        *(EntryLink.register == REMARKS.key, EntryLink.entry_id == row.id),
        *(EntryLink.of_register == RENEWALS.key, Renewal.id == EntryLink.of_id),
    )
    return session.scalars(select(Renewal).join(EntryLink, and_(*named))).first()


def remarks_of(renewal: Renewal) -> list[Any]:
    """The remarks of a renewal, in the order of their numbers."""
    named = (
        *(EntryLink.register == REMARKS.key, EntryLink.entry_id == Remark.id),
        *(EntryLink.of_register == RENEWALS.key, EntryLink.of_id == renewal.id),
    )
    its = select(Remark).join(EntryLink, EntryLink.entry_id == Remark.id).where(*named)
    return list(session.scalars(its.where(Remark.struck == "").order_by(Remark.id)))
