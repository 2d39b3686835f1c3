"""The words of the plain international pack: sentences of ours said without Japan."""

import re

from tests.house.test_translations import PLACE, TRANSLATIONS, catalogue

WHERE = TRANSLATIONS / "en" / "LC_MESSAGES"
JAPAN = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff、。「」（）]|Japan|Act on the Protection|APPI|My Number"
    r"|Privacy ?Mark|JIPDEC|\bJIS\b|Shift|\bJ\.\d|[Jj]-item"
    r"|[Kk]atakana|[Ff]urigana|\b[Ss]eals?\b|[Ss]tamp"
)


def test_each_is_a_sentence_of_ours_with_the_same_places() -> None:
    ours = {(each.id, each.context): each for each in catalogue(WHERE / "messages.po") if each.id}
    own = [each for each in catalogue(WHERE / "international.po") if each.id]
    assert own
    for each in own:
        plain = ours[each.id, each.context]
        assert each.string != plain.string, each.id
        assert sorted(PLACE.findall(str(each.string))) == sorted(PLACE.findall(str(plain.string)))


def test_none_says_anything_of_japan() -> None:
    own = [each for each in catalogue(WHERE / "international.po") if each.id]
    assert [each.string for each in own if JAPAN.search(str(each.string))] == []
