"""Guides to pages of the do phase beside those of its registers."""

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p

from pms_tracker.web.guides.kinds import Guide

GUIDES = (
    Guide(
        key="first_ledger",
        title=_l("はじめての台帳"),
        purpose=_l("10の質問に答えると、台帳・利用目的・リスクの下書きを提案します。"),
        steps=(
            _l("部門を選び、当てはまるものをすべて選びます。分からないところは空けておけます。"),
            _l("提案を確かめ、違うものを外して、まとめて下書きにします。"),
            _l("台帳の記録を開き、「要確認」の項目を直して提出します。"),
        ),
        then=_l(
            "下書きは、承認されると有効になります。もう一度答えると、まだないものだけを提案します。"
        ),
        terms=("ledger", "record"),
        pages=("first_ledger.questions", "first_ledger.proposed"),
    ),
    Guide(
        *("ledger_reviews", _p("help", "台帳の見直し")),
        purpose=_l("年に1回、部門ごとに、個人情報が台帳のとおりかを確かめます。"),
        steps=(
            _l("個人情報保護管理者が、回答の期限を決めて始めます。"),
            _l("部門責任者が、1件ずつ答えます。"),
            _l("すべての回答が確認されると、個人情報保護管理者が完了します。"),
        ),
        then=_l("結果は、マネジメントレビューのインプットになります。"),
        terms=("record", "due_date"),
        pages=("ledger_reviews.index", "ledger_reviews.open_form", "ledger_reviews.record"),
    ),
    Guide(
        *("ledger_review_answer", _p("help", "台帳の見直しの回答")),
        purpose=_l("自部門の個人情報を、1件ずつ確かめて答えます。"),
        steps=(
            _l("1件ごとに、変更なし・変更・廃止から選びます。途中で保存できます。"),
            _l("台帳に載っていない個人情報がないかを答え、提出します。"),
            _l("答えた人でない責任者が、回答を読んで確認するか差し戻します。"),
        ),
        then=_l("変更や廃止は、答えた後に台帳の記録で行います。"),
        terms=("record", "send_back"),
        pages=("ledger_reviews.part",),
    ),
    Guide(
        key="small_business",
        title=_l("中小規模事業者の判定"),
        purpose=_l(
            "自社が中小規模事業者に当たるかを、従業員の数と台帳の件数から、"
            "個人情報保護法とマイナンバーのそれぞれについて判定します。"
        ),
        steps=(
            _l("条件ごとの結果と、その元になった数を確かめます。"),
            _l("件数を数え直す記録を開き、件数と数えた日を更新して提出します。"),
            _l("登録された内容から分からない条件と、判定の前提は、人が確かめます。"),
        ),
        then=_l("結果は、開くたびに現在の内容で作り直されます。"),
        terms=("record",),
        pages=("small_business.shown",),
    ),
    Guide(
        key="ledger_alike",
        title=_l("まとめられる記録"),
        purpose=_l(
            "名称と利用目的が同じで、管理部門だけが違う台帳の記録を並べ、"
            "1件にまとめるか、分けておくかを決めます。"
        ),
        steps=(
            _l("違うところを見比べます。"),
            _l("まとめるときは、まとめた後の管理部門を選びます。"),
            _l("取扱いが違うときは、理由を書いて分けておきます。"),
        ),
        then=_l("まとめた記録と廃止する記録は提出され、承認されるまで現在の内容のままです。"),
        terms=("record",),
        pages=("ledger_alike.index", "ledger_alike.group"),
    ),
    Guide(
        key="purpose_coverage",
        title=_l("利用目的と台帳の照合"),
        purpose=_l("台帳の記録と公表した利用目的を照らし合わせ、合わないところを表示します。"),
        steps=(
            _l("台帳の記録を開き、当てはまる公表した利用目的を選びます。"),
            _l("当てはまるものがなければ、方針の改定を検討します。"),
        ),
        then=_l("結果は、開くたびに現在の内容で作り直されます。"),
        terms=("record",),
        pages=("purpose_coverage.coverage",),
    ),
    Guide(
        key="purposes_stated",
        title=_l("方針から利用目的を選ぶ"),
        purpose=_l("公表している方針の文から、利用目的と思われる箇所を挙げます。"),
        steps=(_l("利用目的であるものだけを選び、下書きにします。"),),
        then=_l("下書きは、確かめて提出し、承認を受けると有効になります。"),
        terms=("record",),
        pages=("purpose_coverage.stated",),
    ),
    Guide(
        key="records_due",
        title=_l("記録の廃棄の予定"),
        purpose=_l("保存期間が過ぎた教育や監査などの記録を、記録の種類ごとに表示します。"),
        steps=(
            _l("保存期間が過ぎたものを下書きにし、廃棄の方法を入れて提出します。"),
            _l("Pマークの更新に必要な記録は、更新が終わるまで廃棄できません。"),
        ),
        then=_l("承認を受けてから廃棄し、廃棄した日と数量を記録します。"),
        terms=("record", "due_date"),
        pages=("records_due.index",),
    ),
    Guide(
        key="disposals_due",
        title=_l("廃棄の予定"),
        purpose=_l("台帳の保管期限から、廃棄する時期が来たものを年度ごとに表示します。"),
        steps=(
            _l("「下書きを作る」を押し、対象と方法を確かめて提出します。"),
            _l("承認を受けてから廃棄し、廃棄した日、数量、廃棄した人を記録します。"),
            _l("委託したときは、廃棄証明書を受け取った日も記録します。"),
        ),
        then=_l("その年度の分を持っていないときは、理由を書いて該当なしと記録します。"),
        terms=("record", "due_date"),
        pages=("disposals_due.index", "disposals_due.nothing_form"),
    ),
    Guide(
        key="pledge_rounds",
        title=_l("誓約書をまとめて登録する"),
        purpose=_l("誓約書を提出していない人を選び、依頼した日と提出された日を一度に登録します。"),
        steps=(
            _l("今回登録しない人を外し、依頼日を入力します。"),
            _l("提出されていれば提出日も入力し、「登録する」を押します。"),
        ),
        then=_l("署名した書面は、それぞれの記録に添付します。"),
        terms=("record",),
        pages=("pledge_rounds.form",),
    ),
    Guide(
        key="contractors_unlisted",
        title=_l("台帳に名前だけある委託先"),
        purpose=_l("台帳に名前があり、委託先として登録されていないものを挙げます。"),
        steps=(
            _l("「委託先を登録する」を押し、名称、業種、委託する業務を入力します。"),
            _l("預ける個人情報として、その台帳の記録を選びます。"),
            _l("委託先を評価し、承認を受けてから契約します。"),
        ),
        then=_l("登録すると、この一覧から消えます。"),
        terms=("record",),
        pages=("contractors_unlisted.index",),
    ),
    Guide(
        key="provision_need",
        title=_l("記録が必要かの確認"),
        purpose=_l("第三者に提供したり受け取ったりしたとき、記録が必要かを5つの質問で確かめます。"),
        steps=(
            _l("5つの質問に答えて「確かめる」を押すと、必要かどうかと、その根拠を表示します。"),
            _l("必要なら、答えが入った登録の画面に進みます。不要なら、判断の理由を残します。"),
        ),
        then=_l("答えただけでは、何も保存されません。"),
        terms=("record",),
        pages=("provision_need.questions",),
    ),
    Guide(
        key="check_runs",
        title=_l("点検の記入"),
        purpose=_l("決めた対策が守られているかを、1つずつ見て記入します。"),
        steps=(
            _l("今日の点検を開き、項目ごとに答えを選びます。まとめて答える方法はありません。"),
            _l("×は内容を書き、その場で直したかどうかを選びます。"),
            _l("紙で点検したときは、紙の点検表から入力し、スキャンを添付します。"),
        ),
        then=_l("直っていない×は、担当者が期限までに直します。"),
        terms=("record", "due_date"),
        pages=("check_runs.today", "check_runs.form", "check_runs.paper_form"),
    ),
    Guide(
        key="check_mending",
        title=_l("×を直した記録"),
        purpose=_l("点検で×だったことを直した人が、いつ、どう直したかを記録します。"),
        steps=(
            _l("×の内容と期限を確かめ、直します。"),
            _l("直したことを書き、今日でなければ直した日も入力します。"),
        ),
        then=_l("点検の×の記録に残り、月の点検表に「直した×」として数えられます。"),
        terms=("record", "due_date"),
        pages=("check_fault_steps.mended_form",),
    ),
    Guide(
        key="check_sheets",
        title=_l("月の点検表"),
        purpose=_l("1か月の点検を、空欄や遅れも含めて表示し、別の人が確認します。"),
        steps=(
            _l("空欄、遅れ、×を読み、必要なら担当者に理由を聞きます。"),
            _l("確かめたことを書いて「読んで確認した」を押します。"),
        ),
        then=_l("確認した月には、もう記入できません。空欄は空欄のまま残ります。"),
        terms=("record", "due_date"),
        pages=("check_runs.sheet",),
    ),
    Guide(
        key="check_starters",
        title=_l("点検表の例"),
        purpose=_l("小さな事務所で使える点検表の例から、必要なものだけを登録します。"),
        steps=(
            _l("部門と担当者を選び、登録する点検表に印を付けます。"),
            _l("登録した後、項目を自社の実情に合わせて変更します。"),
            _l("最終退出の点検は、QRコードのポスターを印刷して出入口に貼ります。"),
        ),
        then=_l("登録した日から点検が始まります。"),
        terms=("record", "risk_assessment"),
        pages=("check_starters.form",),
    ),
    Guide(
        key="check_reports",
        title=_l("運用の確認の四半期報告"),
        purpose=_l("四半期ごとの点検の結果を、空欄や×を含めて代表者に報告します。"),
        steps=(
            _l("四半期が終わったら、点検表ごとの件数を確かめます。"),
            _l("知らせておくことを書き添えて、代表者に報告します。"),
            _l("代表者は、報告を開いて読み、「確認した」を押します。"),
        ),
        then=_l("報告した時点の件数が残ります。PDFで1枚の紙にできます。"),
        terms=("record", "privacy_manager"),
        pages=("check_reports.index", "check_reports.record"),
    ),
    Guide(
        key="contact_desk",
        title=_l("苦情・相談の窓口"),
        purpose=_l("苦情・相談の窓口の名称、受付時間、最初の回答までの日数を決めます。"),
        steps=(
            _l("方針に書いた窓口と同じ内容を入力して保存します。"),
            _l("年に1回、サイトや申込書の表示が同じかを確かめ、結果を記録します。"),
        ),
        then=_l("受付時間外に届いたものは、次の営業日から回答の期限を数えます。"),
        terms=("complaint", "due_date"),
        pages=("contact_desk.show",),
    ),
    Guide(
        key="questionnaires",
        title=_l("確認票"),
        purpose=_l("社外の相手に質問を送り、アカウントなしで答えてもらいます。"),
        steps=(
            _l("対象の記録の「確認票を送る」から、宛先と期限を決めて送ります。"),
            _l("回答が届くと知らせます。「いいえ」や「できていない」は、すぐに知らせます。"),
            _l("回答を読み、「回答を下書きに取り込む」を押して評価を続けます。"),
        ),
        then=_l("宛先を間違えたときは、リンクを無効にするか、新しいリンクで送り直します。"),
        terms=("record", "due_date"),
        pages=("questionnaires.index", "questionnaires.form", "questionnaires.record"),
    ),
    Guide(
        key="course_questions",
        title=_l("理解度テストの問題"),
        purpose=_l("教材ごとに、理解を確かめる問題と解説を作成します。"),
        steps=(
            _l("問題文と答え方を入力し、正しい答えを決めます。"),
            _l("解説に、なぜ正しいのかと、どうすればよいのかを書きます。"),
        ),
        then=_l(
            "承認された教材の問題の変更は改定の案になり、承認された後に始める教育から使います。"
        ),
        terms=("record", "due_date"),
        pages=("course_questions.shown", "course_questions.form"),
    ),
    Guide(
        key="training_taken",
        title=_l("教育の受講"),
        purpose=_l("割り当てられた教育の教材を読み、理解度テストに答えます。"),
        steps=(
            _l("教材を読みます。集合研修では、部門の責任者が出席を記録します。"),
            _l("すべての問題に答えて提出します。"),
            _l("結果と解説を読みます。不合格なら、決められた回数までもう一度受けます。"),
        ),
        then=_l("すべての回の点数が残ります。育児休業などのときは、責任者が延期を記録します。"),
        terms=("record", "due_date"),
        pages=(
            "assignments_taken.index",
            "assignments_taken.of_person",
            "assignments_taken.record",
        ),
    ),
    Guide(
        key="training_sheet",
        title=_l("出席と紙のテストの記録"),
        purpose=_l("集合研修の出席と、紙で受けた理解度テストの点数をまとめて記録します。"),
        steps=(
            _l("実施した日を入力し、出席した人に印を付けます。"),
            _l("紙のテストを採点し、100点満点の点数を入力します。"),
        ),
        then=_l("記録できるのは、自分以外の人の分です。合格点に届いた人は受講済みになります。"),
        terms=("record", "due_date"),
        pages=("trainings_held.sheet_form",),
    ),
    Guide(
        key="training_links",
        title=_l("理解度テストのリンクをまとめて送る"),
        purpose=_l("まだ合格していない人に、1人に1通ずつテストのリンクを送ります。"),
        steps=(
            _l("だれに何通送られるかを、名前で確かめます。"),
            _l("送る相手と回答の期限を決めて送ります。"),
        ),
        then=_l("回答待ちの人には、もう一度押しても送られません。"),
        terms=("record", "due_date"),
        pages=("trainings_held.links_form",),
    ),
    Guide(
        key="training_report",
        title=_l("教育実施報告書"),
        purpose=_l("受講の結果を数え、所見と次回への反映を書いて、代表者の承認を受けます。"),
        steps=(
            _l("対象、受講、合格、未受講の人数と、誤答の多かった問題を確かめます。"),
            _l("所見と次回の教材への反映を書いて提出します。"),
            _l("代表者は、教育の記録で報告書を読んで承認します。"),
        ),
        then=_l("承認されると、年度計画の同じ名称の予定か、年次教育の予定が実施済みになります。"),
        terms=("record", "due_date"),
        pages=("trainings_held.report_form",),
    ),
    Guide(
        key="carried_out",
        title=_l("運用実施状況一覧"),
        purpose=_l("年度ごとに、各部門が何を実施し、何が予定で、何が遅れているかを確かめます。"),
        steps=(
            _l("年度を選び、「遅れ」のマスを先に見ます。マスの数を押すと、その台帳が開きます。"),
            _l("「記録なし」のマスは、対象にならない部門なら、対象外の決定を求めます。"),
            _l("Excelで書き出して、マネジメントレビューの資料にします。"),
        ),
        then=_l("それぞれの記録が済むと、一覧も変わります。"),
        terms=("record", "due_date"),
        pages=("carried_out.board",),
    ),
    Guide(
        key="training_years",
        title=_l("教育実施サマリー"),
        purpose=_l("2年分の教育の結果と監査員の研修を、更新申請に使える形で一覧にします。"),
        steps=(
            _l("年度ごとの対象、受講、合格、未受講の人数を確かめます。"),
            _l("PDFにして、申請書類に添えます。"),
        ),
        then=_l("報告済みの教育は、報告した時点の人数で表示します。"),
        terms=("record", "due_date"),
        pages=("trainings_held.years",),
    ),
    Guide(
        key="risk_map",
        title=_l("リスクマップ"),
        purpose=_l("有効なリスクがどの評価に何件あるかを、対策の前と後で見比べます。"),
        steps=(
            _l("数を押すと、その評価のリスクの一覧が開きます。"),
            _l("「見直すリスク」があれば、記録を開いて評価し直します。"),
        ),
        then=_l("評価し直した内容は、代表者の承認を受けて有効になります。"),
        terms=("risk_assessment", "record"),
        pages=("risk_map.shown",),
    ),
    Guide(
        key="risk_candidates",
        title=_l("リスクの候補"),
        purpose=_l("台帳の1件について、段階ごとの代表的なリスクと対策を提案します。"),
        steps=(
            _l("媒体に合う候補から、自社に当てはまるものを選びます。"),
            _l("同じ段階と種類のリスクが登録されていれば、候補には表示しません。"),
        ),
        then=_l("選んだリスクは下書きになります。評価して、承認のために提出します。"),
        terms=("risk_assessment", "ledger"),
        pages=("risk_candidates.form",),
    ),
)
