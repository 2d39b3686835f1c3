"""The register of devices, media and keys (機器・媒体・鍵): which there are, and who has each."""

from pms_tracker.do.registers.ledger import of_units
from pms_tracker.do.rules.operation import log_rules as rules
from pms_tracker.do.rules.operation.log_rules import AssetKind
from pms_tracker.do.tables.operation.log_tables import Asset
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers.entry_faults import refuse_first
from pms_tracker.registers.fields import Choice, Day, Facts, Of, Pick, Text, Values
from pms_tracker.registers.office_fields import FOLDED, also, called, noted
from pms_tracker.registers.register import Register, Same

# And of what they have themselves.
visible_to = of_units(Asset.unit_id, Asset.holder_id)


def _rule(values: Values, _facts: Facts) -> None:
    refuse_first(rules.ending_faults(values["handed_on"], values["ended_on"], values["ended_how"]))


ASSETS = Register(
    *("assets", "do/assets", Asset, N_("機器・媒体・鍵")),
    kind=Kind.ASSET,
    new=N_("機器・媒体・鍵を登録する"),
    why=N_("パソコン、USBメモリ、鍵などを、だれが持っているかとともに記録します。"),
    requirement=N_(
        "Pマークの構築・運用指針 J.9.2（安全管理措置）は、機器や媒体の"
        "盗難と紛失の防止を求めています。"
        "退職者からの返却漏れも、ここで分かります。"
    ),
    fields=(
        Text(
            *("asset_number", N_("管理番号"), 40),
            needed=N_("管理番号を入力してください。"),
            headings=called(
                "資産番号 機器番号 番号 資産no 資産管理番号 管理no 端末番号 備品番号 "
                "鍵番号 媒体番号 シリアル番号 機器管理番号 鍵no カード番号 カードno 機器no "
                "端末no 備品no assetno serialnumber"
            ),
        ),
        Text(
            *("name", N_("名称")),
            needed=N_("名称を入力してください。"),
            headings=called(
                "機器名 媒体名 品名 型番 機種名 機種 メーカー・機種 機器名称 品名・型番 "
                "型式 メーカー・型番 端末名 製品名 コンピュータ名 PC名 鍵の名称 物品名 "
                "鍵名 名称・用途 機器・媒体名 カード名 品目 物品 媒体 機器 媒体の名称 "
                "機種・型番 鍵 端末 設備名 どこの鍵 何の鍵 鍵の場所 itemname item device"
            ),
        ),
        Choice(
            *("kind", N_("種類")),
            {
                AssetKind.PC: N_("パソコン"),
                AssetKind.PHONE: N_("携帯電話・タブレット"),
                AssetKind.MEDIUM: N_("持ち運べる媒体"),
                AssetKind.KEY: N_("鍵・カード"),
                AssetKind.OTHER: N_("その他"),
            },
            {
                **also(
                    (
                        AssetKind.PC,
                        "PC ノートPC ノートパソコン デスクトップPC デスクトップ ノート端末 端末 "
                        "パーソナルコンピュータ ノート型PC ノート型パソコン サーバ "
                        "サーバー 業務端末 モバイルPC",
                    ),
                    (
                        AssetKind.PHONE,
                        "スマートフォン 携帯電話 タブレット スマホ 携帯 iPad iPhone 社用携帯 "
                        "業務用携帯 業務用スマホ 貸与携帯 ガラケー タブレット端末 携帯端末",
                    ),
                    (
                        AssetKind.MEDIUM,
                        "USB USBメモリ USBメモリー 可搬媒体 外付けHDD 外部媒体 SDカード "
                        "外付けSSD 記録媒体 媒体 ハードディスク 外付けハードディスク HDD "
                        "SSD CD DVD CD-R DVD-R "
                        "電子媒体 可搬型媒体 USBフラッシュメモリ バックアップ媒体 テープ",
                    ),
                    (
                        AssetKind.KEY,
                        "鍵 カード 入館カード カードキー ICカード 入館証 入退室カード 社員証 "
                        "IDカード セキュリティカード 入館鍵 金庫鍵 キー 玄関鍵 "
                        "キャビネット鍵 書庫鍵 マスターキー",
                    ),
                )
            },
            other=AssetKind.OTHER,
            needed=N_("種類を選んでください。"),
            headings=called(
                "区分 種別 分類 機器種別 機器区分 機器の種類 物品区分 媒体種別 媒体の種類 "
                "鍵種別 資産区分 type category"
            ),
        ),
        Pick(
            *("unit_id", N_("部門"), Of.UNIT),
            needed=N_("部門を選んでください。"),
            headings=called(
                "部署 設置場所 使用部署 使用部門 所属 管理部署 管理部門 配置部署 部署名 "
                "所属部署 保管部署 利用部署 department"
            ),
        ),
        Pick(
            *("holder_id", N_("持っている人"), Of.PERSON),
            help=N_("部門で共用していれば、空欄にします。"),
            headings=called(
                "使用者 利用者 管理者 貸与先 貸与者 使用者氏名 利用者名 使用者名 保有者 "
                "保管者 所持者 貸与者名 保管責任者 氏名 所有者 担当者 保持者 受領者 借用者 "
                "貸与先氏名 持ち主 持っている社員 使っている人 借りている人 holder user "
                "assignedto"
            ),
        ),
        Day(
            "handed_on",
            N_("渡した日"),
            past=True,
            headings=called(
                "貸与日 配付日 配布日 支給日 使用開始日 利用開始日 貸出日 交付日 受領日 "
                "貸与開始日 貸出年月日 支給年月日 渡した年月日 貸した日 渡した月日 "
                "dateissued issuedon handedover"
            ),
        ),
        Text(
            *("protection", N_("保護の方法")),
            help=N_("暗号化、画面のロック、金庫での保管など"),
            headings=called(
                "安全管理措置 対策 セキュリティ対策 暗号化 安全対策 保護対策 セキュリティ "
                "保護措置 暗号化の有無 パスワード設定"
            ),
        ),
        Day(
            "ended_on",
            N_("手放した日"),
            past=True,
            told=(N_("手放した"), N_("使用中")),
            headings=called(
                "返却日 廃棄日 返還日 処分日 使用終了日 返却年月日 廃棄年月日 回収日 "
                "返納日 処分年月日 返した日 戻った日 datereturned returnedon"
            ),
        ),
        Text(
            *("ended_how", N_("手放し方")),
            help=N_("返却、消去、廃棄など。手放した日とともに入力します。"),
            headings=called(
                "廃棄方法 処分方法 返却・廃棄方法 返却・処分の内容 処分内容 返却・廃棄の別 "
                "処分区分 廃棄・返却"
            ),
        ),
        noted(N_("メモ"), "備考 摘要 特記事項", **FOLDED, erasable=True),
    ),
    columns=("asset_number", "name", "kind", "unit_id", "holder_id", "ended_on"),
    filters=("ended_on", "kind", "unit_id", "holder_id"),
    sorts=("asset_number",),
    sorted_by="asset_number",
    title=("asset_number", "name"),
    dated="handed_on",
    rule=_rule,
    same=Same(("asset_number",)),
    seen=visible_to,
    keeper=Permission.KEEP_REGISTERS,
    boxes=(N_("個人情報保護管理者"), N_("部門責任者")),
)
