"""Letters to whoever asks, drafted from the one record: from the receipt to the answers to all that
was asked for.

Nothing goes out by itself: somebody reads the draft, mends it and sends it once the answer was
approved, and records the day.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.disclosure_requests.request_answers import items_of
from pms_tracker.do.rules.contact.request_rules import Asked, Identity, Item, Outcome
from pms_tracker.kernel.words import N_, Words
from pms_tracker.registers.fields import Values

DISCLOSED = frozenset({Asked.PURPOSE, Asked.DISCLOSURE, Asked.RECORDS})
STOPPED = frozenset({Asked.STOP, Asked.PROVISION})
GIVEN = frozenset({Outcome.GRANTED, Outcome.PARTLY})
EVERY = frozenset(Asked)


# How an outcome is told to whoever asked.
TOLD: dict[Outcome, Words] = {
    Outcome.GRANTED: N_("ご請求のとおり対応します"),
    Outcome.PARTLY: N_("一部について対応します"),
    Outcome.REFUSED: N_("お応えできません"),
    Outcome.NONE: N_("該当する個人データはありませんでした"),
    Outcome.SUBSTITUTE: N_("代わりの措置をとります"),
}


def _always(_values: Values) -> bool:
    return True


@dataclass(frozen=True)
class LetterDraft:
    """One letter: what it is called, what is to be minded, its first sentence, the fields that it
    says, and of which things asked for, answered how, it tells; `when` it is written at all."""

    name: Words
    note: Words
    opening: Words
    fields: tuple[str, ...] = ()
    asked: frozenset[Asked] = frozenset()
    outcomes: frozenset[Outcome] = frozenset()
    when: Callable[[Values], bool] = _always
    is_answer: bool = False

    def items(self, values: Values) -> list[Item]:
        """What it tells of."""
        return [
            each
            for each in items_of(values)
            if each.asked in self.asked and each.outcome in self.outcomes
        ]

    def fits(self, values: Values) -> bool:
        """Whether it is written of a request."""
        return bool(self.items(values)) if self.is_answer else self.when(values)


def _answer(
    name: Words, opening: Words, note: Words, asked: Iterable[Asked], outcomes: Iterable[Outcome]
) -> LetterDraft:
    told = frozenset(asked), frozenset(outcomes)
    return LetterDraft(name, note, opening, (), *told, is_answer=True)


_APPROVED = N_("承認を受けてから送り、送った日と方法を記録してください。")
LETTERS = (
    LetterDraft(
        N_("受付票"),
        N_("受け付けたら、本人に渡すか送ります。"),
        N_("次のご請求を受け付けました。ご本人の確認などの後、遅滞なく回答します。"),
        ("kinds", "arrived_on", "channel", "wanted"),
    ),
    LetterDraft(
        N_("補正依頼"),
        N_("本人確認に必要なものだけを求めます。回答の期限は延びません。"),
        N_("手続を進めるため、次の書類などをお送りください。"),
        ("kinds", "arrived_on", "supplement"),
        when=lambda values: values["identity"] is Identity.LACKING or bool(values["supplement"]),
    ),
    LetterDraft(
        N_("手数料のご案内"),
        N_("公表した額と一致していることを確かめます。"),
        N_("手数料を次のとおりお支払いください。受領した後、回答します。"),
        ("kinds", "fee", "fee_way"),
        when=lambda values: bool(values["fee"]) and not values["paid_on"],
    ),
    LetterDraft(
        N_("中間連絡"),
        N_("延長する前の回答の期限までに送り、送った日を記録してください。"),
        N_("回答に時間を要しているため、次のとおりお知らせします。"),
        ("kinds", "arrived_on", "longer_reason", "longer_until"),
        when=lambda values: bool(values["longer_until"]),
    ),
    _answer(
        N_("開示などの通知書"),
        N_("ご請求のあった事項について、次のとおりお知らせします。"),
        _APPROVED,
        *(DISCLOSED, GIVEN),
    ),
    _answer(
        N_("訂正などの通知書"),
        N_("ご請求のあった個人データについて、次のとおり訂正などを行いました。"),
        N_("訂正などの内容も知らせます（法34条3項）。"),
        *((Asked.CORRECTION,), GIVEN),
    ),
    _answer(
        N_("利用停止などの通知書"),
        N_("ご請求のあった個人データについて、次の措置をとりました。"),
        _APPROVED,
        *(STOPPED, {*GIVEN, Outcome.SUBSTITUTE}),
    ),
    _answer(
        N_("お応えできない旨の通知書"),
        N_("次のご請求には、その全部または一部についてお応えできません。理由は次のとおりです。"),
        N_("拒否を知らせると、本人は直ちに裁判を起こせます。理由を必ず書きます。"),
        *(EVERY, (Outcome.REFUSED, Outcome.PARTLY)),
    ),
    _answer(
        N_("不存在の通知書"),
        N_("お調べしましたが、ご請求の対象となる保有個人データはありませんでした。"),
        N_("すべての部門の調査が済んでいることを確かめます。"),
        *(EVERY, (Outcome.NONE,)),
    ),
)
# A letter that asks for what no entry says is found when the program starts.
FIELDS = {name: REQUESTS.field(name) for each in LETTERS for name in each.fields}
