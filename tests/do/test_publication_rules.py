"""Which of what is to be published a text seems to say: read line by line, apart from the rules."""

import pytest

from pms_tracker.do.rules.contact.publication_rules import Published, found
from tests.cast import POLICY

WHOLE = """株式会社さくら　個人情報の取扱い
所在地：〒390-0000 長野県松本市中央1-1
代表取締役　山田 花子
利用目的：授業の運営と連絡
開示等のご請求は、所定の請求書を郵送してください。
手数料は、開示1件につき500円です。
安全管理のため、アクセスを制限しています。
苦情の窓口：総務部
認定個人情報保護団体：（架空の団体）"""


def test_a_text_that_says_all_is_found_to() -> None:
    said = found([WHOLE], "株式会社さくら")
    assert list(said.values()) == WHOLE.splitlines()
    # Each line is shown as it reads, however far it is set in.
    set_in = "\n \n".join(f"\u3000 {line}\u3000" for line in WHOLE.splitlines())
    assert found([set_in], "株式会社さくら") == said


@pytest.mark.parametrize("place", range(9))
def test_what_a_line_alone_says_is_missing_without_it(place: int) -> None:
    lines = WHOLE.splitlines()
    said = found(["\n".join(lines[:place] + lines[place + 1 :])], "株式会社さくら")
    assert [each for each, line in said.items() if not line] == [tuple(Published)[place]]


def test_a_policy_that_speaks_of_requests_alone_lacks_address_and_fee() -> None:
    said = found([POLICY], "みなと学習舎株式会社")
    assert said[Published.NAME]
    assert said[Published.PROCEDURE] == "・ご本人からの請求に、所定の手続で応じます。"
    assert not said[Published.ADDRESS]
    assert not said[Published.FEE]


def test_an_address_in_a_purpose_is_no_address_of_the_company() -> None:
    assert not found(["氏名、住所、電話番号を、教材の発送に利用します。"], "")[Published.ADDRESS]
    assert not found([], "")[Published.NAME]


def test_a_sentence_of_what_the_representative_does_names_nobody() -> None:
    assert not found(["(5)代表者は、この方針を見直します。"], "")[Published.REPRESENTATIVE]
    assert found(["代表取締役社長　小林 恒雄"], "")[Published.REPRESENTATIVE]
