"""What a use beyond the purpose says, field by field (Law art. 18, guideline 2-16)."""

from typing import Any

from pms_tracker import clock
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules import use_rules as rules
from pms_tracker.kernel.words import N_, Words
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Number, Of, Pick, Text, Values
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import (
    FACT,
    FOLDED,
    MORE_FACT,
    Also,
    Labels,
    Reckoned,
    Several,
    also,
    noted,
)

_OF_CONSENT = N_("同意によるとき提出までに必要")
MOST_PERSONS = 9_999_999
GROUNDS: Labels = {
    rules.UseGround.LAW: N_("法令に基づく（法18条3項1号）"),
    rules.UseGround.LIFE: N_("生命・身体・財産の保護（法18条3項2号）"),
    rules.UseGround.HEALTH: N_("公衆衛生・児童の健全な育成（法18条3項3号）"),
    rules.UseGround.STATE: N_("国などへの協力（法18条3項4号）"),
    rules.UseGround.RESEARCH: N_("学術研究機関としての利用（法18条3項5号）"),
    rules.UseGround.RESEARCHER: N_("学術研究機関への提供（法18条3項6号）"),
    rules.UseGround.CONSENT: N_("本人の同意（法18条1項）"),
}
_ALSO_GROUNDS: Also = also(
    (rules.UseGround.CONSENT, "同意 本人同意 本人の同意"),
    (rules.UseGround.LAW, "法令 法令に基づく場合 法令に基づく"),
    (rules.UseGround.LIFE, "生命 人の生命、身体又は財産の保護"),
    (rules.UseGround.HEALTH, "公衆衛生"),
    (rules.UseGround.STATE, "国等への協力 国の機関等への協力"),
    (rules.UseGround.RESEARCH, "学術研究"),
)
_WAYS: Labels = {
    rules.ConsentWay.SPOKEN: N_("口頭"),
    rules.ConsentWay.WRITTEN: N_("書面"),
    rules.ConsentWay.MAIL: N_("メール"),
    rules.ConsentWay.BOX: N_("確認欄へのチェック"),
    rules.ConsentWay.BUTTON: N_("画面のボタン"),
    rules.ConsentWay.VOICE: N_("音声入力など"),
}
_ALSO_WAYS: Also = also(
    (rules.ConsentWay.BOX, "確認欄 チェック"),
    (rules.ConsentWay.BUTTON, "ボタン クリック"),
    (rules.ConsentWay.VOICE, "音声"),
    (rules.ConsentWay.MAIL, "電子メール"),
)
_CONSENTERS: Labels = {
    rules.Consenter.SELF: N_("本人"),
    rules.Consenter.GUARDIAN: N_("法定代理人（保護者など）"),
}
_ALSO_CONSENTERS: Also = also((rules.Consenter.GUARDIAN, "法定代理人 保護者 親権者"))
STATES: dict[rules.UseState, Words] = {
    rules.UseState.APPLIED: N_("申請中"),
    rules.UseState.CONSENTING: N_("同意取得中"),
    rules.UseState.READY: N_("利用開始前"),
    rules.UseState.USABLE: N_("利用可"),
    rules.UseState.OVER: N_("利用終了"),
}

