"""Rules of addresses that are taken apart once in a process, however many apps it makes."""

from collections.abc import Hashable
from typing import Any

from pms_tracker.web.shell.served_app import LateRule

# The parts, the way back to an address and the converters of each rule that was seen.
_SEEN: dict[Hashable, tuple[Any, Any, dict[str, Any]]] = {}


class RuleParsedOnce(LateRule):
    """A rule that takes over what one of the same words was taken apart into.

    Nobody changes that afterwards: an app adds rules to its map and leaves each as it is.
    """

    def compile(self) -> None:
        assert self.map is not None
        words = (self.rule, self.subdomain, self.host, self.map.host_matching, self.merge_slashes)
        same = *words, frozenset(self.map.converters.items())
        if same not in _SEEN:
            super().compile()
            _SEEN[same] = self._parts, self._trace, self._converters
            return
        self._parts, self._trace, self._converters = _SEEN[same]
        self.arguments.update(self._converters)
        self._build = self._compile_builder(False).__get__(self, None)
        self._build_unknown = self._compile_builder(True).__get__(self, None)
