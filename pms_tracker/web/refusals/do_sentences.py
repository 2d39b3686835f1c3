"""What refusals of do say: what its registers ask for beyond their fields, and reviews of them."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "quiz_question_empty": _l("問題文を入力してください。"),
    "training_row_not_open": _l(
        "この項目は、年度計画の未実施の教育にありません。選び直してください。"
    ),
    "quiz_question_options": _l("選択肢を2つ以上%(most)d以下、1行に1つずつ入力してください。"),
    "quiz_question_right": _l(
        "正しい答えを決めてください。1つ選ぶ問題では、*を付ける選択肢は1つだけです。"
    ),
    "quiz_questions": _l("問題は%(most)d問までです。不要な問題を削除してから追加してください。"),
    "quiz_course_ended": _l("廃止・取消しになった教材です。有効な教材の問題を変更してください。"),
    "quiz_course_waits": _l(
        "承認を待つ間は、問題を変更できません。教材の提出を取り下げてから変更してください。"
    ),
    "training_not_approved": _l("承認されていない教育です。承認を受けてから始めてください。"),
    "training_started": _l("この教育は、すでに始まっています。現在の状態を確かめてください。"),
    "training_not_started": _l("まだ始まっていない教育です。教育を始めてから報告してください。"),
    "training_over": _l("受講の期限が過ぎています。期限を改定し、承認を受けてから始めてください。"),
    "training_for_nobody": _l("対象に当てはまる人がいません。対象を改定してから始めてください。"),
    "training_course_not_approved": _l(
        "教材が承認されていません。教材の承認を受けてから始めてください。"
    ),
    "training_run_by_manager": _l(
        "教育の開始と報告は、個人情報保護管理者か代表者が行います。担当者に依頼してください。"
    ),
    "training_recorded_by_head": _l(
        "受講の記録は、部門の責任者か個人情報保護管理者が登録します。自分の記録は登録できません。"
    ),
    "training_of_another": _l(
        "ほかの人の理解度テストには回答できません。本人が受けるか、紙の点数を記録してください。"
    ),
    "training_done": _l("この受講は、すでに終わっています。現在の状態を確かめてください。"),
    "records_needed_by_renewal": _l(
        "%(name)sの更新が終わるまで必要な記録です。更新の結果を記録してから廃棄してください。"
    ),
    "exemption_unit_not_there": _l(
        "この部門は、その年度にはありませんでした。部門か年度を選び直してください。"
    ),
    "exemption_of_what_is_asked": _l(
        "この部門には、その年度に求められたことか、実施した記録があります。対象外にはできません。"
    ),
    "exemption_known": _l(
        "この欄は、%(name)sですでに対象外と決まっています。この記録は取り消してください。"
    ),
    "training_links_to_nobody": _l(
        "リンクを送る相手がいません。受講していない人と、メールアドレスを確かめてください。"
        "すでに送った人には、回答を待つ間は送れません。"
    ),
    "training_not_over": _l("まだ受講の途中です。そのまま受けられます。"),
    "training_has_test": _l("理解度テストがある教育です。テストに答えてください。"),
    "training_without_test": _l("理解度テストがない教育です。出席を記録してください。"),
    "training_day": _l("教育を始めた日（%(first)s）から今日までの日を入力してください。"),
    "training_until": _l("延期後の期限は、明日以降の日を入力してください。"),
    "training_score": _l("点数は、0から100までの数で入力してください。"),
    "training_still_open": _l(
        "受講していない人がいます。受講の期限が過ぎるか、全員が終わってから報告してください。"
    ),
    "training_reported": _l("報告書が提出された教育です。受講の記録は変更できません。"),
    "training_not_reported": _l(
        "承認を待っている報告書がありません。現在の状態を確かめてください。"
    ),
    "training_confirmed_by_representative": _l(
        "報告書は、書いた人とは別の代表者が承認します。代表者に依頼してください。"
    ),
    "risk_never_remains": _l(
        "不正取得、目的外利用、法令違反のリスクは、残留リスクにできません。なくす対策を決めてください。"
    ),
    "risk_remains_unsaid": _l("残留リスクの理由を入力してください。"),
    "risk_review_late": _l("今日から12か月以内（%(last)sまで）の日を入力してください。"),
    "merge_kept_one": _l("まとめた後の管理部門を、一覧から選んでください。"),
    "use_counted_twice": _l(
        "同意した人数と除外する人数の合計が、対象の人数を超えています。人数を直してください。"
    ),
    "use_ends_before": _l("利用を始める日以降の日を入力してください。"),
    "use_ended_before": _l(
        "利用を始める日以降の日を入力してください。利用しないことにしたときは、廃止を提出します。"
    ),
    "use_before_approval": _l(
        "利用を始める日（%(day)s）が、承認の日より前になります。承認の日以降の日に直して提出してください。"
    ),
    "contractor_unproved": _l(
        "契約した委託先や、台帳の記録を預けている委託先は、そのまま廃止できません。"
        "「変更する」で終了した日と返却・廃棄の確認を入力し、預ける個人情報を外してください。"
    ),
    "use_of_my_number": _l(
        "マイナンバーを含む個人情報は、本人が同意しても目的外に利用できません（番号法30条）。"
        "番号法が認める場合なら、法18条3項1号か2号を選んでください。"
    ),
    "purpose_beyond": _l(
        "関連性のある範囲を超える変更は、ここではできません。本人の同意を得て使うときは、"
        "目的外利用として申請してください。"
    ),
    "purpose_announced_how": _l("変更を知らせた方法と日を、両方入力してください。"),
    "purpose_change_unsaid": _l(
        "利用目的の文が変わっています。変更の区分を選んでから提出してください。"
    ),
    "purpose_change_why": _l(
        "関連性があると判断した理由と、判断した人を入力してから提出してください。"
    ),
    "purpose_change_old": _l(
        "前の変更について入力した内容が残っています。理由を今回の変更について書き直し、"
        "知らせた方法と日は空欄にして提出してください。"
    ),
    "purpose_change_open": _l(
        "前の変更を、まだ通知も公表もしていません。変更の区分をそのままにして、"
        "知らせた方法と日を記録してください。"
    ),
    "notice_exempt_unsaid": _l("明示しない理由を入力してください。"),
    "notice_without_day": _l(
        "明示を始めた日を入力してください。明示しないときは、その根拠と理由を入力します。"
    ),
    "notice_ends_before": _l("明示を始めた日と、その日以降の終わりの日を入力してください。"),
    "first_ledger_changed": _l(
        "答えや台帳の内容が変わり、提案が変わりました。いまの提案を確かめてから、もう一度選んでください。"
    ),
    "request_search_late": _l(
        "この請求の調査は、いま依頼や回答ができません。回答の案が提出されたか、完了しています。"
    ),
    "request_search_clue": _l(
        "部門に伝える会員番号などが入力されていません。先に、請求の記録に入力してください。番号がないときは、利用した時期や教室など、氏名のほかの手がかりを入力します。"
    ),
    "request_search_nothing": _l("探す台帳の記録を1件以上選んでください。"),
    "request_search_not_yours": _l("調査に回答できるのは、部門の責任者か代理の人です。"),
    "ledger_review_open": _l(
        "進行中の台帳の見直しがあります。完了してから、次の見直しを始めてください。"
    ),
    "ledger_nothing_in_force": _l(
        "有効な台帳の記録がまだありません。登録して承認を受けてから、見直しを始めてください。"
    ),
    "ledger_head_answers": _l(
        "台帳の見直しに答えられるのは、その部門の責任者（不在なら代理）だけです。責任者がいない部門は、"
        "個人情報保護管理者が答えます。"
    ),
    "ledger_part_handed_in": _l(
        "この部門の回答は提出済みです。直すときは、確認する人に差し戻してもらってください。"
    ),
    "ledger_row_unanswered": _l("変更なし・変更・廃止のどれかを選んでください。"),
    "ledger_note_needed": _l("変わったところを入力してください。"),
    "ledger_missing_unanswered": _l("載っていない個人情報があるかどうかを選んでください。"),
    "ledger_missing_words": _l("載っていない個人情報を入力してください。"),
    "desk_hours": _l("受付の終わりは、始まりより後の時刻にしてください。"),
    "request_days": _l("1から%(most)sまでの日数を入力してください。"),
    "request_fee": _l("0から%(most)sまでの額を入力してください。"),
    "no_such_request_receipt": _l("その受付番号の請求は見つかりません。番号を確かめてください。"),
    "too_many_requests": _l(
        "いま受け付けが込み合っています。しばらくしてからお試しになるか、郵送などで請求してください。"
    ),
    "desk_days": _l("0から%(most)sまでの営業日数を入力してください。"),
    "complaint_struck": _l("取り消した記録です。新しく受け付けてください。"),
    "complainant_of_desk": _l(
        "申出人の連絡先を扱えるのは、窓口の部門、受け付けた人、個人情報保護管理者だけです。"
    ),
    "complainant_erased_by_manager": _l(
        "申出人の連絡先を消去できるのは、個人情報保護管理者だけです。"
    ),
    "complainant_empty": _l("申出人の連絡先は、記録されていません。"),
    "incident_ground_missing": _l("根拠を選んでください。"),
    "matter_reason_missing": _l("理由を入力してください。"),
    "matter_late": _l("この記録では、いま承認を求められません。記録を読み直してください。"),
    "matter_asked": _l("同じ判断が、承認待ちか承認済みです。"),
    "matter_asker": _l("承認の依頼を取り下げられるのは、依頼した人だけです。"),
    "incident_is_reported": _l(
        "委員会に報告した日が入力されています。報告を不要と判断できません。"
    ),
    "incident_is_unjudged": _l(
        "事故の事実がまだ入力されていません。分かった事実を入力してから、判断の承認を求めてください。"
    ),
    "request_struck_by_two": _l(
        "回答前の請求は、一人では取り消せません。取り消す理由を添えて、承認を受けてください。"
    ),
    "incident_struck_by_two": _l(
        "事故の記録は、一人では取り消せません。取り消す理由を添えて、承認を受けてください。"
    ),
    "matter_eases_nothing": _l(
        "期限は延びも、なくなりもしません。承認は不要です。「変更する」から入力してください。"
    ),
    "incident_course_full": _l("経過は%(most)s行までです。"),
    "incident_note_empty": _l("何があったかを入力してください。"),
    "incident_is_over": _l("完了した事故や取り消した記録には、追加できません。"),
    "incident_event_of_another": _l(
        "経過の行を取り消せるのは、書いた人と個人情報保護管理者だけです。"
    ),
    "incident_scope_order": _l("最大の数は、いま分かる数以上にしてください。"),
    "incident_persons_by_manager": _l(
        "本人の氏名と連絡先を消去できるのは、個人情報保護管理者だけです。"
    ),
    "incident_persons_empty": _l("本人の氏名と連絡先は、記録されていません。"),
    "incident_named": _l("事故は報告済みです。%(reference)sを開いてください。"),
    "period_reported_by_manager": _l(
        "代表者に報告できるのは、個人情報保護管理者と代表者だけです。"
    ),
    "period_not_next": _l(
        "この期間は、いま報告できません。終わった期間を、古い順に報告してください。"
    ),
    "period_report_of_representative": _l("報告を確認できるのは、代表者だけです。"),
    "period_report_confirmed": _l("この報告は、確認済みです。"),
    "check_items_missing": _l("点検項目を1行に1つずつ入力してください。"),
    "check_items_many": _l(
        "点検項目は%(most)s個までにしてください。毎日の点検は10個までです。長い点検は、見ずに印を付けるもとです。"
    ),
    "check_items_twice": _l("同じ点検項目が2つあります。1つにしてください。"),
    "check_items_long": _l("点検項目は、1行%(longest)s文字までで入力してください。"),
    "check_unanswered": _l("答えを選んでください。"),
    "check_number": _l("数字で入力してください。"),
    "check_fault_unsaid": _l("×の内容を入力してください。"),
    "check_fault_over": _l("この×は、直したことが記録済みか、取り消されています。"),
    "check_fault_of_another": _l(
        "直したことを記録できるのは、直す人、部門の責任者、個人情報保護管理者、代表者だけです。"
    ),
    "check_who": _l("点検した人の名前を入力してください。"),
    "check_outside_days": _l("この点検は、その日には行いません。"),
    "check_to_come": _l("まだ始まっていない期間です。始まってから記入してください。"),
    "check_kept_too_long": _l(
        "日数がたちすぎているため、QRコードからは記入できません。サインインして記入してください。"
    ),
    "check_of_other_unit": _l(
        "記入できるのは、この部門の人、担当者、個人情報保護管理者、代表者だけです。"
    ),
    "check_sent_already": _l("同じ点検を、いま受け付けました。画面を開き直してください。"),
    "check_sheet_read": _l("この月の点検表は確認済みで、追加も変更もできません。"),
    "check_month_open": _l("この月はまだ終わっていません。終わってから確認してください。"),
    "check_read_by_doer": _l("点検した人は、その点検表を確認できません。別の人が確認します。"),
    "check_read_by_others": _l(
        "点検表を確認できるのは、決めた確認者、部門の責任者、個人情報保護管理者、代表者だけです。"
    ),
    "check_no_door": _l("使えるQRコードはありません。"),
    "check_items_changed": _l(
        "点検項目が変わりました。ページを開き直して、もう一度記入してください。"
    ),
    "check_no_measures": _l(
        "この部門には、点検表になっていない実施済みの対策がありません。リスクの実施状況を確かめてください。"
    ),
    "check_starters_none": _l("登録する点検表を1つ以上選んでください。"),
    "ledger_parts_left": _l(
        "確認が済んでいない部門が%(count)s件あります。すべて確認してから完了してください。"
    ),
}
