"""Columns that say one thing in parts: 保管場所（紙） and 保管場所（データ）, 備考1 and 備考2."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pms_tracker.sheets.office.headings import Column, Known, Match, aside, known_as, known_word
from pms_tracker.sheets.office.marks import is_dash, word_set

# A number behind a heading, as people count further columns for the same.
_COUNTED = re.compile(r"(?<=\D)[0-9]{1,2}$")
# What tells no part of a text, but how it is read aloud or written elsewhere, or if there is one.
_OTHER_WORDS = word_set(
    "カナ かな フリガナ ふりがな よみ よみがな 読み 読み仮名 英語 英文 略称 旧 有無 該当 要否 "
    "該当の有無"
)


def parted(columns: Sequence[Column], known: Known) -> Iterator[Column]:
    """Columns with such as are a further part of what one beside them is of: told apart by what a
    heading has in brackets, by a number behind it, or by words of its own below its heading. What
    is called alike altogether is no part."""
    parts = {each.at: _part(each, known) for each in columns}
    for each in columns:
        key, label, sure = parts[each.at]
        labels = [parts[one.at][1] for one in columns if parts[one.at][0] == key]
        are_parts = key and len(labels) > 1 and len({*labels}) == len(labels)
        if not are_parts or not any(one.match.key == key and not one.hidden for one in columns):
            yield each
            continue
        member = known.members.get(key, {}).get(known_as(label), "")
        match = Match(key, member, sure=sure) if member else Match(key, sure=sure, part=label)
        yield replace(each, match=match, twice=False)


def _part(column: Column, known: Known) -> tuple[str, str, bool]:
    """What a column may be a part of, what tells it from the others, and whether that is sure."""
    key, nothing = column.match.key, ("", "", False)
    found = _by_words(column, known) or nothing
    if column.chosen and key != found[0]:
        found = key, " ".join(column.path[-1].split()), True
    is_free = not (column.hidden or column.match.member) and key in {"", found[0]}
    told = found[0] in known.parted and known_as(found[1]) not in _OTHER_WORDS
    return found if is_free and told else nothing


def _by_words(column: Column, known: Known) -> tuple[str, str, bool] | None:
    word = known_word(column)
    stem = _COUNTED.sub("", word)
    above = known_as(column.path[-2]) if len(column.path) > 1 else ""
    if word in known.words:
        return known.words[word], aside(column.path[-1]), True
    if stem in known.words:
        return known.words[stem], word[len(stem) :], True
    if above in known.words:
        return known.words[above], " ".join(column.path[-1].split()), False
    return None


def whole(said: Sequence[tuple[str, str]], joint: str) -> str:
    """The parts of a text with what tells each apart, or of a list, where there are several."""
    filled = [(label, text) for label, text in said if text and not is_dash(text)]
    is_list = joint == "、"
    named = len(filled) > 1 and not is_list
    return joint.join(
        f"{label}：{text}" if named and label and not label.isdecimal() else text
        for label, text in filled
    )
