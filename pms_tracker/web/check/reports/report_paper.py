"""A report as a paper: plain data for the template, with boxes that carry the signatures."""

from flask_babel import gettext, pgettext

from pms_tracker import clock
from pms_tracker.act.cases import follow_up
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.check.reports import audit_reports
from pms_tracker.check.rules import audit_report_rules
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.check.tables.audit_report_tables import SignedReport
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.web.check.reports import report_steps, report_words
from pms_tracker.web.check.reports.report_page import Desk
from pms_tracker.web.door.access import me
from pms_tracker.web.pictures import papers
from pms_tracker.web.words import days_in_words


def data(found: Desk, number: str = "") -> tuple[dict[str, object] | None, str]:
    """What the paper says and its file's name; None where the reader has no report to read."""
    row = _chosen(found, number)
    if number and row is None:
        return None, ""
    content = row.content if row else found.content
    if content is None:
        return None, ""
    decisions = [] if row is None else _about(row, approvals.decisions(found.audit.reference))
    told = report_words.told(content)
    followed = _followed(found)
    name = f"{found.audit.reference}{f'-{row.number}' if row else '-draft'}.pdf"
    return {
        **_frame(found, row, told, decisions),
        **_labels(),
        "rows": told.rows,
        "auditors": [
            [each["name"], each["role"], each["units"], each["roles"], each["checked"]]
            for each in told.auditors
        ],
        "exception": told.exception_reason,
        "results": told.results,
        "left_out": told.left_out,
        "sets": told.sets,
        "grades": told.grades,
        "nonconformities": [
            {**each, "followed": followed.get(each["reference"], "")}
            for each in told.nonconformities
        ],
        "others": told.others,
        "practices": told.practices,
        "words": told.words,
    }, name


def _followed(found: Desk) -> dict[str, str]:
    """By finding, the case that deals with it, and when its plan was handed in or is due (回答)."""
    told = {}
    for case in follow_up.of_audit(found.audit.id, me()):
        name = format_reference(Kind.CASE, case.fiscal_year, case.number)
        if case.submitted_on is not None:
            day = gettext("回答日 %(day)s", day=days_in_words.day_text(case.submitted_on))
        elif case.turn_due_on is not None:
            day = gettext("回答期限 %(day)s", day=days_in_words.day_text(case.turn_due_on))
        else:
            day = ""
        of = format_reference(Kind.FINDING, case.finding_year, case.finding_number)
        told[of] = f"{name}　{day}".strip()
    return told


def _chosen(found: Desk, number: str) -> SignedReport | None:
    """The signature asked for: an earlier one for those who know them, else the one that stands."""
    if number:
        return next((each for each in found.known if str(each.number) == number), None)
    return found.signed[0] if found.is_frozen else None


def _about(row: SignedReport, decisions: list[Approval]) -> list[Approval]:
    return [each for each in decisions if each.digest == row.digest]


def _frame(
    found: Desk, row: SignedReport | None, told: report_words.Told, decisions: list[Approval]
) -> dict[str, object]:
    """Title, boxes and what stands at the edges of each page."""
    stamp = gettext("案") if row is None else ""
    if any(each.decision is Decision.SENT_BACK for each in decisions):
        stamp = gettext("差戻し")
    day = days_in_words.day_text(row.signed_on) if row else days_in_words.day_text(clock.today())
    receipt = report_steps.standing(decisions, audit_report_rules.RECEIPT)
    return papers.frame(
        gettext("監査報告書"),
        company=told.head["company"],
        reference=told.head["reference"],
        number=gettext("第%(num)d回の署名", num=row.number) if row and row.number > 1 else "",
        day=day,
        addressee="\n".join(told.addressees),
        stamp=stamp,
        boxes=_boxes(found, row, decisions),
        instructions=receipt.reason if receipt else "",
        foot=_foot(row),
    )


def _labels() -> dict[str, str]:
    return {
        "facts_head": gettext("監査の概要"),
        "team_head": gettext("監査員と独立性"),
        "units_word": gettext("当日の所属"),
        "roles_word": gettext("当日の役割"),
        "independent": gettext("監査員は、監査した部門に所属していません（監査日の所属で確認）。"),
        "exception_word": gettext("独立性の例外の理由"),
        "results_head": gettext("確認の結果"),
        "results_word": gettext("結果ごとの件数"),
        "left_out_word": gettext("該当なし・抽出せず"),
        "sets_word": gettext("要求事項と版"),
        "nonconformities_head": pgettext("report", "不適合"),
        "others_head": gettext("その他の所見"),
        "counts_word": gettext("所見の件数"),
        "requirement_word": gettext("要求事項"),
        "followed_word": gettext("是正処置"),
        "fact_word": gettext("事実"),
        "evidence_word": gettext("客観的証拠"),
        "strong_word": pgettext("report", "良好な点"),
        "opinion_word": gettext("監査員の所見"),
        "conclusion_word": gettext("監査の結論"),
        "instructions_word": gettext("改善指示"),
        "distribution_word": gettext("配布先"),
        "evaluation_head": gettext("評価"),
        "none": gettext("なし"),
        "unsaid": gettext("記載なし"),
        "finding_words": gettext("監査所見"),
    }


def _boxes(found: Desk, row: SignedReport | None, decisions: list[Approval]) -> list[object]:
    """Receipt, approval, signature, from left to right; a box stays empty where nobody has yet."""
    approval = report_steps.standing(decisions, audit_report_rules.APPROVAL)
    receipt = report_steps.standing(decisions, audit_report_rules.RECEIPT)
    decided = found.audit.state in (AuditState.APPROVED, AuditState.CLOSED)
    straight = row is not None and found.is_frozen and decided and approval is None
    return [
        _box(gettext("代表者"), gettext("受領"), row, audit_report_rules.RECEIPT, receipt),
        {
            **_box(
                gettext("監査責任者"),
                pgettext("decided", "承認"),
                row,
                audit_report_rules.APPROVAL,
                approval,
            ),
            "waived": report_steps.waived() if straight else "",
        },
        _box(gettext("監査員"), pgettext("decided", "作成"), row, audit_reports.SIGNATURE, row),
    ]


def _box(
    office: str,
    word: str,
    row: SignedReport | None,
    step: str,
    made: Approval | SignedReport | None,
) -> dict[str, object]:
    """One box: a seal with word, day and family name, and the whole name and instant beneath."""
    if row is None or made is None:
        return papers.box(office, word)
    names = row.signers[step]
    day = made.signed_on if isinstance(made, SignedReport) else made.decided_on
    notes = [days_in_words.instant_text(made.recorded_at)]
    if "office" in names:
        notes.append(gettext("監査責任者に代わって代表者が承認"))
    if "for" in names:
        notes.append(gettext("%(name)sの代理", name=names["for"]))
    if "entered_by" in names:
        notes.append(gettext("書面・入力 %(name)s", name=names["entered_by"]))
    return papers.box(office, word, day, names["name"], notes)


def _foot(row: SignedReport | None) -> list[tuple[str, str]]:
    """What proves the paper: its digest, and the head of the trail when it was signed."""
    if row is None:
        return []
    signature = row.content[audit_reports.SIGNATURE]
    trail = gettext("署名時の操作履歴の最終番号 %(num)d", num=signature["trail"])
    told = [
        (gettext("報告書のハッシュ値（SHA-256）"), row.digest),
        (trail, str(signature["trail_digest"])),
    ]
    if row.erased_at is not None:
        told.append((gettext("内容の一部を消去"), days_in_words.instant_text(row.erased_at)))
    return told
