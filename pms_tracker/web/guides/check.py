"""Guides to the pages of check: programmes, audits, checklists, reports, findings."""

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p

from pms_tracker.web.guides.kinds import Guide

GUIDES = (
    Guide(
        *("programmes", _p("help", "監査プログラムの一覧")),
        purpose=_l("年度ごとの監査プログラムを表示します。"),
        steps=(_l("今年度のプログラムがないときは、監査責任者が作ります。"),),
        then=_l("代表者が承認すると、監査を始められます。"),
        terms=("programme", "audit_manager", "representative"),
        pages=("programmes.index",),
    ),
    Guide(
        *("programme", _p("help", "監査プログラム")),
        purpose=_l("年度に行う監査と、プログラムの承認の状況を表示します。"),
        steps=(
            _l("監査責任者は、すべての部門と適合性監査が入っていることを確かめて提出します。"),
            _l("代表者は、承認するか、理由を添えて差し戻します。"),
        ),
        then=_l("承認の後、監査ごとに計画を仕上げ、被監査部門に通知します。"),
        terms=("programme", "operation_audit", "conformity_audit", "approval"),
        pages=("programmes.record",),
    ),
    Guide(
        *("programme_edit", _p("help", "監査プログラムの作成")),
        purpose=_l("年度に行う監査の対象、時期、テーマ、監査チームを決めます。"),
        steps=(
            _l("運用監査は部門ごとに、適合性監査は会社に1件入れます。"),
            _l("監査員には、その部門に所属しない人を選びます。"),
        ),
        then=_l("提出すると、代表者の承認待ちになります。"),
        terms=("programme", "audit_team", "independence", "operation_audit", "conformity_audit"),
        pages=("programme_editing.edit_form",),
    ),
    Guide(
        *("audits", _p("help", "監査の一覧")),
        purpose=_l("計画した監査と、その状態を表示します。"),
        steps=(
            _l("年度、部門、状態で絞り込みます。"),
            _l("番号を押すと、計画、チェックリスト、報告書に進めます。"),
        ),
        then=_l("プログラムにない監査は、臨時監査として監査責任者が計画します。"),
        terms=("internal_audit", "programme", "extra_audit"),
        pages=("audits.index",),
    ),
    Guide(
        *("audit", _p("help", "監査")),
        purpose=_l("1つの監査の計画、監査チーム、チェックリスト、所見をまとめて表示します。"),
        steps=(
            _l("監査の前に、計画を仕上げて被監査部門に通知します。"),
            _l("当日は、チェックリストに結果を記入し、不適合は所見にします。"),
        ),
        then=_l("チームのリーダーが報告書に署名し、監査責任者が承認し、代表者が受領します。"),
        terms=("audit_plan", "audit_team", "auditee", "checklist", "finding"),
        pages=("audits.record",),
    ),
    Guide(
        *("audit_plan", _p("help", "監査計画")),
        purpose=_l("監査の日程、目的、範囲、基準、方法を決めます。"),
        steps=(
            _l("監査基準には、確かめる要求事項を選びます。"),
            _l("プログラムにない監査は、きっかけと理由を書きます。"),
        ),
        then=_l("監査が始まるまでは変更できます。被監査部門には、監査のページから通知します。"),
        terms=("audit_plan", "audit_scope", "audit_criteria", "extra_audit"),
        pages=("audits.plan_form", "audit_plans.edit_form"),
    ),
    Guide(
        *("audit_team", _p("help", "監査チームの変更")),
        purpose=_l("監査員を選び直します。"),
        steps=(
            _l("被監査部門に所属する人と、個人情報保護管理者は選べません。"),
            _l("力量は、研修の有効期限も見て判断します。"),
        ),
        then=_l("新しい監査員と、外れる監査員に知らせます。"),
        terms=("audit_team", "auditor", "independence", "competence"),
        pages=("audit_plans.team_form",),
    ),
    Guide(
        *("preparing", _p("help", "チェックリストの準備")),
        purpose=_l("監査で確かめる質問をそろえます。"),
        steps=(
            _l("監査基準、前回までの所見、ひな形、前回のチェックリストから追加します。"),
            _l("部門の仕事に合わせた質問を追加し、順番を整えます。"),
        ),
        then=_l("監査当日に、チェックリストの画面で結果を記入します。"),
        terms=("checklist", "audit_criteria", "requirement"),
        pages=("preparing.page",),
    ),
    Guide(
        *("templates", _p("help", "質問のひな形")),
        purpose=_l("毎年尋ねる質問を、監査の種類ごとにまとめておきます。"),
        steps=(
            _l("質問は、何を見れば分かるかが伝わる聞き方で書きます。"),
            _l("ファイルに書き出して直し、取り込むこともできます。"),
        ),
        then=_l(
            "ひな形を変えられるのは、監査責任者です。すでに作ったチェックリストは変わりません。"
        ),
        terms=("checklist", "operation_audit", "conformity_audit"),
        pages=(
            "question_templates.index",
            "question_templates.record",
            "question_templates.new",
            "question_templates.edit",
        ),
    ),
    Guide(
        *("audit_day", _p("help", "チェックリストの記入")),
        purpose=_l("監査の当日に、質問ごとの結果と確かめたことを記録します。"),
        steps=(
            _l("結果を選び、応対した人、見たもの、数を書きます。1項目ずつ保存されます。"),
            _l("不適合と観察事項は、その項目から所見にします。"),
            _l("電波が届かない所でも記入できます。つながると送信されます。"),
        ),
        then=_l("すべての項目に結果が付いたら、監査報告書に進みます。"),
        terms=("checklist", "objective_evidence", "sampling", "conformity", "nonconformity"),
        pages=("checklists.walk", "rows.record"),
    ),
    Guide(
        *("sample", _p("help", "記録の抽出")),
        purpose=_l("確認項目で見る記録を、台帳などから無作為に抽出します。"),
        steps=(
            _l("記録の種類、確かめる数、期間を選び、抽出した記録を確かめます。"),
            _l("項目に記録すると、メモに1件ずつ結果を書けます。"),
        ),
        terms=("sampling", "checklist", "objective_evidence"),
        pages=("samples.look",),
    ),
    Guide(
        *("finding_form", _p("help", "所見の記録")),
        purpose=_l("チェックリストの項目から、監査所見を記録します。"),
        steps=(
            _l("見た事実を書きます。判断や原因は書きません。"),
            _l("不適合には、見た記録、場所、数などの客観的証拠を添えます。"),
        ),
        then=_l("不適合は被監査部門の責任者に知らせ、是正処置に進みます。"),
        terms=("finding", "objective_evidence", "nonconformity", "observation", "opportunity"),
        pages=("checklists.finding_form",),
    ),
    Guide(
        *("sheets", _p("help", "紙のチェックリスト")),
        purpose=_l("紙に記入したチェックリストを、写しとともに入力します。"),
        steps=(
            _l("記入した監査員、実施日、写しを登録します。"),
            _l("続けて、項目ごとの結果を入力します。"),
        ),
        then=_l("実施した監査員は、異議を申し立てられます。"),
        terms=("checklist", "paper_decision", "record"),
        pages=("sheets.index",),
    ),
    Guide(
        *("report", _p("help", "監査報告書")),
        purpose=_l("監査の結果をまとめ、署名、承認、受領を記録します。"),
        steps=(
            _l("リーダーは、監査員の所見と結論を書いて署名します。"),
            _l("監査責任者は、承認するか、理由を添えて差し戻します。"),
            _l("代表者は受領し、必要なら改善を指示します。"),
        ),
        then=_l("受領されると、監査は終了します。"),
        terms=("audit_report", "audit_conclusion", "instruction", "approval"),
        pages=("reports.record",),
    ),
    Guide(
        *("findings", _p("help", "監査所見の一覧")),
        purpose=_l("監査で記録した所見と、その対応の状態を表示します。"),
        steps=(
            _l("条件で絞り込み、よく使う条件は名前を付けて保存します。"),
            _l("番号を押すと、所見と是正処置が開きます。"),
        ),
        terms=("finding", "nonconformity", "observation", "opportunity", "good_practice"),
        pages=("findings.index",),
    ),
    Guide(
        *("finding", _p("help", "監査所見")),
        purpose=_l("見つかった事実、証拠、等級と、その後の対応を表示します。"),
        steps=(
            _l("被監査部門の責任者は、事実を確認するか、理由を添えて異議を申し立てます。"),
            _l("異議は、所見を書いた人とは別の人が決定します。"),
        ),
        then=_l("確認された不適合は、是正処置で対応します。取下げは監査責任者だけができます。"),
        terms=("finding", "dispute", "auditee", "nonconformity", "withdrawal"),
        pages=("findings.record",),
    ),
    Guide(
        *("auditors", _p("help", "監査員")),
        purpose=_l("監査員と、その研修や資格の有効期限を表示します。"),
        steps=(_l("期限が近い人の研修を計画します。"), _l("社外の監査員は、ここで登録します。")),
        then=_l("社内の監査員の任命は、システム管理者が人のページで登録します。"),
        terms=("auditor", "competence", "independence"),
        pages=("auditors.index",),
    ),
    Guide(
        *("coverage", _p("help", "監査実施状況一覧")),
        purpose=_l("どの部門と要求事項を、どの年度に監査したかを表示します。"),
        steps=(_l("空いているところは、まだ監査の予定がありません。プログラムに追加します。"),),
        then=_l("計画するのは監査責任者です。"),
        terms=("coverage", "operation_audit", "conformity_audit", "requirement"),
        pages=("coverage.board",),
    ),
    Guide(
        *("summary", _p("help", "年度のサマリー")),
        purpose=_l("更新の申請で求められる形で、2年分の監査をまとめます。"),
        steps=(_l("年度を選び、PDFやExcelで書き出します。"),),
        then=_l("実施中の監査は、まだ数えません。"),
        terms=("internal_audit", "privacymark", "fiscal_year"),
        pages=("summaries.shown",),
    ),
)
