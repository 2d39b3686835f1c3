"""One defect of each kind, planted into a clean policy.

`planted(seed, kind)` is the clean policy of that seed with one defect in it, and tells which rule
must find which words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tests.plan.text.policy_generator import TOPICS, Draft, Node, draft


@dataclass(frozen=True)
class Planted:
    """A policy with one defect: `rule` must find it in words that hold `quote`."""

    text: str
    rule: str
    quote: str
    certainty: str


def _appended(made: Draft, words: str) -> None:
    # Not beside a citation: a second article there may well be the law's.
    section = next(each for each in reversed(made.sections) if each.under)
    section.under[0].words += words


def _repeat(made: Draft, change: Callable[[str], str]) -> None:
    section = next(each for each in made.sections if each.heading == "お申し出")
    section.under.append(Node(change(section.under[0].words)))


def _without(made: Draft, topic: str) -> None:
    made.sections = [each for each in made.sections if each.heading != TOPICS[topic][0]]


SLIPS = (
    ("適切な処置を講じていす。", "講じていす"),
    ("申出書をを受け付けます。", "をを"),
    ("速やかに、、お知らせします。", "、、"),
    ("関係法令を尊守します。", "尊守"),
    ("次の担当者がが確認します。", "がが"),
    ("個人情報情報を台帳に記録します。", "情報情報"),
    ("保管期限を定めて管理しまし。", "しまし"),
    ("記録(台帳を含むを保管します。", "(台帳"),
)
Found = tuple[str, str, str]


def planted(seed: int, kind: str) -> Planted | None:
    """The policy of this seed with one defect of a kind; None where its numbering allows none."""
    made = draft(seed)
    found = KINDS[kind](made, seed)
    return Planted(made.write(), *found) if found else None


def _repeated(made: Draft, _seed: int) -> Found:
    _repeat(made, str)
    return "repeated_clause", "お申し出", "sure"


def _nearly_repeated(made: Draft, _seed: int) -> Found:
    _repeat(made, lambda words: words.replace("ください", "くさい"))
    return "repeated_clause", "お申し出", "likely"


def _no_such_symbol(made: Draft, seed: int) -> Found:
    symbol = ("⑭", "(23)", "③-z", "(タ)")[seed % 4]
    _appended(made, f"上記の{symbol}により取り扱います。")
    return "missing_clause", symbol, "sure"


def _no_such_article(made: Draft, _seed: int) -> Found | None:
    _appended(made, "第27条に定める手続によります。")
    return ("missing_clause", "第27条", "sure") if made.has_articles else None


def _another_article(made: Draft, _seed: int) -> Found:
    _appended(made, "漏えい等が生じた場合(個人情報保護法22条1項)を含みます。")
    return "wrong_article", "22条1項", "likely"


def _article_before_2022(made: Draft, _seed: int) -> Found:
    _appended(made, "第三者提供の制限は個人情報保護法第23条によります。")
    return "wrong_article", "第23条", "likely"


def _above_before_below(made: Draft, _seed: int) -> Found:
    node = Node("以下の利用目的で取り扱い、上記目的以外には使いません。")
    node.under = [Node("商品の発送"), Node("催しのご案内")]
    next(each for each in made.sections if each.under).under.append(node)
    return "wrong_direction", "上記目的", "likely"


def _list_without_items(made: Draft, _seed: int) -> Found:
    made.sections.append(Node("次の各号に掲げる場合を除き、外部に渡しません。", "例外"))
    return "points_nowhere", "次の各号", "likely"


def _nothing_before(made: Draft, _seed: int) -> Found | None:
    made.sections[0].under[0].words = "前条に定めるもののほか、適法に取得します。"
    return ("points_nowhere", "前条", "likely") if made.has_articles else None


def _slip(made: Draft, seed: int) -> Found:
    words, quote = SLIPS[seed % len(SLIPS)]
    _appended(made, words)
    return "slip", quote, "sure" if quote in ("をを", "、、", "尊守") else "likely"


def _no_complaints(made: Draft, _seed: int) -> Found:
    _without(made, "complaints")
    return "missing_statement", "", "likely"


def _no_improvement(made: Draft, _seed: int) -> Found:
    _without(made, "improved")
    return "missing_statement", "", "likely"


def _no_date(made: Draft, _seed: int) -> Found:
    made.history = []
    return "missing_statement", "", "likely"


def _overdue(made: Draft, _seed: int) -> Found:
    made.history[-1] = (date(2022, 4, 1), "改定")
    return "overdue_review", "", "likely"


KINDS: dict[str, Callable[[Draft, int], Found | None]] = {
    "repeated": _repeated,
    "nearly repeated": _nearly_repeated,
    "no such symbol": _no_such_symbol,
    "no such article": _no_such_article,
    "another article": _another_article,
    "article before 2022": _article_before_2022,
    "above before below": _above_before_below,
    "list without items": _list_without_items,
    "nothing before": _nothing_before,
    "slip": _slip,
    "no complaints": _no_complaints,
    "no improvement": _no_improvement,
    "no date": _no_date,
    "overdue": _overdue,
}
