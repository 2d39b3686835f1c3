"""Guides to pages of the do phase beside those of its registers."""

from flask_babel import lazy_gettext as _l

from pms_tracker.web.guides.kinds import Guide

GUIDES = (
    Guide(
        key="purpose_coverage",
        title=_l("利用目的と台帳の照合"),
        purpose=_l("台帳の記録と公表した利用目的を照らし合わせ、合わないところを表示します。"),
        steps=(
            _l("台帳の記録を開き、当てはまる公表した利用目的を選びます。"),
            _l("当てはまるものがなければ、方針の改定を検討します。"),
        ),
        then=_l("結果は、開くたびに今の内容で作り直されます。"),
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
)
