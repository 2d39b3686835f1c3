"""Amounts as offices write them: one number, or from one to another."""

import pytest

from pms_tracker.sheets.office.amounts import Amount, amount


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("１，２００名", Amount(1200, 1200)), ("1.5万件", Amount(15_000, 15_000)),
        ("3千", Amount(3_000, 3_000)), ("2～3千人", Amount(2_000, 3_000)),
        ("100件〜200件", Amount(100, 200)), ("5,000超", Amount(5_001, None)),
        ("1,000以上", Amount(1_000, None)), ("500以下", Amount(0, 500)),
        ("500未満", Amount(0, 499)),
        ("約500件", Amount(500, 500, sure=False)), ("50名程度", Amount(50, 50, sure=False)),
        ("500件(2024/4)", Amount(500, 500, sure=False)), ("申込書100枚", None),
        ("100枚", Amount(100, 100, sure=False)), ("顧客500件", Amount(500, 500, sure=False)),
        ("段ボール3箱", None), ("2冊", None), ("数百件", None), ("30社 約100名", None),
        ("200～100", None), ("", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_however_it_is_written(text: str, found: Amount | None) -> None:
    assert amount(text) == found
