"""What a refusal of the check phase says to people: audits, checklists and findings."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "nothing_to_undo": _l(
        "元に戻せません。戻せるのは5分以内に本人だけで、その後に項目が変更されていないときに限ります。"
    ),
    "no_such_row": _l("確認項目 %(position)s は見つかりません。"),
    "auditor_runs_the_pms": _l(
        "%(name)sさんは代表者または個人情報保護管理者のため、監査員になれません。選べる人：%(eligible)s"
    ),
    "auditor_lacks_role": _l("%(name)sさんは監査員に任命されていません。選べる人：%(eligible)s"),
    "auditor_of_own_unit": _l(
        "%(name)sさんは監査日にこの部門に所属しているため、監査できません。選べる人：%(eligible)s"
    ),
    "auditor_of_only_unit": _l(
        "%(name)sさんは自部門を監査することになります。部門が1つの会社では、理由を記録すれば例外として認められます。"
    ),
    "auditor_of_own_work": _l(
        "%(name)sさんは、過去12か月にこの部門の是正処置（%(about)s）を担当・実施・作成・承認したため、監査できません。"
        "選べる人：%(eligible)s"
    ),
    "auditor_of_only_work": _l(
        "%(name)sさんは、自分が担当・実施・作成・承認した是正処置（%(about)s）を監査することになります。"
        "部門が1つの会社では、理由を記録すれば例外として認められます。"
    ),
    "auditor_wrote_criterion": _l(
        "%(name)sさんは、監査基準にする規程（%(about)s）を書いたため、監査できません。選べる人：%(eligible)s"
    ),
    "auditor_wrote_only_criterion": _l(
        "%(name)sさんは、自分が書いた規程（%(about)s）を監査基準にすることになります。"
        "部門が1つの会社では、理由を記録すれば例外として認められます。"
    ),
    "auditor_has_left": _l(
        "%(name)sさんは監査日には退職しているため、監査できません。選べる人：%(eligible)s"
    ),
    "audit_has_begun": _l("この監査はすでに始まっているか終わっているため、計画を変えられません。"),
    "audit_not_begun": _l("この監査は、まだ始まっていません。ページを開き直してください。"),
    "too_many_sessions": _l("日程は%(most)s行までで入力してください。"),
    "session_before_the_last": _l("日程は、時刻の早い順に入力してください。"),
    "session_ends_first": _l("終了時刻は、開始時刻より後の時刻を入力してください。"),
    "auditee_of_another_unit": _l("被監査者は、監査日にこの部門に所属する人から選んでください。"),
    "planned_in_past": _l("新しい予定日は、今日以降の日を入力してください。"),
    "planned_then_already": _l("現在の予定日と同じ日です。別の日を入力してください。"),
    "team_as_before": _l("監査チームは変わっていません。別の人を選んでください。"),
    "training_ends_first": _l("有効期限は、取得日以降の日を入力してください。"),
    "affiliation_needed": _l("所属先を入力してください。例：〇〇監査事務所"),
    "auditor_needed": _l("監査員を1人以上選んでください。"),
    "audit_needed": _l("監査を1件以上計画してください。"),
    "theme_needed": _l("監査テーマを入力してください。"),
    "purpose_needed": _l("監査の目的を入力してください。"),
    "audit_outside_year": _l("この年度の日を入力してください（%(first)sから%(last)sまで）。"),
    "audit_before_approval": _l(
        "%(day)sは過ぎています。プログラムが承認された後の日を入力してください。"
    ),
    "no_requirements_in_force": _l(
        "監査で確かめる要求事項がありません。先に方針を登録してください。"
    ),
    "programme_gaps_need_reason": _l(
        "この年度の監査に含まれていません：%(missing)s。監査を追加するか、含めない理由を入力してください。"
    ),
    "programme_begun_already": _l("%(year)s年度の監査プログラムは、すでに作られています。"),
    "programme_locked": _l(
        "この監査プログラムは提出されているため、下書きとしては変えられません。"
    ),
    "programme_not_approved": _l(
        "この監査のプログラムは、まだ承認されていません。承認の後に監査を始めてください。"
    ),
    "programme_approved_later": _l(
        "監査プログラムは%(day)sに承認されました。それより前の日には、監査を始められません。"
    ),
    "programme_or_trigger": _l("プログラムにない監査は臨時監査です。きっかけを1つ選んでください。"),
    "trigger_needs_reason": _l("臨時監査の理由を入力してください。"),
    "past_unit_needed": _l("運用監査には部門が必要です。部門を選んでください。"),
    "past_unit_superfluous": _l("適合性監査は会社に1件です。部門は選ばないでください。"),
    "past_year_wrong": _l("実施日は%(year)s年度です。その年度か、1つ前の年度を入力してください。"),
    "past_audit_known": _l("%(day)sの同じ監査が、すでに登録されています。"),
    "requirement_needed": _l("要求事項を1つ以上選んでください。"),
    "audit_team_only": _l("この操作は、この監査の監査員だけができます。"),
    "audit_is_over": _l("この監査は報告または終了しているため、変更できません。"),
    "checklist_not_done": _l(
        "結果が未記入の確認項目が%(count)s件あります。すべて記入してから署名してください。"
    ),
    "rows_without_finding": _l(
        "不適合とした項目%(rows)sに、所見がありません。項目から所見を記録するか、結果を変更してから署名してください。"
    ),
    "report_incomplete": _l("監査員の所見と結論を入力してから、署名してください。"),
    "report_changed": _l(
        "開いている間に、報告書の次の部分が変わりました：%(changed)s。入力した内容は残っています。"
        "現在の内容を読んでから、もう一度送ってください。"
    ),
    "report_signed_by_lead": _l("報告書に署名できるのは、監査チームのリーダーだけです。"),
    "report_approved_by_manager": _l(
        "報告書を承認できるのは、報告書を書いていない監査責任者とその代理だけです。"
    ),
    "report_received_by_representative": _l("報告書を受領できるのは、代表者とその代理だけです。"),
    "report_decided_already": _l("この報告書は、ほかの人が先に決定しました。現在の状態：%(state)s"),
    "report_not_signed": _l("報告書は、まだ署名されていません。"),
    "report_day_too_early": _l("%(day)s 以降の日を入力してください。"),
    "no_such_report": _l("%(reference)s の報告書は、まだありません。"),
    "not_applicable_needs_reason": _l(
        "「該当なし」には理由が必要です。メモに理由を書いてください。"
    ),
    "audit_manager_only": _l("この操作は監査責任者だけができます。"),
    "fact_needed": _l("事実を入力してください。判断や原因は、ここには書かなくてかまいません。"),
    "evidence_needed": _l("不適合には客観的証拠が必要です。見た記録・場所・数を書いてください。"),
    "grade_not_offered": _l(
        "その等級は、いまの会社の設定では選べません。一覧から選び直してください。"
    ),
    "grade_name_too_long": _l("等級の名前は%(longest)s文字までで入力してください。"),
    "grade_name_taken": _l("同じ名前の等級があります。別の名前を入力してください。"),
    "auditee_only": _l("この操作は、監査を受けた部門の責任者だけができます。"),
    "not_eligible_to_rule": _l(
        "この所見を記録した人、監査した人、異議を申し立てた人は、異議を決定できません。"
        "ほかの人が行います。"
    ),
    "answer_too_late": _l(
        "回答の期限が過ぎたため、異議は申し立てられません。所見は確認されたものとして扱います。"
    ),
    "dispute_needs_reason": _l("異議の理由を入力してください。事実と違う点を具体的に書きます。"),
    "ruling_needs_grounds": _l("決定の根拠（確かめた方法と見たもの）を入力してください。"),
    "dispute_is_decided": _l(
        "異議の決定を待っている所見は、取り下げられません。異議の決定のところで取り下げてください。"
    ),
    "finding_withdrawn": _l("この所見は取り下げられているため、ファイルを追加できません。"),
    "nobody_was_told": _l("この所見は、被監査部門の確認を待っていません。"),
    "row_changed": _l(
        "ほかの監査員が確認項目 %(position)s を先に記入しました。入力した内容は残っています。"
        "いまの結果を確かめてから、もう一度送ってください。"
    ),
    "change_without_uuid": _l("この変更には正しい番号がありません。画面を開き直してください。"),
    "change_of_another": _l(
        "この変更は、別の項目か別の人のものとして、すでに受け付けています。画面を開き直してください。"
    ),
    "sample_number": _l("0から%(most)sまでの数を入力してください。"),
    "sample_larger": _l("確かめた数が母数を超えています。どちらかを直してください。"),
    "drawn_number": _l("1から%(most)sまでの数を入力してください。"),
    "nothing_to_draw": _l(
        "この条件に合う記録がありません。期間を広げるか、ほかの部門の記録も含めてください。"
    ),
    "note_too_long": _l(
        "抽出した記録を並べると、メモが%(longest)s文字を超えます。メモを短くするか、数を減らしてください。"
    ),
    "sample_changed": _l(
        "抽出した後に、対象の記録が変わりました。抽出し直した結果を確かめてから、もう一度送ってください。"
    ),
    "rows_needed": _l("追加する項目を1つ以上選んでください。"),
    "checklist_too_long": _l("チェックリストは%(most)s項目までです。監査を分けてください。"),
    "row_is_answered": _l(
        "記入した項目は外せません。当てはまらないときは「該当なし」、見なかったときは「抽出せず」にしてください。"
    ),
    "asked_already": _l("同じ質問が、もうあります。"),
    "template_changed": _l(
        "ほかの人がひな形を先に保存しました。入力した内容は残っています。もう一度送ってください。"
    ),
    "questions_empty": _l(
        "質問が1つもありません。要求事項と質問の列がある CSV か Excel を選んでください。"
    ),
    "no_such_question": _l("質問 %(position)s は見つかりません。"),
    "no_such_requirement_name": _l(
        "要求事項「%(name)s」は見つかりません。「j-items J.9.2」のように入力してください。"
    ),
    "question_needed": _l("質問を入力してください。例：退職した人の鍵は、すべて戻っているか。"),
    "not_of_the_criteria": _l("この監査の基準から、要求事項を選んでください。"),
    "sheet_needs_scan": _l("紙のスキャンか写真を選んでください。"),
    "no_such_sheet": _l("紙 %(number)s は見つかりません。"),
    "file_needed": _l("ファイルを選んでください。"),
    "row_has_finding": _l(
        "この項目には所見が記録されています。結果は「%(result)s」のままにしてください。"
    ),
}
