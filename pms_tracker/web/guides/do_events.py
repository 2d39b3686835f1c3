"""Guides to what comes from outside: incidents, requests and complaints."""

from flask_babel import lazy_gettext as _l

from pms_tracker.web.guides.kinds import Guide

GUIDES = (
    Guide(
        key="request_searches",
        title=_l("開示等の請求の調査"),
        purpose=_l("請求の対象となる個人情報を持っているかを、台帳から選んだ部門に確認します。"),
        steps=(
            _l("窓口が、探す台帳の記録を選び、部門に確認を依頼します。"),
            _l("部門責任者が、あるかないかと、探した場所を答えます。"),
            _l(
                "依頼した部門の回答がそろうまで、回答案は提出できません。"
                "法律上の理由で拒むときは除きます。"
            ),
        ),
        then=_l("部門に伝わるのは、受付番号、請求の種類、会員番号などです。氏名は伝わりません。"),
        terms=("ledger", "record"),
        pages=("request_searches.form", "request_searches.part"),
    ),
    Guide(
        key="request_publication",
        title=_l("開示等の手続の公表"),
        purpose=_l(
            "本人が知り得る状態に置く事項を照らし合わせ、足りないものを入力し、案内ページに載せます。"
        ),
        steps=(
            _l("見当たらない事項と、住所、手数料、受け付ける方法を入力して保存します。"),
            _l("システム管理者が「使う機能」で、案内ページと受付フォームを公開します。"),
            _l("見つかった文が事項の内容を満たすかは、人が読んで確かめます。"),
        ),
        then=_l("フォームから届いた請求は台帳に登録され、窓口の部門に知らせます。"),
        terms=("policy",),
        pages=("request_publication.shown",),
    ),
    Guide(
        key="request_letters",
        title=_l("本人への文書の下書き"),
        purpose=_l("請求の記録から、受付票や回答など、本人に送る文書の下書きを作ります。"),
        steps=(
            _l("必要な文書の内容を確かめ、書式に写して直します。"),
            _l("回答は、承認を受けてから送り、送った日と方法を記録します。"),
        ),
        then=_l("拒むときは、選んだ根拠に応じた理由が文書に入ります。"),
        terms=("record",),
        pages=("request_drafts.drafts",),
    ),
    Guide(
        key="request_matters",
        title=_l("開示等の請求について承認を受けて決めること"),
        purpose=_l("回答の期限を延ばす、またはなくす変更は、別の人の承認で決めます。"),
        steps=(
            _l("届いた日の変更、期限の延長、取下げ、確認不能のどれかを入力し、理由を書きます。"),
            _l("承認する人は、変わる期限と理由を読んで、承認するか差し戻します。"),
        ),
        then=_l("承認されるまで、いまの期限のままです。期限を早める変更に、承認は不要です。"),
        terms=("record",),
        pages=("request_matters.shown",),
    ),
    Guide(
        key="incident_drafts",
        title=_l("報告書と通知の下書き"),
        purpose=_l(
            "事故の記録から、委員会や審査機関への報告と、委託元や本人への通知を下書きにします。"
        ),
        steps=(
            _l("項目ごとに内容を確かめ、足りないことは記録に入力します。"),
            _l("送ったら、送った日を記録に入力します。"),
        ),
        then=_l("ここから自動で送られることはありません。"),
        terms=("leak", "record"),
        pages=("incident_drafts.drafts",),
    ),
    Guide(
        key="incident_decisions",
        title=_l("事故について承認を受けて決めること"),
        purpose=_l(
            "委員会に報告しない、本人に通知しない、完了する。この3つは、別の人の承認で決めます。"
        ),
        steps=(
            _l(
                "根拠を選び、理由を書いて承認を求めます。完了までに残っていることは、報告が済むと「次の手順」に出ます。"
            ),
            _l("承認する人は、判断の内容を読んで、承認するか差し戻します。"),
            _l("ヒヤリハットと訓練は、記録の画面のボタンで完了します。承認は不要です。"),
        ),
        then=_l(
            "事故の事実が変わると判断は無効になり、個人情報保護管理者と代表者にメールで知らせます。"
        ),
        terms=("leak", "record"),
        pages=("incident_decisions.shown",),
    ),
    Guide(
        key="incident_course",
        title=_l("事故の経過と人数"),
        purpose=_l(
            "いつ何をしたかを、その場で1行ずつ残します。台帳の記録ごとに、人数も入力します。"
        ),
        steps=(
            _l("したことのボタンを押すと、いまの時刻で1行が追加されます。"),
            _l("前にあったことは、日時を指定してから押します。"),
            _l("人数は、分かったものから入力します。後から何度でも変えられます。"),
        ),
        then=_l("人数が変わると、報告の要否と期限が計算し直されます。"),
        terms=("leak", "ledger"),
        pages=("incident_course.shown", "incident_course.scope_form"),
    ),
    Guide(
        key="complaint_contact",
        title=_l("申出人の連絡先"),
        purpose=_l("苦情・相談をした人の氏名と連絡先を、記録とは分けて保管します。"),
        steps=(
            _l("回答に必要なものだけを入力します。匿名なら空欄のままにします。"),
            _l("不要になったら、個人情報保護管理者が記録の画面で消去します。"),
        ),
        then=_l("一覧、ファイル、メールには出ません。"),
        terms=("complaint", "privacy_manager"),
        pages=("complaint_steps.contact_form",),
    ),
    Guide(
        key="complaint_reports",
        title=_l("苦情・相談の月次報告"),
        purpose=_l("毎月の苦情・相談を、0件の月も含めて代表者に報告します。"),
        steps=(
            _l("月が終わったら、件数と一覧を確かめます。"),
            _l("知らせておくことを書き添えて、代表者に報告します。"),
            _l("代表者は、報告を開いて読み、「確認した」を押します。"),
        ),
        then=_l("報告した時点の件数が残ります。PDFで1枚の紙にできます。"),
        terms=("complaint", "record"),
        pages=("complaint_reports.index", "complaint_reports.record"),
    ),
)
