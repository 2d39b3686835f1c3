"""Drafts of what is written of an incident, from its one record: the report to the commission (its
nine items, enforcement rules art. 8), and the notice to the persons (art. 10).

Nothing goes out by itself: somebody reads the draft, mends it, sends it, and records the day.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pms_tracker.do.incidents.incidents import INCIDENTS
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
PAPERS = (
    Paper(
        N_("委員会への報告（9項目）"),
        N_("速報は、分かることだけでかまいません。送った日を記録してください。"),
        (
            Item(
                N_("概要"),
                ("happened_on", "known_on", "what", "finder", "role", "client", "stopped"),
            ),
            _SCOPE,
            Item(N_("本人の数"), ("affected", "affected_most")),
            Item(N_("原因"), ("causes", "cause")),
            _HARM,
            Item(N_("本人への対応"), ("notice", "notified_on", "notice_reason")),
            Item(N_("公表"), ("published",)),
            Item(N_("再発防止のための措置"), ("measures",)),
            Item(N_("そのほか参考となる事項"), ("others_told", "unit_id")),
        ),
    ),
    Paper(
        N_("本人への通知（5項目）"),
        N_("その人に関わることだけを書きます。本人の役に立つ時期に通知します。"),
        (
            Item(N_("概要"), ("known_on", "what")),
            _SCOPE,
            _CAUSE,
            _HARM,
            Item(N_("そのほか参考となる事項"), ("measures",)),
        ),
    ),
)


def names() -> Iterator[str]:
    """Every field that a paper says."""
    return (name for paper in PAPERS for item in paper.items for name in item.fields)


# A paper that asks for what no entry says is found when the program starts.
FIELDS = {name: INCIDENTS.field(name) for name in names()}
