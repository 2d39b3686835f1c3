"""What the sheets of offices say of incidents in one column and the register in several: whether
and when those concerned were told, 済（6/4）."""

import re
from collections.abc import Mapping
from unicodedata import normalize

_WITH_DAY = re.compile(
    r"(?P<mark>[^0-9(]{1,12})[(\s:]\s*(?P<day>\S{0,6}[0-9][0-9/.年月日]{2,10})[^0-9]{0,20}"
)


def spread(texts: Mapping[str, str]) -> Mapping[str, str]:
    """The day that stands beside whether persons were told, by text."""
    found = _WITH_DAY.fullmatch(normalize("NFKC", texts.get("notice", "")).strip())
    if found is None or texts.get("notified_on"):
        return {}
    return {"notified_on": found["day"], "notice": found["mark"].strip()}
