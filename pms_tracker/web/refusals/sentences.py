"""What a refusal says to people: one sentence per key, in Japanese, then translated."""

from datetime import date

from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker import locale_in_use
from pms_tracker.kernel.errors import Refusal
from pms_tracker.plan.text.policy_text import Problem
from pms_tracker.web.refusals import (
    act_sentences,
    check_sentences,
    do_sentences,
    plan_sentences,
    questionnaire_sentences,
    register_sentences,
)
from pms_tracker.web.words import labels
from pms_tracker.web.words.days_in_words import day_text

SENTENCES: dict[str, LazyString] = {
    "move_not_possible": _l(
        "現在の状態では、この操作はできません。ほかの人が先に進めた可能性があります。"
    ),
    "no_company": _l("まだ会社が登録されていません。初期設定を行ってください。"),
    "password_common": _l(
        "推測されやすいパスワードです。よく使われる言葉や、会社名・名前・並んだ文字だけの"
        "ものは避け、関係のない言葉をいくつかつなげてください。"
    ),
    "password_length": _l("%(shortest)d文字以上%(longest)d文字以下で入力してください。"),
    "company_exists": _l("会社はすでに登録されています。"),
    "fiscal_start_not_yearly": _l(
        "年度の開始日には、毎年ある日を入力してください。2月29日は選べません。"
    ),
    "no_such_holiday": _l("その会社休日は、すでに削除されています。"),
    "holiday_entered_already": _l("その日は、すでに会社休日に登録されています。"),
    "single_days_one_by_one": _l(
        "その年だけの休業は、1日ずつ登録してください。続けて休む期間は「毎年」で登録できます。"
    ),
    "closing_too_long": _l("毎年の休業は、続けて%(most)s日までです。期間を短くしてください。"),
    "too_many_holidays": _l(
        "会社休日は%(most)s件まで登録できます。過ぎた日を削除してから登録してください。"
    ),
    "stages_unique_and_few": _l("同じ日数は1回だけ、%(most)s個までで入力してください。"),
    "stages_out_of_range": _l("期限の何日前かは、0から%(furthest)sまでで入力してください。"),
    "every_out_of_range": _l("期限の後の間隔は、1日から%(slowest)s日までで入力してください。"),
    "no_such_person": _l("その人は登録されていません。"),
    "no_such_unit": _l("その部門は登録されていません。"),
    "no_such_remark": _l("その指摘は見つかりません。本文が改定されたかもしれません。"),
    "no_such_record": _l("%(reference)s は見つかりません。番号をご確認ください。"),
    "no_such_requirement": _l("選んだ要求事項が見つかりません。ページを開き直してください。"),
    "file_lost": _l(
        "ファイルの本体が見つからないため、渡せません。記録は残っています。システム管理者に知らせてください。"
    ),
    "file_changed": _l(
        "ファイルの本体が登録時と異なるため、渡せません。システム管理者に知らせてください。"
    ),
    "no_such_file": _l("そのファイルはありません。消去された可能性があります。"),
    "no_such_membership": _l("その所属は見つかりません。"),
    "no_such_proposal": _l("その提案は見つかりません。"),
    "proposal_decided": _l("この提案には、すでに別の人が同意したか、却下しています。"),
    "no_such_grant": _l("その役割の記録は見つかりません。"),
    "unit_name_taken": _l("「%(name)s」という部門はすでにあります。別の名前を入力してください。"),
    "past_end_needs_reason": _l(
        "すでに過ぎた日を終了日にする場合は、理由を入力してください。監査の独立性はその日の所属と役割で判断するため、"
        "理由を操作履歴に残します。"
    ),
    "ends_before_it_begins": _l("終了日は開始日以降の日を入力してください。"),
    "external_stays_outside": _l(
        "%(name)sさんは外部監査員です。部門への所属や役割は登録できません。担当する監査だけを見られます。"
    ),
    "role_held_already": _l("この役割はすでに付いています。"),
    "proposed_already": _l("%(name)sさんについての同じ提案が、すでに同意を待っています。"),
    "member_already": _l(
        "%(name)sさんは、すでに%(unit)sに所属しています。先にその所属を終了するか、別の部門を選んでください。"
    ),
    "unit_closed": _l("%(name)sは廃止されています。別の部門を選んでください。"),
    "unit_closed_already": _l("%(name)sは、すでに廃止が登録されています。"),
    "last_unit": _l("最後の部門は廃止できません。先に別の部門を登録してください。"),
    "merged_into_itself": _l("統合先には、別の部門を選んでください。"),
    "joined_after_the_end": _l(
        "%(name)sには、その日より後に所属が始まる人がいます。先にその所属を終了するか、後の日を入力してください。"
    ),
    "name_from_a_day_to_come": _l(
        "名前が変わる日は、今日までの日を入力してください。先の変更は、その日になってから登録します。"
    ),
    "name_before_the_last_one": _l(
        "前回の変更より後の日を入力してください。誤りを直すだけなら空欄にします。"
    ),
    "changed_meanwhile": _l(
        "開いている間に、%(name)sの登録が変更されました。入力した内容は残っています。"
        "現在の内容を確かめてから、もう一度送ってください。"
    ),
    "sheet_file_empty": _l(
        "読み取れる行がありません。見出しの下に1件を1行に書いた、CSVかExcelのファイルを選んでください。"
    ),
    "rows_too_many": _l("一度に取り込めるのは%(most)s行までです。ファイルを分けてください。"),
    "import_changed_meanwhile": _l(
        "確かめている間に、登録の内容が変わりました。現在の内容を確かめてから、もう一度取り込んでください。"
    ),
    "nothing_to_import": _l("新しいことも変わることもありません。すべて登録済みです。"),
    "only_guesses": _l(
        "推測で読み取った行しかありません。「推測で読み取った行も取り込む」を選ぶか、ファイルを直してください。"
    ),
    "import_undone_already": _l("この取込みは、すでに取り消されています。"),
    "no_such_people_import": _l("その取込みの記録はありません。"),
    "nothing_chosen": _l("1件以上選んでください。"),
    "roles_clash": _l(
        "代表者・個人情報保護管理者は、監査責任者・監査員を兼ねられません（%(name)sさん）。"
        "監査の独立性を保つためです。"
    ),
    "no_grant_to_oneself": _l("自分自身に役割を付けることはできません。別の人に依頼してください。"),
    "second_top_role_needed": _l(
        "代表者・個人情報保護管理者・監査責任者の任命には、これらの役割を持つ別の人の同意が必要です。"
    ),
    "top_role_ended_by_another": _l(
        "代表者・個人情報保護管理者・監査責任者の解任は、これらの役割を持つ別の人が行います。"
    ),
    "factors_reset_by_another": _l(
        "この人の2段階認証は解除できません。代表者・個人情報保護管理者・監査責任者のものは、"
        "これらの役割を持つ別の人が、ほかの人のものは、別のシステム管理者が解除します。"
    ),
    "unlinked_by_another": _l(
        "この人の外部アカウントの連携は解除できません。代表者・個人情報保護管理者・監査責任者のものは、"
        "これらの役割を持つ別の人が、ほかの人のものは、別のシステム管理者が解除します。"
    ),
    "no_factor": _l("%(name)sさんは2段階認証を使っていません。"),
    "deputy_named_by_principal": _l(
        "代理を決め、終えることができるのは、不在になる本人と代表者だけです。"
    ),
    "deputy_in_past": _l("代理の初日は、今日以降の日を入力してください。"),
    "deputy_too_long": _l(
        "代理は%(most)s日まで決められます。それより長く不在のときは、役割をほかの人に任命してください。"
    ),
    "deputy_is_oneself": _l("本人は、自分の代理になれません。別の人を選んでください。"),
    "deputy_without_role": _l(
        "システム管理者と、部門に所属しておらず役割もない人は、代理になれません。別の人を選んでください。"
    ),
    "deputy_roles_clash": _l(
        "代表者・個人情報保護管理者と、監査責任者・監査員は、互いの代理になれません。監査の独立性を保つためです。"
    ),
    "deputy_named_already": _l(
        "%(since_on)sから%(until_on)sまでの代理が、すでに決まっています。先にその代理を終えてください。"
    ),
    "deputy_absent_themselves": _l(
        "この人は%(since_on)sから%(until_on)sまで不在で、代理を立てています。別の人を選んでください。"
    ),
    "absent_is_deputy": _l(
        "本人が%(since_on)sから%(until_on)sまで、ほかの人の代理をしています。先にその代理を終えてください。"
    ),
    "nobody_left_to_approve": _l(
        "代理で書いた計画は、あなたも本人も承認できません。ほかに承認できる人がいなくなるため、処置の責任者を変更してください。"
    ),
    "no_such_deputy": _l("その代理は、すでに終わっています。"),
    "administrator_only": _l("この操作はシステム管理者だけができます。"),
    "ended_already": _l("すでに終了しています。続ける場合は、あらためて登録してください。"),
    "last_administrator": _l(
        "ほかにシステム管理者がいません。先に別の人をシステム管理者に任命し、サインインできるようにしてください。"
    ),
    "has_left": _l("%(name)sさんは退職を記録済みのため、登録できません。"),
    "account_needs_mail": _l("%(name)sさんのメールアドレスを先に登録してください。"),
    "mail_known_already": _l("%(name)sさんのメールアドレスは、すでに登録されています。"),
    "mail_entered_by_another": _l(
        "この人のメールアドレスは登録できません。システム管理者に依頼してください。"
    ),
    "letter_not_sent": _l(
        "不達として記録できるのは、送信済みのメールだけです。すでに記録されている可能性があります。"
    ),
    "mail_taken": _l("このメールアドレスは、ほかの人のサインインに使われています。"),
    "no_such_account": _l("このメールアドレスでサインインする人はいません。"),
    "account_closed": _l("このアカウントは停止しています。サインインできません。"),
    "too_many_sign_ins": _l(
        "サインインの失敗が続いたため、15分ほど受け付けを止めています。時間をおいてお試しください。"
        "お急ぎのときは、パスワードを設定し直すか、システム管理者に停止の解除を依頼してください。"
    ),
    "record_changed": _l(
        "開いている間に、%(reference)s が変更されました。入力した内容は残っています。"
        "現在の内容を確かめてから、もう一度送ってください。"
    ),
    "day_in_future": _l("未来の日は記録できません。今日までの日を入力してください。"),
    "reason_needed": _l("理由を入力してください。"),
    "head_only": _l("この操作は、その部門の責任者だけができます。"),
    "owner_only": _l("この操作は、処置の責任者本人か、その部門の責任者だけができます。"),
    "not_eligible": _l(
        "自分が書いた、または担当した処置は、自分で承認・判定できません。ほかの人が行います。"
    ),
    "exception_needs_reason": _l(
        "承認できる役割の人がいないため、例外として決める理由を書いてください。記録に残ります。"
    ),
    "paper_by_another": _l(
        "書面による決定を入力できるのは、代表者・個人情報保護管理者・監査責任者のうち、"
        "決定した本人でなく、この記録に関わっていない人だけです。入力できる人：%(who)s"
    ),
    "paper_by_nobody": _l(
        "代表者・個人情報保護管理者・監査責任者のうち、決定した本人でなく、この記録に関わっていない人が"
        "いないため、書面による決定は入力できません。決定した本人が、この画面で決定してください。"
    ),
    "minutes_are_over": _l("決定を取り消せるのは、決定から5分以内です。"),
    "built_on_already": _l(
        "この決定は取り消せません。決定の後に、この記録に別の操作がありました。"
    ),
    "scan_needed": _l("書面による決定や署名を記録するには、押印された書面の写しを選んでください。"),
    "scan_not_a_picture": _l("書面の写しは、画像かPDFで選んでください。"),
    "contested_by_the_named": _l(
        "異議を申し立てられるのは、決定した人として入力された本人だけです。"
    ),
    "void_already": _l("この決定は、すでに無効になっています。"),
    "sheet_of_another": _l(
        "この書面の項目を入力できるのは、書面を記録した人と、実施した監査員だけです。"
    ),
    "sheet_void": _l("実施した監査員が異議を申し立てたため、この書面からは入力できません。"),
    "not_in_own_unit": _l("自分の部門の所見は取り下げられません。"),
    "answer_too_long": _l("回答は1件%(longest)s文字までで入力してください。"),
    "draft_too_long": _l("入力した下書きが大きすぎて保存できません。"),
    "plan_incomplete": _l("応急処置・原因・是正処置をすべて入力してください。"),
    "no_correction_needs_reason": _l("応急処置が不要だった理由を入力してください。"),
    "method_needed": _l("確かめた方法を入力してください。"),
    "data_needed": _l("見たもの（期間・件数など）を入力してください。"),
    "too_early_too_often": _l(
        "時期尚早の判定は、1回につき%(most)s度までです。有効か、有効でないかを判定してください。"
    ),
    "next_look_needed": _l("次に確かめる日を入力してください。"),
    "next_look_out_of_range": _l(
        "次に確かめる日は、明日から%(months)sか月以内の日を入力してください。"
    ),
    "no_such_edition": _l("その回の計画は残っていません。"),
    "linked_already": _l(
        "この%(provider)sのアカウントは、すでにほかの利用者と連携しているか、あなたに別の連携があります。"
        "自分の設定で確かめるか、システム管理者に相談してください。"
    ),
    "not_linked": _l("%(provider)sとの連携はありません。画面を開き直してください。"),
    "password_first": _l(
        "連携を解除すると、サインインできなくなります。"
        "先に「パスワードを忘れたとき」からパスワードを設定してください。"
    ),
    "subject_unusable": _l(
        "%(provider)sから受け取った識別子を使用できません。システム管理者に相談してください。"
    ),
    "sign_in_afresh": _l(
        "署名の前に、ご本人であることをもう一度確かめる必要があります。下の案内から確かめてください。"
    ),
    "no_such_lesson": _l("その教訓は見つかりません。"),
    "lesson_answered_by_keeper": _l("この送付先の教訓には、担当の役割の人が回答します。"),
    "lesson_answered": _l("この教訓には、すでに回答があります。"),
    "one_grade_at_once": _l("まとめて承認できるのは、同じ等級の計画だけです。"),
    "answer_needed": _l("回答を入力してください。"),
    "due_in_past": _l("期限は今日以降の日を入力してください。"),
    "decided_already": _l("すでに、ほかの人の決定が記録されています。"),
    "decided_before_submitted": _l("決定日は、提出日以降の日を入力してください。"),
    "done_before_approved": _l("実施日は、計画が承認された日以降の日を入力してください。"),
    "instruction_unanswered": _l(
        "改善指示が未回答です。処置の責任者か部門長が回答してから、判定してください。"
    ),
    "no_instruction_waits": _l("回答を待つ改善指示はありません。画面を開き直してください。"),
    "instruction_to_answer": _l("改善指示に対してしたことを入力してください。"),
    "proof_or_why": _l("証拠ファイルを添付するか、ない理由を入力してください。"),
    "result_needed": _l("実施したことを入力してください。"),
    "grounds_needed": _l("判定の根拠（確かめた方法と見たもの）を入力してください。"),
    "file_empty": _l("「%(name)s」は空のファイルです。"),
    "file_too_large": _l(
        "「%(name)s」は大きすぎます。%(megabytes)s MBまでのファイルを選んでください。"
    ),
    "file_broken": _l(
        "「%(name)s」は壊れているか、名前のとおりの画像や動画ではありません。"
        "もとのファイルを選び直してください。"
    ),
    "file_holds_programs": _l(
        "「%(name)s」にはプログラムやWebページが入っているため、添付できません。"
        "証拠のファイルだけを選んでください。"
    ),
    "file_holds_packages": _l(
        "「%(name)s」の中に別の圧縮ファイルがあるか、展開すると大きすぎるため、添付できません。"
        "展開してから、必要なファイルだけを選んでください。"
    ),
    "file_pdf_active": _l(
        "「%(name)s」は、開くとプログラムが動くPDFのため、添付できません。"
        "「PDFとして印刷」で作り直したものを選んでください。"
    ),
    "file_pdf_carries": _l(
        "「%(name)s」には別のファイルが埋め込まれているため、添付できません。"
        "埋め込まれたファイルを外すか、取り出して別々に添付してください。"
    ),
    "file_refused_by_scanner": _l(
        "「%(name)s」は、ウイルス検査で拒否されました。ファイルの作成者とシステム管理者に知らせてください。"
    ),
    "file_not_scanned": _l(
        "「%(name)s」のウイルス検査ができないため、受け取れません。"
        "時間をおいてお試しください。続く場合はシステム管理者に知らせてください。"
    ),
    "file_not_superseded": _l(
        "差し替えるもとのファイルが見つからないか、すでに差し替えられています。選び直してください。"
    ),
    "file_disguised": _l(
        "「%(name)s」は、拡張子と中身が一致しません。もとの形式のまま選んでください。"
    ),
    "file_type_unknown": _l(
        "「%(name)s」は受け付けていない形式です。PDF・画像・Office・テキストを選んでください。"
    ),
    "none_chosen": _l("案件が選ばれていません。一覧で1件以上を選んでください。"),
    "too_many_chosen": _l("一度に変えられるのは%(most)s件までです。選ぶ数を減らしてください。"),
    "due_day_movers_only": _l("期限を変えられるのは、代表者と個人情報保護管理者だけです。"),
    "due_day_stays": _l("%(reference)s は「%(state)s」のため、期限を変えられません。"),
    "due_day_by_another": _l(
        "%(reference)s は、あなたの担当か、あなたの対応待ちです。"
        "期限は、ほかの人が変更してください。"
    ),
    "owner_stays": _l("%(reference)s は「%(state)s」のため、担当者を決められません。"),
    "owner_chosen_by_head": _l(
        "%(reference)s の担当者を決められるのは、その部門の責任者と個人情報保護管理者だけです。"
    ),
    "view_needs_name": _l("条件に付ける名前を入力してください。"),
    "view_name_too_long": _l("名前は%(longest)s文字までで入力してください。"),
    "view_too_long": _l("条件が長すぎて保存できません。語句を短くしてください。"),
    "too_many_views": _l(
        "保存できる条件は、一覧ごとに%(most)s件までです。使わないものを削除してください。"
    ),
    "no_such_view": _l("その条件はありません。すでに削除された可能性があります。"),
    "view_of_another": _l(
        "この条件を変えられるのは、保存した人だけです。削除は、代表者・個人情報保護管理者・監査責任者もできます。"
    ),
    "no_such_erasure": _l("その消去の申請は見つからないか、すでに終わっています。"),
    "person_erases_themselves": _l(
        "自分の個人データの消去は、申請も同意もできません。別の人が手続きしてください。"
    ),
    "person_erased_already": _l("この人の個人データは、すでに消去されています。"),
    "person_erasure_asked": _l(
        "この人の個人データの消去は、すでに申請されています。「内容の消去」のページで、個人情報保護管理者と監査責任者のうち、申請していない方が同意してください。"
    ),
    "person_is_here": _l(
        "在籍している人の個人データは消去できません。先に退職を記録してください。"
    ),
    "person_holds_role": _l(
        "役割か所属が残っています。システム管理者に頼んで、先に終了してください。"
    ),
    "person_kept_until": _l("保存期間中です。%(day)sから消去を申請できます。"),
    "person_has_duties": _l(
        "対応が終わっていない仕事があります（%(records)s）。先にほかの人に引き継いでください。"
    ),
    "nothing_to_erase": _l("消去する内容がありません。"),
    "erasure_needs_both": _l(
        "消去には、個人情報保護管理者と監査責任者の両方の決定が必要です。別の役割の人が同意してください。"
    ),
    **plan_sentences.SENTENCES,
    **do_sentences.SENTENCES,
    **questionnaire_sentences.SENTENCES,
    **register_sentences.SENTENCES,
    **act_sentences.SENTENCES,
    **check_sentences.SENTENCES,
}


