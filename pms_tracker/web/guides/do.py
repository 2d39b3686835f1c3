"""Guides to pages of the do phase beside its registers."""

from flask_babel import lazy_gettext as _l

from pms_tracker.web.guides.kinds import Guide

GUIDES = (
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
