"""Guides to the pages of everyday work, of people, and of the company."""

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p

from pms_tracker.web.guides.kinds import Guide

GUIDES = (
    Guide(
        *("home", _p("help", "ホーム")),
        purpose=_l("自分の対応が必要なものを、期限の近い順に表示します。"),
        steps=(
            _l("いちばん上から、ボタンを押して手続を進めます。"),
            _l("対応を終えると一覧から消え、次の担当者に知らせます。"),
        ),
        then=_l("ほかの人の対応を待っているものも、下に表示します。"),
        terms=("due_date", "reminder", "deputy"),
        pages=("overview.home",),
    ),
    Guide(
        *("start", _p("help", "はじめの手順")),
        purpose=_l("会社の登録から最初の監査までを、順に案内します。"),
        steps=(
            _l("「いま」の手順のボタンを押し、開いた画面で登録します。"),
            _l("途中でやめても、登録したものは残ります。"),
        ),
        then=_l(
            "手順ごとに、できる役割が決まっています。自分の役割でない手順は、"
            "その役割の人が行います。"
        ),
        terms=("policy", "annual_plan", "programme"),
        pages=("start.path",),
    ),
    Guide(
        *("cycle", _p("help", "サイクル")),
        purpose=_l("計画・実施・点検・改善の進み具合を、年度ごとに表示します。"),
        steps=(
            _l("数を押すと、その数に入っている仕事や記録の一覧が開きます。"),
            _l("期限超過の数から先に見て、担当者を確かめます。"),
        ),
        terms=("pms", "plan_vs_actual", "due_date", "continual_improvement"),
        pages=("cycle.wheel",),
    ),
    Guide(
        *("cycle_duties", _p("help", "仕事の一覧")),
        purpose=_l("サイクルの数に入っている仕事を、期限の早い順に表示します。"),
        steps=(_l("番号を押すと、その記録が開きます。"),),
        then=_l("仕事を進めるのは、担当者の欄の人です。"),
        terms=("due_date",),
        pages=("cycle.duties",),
    ),
    Guide(
        *("calendar", _p("help", "カレンダー")),
        purpose=_l("期限のある仕事を、月または年度で表示します。"),
        steps=(
            _l("自分の仕事だけか、すべてかを選びます。"),
            _l("仕事を押すと、手続の画面が開きます。"),
            _l("「自分の設定」で作る購読アドレスを使うと、ふだんのカレンダーにも表示できます。"),
        ),
        terms=("due_date", "business_day", "fiscal_year"),
        pages=("calendar.shown",),
    ),
    Guide(
        *("search", _p("help", "検索結果")),
        purpose=_l("番号や語句で、記録、用語、使い方を探した結果です。"),
        steps=(
            _l("番号（例：CA-2026-003）を入力すると、その記録が直接開きます。"),
            _l("見つからないときは、短い語句で探し直します。"),
        ),
        then=_l("自分が見られる範囲だけから探します。"),
        terms=("record",),
        pages=("links.find",),
    ),
    Guide(
        *("me", _p("help", "自分の設定")),
        purpose=_l("言語、日付の書き方、お知らせの届き方、パスワードを決めます。"),
        steps=(
            _l("変更する欄を直し、保存します。"),
            _l("自分に関する記録は、Excelで書き出せます。"),
        ),
        then=_l("氏名やメールアドレスの変更は、システム管理者が行います。"),
        terms=("reminder", "administrator"),
        pages=("me.settings", "security.change_password"),
    ),
    Guide(
        *("second_factor", _p("help", "2段階認証")),
        purpose=_l("サインインのときに、パスワードに加えて認証アプリかパスキーで確かめます。"),
        steps=(
            _l("QRコードを認証アプリで読み取り、表示された6桁の確認コードを入力します。"),
            _l(
                "パスキーを使うときは、名前を付けて登録します。パスワードなしでサインインできます。"
            ),
            _l("回復コードを作り、携帯電話とは別の場所に保管します。"),
        ),
        then=_l("携帯電話も回復コードもないときは、システム管理者に解除を頼みます。"),
        terms=("administrator",),
        pages=("security.two_factor_setup", "security.mf_recovery_codes"),
    ),
    Guide(
        *("in_your_name", _p("help", "あなたの名前で入力された決定")),
        purpose=_l("紙に押印された決定を、ほかの人があなたの名前で入力した記録です。"),
        steps=(
            _l("写しを開き、自分の決定かどうかを確かめます。"),
            _l("自分の決定であれば、何もする必要はありません。"),
        ),
        then=_l("異議を申し立てると決定は無効になり、入力した人と個人情報保護管理者に知らせます。"),
        terms=("paper_decision", "dispute"),
        pages=("in_your_name.record",),
    ),
    Guide(
        *("people", _p("help", "人と部門")),
        purpose=_l("だれがどの部門に所属し、どの役割を持つかの一覧です。"),
        steps=(_l("名前や部門を押すと、その登録が開きます。"),),
        then=_l(
            "登録と変更は、システム管理者が行います。代表者などの役割は、"
            "もう1人の同意を得て付けます。"
        ),
        terms=("department_head", "employee", "administrator"),
        pages=("people.index",),
    ),
    Guide(
        *("organisation", _p("help", "体制図")),
        purpose=_l("個人情報保護の体制を、図と表で表示します。審査や社内への掲示に使えます。"),
        steps=(
            _l("日付を入力すると、その日の体制を表示します。"),
            _l("「PDFで保存する」を押すと、印刷して配れる紙になります。"),
            _l("表の「PDF」を押すと、その人の任命書が開きます。"),
        ),
        terms=("privacy_manager", "audit_manager", "department_head"),
        pages=("organisation.chart",),
    ),
    Guide(
        *("leavers", _p("help", "退職と入社")),
        purpose=_l(
            "退職する人に残っているものと、入社した人に足りないものを、人ごとに確かめます。"
        ),
        steps=(
            _l("退職する人の名前を押し、引き継ぐ人を1件ずつ、または種類ごとにまとめて選びます。"),
            _l("「確認に進む」を押し、だれが何を引き継ぐかを確かめてから、一度に引き継ぎます。"),
            _l(
                "誓約書と貸与物の返却を確かめます。アカウントは、最後の日が終わると自動で終了します。"
            ),
        ),
        then=_l(
            "承認や署名が済んだものは変わらず、引き継いだ人が横に記録されます。"
            "部門の責任者と役割は提案になり、もう1人の同意で有効になります。"
        ),
        terms=("privacy_manager", "department_head", "deputy"),
        pages=("leavers.index", "leavers.record"),
    ),
    Guide(
        *("person", _p("help", "人の登録")),
        purpose=_l("氏名、所属、役割、研修、代理を登録します。"),
        steps=(
            _l("休む予定があるときは、代理をする人と期間を登録します。"),
            _l("監査員の研修と資格は、証明するファイルを添えて登録します。"),
            _l("本人から開示を求められたときは、本人に関する記録をExcelで書き出します。"),
        ),
        then=_l("氏名や所属を直しても、これまでの記録には当時の名前が残ります。"),
        terms=("deputy", "auditor", "competence", "department_head"),
        pages=("people.record", "people.new", "people_editing.form"),
    ),
    Guide(
        *("people_import", _p("help", "人と部門の取込み")),
        purpose=_l("人と部門を、CSVやExcelからまとめて登録します。"),
        steps=(
            _l("社員名簿のExcelをそのまま選ぶか、見出しの入ったファイルに1人を1行で書きます。"),
            _l(
                "次の画面で、変わるところ、推測で読み取ったところ、誤りを確かめてから取り込みます。"
            ),
        ),
        then=_l("取り込んだ分は、取込みの記録からまとめて取り消せます。"),
        terms=("administrator", "employee"),
        pages=("people_imports.import_form", "people_imports.record"),
    ),
    Guide(
        *("unit", _p("help", "部門の登録")),
        purpose=_l("部門の名前、責任者、所属する人を登録します。"),
        steps=(
            _l("名前の変更、統合、廃止は、その日を指定して登録します。"),
            _l("責任者がいない部門は、先に責任者を決めます。"),
        ),
        then=_l("変更はシステム管理者が行います。これまでの記録は変わりません。"),
        terms=("department_head", "auditee"),
        pages=("units.record",),
    ),
    Guide(
        *("company", _p("help", "会社")),
        purpose=_l("会社の名前、年度の始まり、お知らせの時刻、会社休日を登録します。"),
        steps=(_l("年末年始など毎年の休業は規則として、ほかは1日ずつ登録します。"),),
        then=_l(
            "期限は営業日で数えるため、休日の変更は、これから決まる期限に反映されます。"
            "変更はシステム管理者が行います。"
        ),
        terms=("fiscal_year", "business_day", "administrator"),
        pages=("company.settings", "company.change_holiday_form"),
    ),
    Guide(
        *("profile", _p("help", "使う機能と等級の名前")),
        purpose=_l("手続に追加する機能と、不適合などの等級の呼び方を決めます。"),
        steps=(_l("必要な機能だけを選びます。ライトでも、規格が求めることはすべて記録できます。"),),
        then=_l("変更は、これから始まる手続に効きます。変更はシステム管理者が行います。"),
        terms=("nonconformity", "observation", "done_check"),
        pages=("profile.shown",),
    ),
    Guide(
        *("areas", _p("help", "原因の区分の名前")),
        purpose=_l("原因の分類と特性要因図で使う区分の名前です。"),
        steps=(_l("自社の呼び方に直し、保存します。空欄なら標準の名前を使います。"),),
        then=_l("変更は、システム管理者が行います。"),
        terms=("fishbone", "five_whys", "root_cause"),
        pages=("areas.shown",),
    ),
    Guide(
        *("stages", _p("help", "お知らせの時期")),
        purpose=_l(
            "期限の何日前と、過ぎた後の何日ごとにお知らせするかを、仕事の種類ごとに決めます。"
        ),
        steps=(_l("変える種類を開き、日数を区切って入力します。例：30、14、7、1、0"),),
        then=_l("変更は次のお知らせから反映されます。変更はシステム管理者が行います。"),
        terms=("reminder", "due_date", "business_day"),
        pages=("stages.index", "stages.change"),
    ),
    Guide(
        *("reminders", _p("help", "お知らせの予定")),
        purpose=_l("これから30日のあいだに、だれへ何をお知らせするかを表示します。"),
        steps=(
            _l("届かないメールがないか、メールの状況を確かめます。"),
            _l("自分にテストメールを送り、届くことを確かめられます。"),
        ),
        then=_l("送る前に仕事が済めば、その分は送りません。"),
        terms=("reminder", "due_date"),
        pages=("reminders.index",),
    ),
    Guide(
        *("letters", _p("help", "メール")),
        purpose=_l("送ったメールと、送信待ち、送信失敗、不達のメールを表示します。"),
        steps=(
            _l("送信を一時停止しているときは、原因を直して「いま試す」を押します。"),
            _l("送信失敗は、原因を直してからもう一度送ります。選んで、まとめて送れます。"),
            _l("不達は、本人にメールアドレスを確かめ、登録を直してから送ります。"),
        ),
        then=_l("メールには番号と期限だけを書き、記録の内容は書きません。"),
        terms=("reminder", "administrator"),
        pages=("letters.index", "letters.record"),
    ),
    Guide(
        *("operation", _p("help", "稼働状況")),
        purpose=_l("バックアップと毎日の点検の結果を、システム管理者が確かめるページです。"),
        steps=(
            _l("最後の正常なバックアップが2日以内であることを確かめます。"),
            _l("点検で見つかったものがあれば、書かれている方法で直します。"),
        ),
        then=_l("直したものは、次の日の点検で表示から消えます。"),
        terms=("administrator", "audit_trail", "hash_value"),
        pages=("operation.status",),
    ),
    Guide(
        *("security_log", _p("help", "セキュリティログ")),
        purpose=_l(
            "サインインや権限の変更、一覧の書き出しを、システム管理者が確かめるページです。"
        ),
        steps=(
            _l("できごと、人、期間で絞り込みます。"),
            _l("失敗や一時停止が続く人には、本人の操作かどうかを確かめます。"),
            _l("必要な分は、ファイルに書き出して保管します。"),
        ),
        terms=("administrator",),
        pages=("security_log.index",),
    ),
    Guide(
        *("trail", _p("help", "操作履歴")),
        purpose=_l("だれが、いつ、何をしたかを、新しい順に表示します。"),
        steps=(
            _l("番号、人、期間で絞り込み、ファイルに書き出せます。"),
            _l("「つながりを確かめる」で、書き換えられていないことを確かめます。"),
        ),
        then=_l("一致しないときは、システム管理者に知らせます。"),
        terms=("audit_trail", "hash_value", "record"),
        pages=("trail.index",),
    ),
)