DAY_PROBLEMS: dict[str, LazyString] = {
    "era_ended": _l("%(era)sは%(last_day)sまでです。「%(quote)s」は%(reading)sと読みました。"),
    "no_such_day": _l(
        "「%(quote)s」は暦にない日です（%(month)s月は%(last_day)s日まで）。使いません。"
    ),
    "era_not_begun": _l("%(era)sは%(first_day)sからです。「%(quote)s」は使いません。"),
    "not_a_date": _l("「%(quote)s」は日付として読めません。"),
    "no_day": _l("「%(quote)s」には日がありません。日付を確かめて入れてください。"),
    "day_or_month": _l(
        "「%(quote)s」は%(reading)sと読みました。月が先なら%(other)sです。確かめてください。"
    ),
    "enacted_again": _l(
        "制定日が2つあります。後の%(later)sを制定日とし、「%(quote)s」も沿革に残します。"
    ),
}


def day_problem(problem: Problem) -> str:
    """What is odd about a day in a policy's text."""
    return str(DAY_PROBLEMS[problem.key]) % dict(problem.values)


def _in_words(name: str, value: object) -> object:
    if name == "year" and isinstance(value, int):
        return locale_in_use.year_name(value)
    return day_text(value) if isinstance(value, date) else labels.in_words(value)


def sentence(refusal: Refusal) -> str:
    """The refusal as a sentence in the reader's language."""
    values = {name: _in_words(name, value) for name, value in refusal.values.items()}
    found = SENTENCES.get(refusal.key)
    if found is None:
        return gettext("この操作はできません。")
    # The lazy string carries no values of its own: they belong to this refusal.
    return str(found) % values if values else str(found)
