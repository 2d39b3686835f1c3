"""What a contractor says, field by field (委託先一覧; J.9.4; Law art. 25)."""

from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules import contractor_rules as rules
from pms_tracker.kernel.words import N_
from pms_tracker.plan.changes.planned_changes import OF_CHANGES
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Flag, Of, Pick, Text
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import (
    FACT,
    FOLDED,
    MORE_FACT,
    Also,
    Labels,
    Several,
    also,
    called,
    noted,
)

TRADES: Labels = {
    rules.Trade.PROFESSIONAL: N_("士業"),
    rules.Trade.CLOUD: N_("クラウドサービス"),
    rules.Trade.PRINTING: N_("印刷・発送"),
    rules.Trade.SYSTEM: N_("システムの開発・保守"),
    rules.Trade.EDUCATION: N_("試験・教育サービス"),
    rules.Trade.DISPOSAL: N_("廃棄・保管"),
    rules.Trade.OTHER: N_("その他"),
}
_ALSO_TRADES: Also = also(
    (
        rules.Trade.PROFESSIONAL,
        "税理士 社労士 弁護士 会計士 司法書士 行政書士 社会保険労務士 公認会計士 弁理士 "
        "税理士法人 社会保険労務士法人 士業・専門家 専門家 会計事務所 "
        "税理士事務所 社労士事務所 法律事務所 "
        "弁護士法人 労務 会計 税務 professional accountant lawyer",
    ),
    (
        rules.Trade.CLOUD,
        "クラウド SaaS ASP クラウド事業者 データセンター レンタルサーバー ホスティング "
        "クラウドサービス事業者 クラウド型サービス cloud cloudservice hosting",
    ),
    (
        rules.Trade.PRINTING,
        "印刷 発送 印刷発送 運送 名刺印刷 印刷業 宅配 配送 運送業 DM発送 封入封緘 宅配便 "
        "印刷会社 印刷業者 運送会社 物流 配送業 倉庫・発送 printing mailing delivery",
    ),
    (
        rules.Trade.SYSTEM,
        "システム 保守 開発 システム開発 システム保守 IT ソフトウェア Web制作 ホームページ制作 "
        "保守業者 システム会社 情報システム ITベンダー IT業者 ソフト保守 "
        "システム運用 system it maintenance",
    ),
    (rules.Trade.EDUCATION, "模試 試験 教育 研修 eラーニング 研修会社 education"),
    (
        rules.Trade.DISPOSAL,
        "廃棄 保管 倉庫 溶解 廃棄業者 産廃 文書保管 機密文書処理 "
        "産業廃棄物 廃棄処理 機密廃棄 書類保管 disposal",
    ),
)
MY_NUMBER: Labels = {rules.MyNumber.NO: N_("委託しない"), rules.MyNumber.YES: N_("委託する")}
_ALSO_MY_NUMBER: Also = also(
    (rules.MyNumber.NO, "なし 無 いいえ × 該当なし 含まない 取扱いなし 取扱なし"),
    (rules.MyNumber.YES, "あり 有 はい ○ 〇 該当 含む 取扱いあり 取扱あり"),
)
_EVERY: Labels = {rules.Every.YEAR: N_("年1回"), rules.Every.HALF_YEAR: N_("半年に1回")}
_ALSO_EVERY: Also = {
    "毎年": rules.Every.YEAR,
    "1年": rules.Every.YEAR,
    "年1": rules.Every.YEAR,
    "1年ごと": rules.Every.YEAR,
    "1回/年": rules.Every.YEAR,
    "年一回": rules.Every.YEAR,
    "毎年度": rules.Every.YEAR,
    "半年": rules.Every.HALF_YEAR,
    "半年ごと": rules.Every.HALF_YEAR,
    "年2回": rules.Every.HALF_YEAR,
    "6か月ごと": rules.Every.HALF_YEAR,
}
_CERTIFICATES: Labels = {
    rules.Certificate.PRIVACY_MARK: N_("プライバシーマーク"),
    rules.Certificate.ISMS: N_("ISMS認証"),
    rules.Certificate.OTHER: N_("その他の認証"),
}
_ALSO_CERTIFICATES: Also = also(
    (
        rules.Certificate.PRIVACY_MARK,
        "Pマーク Pﾏｰｸ Pマーク取得 プライバシーマーク付与 PM privacymark",
    ),
    (rules.Certificate.ISMS, "ISMS ISO27001 ISO/IEC27001 ISO27001取得 ISMS取得"),
)
CLAUSES: Labels = {
    rules.Clause.SECRECY: N_("秘密保持"),
    rules.Clause.TAKING_OUT: N_("事業所外への持出しの禁止"),
    rules.Clause.PURPOSE: N_("目的外利用の禁止"),
    rules.Clause.SUBCONTRACTING: N_("再委託の条件"),
    rules.Clause.LIABILITY: N_("漏えいなどが起きたときの責任"),
    rules.Clause.RETURN: N_("終了後の返却・廃棄"),
    rules.Clause.SUPERVISION: N_("従業者の監督・教育"),
    rules.Clause.REPORTING: N_("遵守状況の報告"),
    rules.Clause.SAFEGUARDS: N_("安全管理の措置"),
    rules.Clause.AUDIT: N_("立入り・監査"),
    rules.Clause.NOTICE: N_("事故の速やかな連絡"),
}
_ALSO_CLAUSES: Also = also(
    (rules.Clause.SECRECY, "秘密保持義務 守秘義務 機密保持"),
    (rules.Clause.TAKING_OUT, "持出しの禁止 持出禁止 持ち出し禁止"),
    (rules.Clause.PURPOSE, "目的外利用 目的外使用の禁止 目的外利用・提供の禁止"),
    (rules.Clause.SUBCONTRACTING, "再委託の制限 再委託の禁止 再委託に関する事項 再委託制限"),
    (rules.Clause.LIABILITY, "損害賠償 責任 損害賠償責任"),
    (rules.Clause.RETURN, "返却・廃棄 返還・廃棄 返却廃棄 返却・消去 返還・消去 返却・破棄"),
    (rules.Clause.SUPERVISION, "従業者の監督 従業者教育 従業者の教育"),
    (rules.Clause.REPORTING, "報告 遵守状況報告 定期報告"),
    (rules.Clause.SAFEGUARDS, "安全管理措置 安全管理"),
    (rules.Clause.AUDIT, "監査 立入検査 立入監査 監査権"),
    (rules.Clause.NOTICE, "事故報告 事故時の報告 事故時の連絡 事故連絡"),
)
_HANDING: Labels = {
    rules.Handing.NO: N_("認めない"),
    rules.Handing.ASKED: N_("事前の承認が必要"),
    rules.Handing.YES: N_("認める"),
}
_ALSO_HANDING: Also = also(
    (
        rules.Handing.NO,
        "禁止 不可 なし 無 しない 不許可 できない 否 認めず 再委託なし "
        "再委託禁止 原則禁止 無し notallowed "
        "prohibited",
    ),
    (
        rules.Handing.ASKED,
        "承認制 事前承認 許可制 事前承諾 承諾制 要承認 要承諾 要許可 要事前承認 要事前承諾 "
        "条件付可 条件付き可 条件付 事前承認制 事前承認要 承認が必要 "
        "承諾が必要 事前承諾要 許可があれば可 "
        "承認により可 withpriorapproval priorapproval",
    ),
    (rules.Handing.YES, "可 あり 有 する 許可 認めている 再委託あり allowed permitted"),
)
PROOFS: Labels = {
    rules.Proof.RETURNED: N_("すべて返却を受けた"),
    rules.Proof.CERTIFICATE: N_("廃棄証明書を受け取った"),
    rules.Proof.ERASED: N_("自社で消去を確認した"),
    rules.Proof.NOTHING: N_("預けたものはなかった"),
}
_ALSO_PROOFS: Also = also(
    (rules.Proof.RETURNED, "返却 返却済"), (rules.Proof.CERTIFICATE, "廃棄証明書 証明書 廃棄")
)

