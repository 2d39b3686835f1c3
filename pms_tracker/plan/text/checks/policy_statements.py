"""What a policy is expected to say, and how long ago it was last gone over."""

import re
from collections.abc import Iterator
from datetime import date

from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.era_dates import find_days
from pms_tracker.plan.text.checks.policy_passages import Certainty, Reading, Remark

# What a policy on personal information must hold, each in any of the words companies use for it.
EXPECTED = {
    "acquisition": r"取得|収集|お預かり",
    "provision": r"提供|開示・漏",
    "purpose_bound": (
        r"目的に限|目的(?:以|の)?(?:外|ほか)|(?:目的|範囲)を?(?:こえ|超え)|目的(?:の達成)?[^。]{0,12}範囲|範囲[^。]{0,8}利用"
    ),
    "laws": r"法令|法律|規範|保護法|関係法|ガイドライン",
    "leaks_prevented": r"漏えい|漏洩|漏出|流出|紛失|安全(?:性|管理|対策|保護)",
    "corrected": r"是正|再発(?:の)?防止|再発を防",
    "complaints": r"苦情|相談",
    "improved": r"改善",
}
# Internal rules need none of it.
_RULES = re.compile(
    r"規[程則定約]|細則|会則|条例|訓令|要[領綱項]|内規|基準|手順|マニュアル|rules|regulation", re.I
)
_PERSONAL = re.compile(r"個人情報|個人データ|プライバシー?|privacy", re.I)
_DESK = re.compile(r"窓口|連絡先|問い?合わ?せ|電話|TEL|メール|\S@\S", re.I)
_SIGNED = re.compile(r"代表取締役|代表者|社長|理事長|代表社員|代表理事|会長|塾長|学院長")
# Where a fee or a request is spoken of, article 32 paragraph 1 wants it said how much it is.
_REQUESTS = re.compile(r"開示(?:等|の|を|・)|訂正|利用停止")
_FEE = re.compile(r"手数料|無料|無償|費用|実費|[0-9,]+\s?円")
_ADDRESS = re.compile(
    r"住所|所在地|〒|[都道府県][^。\s]{1,12}[市区町村郡]|[市区町村][^。\s]{0,12}[0-9一二三四五六七八九十]"
)
_JAPANESE = re.compile(r"[ぁ-ん]")


def missing_statement(reading: Reading) -> Iterator[Remark]:
    """Each statement that a policy on personal information lacks; internal rules need none."""
    text, policy = reading.folded, reading.policy
    # A title may be written wide: 個 人 情 報 保 護 方 針.
    title = re.sub(r"\s", "", policy.title)
    about = _PERSONAL.search(title) and not _RULES.search(title)
    if not about or not _JAPANESE.search(text):
        return
    missing = [key for key, words in EXPECTED.items() if not re.search(words, text)]
    if policy.representative is None and not _SIGNED.search(text):
        missing.append("representative")
    if policy.enacted_on is None:
        missing.append("enacted")
    if policy.contact.phone is None and not _DESK.search(text):
        missing.append("desk")
    for key in missing:
        yield Remark("missing_statement", "", "", Certainty.LIKELY, f"missing_{key}")
    for key in _wanted_on_request(reading):
        yield Remark("missing_statement", "", "", Certainty.HINT, f"missing_{key}")


def _wanted_on_request(reading: Reading) -> list[str]:
    """What is only worth a look: a policy may never have been revised, and what article 32
    paragraph 1 wants available may be answered when asked."""
    text, policy = reading.folded, reading.policy
    missing: list[str] = []
    if policy.enacted_on is not None and not policy.revised_on:
        missing.append("revised")
    if _REQUESTS.search(text) and not _ADDRESS.search(text):
        missing.append("address")
    if _REQUESTS.search(text) and not _FEE.search(text):
        missing.append("fee")
    return missing


def overdue_review(reading: Reading) -> Iterator[Remark]:
    """The last revision, or the last known review, is longer ago than the cycle.

    Without a known review it is only likely: one that changed nothing leaves the text as it was.
    """
    policy, known = reading.policy, reading.reviewed_on
    days = [day for day in (policy.enacted_on, *policy.revised_on) if day is not None]
    if not days or max(days) > reading.on:
        return
    last = max([*days, *([known] if known else [])])
    due = add_months(last, reading.months)
    if due < reading.on:
        values = {"last": last, "due": due, "months": reading.months}
        certainty = Certainty.SURE if known else Certainty.LIKELY
        quote = _written(reading, max(days))
        yield Remark("overdue_review", "", quote, certainty, "overdue_review", values)


def _written(reading: Reading, day: date) -> str:
    """The day as the text writes it, where it says so last."""
    found = [hit.quote for each in reading.passages for hit in find_days(each.written)]
    of_day = [quote for quote in found if any(hit.day == day for hit in find_days(quote))]
    return of_day[-1] if of_day else ""
