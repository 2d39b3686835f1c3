"""Whom each page beside the register of requests by persons lets in, by endpoint."""

from tests.web.register_doors import DOORS_OF_REGISTERS

_EVERYBODY = DOORS_OF_REGISTERS["requests.index"]
_KEEPERS = DOORS_OF_REGISTERS["requests.edit_form"]
DOORS_OF_REQUESTS: dict[str, set[str]] = {
    "request_drafts.drafts": _EVERYBODY,
    "request_searches.form": _KEEPERS,
    "request_searches.ask": _KEEPERS,
    "request_searches.mine": _EVERYBODY,
    "request_searches.part": _EVERYBODY,
    "request_searches.answer": _EVERYBODY,
}
