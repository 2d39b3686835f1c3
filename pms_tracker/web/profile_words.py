"""What the parts of the full profile are called, and what each adds for whom."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.kernel.profile import Part

PARTS: dict[Part, tuple[LazyString, LazyString]] = {
    Part.GRADES: (
        _l("重大・軽微の区分と改善の機会"),
        _l(
            "監査員が、不適合を重大と軽微に分け、不適合ではない提案も「改善の機会」として"
            "記録できるようになります。"
        ),
    ),
    Part.DISPUTE: (
        _l("被監査部門の確認と異議"),
        _l(
            "部門責任者が、不適合を確認するか、5営業日のうちに理由を添えて異議を申し立てられる"
            "ようになります。回答がなければ確認とみなし、異議は監査責任者が決定します。"
        ),
    ),
    Part.WHYS: (
        _l("なぜなぜ分析と直接原因"),
        _l(
            "部門責任者が、直接原因と根本原因を分け、枝分かれする「なぜ」を書けるようになります。"
            "書いた内容は図になり、印刷にも出ます。"
        ),
    ),
    Part.ESCAPE: (
        _l("流出原因"),
        _l("部門責任者が、なぜもっと早く見つからなかったのかを書けるようになります。"),
    ),
}
