"""References as written, and as people type them."""

import pytest
from hypothesis import given, strategies as st

from pms_tracker.kernel.references import Kind, Reference, format_reference, parse_reference

references = st.sampled_from(Kind).flatmap(
    lambda kind: st.builds(
        Reference,
        st.just(kind),
        st.integers(1, 9999) if kind.is_yearly else st.none(),
        st.integers(1, 999_999_999),
    )
)


@pytest.mark.parametrize(
    ("kind", "year", "number", "expected"),
    [
        (Kind.POLICY, None, 1, "POL-001"),
        (Kind.POLICY, None, 1000, "POL-1000"),
        (Kind.POLICY_REVIEW, 2026, 1, "PR-2026-01"),
        (Kind.PROGRAMME, 2026, 1, "AP-2026"),
        (Kind.PROGRAMME, 2026, 2, "AP-2026-02"),
        (Kind.AUDIT, 2026, 4, "AU-2026-004"),
        (Kind.FINDING, 2026, 12, "F-2026-012"),
        (Kind.FINDING, 2026, 999, "F-2026-999"),
        (Kind.FINDING, 2026, 1000, "F-2026-1000"),
        (Kind.CASE, 2026, 3, "CA-2026-003"),
        (Kind.MANAGEMENT_REVIEW, 2026, 1, "MR-2026-01"),
        (Kind.MANAGEMENT_REVIEW, 2026, 100, "MR-2026-100"),
    ],
)
def test_a_reference_is_written_by_its_kind(
    kind: Kind, year: int | None, number: int, expected: str
) -> None:
    assert format_reference(kind, year, number) == expected


@pytest.mark.parametrize(
    ("kind", "year", "number"),
    [
        (Kind.FINDING, None, 1),
        (Kind.POLICY, 2026, 1),
        (Kind.FINDING, 0, 1),
        (Kind.FINDING, 10000, 1),
        (Kind.FINDING, 2026, 0),
        (Kind.POLICY, None, -1),
    ],
)
def test_a_reference_that_cannot_be_is_refused(kind: Kind, year: int | None, number: int) -> None:
    with pytest.raises(ValueError, match=r"year|numbers"):
        format_reference(kind, year, number)


@pytest.mark.parametrize(
    "typed",
    [
        "F-2026-012",
        "f-2026-12",
        "F-2026-0012",
        "F2026-12",
        "ｆ－2026－12",
        "Ｆ－２０２６－０１２",
        "  F-2026-012\n",
        "\u3000F 2026 12\u3000",
        "F - 2026 - 12",
        "F–2026—12",
        "F‐2026‑12",
        "F−2026―12",
        "Fー2026ｰ12",
        "F─2026━12",
        "F_2026_012",
        "F--2026-12-",
    ],
)
def test_the_jump_box_reads_what_people_type(typed: str) -> None:
    assert parse_reference(typed) == Reference(Kind.FINDING, 2026, 12)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("pol1", Reference(Kind.POLICY, None, 1)),
        ("POL-2026", Reference(Kind.POLICY, None, 2026)),
        ("ap2026", Reference(Kind.PROGRAMME, 2026, 1)),
        ("AP-2026-1", Reference(Kind.PROGRAMME, 2026, 1)),
        ("AP-2026-2", Reference(Kind.PROGRAMME, 2026, 2)),
        ("pr-2026-1", Reference(Kind.POLICY_REVIEW, 2026, 1)),
        ("mr-2026-1", Reference(Kind.MANAGEMENT_REVIEW, 2026, 1)),
        ("F-2026-999999999", Reference(Kind.FINDING, 2026, 999_999_999)),
    ],
)
def test_each_kind_is_read_in_its_own_shape(typed: str, expected: Reference) -> None:
    assert parse_reference(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "F",
        "F-2026",
        "F-2026-0",
        "F-0000-1",
        "F-26-1",
        "F-20261-1",
        "F2026012",
        "F-2026-1-2",
        "F-2026-1000000000",
        "F-2026-0 12",
        "POL",
        "POL-0",
        "POL-2026-1",
        "X-2026-1",
        "FF-2026-1",
        "2026-1",
        "監査",
        "F-2026-1x",
        "F-٢٠٢٦-١",
        "F-2026-" + "9" * 5000,
    ],
)
def test_what_is_no_reference_is_none(typed: str) -> None:
    assert parse_reference(typed) is None


@given(references)
def test_every_reference_written_is_read_back(reference: Reference) -> None:
    written = str(reference)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in written)
    assert parse_reference(written) == reference
    assert parse_reference(wide.lower()) == reference
    assert parse_reference(written.replace("-", " ー ")) == reference


@given(st.text("FPOLARUCMＦｆ019２-－ー \n監", max_size=16))
def test_any_text_is_read_or_none_and_never_an_error(text: str) -> None:
    read = parse_reference(text)
    assert read is None or parse_reference(str(read)) == read
