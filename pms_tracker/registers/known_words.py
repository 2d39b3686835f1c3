"""Words of cells as they are compared: which member, person or unit a word names, or is like."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from pms_tracker.kernel.words import Words
from pms_tracker.sheets.office.marks import listed, mark_beside, names_nobody, says_none, yes_or_no


@dataclass(frozen=True)
class Guess:
    """What a text that cannot be read for sure may mean, and the key of why; without one it is
    sure. A text that is `lost` by that is kept beside it, where there is a field for notes."""

    value: Any
    why: str
    lost: bool = False


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A word as it is compared: half-width, without blanks and marks, in small letters."""
    return re.sub(r"[\s_.:・-]", "", normalize("NFKC", text)).casefold()


# What says that a word is not meant, behind it and before it.
_NOT_BEHIND = re.compile(
    r"(?:以外|を?除|では?な[いく]|しない|せず|な[いし]|無し|禁止|不要|不可|できない|未)"
)
_NOT_BEFORE = frozenset("非不未元")
_BRACKETS = re.compile(r"[(（\[［【][^)）\]］】]{0,200}[)）\]］】]")
# 紙のみ says 紙.
_ALONE = re.compile(r"(?:のみ|だけ|など|等)\s*$")
_AND = re.compile(
    r"及び|および|並びに|ならびに|または|又は|もしくは|若しくは|あるいは|かつ|[＋+＆&・･/／、,]"
    r"|(?<=[a-z])\s+(?:or|and)\s+(?=[a-z])|と",
    re.IGNORECASE,
)


def like(text: str, known: Mapping[str, Any]) -> Any:
    """What the longest of the known words means that a text holds, or that it is but for brackets;
    None where it holds none, or says that none of them is meant."""
    outside = known.get(plain(_ALONE.sub("", _BRACKETS.sub("", text))))
    if outside is not None:
        return outside
    words = plain(text)
    within_it = (each for each in known if each in words and len(each) > 1)
    held = [each for each in within_it if _is_meant(each, words)]
    # The family of a user is family.
    ends = [each for each in held if words.endswith(f"の{each}")]
    # Of words as long as others, that which ends says what is done: 本人が打刻.
    return (
        known[max(ends or held, key=lambda each: (len(each), words.rfind(each)))] if held else None
    )


def within(text: str) -> list[str]:
    """The words that stand in brackets."""
    return [part.strip() for each in _BRACKETS.findall(text) for part in _AND.split(each[1:-1])]


# What says no more behind a word of whom: 患者本人から, 応募者より受領.
_FROM_WHOM = re.compile(r"(?:ご?本人)?(?:から|より)?の?(?:提供|取得|受領|入手)?$")
_PERSON = re.compile(r".ご?本人$")
_POLITE = re.compile(r"(?:様|さま)$")


@dataclass(frozen=True)
class Meaning:
    """Which members words mean that name none for sure: those `known`, of which some are `vague`,
    such as are it if nothing else is said `alone`, and what `endings` tell of words unknown."""

    known: Mapping[str, Any]
    vague: Collection[str]
    alone: Mapping[str, Any]
    endings: Mapping[str, Any]

    @classmethod
    def made(
        cls,
        sure: Mapping[str, Any],
        about: Mapping[str, Any] | None,
        alone: Mapping[str, Any] | None,
        endings: Mapping[str, Any] | None,
    ) -> "Meaning":
        """Of words as they are declared, and such as are known for `sure`."""
        vague, by_itself = (
            {plain(word): each for word, each in (words or {}).items()} for words in (about, alone)
        )
        return cls({**vague, **sure}, vague.keys() - sure.keys(), by_itself, endings or {})

    def of(self, words: str) -> list[Any]:
        """The members that words mean; none where they mean nothing that is known."""
        inside = within(words)
        if plain(_BRACKETS.sub("", words)) in self.vague:
            # What stands in brackets may say what is left open: 間接取得（委託元）.
            closer = [found for each in inside if (found := like(each, self.known)) is not None]
            if closer:
                return closer
        outside = _BRACKETS.sub("", words)
        whole = self.known.get(plain(words)) or self._of_whom(_FROM_WHOM.sub("", outside))
        member = whole or self._sent(words) or like(words, self.known) or self._ended(words)
        # Or be one more: 溶解（業者委託）.
        more = [self.known[each] for each in map(plain, inside) if each in self.known]
        return [member, *more] if member is not None else []

    def _sent(self, words: str) -> Any:
        """Of what somebody else sends it is who, not what, and of what the person does how:
        派遣先からの評価シート, 本人から電話."""
        source, since, what = words.partition("から")
        if since and plain(source) in self.vague:
            return self.known[plain(source)]
        owner, of, _its = source.partition("の")
        if since and of and plain(owner) in self.known and self._of_whom(owner) is None:
            # What is theirs tells no other source: 委託元のシステムから.
            return self.known[plain(owner)]
        is_person = plain(f"{source}から") not in self.vague and self._of_whom(source) is not None
        return like(what, self.known) if since and is_person else None

    def _of_whom(self, source: str) -> Any:
        # 来店者本人 is the person, whoever that is.
        is_person = _PERSON.search(source) is not None
        its = self.alone.get(plain("本人")) if is_person else None
        named = self.alone.get(plain(source)) or self.alone.get(plain(_POLITE.sub("", source)))
        return named or its

    def _ended(self, words: str) -> Any:
        bare = _ALONE.sub("", _BRACKETS.sub("", words)).strip()
        return next((each for end, each in self.endings.items() if bare.endswith(end)), None)


