"""The labels that Word and browsers write before the items of their lists."""

from pms_tracker.plan.text.policy_symbols import IROHA, KANA

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_KANJI = "〇一二三四五六七八九"


def roman(number: int) -> str:
    said = ""
    for value, letters in _ROMAN:
        while number >= value:
            said, number = said + letters, number - value
    return said


def kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens > 9:
        return "".join(_KANJI[int(digit)] for digit in str(number))
    return ("" if not tens else "十" if tens == 1 else f"{_KANJI[tens]}十") + (
        _KANJI[ones] if ones else ""
    )


def said(number: int, form: str) -> str:  # noqa: PLR0911 - one for each way to count
    """A number as a list says it; `form` is Word's numFmt, of which a page's types have a name."""
    number = max(1, min(number, 999))
    if form.startswith("decimalFullWidth"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if form.startswith("decimalEnclosedCircle") and number <= 20:
        return chr(ord("①") + number - 1)
    if form in ("upperLetter", "lowerLetter") and number <= 26:
        return chr(ord("A" if form == "upperLetter" else "a") + number - 1)
    if form in ("upperRoman", "lowerRoman") and number < 40:
        return roman(number).upper() if form == "upperRoman" else roman(number)
    for name, order in (("aiueo", KANA), ("iroha", IROHA)):
        if form.startswith(name) and number <= len(order):
            return order[number - 1]
    if form.startswith(("ideograph", "japanese", "chinese", "taiwanese")):
        return kanji(number)
    return str(number)
