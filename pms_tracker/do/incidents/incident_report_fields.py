"""What the record of an incident says of its reports: to whom, and when (Law art. 26; J.4.4.2)."""

from pms_tracker.kernel.words import N_
from pms_tracker.registers.fields import Day, Number, Text
from pms_tracker.registers.office_fields import MORE_FACT, called

REPORTS = (
    Day(
        "commission_first_on",
        N_("委員会への速報"),
        **MORE_FACT,
        past=True,
        headings=called(
            "PPC報告 報告PPC 報告委員会 PPC報告日 PPC速報 委員会速報 個人情報保護委員会速報 "
            "個人情報保護委員会報告 "
            "個人情報保護委員会への報告 個人情報保護委員会への報告日 委員会報告 委員会報告日 "
            "委員会への報告 reportedtoppcon reportedtoppc"
        ),
    ),
    Day(
        "commission_final_on",
        N_("委員会への確報"),
        **MORE_FACT,
        past=True,
        headings=called("PPC確報 個人情報保護委員会確報 委員会確報日"),
    ),
    Text("commission_receipt", N_("委員会の受付番号"), **MORE_FACT),
    Day("my_number_first_on", N_("マイナンバーの速報"), **MORE_FACT, past=True),
    Day("my_number_final_on", N_("マイナンバーの確報"), **MORE_FACT, past=True),
    Day(
        "body_first_on",
        N_("審査機関への速報"),
        **MORE_FACT,
        past=True,
        headings=called(
            "報告審査機関 審査機関報告 審査機関報告日 審査機関速報 審査機関への報告 "
            "審査機関への報告日 "
            "JIPDEC報告 認定機関報告 Pマーク審査機関への報告"
        ),
    ),
    Day(
        "body_final_on", N_("審査機関への確報"), **MORE_FACT, past=True, headings=("審査機関確報",)
    ),
    Text("body_receipt", N_("審査機関の受付番号"), **MORE_FACT),
    Text(
        *("client", N_("委託元")),
        **MORE_FACT,
        help=N_("預かっていたときだけ入力します。空欄なら、受託業務の委託元になります。"),
        headings=called("委託元企業 顧客企業 委託元名"),
    ),
    Number(
        *("client_days", N_("委託元への連絡期限の日数")),
        **MORE_FACT,
        least=1,
        most=30,
        help=N_(
            "契約で決めた日数。気付いた日を1日目と数えます。関わる受託業務に期限があれば、"
            "それより長くはなりません。"
        ),
    ),
    Day("told_client_on", N_("委託元に連絡した日"), **MORE_FACT, past=True),
    Text(
        *("unreported", N_("委員会への報告を不要と判断した理由"), 2000),
        **MORE_FACT,
        lines=True,
        erasable=True,
    ),
)
