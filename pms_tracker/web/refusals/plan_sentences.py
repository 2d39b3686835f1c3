"""What a refusal of the plan phase says to people: policies, requirement sets and the year."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "postponed_day_needed": _l("延期する場合は、今日より後の新しい期日を入力してください。"),
    "postponed_too_far": _l("延期できるのは1周期分までです。もっと早い日を入力してください。"),
    "questions_unanswered": _l("確かめることのすべてに答えてください。延期のときだけ不要です。"),
    "postponement_waits": _l(
        "%(reference)s の見直しの延期が、承認を待っています。決まってから見直してください。"
    ),
    "policy_not_approved": _l(
        "%(reference)s は、まだ承認されていません。見直しは、承認の後に始められます。"
    ),
    "nothing_in_force": _l("施行中の版がありません。"),
    "no_such_version": _l("%(reference)s の第%(edition)s版は見つかりません。"),
    "version_begun_already": _l(
        "%(reference)s には、起案中か承認待ちの版があります。先にその版を進めるか、"
        "取り下げてください。"
    ),
    "import_built_on": _l(
        "この方針をもとに監査などの準備が始まっているため、差し戻せません。承認したうえで、改定案を起案してください。"
    ),
    "version_locked": _l("この版は「%(state)s」のため、書き換えられません。"),
    "nothing_changed": _l("本文が前の版と同じです。改めるところを直してください。"),
    "effective_day_needed": _l("施行日を入力してください。"),
    "effective_day_before_last": _l(
        "前の版は%(day)sから施行します。それ以降の日を入力してください。"
    ),
    "effective_day_passed": _l("施行日は今日以降の日にしてください。承認の前には施行できません。"),
    "approved_by_another": _l(
        "自分が起案したものは、自分では承認できません。代表者か、ほかの決められた人が承認します。"
    ),
    "policy_exists": _l(
        "「%(title)s」はすでに登録されています。改定は、その方針の記録から起案してください。"
    ),
    "policy_without_day": _l(
        "制定日・改定日が読み取れません。「令和4年4月1日改定」のような行を本文に入れてください。"
    ),
    "empty": _l("本文が空です。方針の文章を貼り付けるか、ファイルを選んでください。"),
    "binary": _l(
        "文字のファイルではありません。UTF-8 または Shift_JIS(cp932)のテキストを選んでください。"
    ),
    "policy_file_too_large": _l("ファイルが大きすぎます。5 MBまでのファイルを選んでください。"),
    "file_unreadable": _l(
        "ファイルを読み取れません。壊れていないか確かめて、保存し直したものを選んでください。"
    ),
    "file_old_word": _l("古い形式のWordファイルです。Wordで開き、.docx で保存し直してください。"),
    "pdf_locked": _l("パスワードのかかったPDFです。解除したものを選んでください。"),
    "pdf_scan": _l(
        "このPDFは画像だけで、文字が入っていません。文字を入力するか、もとの文書を選んでください。"
    ),
    "days_unread": _l(
        "「%(typed)s」は日付として読めません。日付を読点で区切って入力してください。"
    ),
    "encoding_unknown": _l(
        "文字コードが読み取れません。UTF-8 または Shift_JIS(cp932)で保存してください。"
    ),
    "policy_too_long": _l("方針の本文は%(longest)s文字までです。ファイルを確かめてください。"),
    "no_policy": _l("方針として読み取れません。番号の付いた条項がある文章か、ご確認ください。"),
    "not_announced": _l("この方針には、いま確認をお願いしている版がありません。"),
    "not_to_announce": _l(
        "第%(edition)s版は周知できません。施行中か、承認済みでこれから施行される版を選んでください。"
    ),
    "announcers_only": _l("方針を周知できるのは、代表者と個人情報保護管理者だけです。"),
    "announced_already": _l("第%(edition)s版は、すでに周知されています。"),
    "way_needed": _l("周知の方法を入力してください。例：朝礼での説明とメール"),
    "read_too_late": _l("確認の期限は、1年以内の日を入力してください。"),
    "edition_changed": _l(
        "開いている間に、新しい第%(edition)s版が周知されました。新しい本文を読んでから、もう一度押してください。"
    ),
    "readers_for_heads": _l(
        "だれが読んだかを見られるのは、代表者・個人情報保護管理者・監査責任者と、部門の責任者だけです。"
    ),
    "signed_before_announced": _l("署名の日は、方針が周知された日以降の日を入力してください。"),
    "no_signers": _l("署名した人を1人以上選んでください。"),
    "list_needs_scan": _l("署名された一覧の写し（スキャンや写真）を選んでください。"),
    "signers_sign_in": _l(
        "サインインできる人は、本人が画面で確認します。一覧から外してください：%(names)s"
    ),
    "signers_have_read": _l("すでに確認済みの人がいます。一覧から外してください：%(names)s"),
    "no_such_set": _l("その要求事項の一覧、またはその版は登録されていません。"),
    "set_empty": _l(
        "読み取れる項目がありません。番号と題名のある CSV・Excel・YAML のファイルを選んでください。"
    ),
    "set_too_large": _l("ファイルは%(megabytes)s MBまでです。分けるか、小さくしてください。"),
    "set_yaml_too_large": _l(
        "YAMLのファイルは%(kilobytes)s KBまでです。分けるか、CSVにしてください。"
    ),
    "set_bomb": _l(
        "このExcelファイルは、展開すると大きすぎます（%(megabytes)s MBまで）。"
        "必要なシートだけを新しいファイルに保存してください。"
    ),
    "set_too_deep": _l(
        "ファイルの入れ子が深すぎます。項目を並べただけの CSV・Excel・YAML で保存し直してください。"
    ),
    "set_too_full": _l(
        "このファイルには、表のほかの情報が多すぎます。"
        "必要な行と列だけを新しいファイルに貼り付けて保存してください。"
    ),
    "set_too_wide": _l("列は%(most)s列までです。余分な列を削除してください。"),
    "set_line_too_long": _l(
        "1行が長すぎます（%(most)s文字まで）。区切り文字と改行を確かめて、CSVを保存し直してください。"
    ),
    "set_old_excel": _l(
        "古い形式（.xls）か、パスワード付きのExcelファイルです。.xlsx で保存し直してください。"
    ),
    "sheet_of_others": _l(
        "OpenDocument（.ods）、バイナリ（.xlsb）、XML、Numbersの表は読み取れません。"
        "元のソフトで開き、「名前を付けて保存」か「書き出し」で、Excelブック（.xlsx）にしてください。"
    ),
    "sheet_locked": _l(
        "パスワード付きのExcelファイルは読み取れません。パスワードを解除して保存し直してください。"
    ),
    "sheet_macros": _l(
        "マクロを含むExcelファイルは読み取りません。マクロなしの .xlsx で保存し直してください。"
    ),
    "sheet_links": _l(
        "ほかのファイルへのリンクを含むExcelファイルは読み取りません。"
        "「データ」の「リンクの編集」でリンクを解除して保存し直してください。"
    ),
    "sheet_unknown": _l("「%(name)s」という名前のシートはありません。"),
    "sheet_too_many_sheets": _l(
        "シートは%(most)s枚までです。必要なシートだけを新しいファイルに保存してください。"
    ),
    "set_unreadable": _l(
        "ファイルを読み取れません。壊れていないか、文字コードがUTF-8かシフトJISかを確かめてください。"
    ),
    "set_too_many": _l("一度に取り込めるのは%(most)s項目までです。余分な行を削除してください。"),
    "set_too_long": _l("全体で%(most)s文字までです。番号と題名だけにするか、分けてください。"),
    "set_key_wrong": _l(
        "短い名前は、英小文字・数字・ハイフンで30文字までで入力してください。例：j-items"
    ),
    "set_title_wrong": _l("題名を%(longest)s文字までで入力してください。"),
    "set_source_too_long": _l("出典は%(longest)s文字までで入力してください。"),
    "set_day_needed": _l("この版を使い始める日を入力してください。"),
    "set_maps_to_unknown": _l(
        "「対応」に書かれた条項や項目が見つかりません。ファイルを確かめてから、もう一度選んでください。"
    ),
    "set_adopted_meanwhile": _l(
        "ほかの人が同じ一覧を先に取り込みました。いまの版を確かめてください。"
    ),
    "edition_not_later": _l("前の版は%(day)sからです。それより後の日を入力してください。"),
    "edition_unchanged": _l("第%(edition)s版と同じ内容です。取り込む必要はありません。"),
    "edition_superseded": _l("この版は新しい版に代わりました。対応は、いまの版に付けてください。"),
    "mapping_within_one_set": _l(
        "同じ一覧の中の項目どうしは対応させられません。「%(name)s」以外から選んでください。"
    ),
    "nothing_chosen_to_map": _l("登録する対応を1件以上選んでください。"),
    "proposal_changed": _l(
        "提案は、ほかの人の登録によって変わりました。いまの提案を確かめて、もう一度登録してください。"
    ),
    "duty_needed": _l("予定を1件以上入力してください。"),
    "duty_without_title": _l("予定の名前を入力してください。"),
    "duty_outside_year": _l("予定日は、%(first)sから%(last)sまでの年度の日を入力してください。"),
    "duty_approved_by_owner": _l("担当者本人は、実施を確かめる人になれません。"),
    "duty_not_planned": _l("この予定は、承認された計画にないため、実施を記録できません。"),
    "duty_done_already": _l("この予定は、すでに実施が記録されています。"),
    "duty_not_reported": _l("この予定には、確かめるのを待っている報告がありません。"),
    "duty_owner_only": _l("実施を記録できるのは、担当者本人と個人情報保護管理者だけです。"),
    "done_before_year": _l("実施日は、年度の初めの日以降を入力してください。"),
    "no_such_duty": _l("%(position)s番の予定は、この計画にありません。"),
    "year_too_far": _l("計画できるのは、いまの年度と次の年度だけです。"),
    "year_planned_already": _l("%(year)s年度の計画は、すでに作られています。"),
    "year_plan_locked": _l("この計画は提出されているため、下書きとしては変えられません。"),
    "year_plan_not_approved": _l("変更を申請できるのは、承認された計画だけです。"),
    "year_keepers_only": _l("年度計画を書けるのは、代表者と個人情報保護管理者だけです。"),
    "amendment_withdrawn_by_writer": _l("変更を取り下げられるのは、申請した本人だけです。"),
    "amendment_waits": _l("承認を待っている変更があります。決定のあとに申請してください。"),
    "nothing_amended": _l("変わるところがありません。変更する予定を直してから提出してください。"),
    "no_such_amendment": _l("その変更は見つかりません。"),
}
