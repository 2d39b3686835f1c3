"""What a refusal of the check phase says to people: audits, checklists and findings."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "no_such_row": _l("確認項目 %(position)s は見つかりません。"),
    "auditor_runs_the_pms": _l(
        "%(name)sさんは代表者または個人情報保護管理者のため、監査員になれません。選べる人：%(eligible)s"
    ),
    "auditor_lacks_role": _l("%(name)sさんは監査員に任命されていません。選べる人：%(eligible)s"),
    "auditor_of_own_unit": _l(
        "%(name)sさんは監査日にこの部門に所属しているため、監査できません。選べる人：%(eligible)s"
    ),
    "auditor_of_only_unit": _l(
        "%(name)sさんは自部門を監査することになります。部門がひとつの会社では、理由を記録すれば例外として認められます。"
    ),
    "auditor_needed": _l("監査員を1人以上選んでください。"),
    "requirement_needed": _l("要求事項を1つ以上選んでください。"),
    "audit_team_only": _l("この操作は、この監査の監査員だけができます。"),
    "audit_is_over": _l("この監査は終了しているため、変更できません。"),
    "checklist_not_done": _l(
        "結果が未記入の確認項目が%(count)s件あります。すべて記入してから終了してください。"
    ),
    "not_applicable_needs_reason": _l(
        "「該当なし」には理由が要ります。メモに理由を書いてください。"
    ),
    "audit_manager_only": _l("この操作は監査責任者だけができます。"),
    "fact_needed": _l("事実を入力してください。判断や原因は、ここには書かなくてかまいません。"),
    "evidence_needed": _l("不適合には客観的証拠が要ります。見た記録・場所・数を書いてください。"),
    "row_changed": _l(
        "ほかの監査員が確認項目 %(position)s を先に記入しました。入力した内容は残っています。"
        "いまの結果を確かめてから、もう一度送ってください。"
    ),
    "row_has_finding": _l(
        "この項目には所見が記録されています。結果は「%(result)s」のままにしてください。"
    ),
}
