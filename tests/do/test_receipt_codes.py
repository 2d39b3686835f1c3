"""Receipt codes: 128 bits, read however they are typed."""

import pytest
from hypothesis import given, strategies as st

from pms_tracker.do.rules.contact import receipt_codes
from pms_tracker.do.rules.contact.receipt_codes import ALPHABET

SEEDS = st.text("0123456789abcdef", min_size=32, max_size=32)


@given(SEEDS)
def test_a_code_has_128_bits_in_groups_of_four(seed: str) -> None:
    code = receipt_codes.code_of(seed, "key")
    groups = code.split("-")
    assert [len(each) for each in groups] == [4, 4, 4, 4, 4, 4, 2]
    assert set(code) <= {*ALPHABET, "-"}
    assert receipt_codes.code_of(seed, "key") == code
    assert receipt_codes.code_of(seed, "another key") != code


@given(SEEDS)
def test_a_code_is_read_however_it_is_typed(seed: str) -> None:
    code = receipt_codes.code_of(seed, "key")
    wide = code.translate({ord(each): chr(ord(each) + 0xFEE0) for each in code})
    digests = {
        receipt_codes.code_digest(each)
        for each in (
            code,
            code.lower(),
            code.replace("-", ""),
            wide,
            f"  {code}\n",
            code.replace("0", "O"),
        )
    }
    assert digests == {receipt_codes.code_digest(code)}
    assert receipt_codes.code_digest(code[:-1]) not in digests


@pytest.mark.parametrize("typed", ["", "x" * 10_000, "🍎" * 300, "' OR 1=1 --", "𠮷"])
def test_anything_may_be_typed_for_a_code(typed: str) -> None:
    assert len(receipt_codes.code_digest(typed)) == 64


def test_two_seeds_are_never_alike() -> None:
    assert len({receipt_codes.new_seed() for _ in range(1000)}) == 1000
