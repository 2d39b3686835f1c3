"""What the text check says to people."""

import re
from datetime import date
from pathlib import Path

import pytest

from pms_tracker.plan.text import policy_text
from pms_tracker.plan.text.checks import policy_check, policy_law, policy_statements
from pms_tracker.web.words.remarks import REMARKS, SUBJECTS, in_a_sentence
from tests.house.quiet_app import quiet_app
from tests.plan.text import policy_defects
from tests.plan.text.checking import TODAY

RULES = Path(policy_check.__file__).parent.glob("policy_*.py")


def test_every_sentence_belongs_to_a_remark() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in RULES)
    stated = {f"missing_{key}" for key in policy_statements.EXPECTED}
    named = {key for key in REMARKS if f'"{key}"' in source or key in stated}
    by_key = {f"missing_{key}" for key in re.findall(r'missing\.append\("(\w+)"\)', source)}
    assert named | by_key == REMARKS.keys()


def test_every_subject_of_the_law_has_a_name() -> None:
    assert policy_law.SUBJECTS.keys() == SUBJECTS.keys()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", policy_defects.KINDS)
def test_every_remark_is_a_whole_sentence(kind: str, language: str) -> None:
    planted = policy_defects.planted(0, kind)
    assert planted is not None
    headers = {"Accept-Language": language}
    with quiet_app().test_request_context(headers=headers):
        for remark in policy_check.check(policy_text.read(planted.text), TODAY):
            told = in_a_sentence(remark, date.isoformat)
            assert told.endswith("。" if language == "ja" else (".", "?"))
            assert "%(" not in told


def test_a_command_tells_days_as_iso_text() -> None:
    text = "個人情報取扱規程\n第1条 あ\n第2条 い\n2022年4月1日制定\n"
    (remark,) = policy_check.check(policy_text.read(text), date(2026, 11, 24))
    assert "2023-04-01" in in_a_sentence(remark, date.isoformat)
