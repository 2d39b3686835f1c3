"""The register of documents (文書・様式; J.4.5.1–J.4.5.4): what is in force, and what it covers.

The text of a policy or a rule, its versions, their comparison and who read them are those of a
policy (`POL`), which an entry names; a blank form is a file of its entry.
"""

from typing import Any

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, parse_reference
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.listings import everybody
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.changes.planned_changes import OF_CHANGES
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.plan.laws.laws import OF_LAWS
from pms_tracker.plan.rules import document_rules
from pms_tracker.plan.rules.document_rules import LOOKED_AT, DocumentKind, LookResult
from pms_tracker.plan.tables.document_tables import Document
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.entry_faults import refuse, refuse_first
from pms_tracker.registers.fields import Choice, Day, Facts, Text, Values
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import (
    MORE_FACT,
    Also,
    Enclosed,
    Labels,
    Names,
    also,
    called,
    noted,
)
from pms_tracker.registers.register import Register, Same

KINDS: Labels = {
    DocumentKind.RULE: N_("規程"),
    DocumentKind.POLICY: N_("方針書"),
    DocumentKind.PROCEDURE: N_("手順書"),
    DocumentKind.FORM: N_("様式"),
    DocumentKind.EXTERNAL: N_("外部文書"),
}
LOOK_RESULTS: Labels = {
    LookResult.UNCHANGED: N_("変更なし"),
    LookResult.TO_REVISE: N_("改定が必要"),
    LookResult.TO_END: N_("廃止が必要"),
}
_ALSO: Also = also(
    (DocumentKind.RULE, "規則 規定 内規 細則 基本規程 社内規程 内部規程 規程類 二次文書"),
    (DocumentKind.POLICY, "方針 基本方針"),
    (
        DocumentKind.PROCEDURE,
        "手順 マニュアル 要領 手引き 手引書 ガイド ルールブック 実施要領 三次文書",
    ),
    (DocumentKind.FORM, "帳票 書式 フォーム 様式類 記録様式 様式・帳票 雛形 ひな形 申請書"),
    (DocumentKind.EXTERNAL, "外部 契約書 取扱説明書 外部規格 法令 社外文書"),
)

# Everybody works by them.
visible_to = everybody


def _rule(values: Values, _facts: Facts) -> None:
    made, valid = values["made_on"], values["valid_on"]
    if made and valid and valid < made:
        refuse("valid_on", N_("制定日以降の日を入力してください。"))
    for each in values["text_of"]:
        named = parse_reference(each)
        if named is None or named.kind is not Kind.POLICY:
            refuse("text_of", N_("本文を登録した方針・規程の番号を入力してください。例：POL-002"))
    refuse_first(document_rules.look_faults(values["looked_on"], values["look_result"]))


def _comes_in(row: Any, values: Values) -> None:
    """The rule that a form is said to be under is one of the register, if only as a draft.

    Raises BadInput where it is not: the yearly look at the rule would pass the form over.
    """
    code = values["under"]
    if not code or values["kind"] is not DocumentKind.FORM:
        return
    there = select(Document.id).where(
        *(Document.code == code, Document.id != row.id, Document.kind.in_(LOOKED_AT)),
        *(Document.struck == "", Document.state != Standing.ENDED),
    )
    if session.scalars(there.limit(1)).first() is None:
        refuse(
            "under",
            N_("この番号の規程は登録されていません。先に規程を登録するか、番号を直してください。"),
        )


