"""Guides to the pages of act: cases, management reviews, reports, figures, erasures."""

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p

from pms_tracker.web.guides.kinds import Guide

GUIDES = (
    Guide(
        *("cases", _p("help", "是正処置の一覧")),
        purpose=_l("不適合などから始まった是正処置と、その状態、期限、対応者を表示します。"),
        steps=(
            _l("「自分の対応待ち」や期限超過で絞り込みます。"),
            _l("複数を選ぶと、担当者や期限をまとめて変えたり、回答表に書き出したりできます。"),
        ),
        then=_l("監査によらない是正処置は、個人情報保護管理者か監査責任者が始めます。"),
        terms=("corrective_action", "due_date", "examiner_finding"),
        pages=("cases.index",),
    ),
    Guide(
        *("case", _p("help", "是正処置")),
        purpose=_l("1件の是正処置を、計画から有効性の確認まで記録します。"),
        steps=(
            _l("部門責任者は、応急処置、原因、是正処置、期限を書いて提出します。"),
            _l("承認の後、責任者が処置を実施し、証拠を添えて報告します。"),
            _l("実施していない人が、有効性を判定します。有効でなければ、原因から見直します。"),
        ),
        then=_l("次に進める人は、ページの上に表示します。"),
        terms=(
            "corrective_action",
            "containment",
            "root_cause",
            "horizontal_deployment",
            "effectiveness",
        ),
        pages=("cases.record", "cases.amend_form"),
    ),
    Guide(
        *("plan_changes", _p("help", "計画の変更の比較")),
        purpose=_l("提出された計画を並べ、変わったところを示します。"),
        steps=(_l("比べる2つを選びます。"), _l("差戻しの理由と見比べ、直ったことを確かめます。")),
        terms=("corrective_action", "send_back", "comparison"),
        pages=("plan_changes.table",),
    ),
    Guide(
        *("case_open", _p("help", "是正処置の開始")),
        purpose=_l("外部審査の指摘や事故など、監査によらない是正処置を始めます。"),
        steps=(
            _l("きっかけ、部門、起きた事実、満たしていない要求事項を入力します。"),
            _l("監査の不適合は、ここではなくチェックリストから記録します。"),
        ),
        then=_l("部門責任者に、計画を書くよう知らせます。"),
        terms=("corrective_action", "examiner_finding", "leak", "complaint"),
        pages=("sources.form",),
    ),
    Guide(
        *("merging", _p("help", "是正処置の統合と分割")),
        purpose=_l("原因が同じ所見を1つの是正処置にまとめ、または分けます。"),
        steps=(_l("統合する是正処置か、移す所見を選びます。"),),
        then=_l("できるのは、最初の計画を書いている間だけです。統合された案件は取下げになります。"),
        terms=("corrective_action", "finding", "withdrawal"),
        pages=("merging.record",),
    ),
    Guide(
        *("elsewhere", _p("help", "水平展開の質問")),
        purpose=_l("ほかの部門で見つかったことが、自部門にもないかを確かめます。"),
        steps=(
            _l("質問にあるところを実際に見て、該当の有無を答えます。"),
            _l("どう確かめたか、何が見つかったかを書きます。"),
        ),
        then=_l("該当ありの回答からは、その部門の是正処置を始められます。"),
        terms=("horizontal_deployment", "department_head", "corrective_action"),
        pages=("elsewhere.question",),
    ),
    Guide(
        *("batches", _p("help", "まとめて変更")),
        purpose=_l("選んだ是正処置の、期限または責任者をまとめて変えます。"),
        steps=(_l("選んだ案件を見直し、新しい値と理由を入力します。"),),
        then=_l(
            "1件でも変えられないものがあると、どれも変わりません。変更はそれぞれの履歴に残ります。"
        ),
        terms=("corrective_action", "due_date"),
        pages=("batches.due_day_form", "batches.owner_form"),
    ),
    Guide(
        *("approvals", _p("help", "承認待ちの計画")),
        purpose=_l("あなたの承認を待っている是正処置の計画を、まとめて読めます。"),
        steps=(
            _l("1件ずつ読み、承認するものを選びます。"),
            _l("差し戻すものは、その案件を開いて理由を書きます。"),
        ),
        then=_l("承認されると、責任者が処置を始めます。"),
        terms=("approval", "send_back", "corrective_action"),
        pages=("approval_queue.index",),
    ),
    Guide(
        *("management_reviews", _p("help", "マネジメントレビューの一覧")),
        purpose=_l("行ったレビューと、これから行うレビューを表示します。"),
        steps=(_l("年度計画にあるレビューを、予定の月のうちに招集します。"),),
        then=_l("招集できるのは、代表者と個人情報保護管理者です。"),
        terms=("management_review", "annual_plan"),
        pages=("management_reviews.index",),
    ),
    Guide(
        *("convene", _p("help", "レビューの招集")),
        purpose=_l("レビューの日、場所、出席者、議題を決めます。"),
        steps=(_l("出席者には、代表者と監査責任者を含めます。"),),
        then=_l("出席者にメールで知らせます。日や議題が変わったときも知らせます。"),
        terms=("management_review", "review_input", "representative"),
        pages=("management_reviews.convene_form", "management_reviews.change_form"),
    ),
    Guide(
        *("management_review", _p("help", "マネジメントレビュー")),
        purpose=_l("1回のレビューの招集、議事録、決定事項をまとめて表示します。"),
        steps=(
            _l("レビューを行い、議事録を書いて提出します。"),
            _l("代表者は、議事録に署名するか、理由を添えて差し戻します。"),
        ),
        then=_l("署名されると、決定事項がそれぞれの担当者に届きます。"),
        terms=("management_review", "review_input", "minutes", "review_decision"),
        pages=("management_reviews.record",),
    ),
    Guide(
        *("minutes", _p("help", "議事録の作成")),
        purpose=_l("レビューの議事録を、最新の数字を見ながら書きます。"),
        steps=(
            _l("インプットごとに、話したことか「変化なし」を記録します。"),
            _l(
                "決定事項には、担当者と期限を入れます。何も決めなければ「決定事項なし」を選びます。"
            ),
        ),
        then=_l("提出すると、代表者の署名待ちになります。"),
        terms=("minutes", "review_input", "review_decision"),
        pages=("review_minutes.form",),
    ),
    Guide(
        *("review_decision", _p("help", "決定事項")),
        purpose=_l("レビューの決定事項を、だれがいつまでに行うかと、その結果を表示します。"),
        steps=(_l("担当者は、実施したことを証拠とともに報告します。"),),
        then=_l("結果は、次のマネジメントレビューで報告されます。"),
        terms=("review_decision", "management_review", "continual_improvement"),
        pages=("review_outcomes.record",),
    ),
    Guide(
        *("reports_in", _p("help", "報告の一覧と対応")),
        purpose=_l("従業者から届いた、気付きや苦情の報告を表示します。"),
        steps=(
            _l("個人情報保護管理者は、是正処置として取り上げるか、理由を添えて回答します。"),
            _l("報告した人は、ここで回答を読み、追記できます。"),
        ),
        then=_l("取り上げた報告は、是正処置のページで進みます。"),
        terms=("leak", "complaint", "privacy_manager", "anonymous_report", "corrective_action"),
        pages=("reports_in.index", "reports_in.record"),
    ),
    Guide(
        *("report_form", _p("help", "報告する")),
        purpose=_l("ヒヤリとしたこと、決まりどおりでないこと、苦情を報告します。"),
        steps=(_l("いつ、どこで、何が起きたかを書きます。分かる範囲でかまいません。"),),
        then=_l(
            "個人情報保護管理者が読み、対応を回答します。報告した人が責められることはありません。"
        ),
        terms=("leak", "complaint", "anonymous_report"),
        pages=("reports_in.form",),
    ),
    Guide(
        *("figures", _p("help", "指標")),
        purpose=_l("是正処置の件数、日数、期限内の割合、再発を表示します。入力は不要です。"),
        steps=(
            _l("期間を選びます。数を押すと、その内訳の一覧が開きます。"),
            _l("ファイルに書き出し、マネジメントレビューの資料に使えます。"),
        ),
        terms=("corrective_action", "recurrence", "effectiveness", "management_review"),
        pages=("figures.page",),
    ),
    Guide(
        *("erasures", _p("help", "内容の消去")),
        purpose=_l("記録に書かれた個人情報を、記録を残したまま消します。"),
        steps=(_l("消す欄かファイルを選び、理由を書きます。元には戻せません。"),),
        then=_l("個人情報保護管理者と監査責任者の一方が申請し、もう一方が同意すると消えます。"),
        terms=("erasure", "record", "audit_trail"),
        pages=("erasures.index", "erasures.ask_form", "person_erasures.form"),
    ),
    Guide(
        key="renewal_readiness",
        title=_l("更新の準備状況"),
        purpose=_l("審査で確かめられる記録がそろっているかを、年度ごとに確かめます。"),
        steps=(
            _l("不足は右のリンクから開いて補います。「記録なし」は、不要かどうかを確かめます。"),
            _l("年度が終わっていないものは、年度内に予定と表示されます。"),
            _l("はじめての申請では、利用を始めてからの記録を確かめます。"),
        ),
        then=_l("PDFにして、代表者への報告に使えます。"),
        terms=("privacymark", "record"),
        pages=("renewal_pages.ready", "renewal_pages.ready_first"),
    ),
    Guide(
        key="renewal_papers",
        title=_l("提出する書類"),
        purpose=_l("審査機関に提出する書類と、その用意の状況を記録します。"),
        steps=(
            _l("用意できた書類と、不要な書類を選びます。"),
            _l("申請の記録から、PDFとExcelの一式をダウンロードして使います。"),
        ),
        then=_l("書類の番号は審査機関によって違います。案内で確かめてください。"),
        terms=("privacymark", "record"),
        pages=("renewal_pages.handed_in",),
    ),
)