def _is_meant(word: str, words: str) -> bool:
    at = words.find(word)
    behind = at + len(word)
    return (
        at >= 0 and not _NOT_BEHIND.match(words, behind) and words[at - 1 : at] not in _NOT_BEFORE
    )


# What follows the short name of a unit in its whole one, and a person's name in a sheet.
_UNIT = re.compile(r"(?:[部課室係局店校園院所班]|本部|教室|支店|営業所|センター)")
_TITLE = re.compile(
    r"(?:様|さん|氏|先生|会長|社長|副?部長|課長|係長|主任|所長|店長|室長|校長|園長|院長|次長|専務|常務"
    r"|リーダー|マネージャー)$"
)


def short_for(text: str, known: Mapping[str, Any], *, is_unit: bool) -> Any:
    """What the one name means that a text is short for, a unit's 総務 or 情シス, a person's 田中 or
    総務部長 田中; None where there is none, or several."""
    parts = _BRACKETS.sub("", normalize("NFKC", text)).split()
    word = plain("".join(parts) if is_unit else _TITLE.sub("", parts[-1])) if parts else ""
    if len(word) < 2:
        return None
    begun = [each for each in known if each.startswith(word)]
    if is_unit:
        own = [each for each in begun if _UNIT.fullmatch(each[len(word) :])]
        begun = own or [each for each in known if each[:1] == word[:1] and _is_within(word, each)]
    return known[begun[0]] if len(begun) == 1 else None


def choice_like(
    text: str, known: Mapping[str, Any], other: StrEnum | None, *, needed: bool
) -> Guess | None:
    """Which member of a choice a text that names none is like, none where one is not `needed` and
    that is said, else the `other`; what says yes or no says neither."""
    found = like(text, known)
    if found is not None:
        return Guess(found, "choice_like")
    if says_none(text) and not needed:
        return Guess(None, "")
    if other is None or yes_or_no(text) is not None:
        return None
    return Guess(other, "choice_like", lost=True)


def named_like(text: str, known: Mapping[str, Any], *, is_unit: bool) -> Guess | None:
    """The one person or unit that a text may mean, or the first of several units."""
    if is_unit and (first := _first_of_several(text, known)) is not None:
        return first
    found = like(text, known) or short_for(text, known, is_unit=is_unit)
    return Guess(found[0], "name_like") if found and len(found) == 1 else None


def _first_of_several(text: str, known: Mapping[str, Any]) -> Guess | None:
    """The first of several units that a text names, with its words kept; None where it names one,
    or one that nobody knows."""
    parts = listed(text)
    found = [known.get(plain(each)) or short_for(each, known, is_unit=True) for each in parts]
    is_known = len(found) > 1 and all(ids and len(ids) == 1 for ids in found)
    return Guess(found[0][0], "units_several", lost=True) if is_known else None


def _is_within(word: str, name: str) -> bool:
    """Whether the letters of a word stand in a name, in their order."""
    letters = iter(name)
    return all(each in letters for each in word)


def joined(text: str, known: Mapping[str, Any]) -> list[str]:
    """The words that a text joins, 紙及び電子; the text itself where one of them is not known."""
    parts = [each.strip() for each in _AND.split(text) if each.strip()]
    known_all = all(plain(each) in known or like(each, known) is not None for each in parts)
    return parts if plain(text) not in known and known_all else [text]


def named_members(
    members: Mapping[StrEnum, Words],
    more: Mapping[str, StrEnum] | None,
    spelled: Callable[[Words], Collection[str]],
) -> dict[str, StrEnum]:
    """Which member a word names: its key, its label, or what more is said for it."""
    labels = {
        plain(word): member
        for member, label in members.items()
        for word in (member.value, *spelled(label))
    }
    return labels | {plain(word): member for word, member in (more or {}).items()}


# One thing, and words in brackets behind it, if there are any: 日本（東京）.
_WITHIN = re.compile(r"([^(（［\[【]+)([(（［\[【][^)）］\]】]*[)）］\]】])?")


def named_by_mark(
    text: str, unnamed: Any, nothing: Any, read: Callable[[str], Any], none: Collection[str] = ()
) -> Guess | None:
    """What a field that names somebody says by a mark, alone or with words beside it, which it
    `read`s; `nothing` is what it says of nobody, and of what is called as `none` are."""
    within = _WITHIN.fullmatch(text.strip()) if none else None
    if within is not None and plain(within[1]) in map(plain, none):
        return Guess(nothing, "mark_beside" if within[2] else "", lost=bool(within[2]))
    if names_nobody(text):
        return Guess(nothing, "mark_alone", lost=True)
    says, beside = yes_or_no(text), mark_beside(text)
    if says is not None:
        return Guess(unnamed, "mark_alone", lost=not unnamed) if says else Guess(nothing, "")
    if beside is None:
        return None
    return Guess(read(beside[1]), "") if beside[0] else Guess(nothing, "mark_beside", lost=True)