_WHO = (
    Text(
        *("name", N_("委託先の名称")),
        needed=N_("委託先の名称を入力してください。"),
        headings=called(
            "委託先 委託先名 会社名 業者名 名称 取引先名 企業名 委託業者 委託業者名 業者 法人名 "
            "商号 事業者名 委託会社名 委託先会社名 委託先企業名 委託先業者名 委託先事業者名 "
            "外部委託先 外部委託先名 受託者 受託者名 ベンダー名 委託先事業者 外注先 外注先名 "
            "外注業者 外注会社 相手先 相手先名 取引先 会社 団体名 事業所名 サービス提供者 "
            "サービス提供会社 サービス事業者 受託会社 受託会社名 クラウド事業者名 vendor "
            "vendorname contractor contractorname supplier suppliername company companyname "
            "serviceprovider outsourcer nameofvendor nameofcontractor nameofcompany "
            "subcontractorname"
        ),
    ),
    Choice(
        *("trade", N_("業種"), TRADES, _ALSO_TRADES),
        other=rules.Trade.OTHER,
        needed=N_("業種を選んでください。"),
        headings=called(
            "種別 区分 業務区分 業者区分 委託先区分 業種区分 業種・区分 委託区分 委託種別 業態 "
            "委託先の種別 委託先種類 業務種別 typeofbusiness typeofservice industry category "
            "vendortype type"
        ),
    ),
    Pick(
        *("unit_id", N_("担当部門"), Of.UNIT),
        needed=N_("担当部門を選んでください。"),
        headings=called(
            "委託部署 委託部門 委託元部署 部門 部署 担当部署 主管部門 所管部署 管理部門 管理部署 "
            "所管部門 主管部署 担当課 所属 当社担当部署 自社担当部署 依頼部署 発注部署 発注部門 "
            "利用部署 契約部署 管理責任部署 責任部署 部署名 部門名 department "
            "responsibledepartment 主管部 主管課 担当部 所管部 窓口部署"
        ),
    ),
    Text(
        *("work", N_("委託する業務"), 2000),
        asked=True,
        lines=True,
        headings=called(
            "委託業務 業務内容 委託内容 業務 委託業務の内容 委託業務名 業務名 委託する業務の内容 "
            "委託している業務 委託の内容 外注内容 外注業務 委託業務の概要 サービス内容 "
            "利用サービス サービス名 頼んでいる仕事 依頼内容 依頼業務 依頼している業務 作業内容 "
            "契約内容 取引内容 業務の概要 servicesoutsourced services service scope "
            "outsourcedwork workoutsourced 委託している仕事 お願いしている仕事 お願いしている業務 "
            "頼んでいる業務 tasks outsourcedservice"
        ),
    ),
    Entries(
        *("rows", N_("預ける個人情報"), LEDGER),
        aside=N_("委託中は提出までに必要"),
        help=N_("台帳の記録から選びます。委託を終えるときは、すべて外します。"),
        headings=called(
            "台帳の記録 個人情報の名称 預託する個人情報 台帳番号 委託する個人情報 "
            "提供する個人情報 預託情報 取扱個人情報 委託する個人情報の名称 預ける情報 "
            "預託個人情報 渡している情報 取り扱う個人情報 預ける個人情報 取扱い個人情報"
        ),
    ),
    Choice(
        *("my_number", N_("マイナンバーの取扱い"), MY_NUMBER, _ALSO_MY_NUMBER),
        needed=N_("マイナンバーを委託するかを選んでください。"),
        headings=called(
            "マイナンバー 個人番号 特定個人情報 個人番号の取扱い 特定個人情報の取扱い "
            "個人番号取扱い マイナンバー取扱い 特定個人情報の委託 マイナンバーの委託 "
            "個人番号の委託 特定個人情報の有無 マイナンバーの有無 番号取扱 handlesmynumber "
            "個人番号の委託の有無"
        ),
    ),
    Text(
        "address",
        N_("所在地"),
        **FACT,
        headings=called("住所 本社所在地 委託先住所 所在地・住所 所在 本店所在地 会社住所"),
    ),
    Text("representative", N_("代表者"), **MORE_FACT, headings=("代表者名", "代表者氏名")),
    Text(
        *("contact", N_("連絡先")),
        **FACT,
        erasable=True,
        help=N_("担当者の氏名、電話番号、メールアドレス"),
        headings=called(
            "担当者 窓口 先方担当者 TEL 電話番号 電話 担当者連絡先 担当窓口 連絡窓口 委託先担当者 "
            "先方窓口 担当者名 担当者・TEL 担当者・電話番号 担当者名・電話 担当・電話 "
            "電話・担当者 担当者氏名 メールアドレス 事故時連絡先 緊急連絡先 先方連絡先 営業担当 "
            "営業担当者 contactperson contactdetails phone email telephone phonenumber"
        ),
    ),
    Text(
        *("country", N_("外国で扱う国")),
        **MORE_FACT,
        abroad=True,
        help=N_("データを置く国や、閲覧する国があるとき"),
        headings=called("外国 国名 保存国 国 データ保管国 サーバ所在国 データの所在国"),
    ),
)
_TRUST = (
    Several(
        *("certificates", N_("認証"), _CERTIFICATES, _ALSO_CERTIFICATES),
        **MORE_FACT,
        headings=called(
            "Pマーク等 Pマーク・ISMS Pマーク等の有無 取得認証 認証取得 認証の種類 第三者認証 "
            "認証取得状況 Pマーク・ISMS等 認証等 認定 第三者認証の有無 取得している認証 "
            "認証・資格 certification certifications 認証取得の有無 認証の有無 P-mark/ISMS "
            "Pマーク・ISO PM・ISMS"
        ),
    ),
    Text(
        "certificate_number",
        N_("認証番号"),
        **MORE_FACT,
        headings=called(
            "登録番号 認定番号 Pマーク番号 Pマーク登録番号 認証登録番号 certificationno"
        ),
    ),
    Day(
        *("certified_until", N_("認証の有効期限")),
        perhaps=("有効期限",),
        until=True,
        **FOLDED,
        headings=called(
            "Pマーク有効期限 認証期限 認証有効期限 Pマークの有効期限 認証有効期間 "
            "認定有効期限 Pマーク期限 certificationexpiry"
        ),
    ),
    Choice(
        *("handing", N_("再委託"), _HANDING, _ALSO_HANDING),
        **MORE_FACT,
        headings=called("再委託の可否 再委託の許可 再委託について 再委託の取扱い subcontracting"),
    ),
    Text(
        *("handed_to", N_("再委託先と業務"), 2000),
        **MORE_FACT,
        names=True,
        lines=True,
        headings=called(
            "再委託先 再委託先名 再委託先名称 再委託先会社名 subcontractor subcontractors"
        ),
    ),
    Day(
        *("first_client_on", N_("最初の委託元が再委託を許諾した日")),
        **MORE_FACT,
        help=N_("マイナンバーの再委託は、最初に委託した者の許諾が要件です（番号法10条）。"),
        headings=("再委託の許諾日", "許諾日"),
    ),
    Choice(
        *("every", N_("評価の頻度"), _EVERY, _ALSO_EVERY),
        **FOLDED,
        headings=called("評価頻度 評価周期 評価サイクル 見直し頻度"),
    ),
)
# What is said at once, without another approval: what came after the contractor was approved.
CONTRACT = (
    Text(
        "contract_number",
        N_("契約番号"),
        **MORE_FACT,
        headings=called(
            "契約書番号 契約no 契約書no 契約管理番号 agreementno contractno agreementnumber"
        ),
    ),
    Day(
        *("signed_on", N_("契約日")),
        **FOLDED,
        past=True,
        help=N_("委託先として承認されてから契約します。"),
        headings=called(
            "契約締結日 締結日 契約年月日 委託契約締結日 契約書締結日 契約締結年月日 委託契約日 "
            "契約開始日 契約書締結 契約締結 契約開始 契約始期 委託開始日 契約書日付 "
            "契約開始年月日 agreementdate contractdate contractsigned dateofagreement datesigned "
            "contractsignedon"
        ),
    ),
    Day(
        "term_until",
        N_("契約の終期"),
        until=True,
        **FOLDED,
        ends="signed_on",
        headings=called(
            "契約期限 契約満了日 契約終了日 期間満了日 契約期間満了日 満了日 契約終期 "
            "契約終了予定日 契約期間 契約満了年月日 契約終了年月日 契約終了 契約満期日 満期日 "
            "契約満了 契約有効期限 expirydate contractend contractenddate enddate expiry "
            "expireson contractexpires validuntil"
        ),
    ),
    Flag(
        "renews",
        N_("自動更新"),
        **FOLDED,
        headings=called("自動更新の有無 自動延長 契約更新 autorenewal"),
    ),
    Several(
        *("clauses", N_("契約にある条項"), CLAUSES, _ALSO_CLAUSES),
        **MORE_FACT,
        help=N_("マイナンバーを委託する契約には、上から8つがすべて必要です。"),
        headings=called(
            "契約条項 契約の条項 契約書の記載事項 契約記載事項 契約書の内容 契約事項 契約に含む事項"
        ),
    ),
    Day(
        *("secrecy_on", N_("秘密保持契約の締結日")),
        **MORE_FACT,
        headings=called(
            "NDA NDA締結日 秘密保持契約締結日 秘密保持契約日 機密保持契約締結日 機密保持契約日 "
            "NDA締結年月日 守秘義務契約締結日 秘密保持契約 機密保持契約 守秘義務契約 "
            "秘密保持契約書 秘密保持誓約書 守秘契約日 秘密保持 機密保持 NDA契約日 "
            "秘密保持契約年月日 ndasigned ndadate 守秘締結日 秘密保持締結日 守秘義務締結日"
        ),
    ),
)
LEAVING = (
    Day(
        *("ended_on", N_("委託を終了した日")),
        **FOLDED,
        past=True,
        told=(N_("終了"), N_("終了していない")),
        help=N_("返却か廃棄を確かめてから入力します。"),
        headings=called("終了日 取引終了日 委託終了日 委託終了 契約解除日 解約日"),
    ),
    Choice(
        *("proof", N_("返却・廃棄の確認"), PROOFS, _ALSO_PROOFS),
        **FOLDED,
        headings=called("返却・廃棄 返却廃棄 廃棄証明 消去証明 返却・消去の確認"),
    ),
    Day(
        *("proved_on", N_("返却・廃棄を確認した日")),
        **FOLDED,
        past=True,
        headings=("返却日", "廃棄日", "廃棄確認日"),
    ),
)
_NOTE = noted(N_("備考"), "摘要 メモ 特記事項 その他 remarks notes comments 留意事項", **FOLDED)
# What a small firm may leave open.
RARE = (*(each for each in _WHO if each.folded()), *_TRUST, OF_CHANGES, _NOTE)
FIELDS = (
    *(*_WHO, *CONTRACT, *_TRUST, *LEAVING),
    *(OF_CHANGES, _NOTE),
    Files("files", N_("契約書、覚書、廃棄証明書")),
)
