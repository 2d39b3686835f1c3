"""What is to be published so that persons can ask (Law art. 32-1, order art. 10; J.10.3), pure:
each of the five items sought in the words of a published text, for a person to confirm."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from unicodedata import normalize


class Published(StrEnum):
    """What a text is to say, in the order of the law; the first three are its item 1."""

    NAME = "name"
    ADDRESS = "address"
    REPRESENTATIVE = "representative"
    PURPOSES = "purposes"
    PROCEDURE = "procedure"
    FEE = "fee"
    MEASURES = "measures"
    DESK = "desk"
    BODY = "body"


_ASKED = r"開示|訂正|利用停止|請求|申し?出"
WORDS: Mapping[Published, re.Pattern[str]] = {
    Published.ADDRESS: re.compile(
        r"〒\s*\d{3}|所在地|(?:東京都|北海道|(?:京都|大阪)府|\S{2,3}県)\S{1,8}?[市区町村郡]"
    ),
    # With a name behind it: 代表者は、… is a sentence about what they do.
    Published.REPRESENTATIVE: re.compile(
        r"(?:代表取締役|代表者|代表社員|代表理事|理事長|社長|塾長|学院長)(?:社長)?[\s:]+\S"
    ),
    Published.PURPOSES: re.compile(r"利用目的|次のために利用|目的の(?:ため|範囲)"),
    Published.PROCEDURE: re.compile(
        rf"(?:{_ASKED})[^。]{{0,40}}(?:手続|応じ|方法|書面|請求書|申出書|受け?付)"
    ),
    # With its amount: 所定の手数料 says none.
    Published.FEE: re.compile(r"手数料[^。]*?\d\s*円|\d\s*円[^。]*?手数料|無料(?:で|です)|無償で"),
    Published.MEASURES: re.compile(r"安全管理|安全対策|漏えい|漏洩|滅失|き損|毀損"),
    Published.DESK: re.compile(
        r"(?:苦情|相談|問い?合わ?せ)[^。]{0,20}(?:窓口|先|受け?付|応じ|対応)|窓口"
    ),
    Published.BODY: re.compile(r"認定個人情報保護団体"),
}


# What only some firms have to say.
WHERE_IT_IS_SO = frozenset({Published.BODY})


class Source(StrEnum):
    """Where something is said that persons can read."""

    POLICY = "policy"
    SETTINGS = "settings"
    # Entered, but the page that says it is closed.
    CLOSED = "closed"


def sources(
    policy: Mapping[Published, str], settings: Iterable[Published], *, is_open: bool
) -> dict[Published, Source | None]:
    """Where each item is said, None where it is nowhere; what was entered says it for sure, once
    the page is open."""
    entered = set(settings)

    def source(item: Published) -> Source | None:
        if item in entered and is_open:
            return Source.SETTINGS
        if policy.get(item):
            return Source.POLICY
        return Source.CLOSED if item in entered else None

    return {each: source(each) for each in Published}


def missing(places: Mapping[Published, Source | None]) -> list[Published]:
    """What has to be said and is nowhere."""
    return [each for each in Published if places[each] is None and each not in WHERE_IT_IS_SO]


def found(texts: Iterable[str], company: str) -> dict[Published, str]:
    """For each item the first line that seems to say it, "" where none does; the name of the
    company is sought as it is."""
    lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
    plain = [(normalize("NFKC", line), line) for line in lines]
    name = re.compile(re.escape(normalize("NFKC", company))) if company else re.compile(r"(?!)")
    return {
        each: next((line for folded, line in plain if WORDS.get(each, name).search(folded)), "")
        for each in Published
    }