DOCUMENTS = Register(
    *("documents", "plan/documents", Document, N_("文書・様式")),
    kind=Kind.DOCUMENT,
    new=N_("文書・様式を登録する"),
    why=N_("規程、手順書、様式、外部文書を一覧にし、どの版が有効かを承認を受けて登録します。"),
    requirement=N_(
        "Pマークの構築・運用指針 J.4.5.1とJ.4.5.4は、内部規程と様式を文書にし、承認した版を使うよう"
        "求めています。更新の申請では、文書の一覧と、指針との対応表を提出します。"
    ),
    fields=(
        Text(
            *("code", N_("文書番号"), 40),
            needed=N_("文書番号を入力してください。"),
            help=N_("例：規程-01、様式-08-02"),
            headings=called(
                "文書No. 規程番号 様式番号 管理番号 規程no 様式no 文書管理番号 帳票番号 "
                "documentno docno documentnumber"
            ),
        ),
        Text(
            *("title", N_("文書の名称")),
            needed=N_("文書の名称を入力してください。"),
            headings=called(
                "文書名 名称 規程名 様式名 題名 標題 書式名 帳票名 規程・様式名 "
                "文書・様式名 規程・文書名 documentname documenttitle"
            ),
        ),
        Choice(
            *("kind", N_("文書の種類"), KINDS, _ALSO),
            needed=N_("文書の種類を選んでください。"),
            headings=called("種類 区分 分類 文書種別 文書区分 種別 文書分類 type"),
        ),
        Text(
            *("issue", N_("版"), 40),
            asked=True,
            help=N_("例：第3版"),
            headings=called("版数 版番号 改版 バージョン revision rev 版no 現行版 version edition"),
        ),
        Day(
            *("made_on", N_("制定日")),
            headings=called(
                "作成日 初版制定日 初版 発行日 初版発行日 新規制定日 初版日 issuedon firstissued"
            ),
        ),
        Day(
            *("valid_on", N_("この版の施行日")),
            asked=True,
            headings=called(
                "施行日 改定日 最終改定日 改訂日 最新改定日 最新改訂日 最終改訂日 "
                "改定年月日 改訂年月日 最新版日付 改版日 現行版施行日 最終改正日 改正日 "
                "effectivedate revisedon lastrevised"
            ),
        ),
        Text(
            *("reason", N_("改定の理由"), 2000),
            inside="facts",
            lines=True,
            headings=called(
                "改定理由 改訂理由 改定内容 改訂内容 変更内容 変更理由 改版理由 改正理由"
            ),
        ),
        Names(
            *("items", N_("対応する指針の項目")),
            help=N_("例：J.3.1.1、J.9.2。対応表になります。"),
            headings=called(
                "指針の項番 J番号 対応項番 要求事項 対応要求事項 要求事項番号 関連要求事項"
            ),
        ),
        Names(
            *("text_of", N_("本文")),
            help=N_("方針・規程に本文を登録したとき、その番号を入力します。例：POL-002"),
            headings=("本文の番号",),
        ),
        Text(
            *("under", N_("様式を定める規程の番号"), 40),
            inside="facts",
            help=N_(
                "様式のときに入力します。例：規程-01。規程の年1回の確認で、あわせて確かめます。"
            ),
            headings=("関連規程", "根拠規程"),
        ),
        Day(
            *("looked_on", N_("年1回の確認をした日")),
            **MORE_FACT,
            past=True,
            headings=("確認日", "見直し日", "最終確認日"),
        ),
        Choice(
            *("look_result", N_("年1回の確認の結果"), LOOK_RESULTS),
            **MORE_FACT,
            headings=("見直し結果",),
        ),
        Text(
            *("place", N_("保管場所")),
            **MORE_FACT,
            headings=called("原本の保管場所 格納場所 保管先 掲載場所 保存場所"),
        ),
        OF_CHANGES,
        OF_LAWS,
        noted(N_("備考"), "摘要 メモ 特記事項"),
        Enclosed(
            *("enclosed", N_("この版のファイル")),
            inside="facts",
            help=N_("この版に含めないファイルは外します。前の版には、前のファイルが残ります。"),
        ),
        Files("files", N_("様式の見本、規程のファイル")),
    ),
    columns=("code", "title", "kind", "issue", "valid_on"),
    filters=("kind",),
    sorts=("code", "title", "valid_on"),
    sorted_by="code",
    title=("code", "title"),
    rule=_rule,
    comes_in=_comes_in,
    same=Same(("code", "valid_on")),
    seen=visible_to,
    keeper=Permission.KEEP_REGISTERS,
    quiet=False,
    boxes=(N_("代表者"), N_("個人情報保護管理者")),
    approvers=(Role.REPRESENTATIVE, Role.PRIVACY_MANAGER),
    afterwards=("looked_on", "look_result", OF_CHANGES.name, OF_LAWS.name),
)
TO_APPROVE = entry_duties.source(
    DOCUMENTS,
    *("approve_documents", N_("文書・様式の承認")),
    N_("提出された文書・様式の版を確かめ、承認するか、理由を添えて差し戻してください。"),
)
