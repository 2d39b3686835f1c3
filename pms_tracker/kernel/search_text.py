"""Text as it is compared: folded so that a search finds it however typed (width, case, kana,
variant kanji), and blank where nothing is seen of it."""

import re
import unicodedata

_VARIANTS = str.maketrans(
    {
        "髙": "高",
        "﨑": "崎",
        "𠮷": "吉",
        "德": "徳",
        "濵": "浜",
        "濱": "浜",
        "邊": "辺",
        "邉": "辺",
        "齋": "斎",
        "齊": "斉",
        "澤": "沢",
        "廣": "広",
        "國": "国",
        "眞": "真",
        "〜": "~",
    }
)
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


# Words that tell what a text is about: kanji, katakana and Latin ones, not the kana between them.
_TELLING = re.compile(r"[\u3400-\u9fff々]{2,}|[ァ-ヴー]{2,}|[A-Za-z][A-Za-z0-9]{3,}")
_KANJI = re.compile(r"[\u3400-\u9fff々]{2,}")
# Longer runs of kanji are several words, most of them of two.
LONGEST_WORD = 3


def fold(text: str) -> str:
    """NFKC, case folded, hiragana as katakana, variant kanji as their usual form."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain.translate(_HIRAGANA_TO_KATAKANA).translate(_VARIANTS)


def is_blank(text: str) -> bool:
    """Whether nothing is seen of a text: it has blanks alone, or letters without a shape."""
    return all(each.isspace() or unicodedata.category(each) == "Cf" for each in text)


def katakana(text: str) -> str:
    """A reading as it is kept: full-width katakana, one blank between its parts."""
    plain = unicodedata.normalize("NFKC", text).translate(_HIRAGANA_TO_KATAKANA)
    return " ".join(plain.split())


def variant_kanji() -> str:
    """The variants and their usual forms in pairs, 髙高﨑崎…, for those who fold elsewhere."""
    return "".join(chr(variant) + usual for variant, usual in _VARIANTS.items())


def like_pattern(words: str) -> str:
    """A LIKE pattern (escape character `!`) that finds folded text containing `words`."""
    # PostgreSQL takes no NUL in a text, so nothing it holds can contain one.
    folded = fold(" ".join(words.replace("\0", " ").split()))
    for special in "!%_":
        folded = folded.replace(special, "!" + special)
    return f"%{folded}%"


def telling_words(text: str, most: int = 12) -> list[str]:
    """The first words of a text that another text about the same would share, folded, each once."""
    plain = unicodedata.normalize("NFKC", text)
    words = (part for run in _TELLING.findall(plain) for part in _parts(run))
    return list(dict.fromkeys(fold(word) for word in words))[:most]


def _parts(run: str) -> list[str]:
    if not _KANJI.fullmatch(run):
        return [run]
    found = []
    while len(run) > LONGEST_WORD:
        found.append(run[:2])
        run = run[2:]
    return [*found, run]


def holds(text: str, words: str) -> bool:
    """Whether `like_pattern(words)` would find a text, folded: for the few that keep none."""
    return fold(" ".join(words.replace("\0", " ").split())) in fold(text)


def title_of(text: str, length: int = 60) -> str:
    """The first sentence of a text, cut to a title; the whole text is always kept elsewhere."""
    first = " ".join(text.split()).split("。", maxsplit=1)[0]
    return first if len(first) <= length else first[: length - 1] + "…"
