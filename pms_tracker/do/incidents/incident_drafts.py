"""Drafts of what is written of an incident, from its one record: the notice to the client for whom
the firm works (enforcement rules art. 9), the report to the commission (its nine items, art. 8),
what the body's form asks for, and the notice to the persons (art. 10).

Nothing goes out by itself: somebody reads the draft, mends it, sends it, and records the day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pms_tracker.do.incidents import incidents
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.rules.incidents.leak_rules import Role
from pms_tracker.kernel.words import N_, Words


@dataclass(frozen=True)
class Item:
    """One item of a paper, by the fields that say it."""

    name: Words
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """What is written to somebody, item by item, and of what it is to be remembered."""

    name: Words
    note: Words
    items: tuple[Item, ...]


_SCOPE = Item(N_("漏えいなどした項目"), ("medium", "rows", "items"))
_CAUSE = Item(N_("原因"), ("cause",))
_HARM = Item(N_("二次被害やそのおそれ"), ("second_harm",))
_NUMBER = Item(N_("本人の数"), ("affected", "affected_most"))
_DONE = (
    Item(N_("本人への対応"), ("notice", "notified_on", "notice_reason")),
    Item(N_("公表"), ("published",)),
    Item(N_("再発防止のための措置"), ("measures",)),
)
_NINE = (
    Item(N_("概要"), ("happened_on", "known_on", "what", "finder", "role", "client", "stopped")),
    *(_SCOPE, _NUMBER, Item(N_("原因"), ("causes", "cause")), _HARM, *_DONE),
    Item(N_("そのほか参考となる事項"), ("others_told", "unit_id")),
)
CLIENT = Paper(
    N_("委託元への通知（9項目）"),
    N_(
        "分かることだけで、速やかに通知します。連絡した日を記録すると、"
        "預かった分の委員会への報告と本人への通知は、委託元がします。"
    ),
    _NINE,
)
COMMISSION = Paper(
    N_("委員会への報告（9項目）"),
    N_("速報は、分かることだけでかまいません。送った日を記録してください。"),
    _NINE,
)
BODY = Paper(
    N_("審査機関への報告"),
    N_("審査機関の様式に書き写すためのものです。1人分でも、漏えい以外の事故でも報告します。"),
    (
        Item(N_("発生日と発覚日"), ("happened_on", "known_on")),
        Item(N_("起きたこと"), ("events",)),
        Item(N_("概要"), ("what", "finder", "role", "client", "stopped")),
        *(_SCOPE, _NUMBER, Item(N_("原因"), ("causes", "cause")), _HARM, *_DONE),
        Item(
            N_("ほかの報告先"),
            ("commission_first_on", "commission_final_on", "told_client_on", "others_told"),
        ),
    ),
)
PERSONS = Paper(
    N_("本人への通知（5項目）"),
    N_("その人に関わることだけを書きます。本人の役に立つ時期に通知します。"),
    (
        Item(N_("概要"), ("known_on", "what")),
        *(_SCOPE, _CAUSE, _HARM),
        Item(N_("そのほか参考となる事項"), ("measures",)),
    ),
)


def papers_of(row: Any) -> list[Paper]:
    """What is written of an incident, the most urgent first: what the client who was told does in
    the firm's place is left out."""
    if incidents.is_left_to_client(row):
        return [CLIENT, BODY]
    told = [CLIENT] if row.role is Role.AS_CONTRACTOR else []
    return [*told, COMMISSION, BODY, PERSONS]


def names() -> Iterator[str]:
    """Every field that a paper says."""
    papers = CLIENT, COMMISSION, BODY, PERSONS
    return (name for paper in papers for item in paper.items for name in item.fields)


# A paper that asks for what no entry says is found when the program starts.
FIELDS = {name: INCIDENTS.field(name) for name in names()}