FIELDS = (
    Entries(
        *("rows", N_("台帳の記録"), LEDGER),
        needed=N_("どの個人情報を使うのか、1件以上選んでください。"),
        headings=("個人情報", "個人情報の名称", "対象の個人情報"),
    ),
    Pick(
        *("unit_id", N_("利用する部門"), Of.UNIT),
        needed=N_("利用する部門を選んでください。"),
        headings=("部門", "部署", "申請部門", "担当部門"),
    ),
    Text(
        *("purpose", N_("新しい利用目的")),
        needed=N_("新しい利用目的を入力してください。"),
        help=N_("いま特定している利用目的の範囲を超える目的"),
        wide=True,
        headings=("利用目的", "目的", "目的外利用の目的"),
    ),
    Text(
        *("scope", N_("利用の方法と範囲"), 2000),
        asked=True,
        lines=True,
        help=N_("だれが、どの項目を、何にどう使うか"),
        headings=("利用方法", "方法", "利用の範囲"),
    ),
    Choice(
        *("ground", N_("根拠"), GROUNDS, _ALSO_GROUNDS),
        needed=N_("根拠を選んでください。"),
        headings=("法的根拠", "利用の根拠"),
    ),
    Text(
        *("reason", N_("同意が不要な理由"), 2000),
        **FACT,
        aside=N_("同意によらないとき提出までに必要"),
        lines=True,
        help=N_("どの法令か、なぜ同意を得ることが困難かなど"),
        headings=("理由", "例外の理由"),
    ),
    Number(
        *("headcount", N_("対象の人数")),
        asked=True,
        least=1,
        most=MOST_PERSONS,
        headings=("人数", "対象人数"),
    ),
    Day(
        *("first_on", N_("利用を始める日")),
        asked=True,
        help=N_("承認の日以降の日。承認の前には利用できません。"),
        headings=("利用開始日", "開始日"),
    ),
    Day(
        *("last_on", N_("利用を終える日")),
        until=True,
        asked=True,
        headings=("利用終了日", "終了予定日", "利用期限"),
    ),
    Text(
        *("notice", N_("本人への通知文"), 2000),
        **FACT,
        aside=_OF_CONSENT,
        lines=True,
        help=N_("新しい利用目的、方法と範囲、断れることを伝えます。"),
        headings=("通知文", "通知内容"),
    ),
    Several(
        *("ways", N_("同意の取得方法"), _WAYS, _ALSO_WAYS),
        **FACT,
        aside=_OF_CONSENT,
        headings=("同意の方法", "取得方法"),
    ),
    Several(
        *("consenters", N_("同意する人"), _CONSENTERS, _ALSO_CONSENTERS),
        **FACT,
        aside=_OF_CONSENT,
        headings=("同意者",),
    ),
    Text(
        *("guardians", N_("未成年者の同意"), 2000),
        **FACT,
        aside=N_("未成年者を含むとき提出までに必要"),
        lines=True,
        help=N_("法定代理人の同意をどう得るか。本人だけの同意で足りるなら、判断できる年齢など"),
        headings=("法定代理人の同意",),
    ),
    Number(
        *("consents", N_("同意した人数")), **FOLDED, most=MOST_PERSONS, headings=("同意数", "同意")
    ),
    Number(
        *("refusals", N_("除外する人数")),
        **FOLDED,
        most=MOST_PERSONS,
        help=N_("断った人と、回答のない人"),
        headings=("拒否数", "拒否", "拒否した人数"),
    ),
    Text(
        *("refused", N_("除外する人の番号"), 2000),
        **MORE_FACT,
        lines=True,
        help=N_("会員番号など。利用する一覧から除きます。氏名は書かないでください。"),
        erasable=True,
        headings=("拒否者", "拒否した人の番号"),
    ),
    Day(
        *("ended_on", N_("利用を終えた日")),
        **FOLDED,
        past=True,
        help=N_("利用を終えたら入力します。"),
        headings=("終了日",),
    ),
    noted(N_("備考"), "摘要 メモ", **FOLDED),
    Files("files", N_("通知文と同意の証跡")),
)


def persons_of(values: Values) -> rules.Persons:
    """Of how many persons values tell."""
    return rules.Persons(values["headcount"], values["consents"], values["refusals"])


def term_of(values: Values) -> rules.Term:
    """Of which days values tell."""
    return rules.Term(values["first_on"], values["last_on"], values["ended_on"])


def _left(row: Any) -> int | None:
    return rules.Persons(row.headcount, row.consents, row.refusals).left


def _state(row: Any) -> Words:
    standing = row.state
    if standing is Standing.ENDED:
        return STATES[rules.UseState.OVER]
    persons = rules.Persons(row.headcount, row.consents, row.refusals)
    term = rules.Term(row.first_on, row.last_on, row.ended_on)
    is_approved = standing in IN_FORCE
    return STATES[rules.state_of(row.ground, persons, term, clock.today(), is_approved=is_approved)]


LEFT = Reckoned("left", N_("除外後の人数"), reckon=_left, after="refusals")
STATE = Reckoned("use_state", N_("利用の状態"), reckon=_state, after="purpose", of_now=True)
