"""Guides to the pages of plan: policies, requirements, plans of a year, lessons."""

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p

from pms_tracker.web.guides.kinds import Guide

GUIDES = (
    Guide(
        *("policies", _p("help", "方針")),
        purpose=_l("個人情報保護方針と社内の規程の一覧です。"),
        steps=(
            _l("題名を押すと、本文、版、見直しが開きます。"),
            _l("まだないときは、会社が公表している方針を取り込みます。"),
        ),
        then=_l("見直しの期日が近づくと、担当の人にお知らせします。"),
        terms=("policy", "internal_rule", "policy_review"),
        pages=("policies.index",),
    ),
    Guide(
        *("policy_import", _p("help", "方針の取込み")),
        purpose=_l("今使っている方針を、本文のまま登録します。"),
        steps=(
            _l("題名から最後の行までを貼り付けるか、ファイルを選びます。"),
            _l("次の画面で、条項と日付が正しく読み取られたかを確かめて登録します。"),
        ),
        then=_l("登録した人とは別の人が承認すると、公開されます。"),
        terms=("policy", "version", "approval"),
        pages=("policies.import_form",),
    ),
    Guide(
        *("policy", _p("help", "方針の記録")),
        purpose=_l("方針の本文、版、見直し、周知の状況をまとめて表示します。"),
        steps=(
            _l("期日までに見直しを行い、結果を記録します。"),
            _l("改定するときは、改定案を作って承認を求めます。"),
        ),
        then=_l("承認されると、代表者か個人情報保護管理者が従業者に周知します。"),
        terms=("policy", "version", "policy_review", "making_known", "lesson"),
        pages=("policies.record",),
    ),
    Guide(
        *("comparison", _p("help", "新旧対照表")),
        purpose=_l("2つの版を並べ、変わったところを示します。"),
        steps=(
            _l("比べる版を選びます。変わったところだけの表示と、全文の表示を切り替えられます。"),
            _l("PDFで開くと、記録用に印刷できます。"),
        ),
        terms=("comparison", "version", "revision"),
        pages=("comparison.table",),
    ),
    Guide(
        *("version", _p("help", "方針の版")),
        purpose=_l("1つの版の本文と、承認の状況を表示します。"),
        steps=(
            _l("起案した人は、仕上げて承認を求めます。"),
            _l(
                "承認する人は、改定の理由と新旧対照表を読み、承認するか、理由を添えて差し戻します。"
            ),
        ),
        then=_l("承認された版は、施行日から施行中になります。"),
        terms=("version", "approval", "send_back", "effective_date"),
        pages=("versions.record",),
    ),
    Guide(
        *("version_draft", _p("help", "改定案の作成")),
        purpose=_l("次の版の本文を書きます。"),
        steps=(
            _l("前の版の本文を直し、改定の理由と施行日を入力します。"),
            _l("下書きとして保存し、仕上がったら承認を求めます。"),
        ),
        then=_l(
            "承認するのは代表者です。自分が書いた版は承認できないため、"
            "代表者が書いたときは個人情報保護管理者が承認します。"
        ),
        terms=("revision", "version", "effective_date", "approval"),
        pages=("versions.draft_form",),
    ),
    Guide(
        *("policy_review", _p("help", "方針の見直し")),
        purpose=_l("方針が今も適切かを確かめ、結果を記録します。"),
        steps=(
            _l("届いている教訓に答え、確かめたことと理由を書きます。"),
            _l("結果を、改定あり、改定なし、延期から選びます。改定なしも正式な見直しです。"),
        ),
        then=_l("改定ありなら改定案の作成に進みます。延期は、承認されると新しい期日になります。"),
        terms=("policy_review", "lesson", "revision"),
        pages=("reviews.record", "reviews.form", "reviews.call_form"),
    ),
    Guide(
        *("acknowledge", _p("help", "方針の確認")),
        purpose=_l("周知された方針を読み、読んだことを記録します。"),
        steps=(_l("終わりまで読み、最後の「読みました」を押します。"),),
        then=_l("あなたの名前と日付が記録に残り、期限までのお知らせが止まります。"),
        terms=("making_known", "policy", "employee"),
        pages=("acknowledgements.read",),
    ),
    Guide(
        *("acknowledgements", _p("help", "周知の状況")),
        purpose=_l("だれが方針を読んだかと、まだの人を表示します。"),
        steps=(
            _l("周知するときは、方法と確認の期限を入力します。"),
            _l("サインインできない人には、印刷した一覧に署名してもらい、写しを添えて登録します。"),
        ),
        then=_l("まだの人には、期限の前と後にお知らせします。"),
        terms=("making_known", "version", "employee", "reminder"),
        pages=("acknowledgements.standing",),
    ),
    Guide(
        *("requirements", _p("help", "要求事項")),
        purpose=_l("監査で確かめる要求事項の一覧です。版ごとに残します。"),
        steps=(
            _l("Jの項目がまだないときは、最初に取り込みます。"),
            _l("自社の方針の条項と、Jの項目との対応を登録します。"),
        ),
        then=_l("監査を計画するときに、監査基準として選べるようになります。"),
        terms=("requirement", "j_item", "mapping", "audit_criteria"),
        pages=("requirements.index", "requirements.record"),
    ),
    Guide(
        *("requirement_import", _p("help", "要求事項の取込み")),
        purpose=_l("要求事項の一覧を、CSV、Excel、YAMLから登録します。"),
        steps=(
            _l("画面にある見出しでファイルを作り、選びます。"),
            _l("次の画面で読み取りを確かめ、登録します。"),
        ),
        then=_l("前の版で行った監査は、その版のまま残ります。"),
        terms=("requirement", "version", "mapping"),
        pages=("requirement_imports.import_form",),
    ),
    Guide(
        *("mapping", _p("help", "対応の提案")),
        purpose=_l("方針の条項とJの項目との対応を、言葉の一致から提案します。"),
        steps=(
            _l("同じことを求めていないものは、チェックを外します。"),
            _l("残りを、まとめて登録します。"),
        ),
        then=_l("提案にない対応は、要求事項の画面で1件ずつ登録します。"),
        terms=("mapping", "requirement", "j_item"),
        pages=("requirement_proposals.page",),
    ),
    Guide(
        *("years", _p("help", "年度計画の一覧")),
        purpose=_l("年度ごとの計画と、その進み具合を表示します。"),
        steps=(_l("次の年度の計画は、年度が始まる前に作ります。"),),
        then=_l("代表者か個人情報保護管理者が作り、代表者が承認します。"),
        terms=("annual_plan", "fiscal_year"),
        pages=("years.index",),
    ),
    Guide(
        *("year", _p("help", "年度計画")),
        purpose=_l("1年間の教育、点検、監査、見直しの予定と実績を表示します。"),
        steps=(
            _l("予定を押すと、実施の報告や確認ができます。"),
            _l("承認された計画を変えるときは、理由を添えて変更を申請します。"),
        ),
        then=_l("計画と変更は、作った人とは別の人が承認します。"),
        terms=("annual_plan", "plan_vs_actual", "training", "operation_check", "ledger"),
        pages=("years.record",),
    ),
    Guide(
        *("year_edit", _p("help", "年度計画の作成と変更")),
        purpose=_l("予定ごとに、種類、予定日、担当者を決めます。"),
        steps=(
            _l("行を開いて直します。実施を確かめる人は、担当者とは別の人にします。"),
            _l("空の行は保存されません。"),
        ),
        then=_l(
            "提出すると、代表者の承認待ちになります。代表者が作ったときは、"
            "個人情報保護管理者が承認します。"
        ),
        terms=("annual_plan", "plan_vs_actual", "risk_assessment", "approval"),
        pages=("year_editing.edit_form", "year_editing.amend_form"),
    ),
    Guide(
        *("year_duty", _p("help", "年度計画の予定")),
        purpose=_l("1つの予定の内容、実施の報告、確認を表示します。"),
        steps=(
            _l("担当者は、実施日と結果を入力し、証拠を添えて報告します。"),
            _l("証拠がないときは、その理由を書きます。"),
        ),
        then=_l("確かめる人がいる予定は、その人が確認すると完了になります。"),
        terms=("annual_plan", "plan_vs_actual", "record"),
        pages=("years.duty",),
    ),
    Guide(
        *("lessons", _p("help", "教訓")),
        purpose=_l("完了した是正処置から届いた教訓を、送付先ごとに表示します。"),
        steps=(_l("教訓を読み、どう生かすかを回答します。"),),
        then=_l("方針への教訓は、次の方針の見直しで回答します。"),
        terms=("lesson", "corrective_action", "continual_improvement"),
        pages=("lessons.index",),
    ),
    Guide(
        key="law_checks",
        title=_l("法令・規範の確認"),
        purpose=_l("法令・規範に改正がないかを年1回確かめ、結果をまとめて記録します。"),
        steps=(
            _l("確かめたものだけに、改正なし・改正あり・廃止から結果を選びます。"),
            _l("改正があったものは、開いて改正の内容と影響の要否を入力し、提出します。"),
        ),
        then=_l("改正がなかったことも、確認した日とともに残ります。"),
        terms=("record", "due_date"),
        pages=("law_checks.index",),
    ),
    Guide(
        key="document_looks",
        title=_l("規程・様式の年1回の確認"),
        purpose=_l("規程と、規程が定める様式を年1回読み直し、結果をまとめて記録します。"),
        steps=(
            _l("読んだものだけに、変更なし・改定が必要・廃止が必要から結果を選びます。"),
            _l("改定が必要なものは、文書を開いて次の版を下書きにし、提出します。"),
        ),
        then=_l("変更がなかったことも、確認した日とともに残ります。"),
        terms=("record", "due_date"),
        pages=("document_looks.index",),
    ),
    Guide(
        key="law_list",
        title=_l("用意された法令・規範の一覧"),
        purpose=_l("学習塾、店舗、事務所に共通する法令・規範を、一覧から下書きにします。"),
        steps=(
            _l("自社に関係しないものを外して、下書きにします。"),
            _l("原文で内容を確かめ、自社に合わせて直してから提出します。"),
        ),
        then=_l("登録済みのものは、次に開いたときの一覧から除かれます。"),
        terms=("record", "approval"),
        pages=("law_list.offered",),
    ),
    Guide(
        key="guide_coverage",
        title=_l("指針との対応表"),
        purpose=_l("指針の項目ごとに、対応する規程、様式、記録、台帳を表示します。"),
        steps=(
            _l("対応なしの項目は、文書に「対応する指針の項目」を入力します。"),
            _l("更新の申請には、ExcelかPDFで書き出したものを使います。"),
        ),
        then=_l("開くたびに、有効な文書と記録の種類から作り直されます。"),
        terms=("j_item", "internal_rule", "record"),
        pages=("guide_coverage.shown",),
    ),
    Guide(
        key="change_starts",
        title=_l("よくある変更から計画する"),
        purpose=_l("教室の開設や代表者の交代などを選び、影響する事項の入った下書きを作ります。"),
        steps=(
            _l("変更の種類、内容、開始日を入力します。"),
            _l("下書きの影響ごとに、担当部門と、要否を確かめます。"),
        ),
        then=_l("承認されると、期日の近づいた影響をお知らせします。"),
        terms=("record", "approval"),
        pages=("change_starts.form",),
    ),
)
