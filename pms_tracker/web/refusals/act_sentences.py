"""What a refusal of the act phase says to people: sources, actions and management reviews."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "heir_is_leaver": _l("退職する本人には引き継げません。別の人を選んでください。"),
    "renewal_unanswered": _l(
        "回答していない指摘事項があります（%(remarks)s）。審査機関は、回答の後に付与を決定します。"
        "先に、指摘事項に回答した日を記録してください。"
    ),
    "heir_not_here": _l(
        "引き継げるのは、在籍していて退職の予定がない人だけです。別の人を選んでください。"
    ),
    "heir_barred": _l(
        "この人は引き継げません。自分で作成・承認・監査・確認するものになるか、"
        "登録する権限がありません。別の人を選んでください。"
    ),
    "heir_chosen_by_another": _l(
        "引き継ぐ人を選べるのは、個人情報保護管理者と代表者です。監査は、監査責任者が選びます。"
    ),
    "holdings_changed": _l(
        "%(name)sさんに残っているものが、表示した後に変わりました。一覧を読み直し、もう一度選んでください。"
    ),
    "no_heir_chosen": _l("引き継ぐ人を1人以上選んでください。"),
    "leaves_not": _l("最後の日が記録されていません。システム管理者が先に退職を記録してください。"),
    "returned_or_why_not": _l("返却された日か、返却がない理由を入力してください。"),
    "too_many_actions": _l(
        "1回の計画に書ける処置は%(most)s件までです。まとめるか、減らしてください。"
    ),
    "measured_before_due": _l("効果を測る日は、処置の期限以降の日を入力してください。"),
    "cause_category_needed": _l("原因の分類を選んでください。"),
    "too_many_whys": _l(
        "「なぜ」は%(most)s個まで、深さは%(deepest)s段までで書いてください。枝を絞るか、行をまとめてください。"
    ),
    "too_many_causes": _l(
        "特性要因図の1つの区分に書ける要因は%(most)s個までです。大事なものに絞るか、行をまとめてください。"
    ),
    "cause_too_long": _l(
        "特性要因図の要因は、1つ%(longest)s文字までで書いてください。長いものは行を分けてください。"
    ),
    "area_name_too_long": _l("区分の名前は%(longest)s文字までで入力してください。"),
    "area_name_taken": _l("同じ名前の区分があります。別の名前にしてください。"),
    "repeat_unanswered": _l(
        "同じ部門・同じ要求事項で、24か月以内に同じ分類の原因の是正処置が%(count)s件あります。"
        "「なぜ今度は防げるのか」に答えてください。"
    ),
    "no_such_action": _l("その処置は、すでに実施が報告されたか、中止になりました。"),
    "progress_needed": _l("途中経過を入力してください。"),
    "same_due_day": _l("現在の期限と同じ日です。別の日を入力してください。"),
    "due_agreed_by_another": _l(
        "処置の期限を変更することに同意できるのは、その処置を担当していない部門責任者・個人情報保護管理者・代表者だけです。"
    ),
    "unit_not_asked": _l("聞けるのは、いまあるほかの部門だけです。部門を選び直してください。"),
    "elsewhere_question_needed": _l(
        "他部門への質問を入力してください。聞かれた部門は、この文だけを読んで答えます。"
    ),
    "elsewhere_reason_needed": _l("聞く部門を選ぶか、聞かない理由を入力してください。"),
    "head_answers": _l(
        "水平展開に答えられるのは、その部門の責任者（不在なら代理）だけです。責任者がいない部門は、"
        "個人情報保護管理者が答えます。"
    ),
    "nobody_is_asked": _l(
        "この質問への回答は、いま受け付けていません。計画が変更されたか、判定が済んだ可能性があります。"
    ),
    "answer_became_case": _l("この回答からは、すでに是正処置が始まっています。"),
    "elsewhere_text_needed": _l("どう確かめたか、何が見つかったか、または理由を入力してください。"),
    "nothing_found_elsewhere": _l("是正処置を始められるのは、「該当あり」の回答からだけです。"),
    "elsewhere_unanswered": _l(
        "水平展開の回答がまだ%(count)s件届いていません（%(units)s）。そろうまで、有効とは判定できません。"
    ),
    "due_needs_approver": _l(
        "3回目からの変更と、承認された期限から30日を超える変更には、計画を承認できる人の同意が必要です。"
    ),
    "review_day_past": _l("開催予定日は、今日以降の日を入力してください。"),
    "agenda_needed": _l("議題を入力してください。"),
    "attendee_needed": _l("出席を求める人を1人以上選んでください。"),
    "too_many_attendees": _l("出席者は%(most)s人までです。"),
    "duty_has_review": _l(
        "その年度計画の予定には、すでにレビューが招集されているか、予定がなくなっています。"
    ),
    "review_held_already": _l(
        "このレビューは、すでに開催されたか中止されたため、招集を変えられません。"
    ),
    "inputs_blank": _l(
        "次のインプットに、コメントも「変化なし・指摘なし」もありません：%(sections)s"
    ),
    "decisions_unsaid": _l(
        "決定事項を入力するか、「決定事項なし」を選んでください。"
        "提出済みの議事録は、差し戻して書き直してもらいます。"
    ),
    "decisions_and_none": _l(
        "決定事項が入力されています。「決定事項なし」を外すか、決定事項を消してください。"
    ),
    "conclusion_needed": _l(
        "総括を入力してください。提出済みの議事録は、差し戻して書き直してもらいます。"
    ),
    "held_day_needed": _l("開催日を入力してください。"),
    "place_needed": _l("開催場所を入力してください。"),
    "present_needed": _l("出席した人を1人以上選んでください。"),
    "too_many_decisions": _l("決定事項は%(most)s件までです。"),
    "decision_without_text": _l("決定事項の内容を入力してください。"),
    "decision_due_too_early": _l("決定事項の期限は、開催日以降の日を入力してください。"),
    "minutes_locked": _l("この議事録は提出済みのため、変えられません。"),
    "no_such_decision": _l("その決定事項は見つかりません。"),
    "decision_owner_only": _l("決定事項の結果を報告できるのは、担当者だけです。"),
    "decision_done_already": _l("この決定事項は、すでに報告されています。"),
    "decision_done_too_early": _l("実施日は、レビューの開催日以降の日を入力してください。"),
    "managers_open_cases": _l(
        "是正処置を始められるのは、個人情報保護管理者と監査責任者だけです。気付いたことは「報告する」からお知らせください。"
    ),
    "audit_opens_by_finding": _l("内部監査の是正処置は、監査所見から自動で始まります。"),
    "grade_without_case": _l("是正処置が必要なのは不適合だけです。等級を確かめてください。"),
    "rule_needed": _l("要求事項を選ぶか、満たしていない規程や約束を言葉で入力してください。"),
    "examination_needs_day": _l("外部審査の指摘では、審査の日を入力してください。"),
    "answer_before_examination": _l("審査の日以降の日を入力してください。"),
    "no_examination": _l("この是正処置は、外部審査の指摘ではありません。"),
    "answered_already": _l("審査機関への回答は、すでに記録されています。"),
    "no_audits_case": _l("この是正処置には、取り下げる監査所見がありません。"),
    "audits_case": _l("監査から始まった是正処置は、監査責任者が所見とあわせて取り下げます。"),
    "not_reported": _l("報告の種類を選んでください。"),
    "text_needed": _l("内容を入力してください。"),
    "text_too_long": _l("%(longest)s文字までで入力してください。"),
    "reports_handled_by_manager": _l(
        "報告に対応するのは個人情報保護管理者です。自分の報告には、ほかの人が対応します。"
    ),
    "too_many_messages": _l("1件の報告に送れるメッセージは%(most)s件までです。"),
    "no_such_receipt": _l("その受付番号の報告は見つかりません。番号を確かめてください。"),
    "too_many_reports": _l("いま受け付けが込み合っています。しばらくしてからお試しください。"),
    "only_audits_share": _l(
        "%(reference)s は監査から始まった是正処置ではないため、統合も分割もできません。"
    ),
    "shared_while_planned": _l(
        "%(reference)s は、1回目の計画を書いている間ではないため、統合も分割もできません。"
    ),
    "shared_in_one_unit": _l("統合できるのは、同じ部門の是正処置だけです。"),
    "merged_with_itself": _l("ほかの是正処置を選んでください。"),
    "some_leave_some_stay": _l("移す所見を1件以上選び、1件以上を残してください。"),
    "withdrawn_by_another": _l(
        "この是正処置を取り下げられるのは、個人情報保護管理者だけです。自分の部門の案件は、監査責任者か代表者が取り下げます。"
    ),
}
