"""How each thing that a person asks for is answered: its fields, and grounds in words (Law art. 32
to 35; guideline 3-8)."""

from pms_tracker.do.rules.contact.request_rules import (
    GROUNDS,
    OUTCOMES,
    Asked,
    Ground,
    Item,
    Outcome,
)
from pms_tracker.kernel.words import N_, Words
from pms_tracker.registers.fields import Choice, Field, Text, Values
from pms_tracker.registers.office_fields import MORE_FACT, Also, Labels, also, called

KINDS: Labels = {
    Asked.PURPOSE: N_("利用目的の通知"),
    Asked.DISCLOSURE: N_("保有個人データの開示"),
    Asked.RECORDS: N_("第三者提供記録の開示"),
    Asked.CORRECTION: N_("訂正・追加・削除"),
    Asked.STOP: N_("利用停止・消去"),
    Asked.PROVISION: N_("第三者提供の停止"),
}
ALSO_KINDS: Also = also(
    (Asked.DISCLOSURE, "開示 開示請求 開示の請求 閲覧 写しの交付 個人情報の開示"),
    (Asked.CORRECTION, "訂正 訂正等 追加 削除 内容の訂正 変更 修正"),
    (Asked.STOP, "利用停止 利用停止等 消去 利用の停止 停止 消去請求 利用停止請求 抹消"),
    (Asked.PROVISION, "提供停止 第三者提供停止 第三者への提供の停止 提供の停止"),
    (Asked.PURPOSE, "利用目的 利用目的の開示 利用目的通知"),
)
ARTICLES: dict[Asked, Words] = {
    Asked.PURPOSE: N_("法32条2項"),
    Asked.DISCLOSURE: N_("法33条1項"),
    Asked.RECORDS: N_("法33条5項"),
    Asked.CORRECTION: N_("法34条1項"),
    Asked.STOP: N_("法35条1項・5項"),
    Asked.PROVISION: N_("法35条3項・5項"),
}
_OUTCOMES: Labels = {
    Outcome.GRANTED: N_("応諾"),
    Outcome.PARTLY: N_("一部応諾"),
    Outcome.REFUSED: N_("拒否"),
    Outcome.NONE: N_("不存在"),
    Outcome.SUBSTITUTE: N_("代替措置"),
}
_GROUNDS: Labels = {
    Ground.CLEAR: N_("公表により利用目的が明らか"),
    Ground.HARM: N_("本人や第三者の生命・身体・財産などを害するおそれ"),
    Ground.INTERESTS: N_("当社の権利や正当な利益を害するおそれ"),
    Ground.STATE: N_("国の機関などの事務に支障を及ぼすおそれ"),
    Ground.RIGHTS: N_("開示により、本人や第三者の生命・身体・財産などを害するおそれ"),
    Ground.HINDRANCE: N_("業務の適正な実施に著しい支障を及ぼすおそれ"),
    Ground.OTHER_LAW: N_("ほかの法令に違反する"),
    Ground.EXCLUDED: N_("施行令11条により、開示の対象から除かれる記録"),
    Ground.CORRECT: N_("内容が事実と合っている"),
    Ground.BEYOND: N_("訂正などが利用目的の達成に不要"),
    Ground.PROCEDURE: N_("ほかの法令に特別の手続がある"),
    Ground.UNFOUNDED: N_("請求の理由が認められない"),
    Ground.HARD: N_("停止などが困難で、代わりの措置をとる"),
}
# What a letter says of each, to the person.
LETTERS: dict[Ground, Words] = {
    Ground.CLEAR: N_(
        "公表している利用目的により、ご本人の個人データの利用目的が明らかであるため（法32条2項1号）"
    ),
    Ground.HARM: N_(
        "利用目的をお知らせすることで、ご本人または第三者の生命、身体、財産その他の権利利益を害する"
        "おそれがあるため（法21条4項1号）"
    ),
    Ground.INTERESTS: N_(
        "利用目的をお知らせすることで、当社の権利または正当な利益を害するおそれがあるため"
        "（法21条4項2号）"
    ),
    Ground.STATE: N_(
        "国の機関などの法令に定める事務に協力する必要があり、お知らせすることで、その事務に支障を"
        "及ぼすおそれがあるため（法21条4項3号）"
    ),
    Ground.RIGHTS: N_(
        "開示することで、ご本人または第三者の生命、身体、財産その他の権利利益を害するおそれが"
        "あるため（法33条2項1号）"
    ),
    Ground.HINDRANCE: N_(
        "開示することで、当社の業務の適正な実施に著しい支障を及ぼすおそれがあるため（法33条2項2号）"
    ),
    Ground.OTHER_LAW: N_("開示することが、ほかの法令に違反することとなるため（法33条2項3号）"),
    Ground.EXCLUDED: N_("開示の対象から除かれる記録であるため（施行令11条）"),
    Ground.CORRECT: N_("調査の結果、記録の内容が事実と合っていることを確かめたため（法34条2項）"),
    Ground.BEYOND: N_("訂正などが、利用目的の達成に必要な範囲を超えるため（法34条2項）"),
    Ground.PROCEDURE: N_(
        "訂正などについて、ほかの法令に特別の手続が定められているため（法34条2項）"
    ),
    Ground.UNFOUNDED: N_("調査の結果、ご請求の理由が認められなかったため（法35条）"),
    Ground.HARD: N_(
        "停止などに多額の費用を要するなど困難であり、ご本人の権利利益を守るための代わりの措置を"
        "とるため（法35条2項・4項・6項のただし書）"
    ),
}
# The fields of each in their order: how it is answered, on which ground, and what is told.
OF: dict[Asked, tuple[Words, Words, Words]] = {
    Asked.PURPOSE: (
        *(N_("利用目的の通知の結果"), N_("利用目的の通知を拒む根拠")),
        N_("利用目的の通知の説明"),
    ),
    Asked.DISCLOSURE: (N_("開示の結果"), N_("開示を拒む根拠"), N_("開示の説明")),
    Asked.RECORDS: (
        *(N_("提供記録の開示の結果"), N_("提供記録の開示を拒む根拠")),
        N_("提供記録の開示の説明"),
    ),
    Asked.CORRECTION: (N_("訂正などの結果"), N_("訂正などを拒む根拠"), N_("訂正などの説明")),
    Asked.STOP: (N_("利用停止などの結果"), N_("利用停止などを拒む根拠"), N_("利用停止などの説明")),
    Asked.PROVISION: (N_("提供停止の結果"), N_("提供停止を拒む根拠"), N_("提供停止の説明")),
}
_REASONS = called(
    "理由 決定理由 決定の理由 拒否理由 不開示理由 不開示の理由 拒否の理由 応じない理由 判断理由"
)
_REASON = N_("拒むときは、本人に伝える理由。応じるときは、訂正した内容など")


def fields_of(asked: Asked) -> tuple[Field, Field, Field]:
    """The fields in which one thing that is asked for is answered."""
    outcome, ground, reason = OF[asked]
    return (
        Choice(
            f"{asked.value}_outcome",
            outcome,
            {each: _OUTCOMES[each] for each in OUTCOMES[asked]},
            **MORE_FACT,
        ),
        Choice(
            f"{asked.value}_ground",
            ground,
            {each: _GROUNDS[each] for each in GROUNDS[asked]},
            **MORE_FACT,
            help=N_("拒否、一部応諾、代替措置のときだけ選びます。"),
        ),
        Text(
            *(f"{asked.value}_reason", reason, 2000),
            **MORE_FACT,
            # Of a sheet with one for all; whose it is follows from what was asked for.
            perhaps=_REASONS if asked is Asked.DISCLOSURE else (),
            lines=True,
            help=_REASON,
            erasable=True,
        ),
    )


FIELDS: dict[Asked, tuple[Field, Field, Field]] = {each: fields_of(each) for each in Asked}


def items_of(values: Values) -> tuple[Item, ...]:
    """What is asked for, each with its answer."""
    return tuple(
        Item(each, *(values[field.name] for field in FIELDS[each])) for each in values["kinds"]
    )
