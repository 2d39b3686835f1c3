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
    Part.ELSEWHERE: (
        _l("水平展開"),
        _l(
            "計画を書く人が、ほかの部門にも同じことがないかを聞きます。聞かれた部門の責任者は、計画の承認から"
            "10営業日のうちに答え、回答がそろうまで「有効」とは判定できません。"
        ),
    ),
    Part.PUBLIC_REPORTS: (
        _l("名前を出さない報告の窓口"),
        _l(
            "だれでもサインインせずに報告できるページ（/report）を開き、公表している方針から案内します。"
            "名前・アドレス・ファイルは受け取らず、受付番号で回答を読めます。「すべて使う」では入りません。"
        ),
    ),
    Part.SECOND_FOR_MAJOR: (
        _l("重大な不適合は代表者も承認"),
        _l("重大な不適合の計画は、個人情報保護管理者の承認に続いて、代表者が承認します。"),
    ),
    Part.SECOND_APPROVAL: (
        _l("すべての計画を代表者も承認"),
        _l("どの是正処置の計画も、個人情報保護管理者の承認に続いて、代表者が承認します。"),
    ),
    Part.DONE_CHECK: (
        _l("完了確認"),
        _l(
            "実施の報告を、実施も担当もしていない監査責任者か個人情報保護管理者が確かめてから、"
            "有効性の確認に進みます。"
        ),
    ),
    Part.CLOSING_APPROVAL: (
        _l("完了承認"),
        _l("有効と判定された是正処置を、代表者が承認してから完了にします。"),
    ),
}
