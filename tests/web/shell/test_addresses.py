"""Addresses of pages: written late, and as the framework writes them."""

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Map, Rule

from tests.house.quiet_app import quiet_app


@pytest.fixture
def made() -> Flask:
    return quiet_app.__wrapped__()


def value_for(converter: BaseConverter) -> object:
    """Something that may stand in an address there."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 7 if isinstance(converter, IntegerConverter) else "紙の台帳"


def values_of(rule: Rule) -> dict[str, object]:
    """Something for each name in a rule."""
    names = rule.arguments - set(rule.defaults or {})
    return {name: value_for(rule._converters[name]) for name in names}


def plain(rule: Rule) -> Rule:
    """The same rule as the framework makes it."""
    assert rule.map is not None
    written = Rule(rule.rule, endpoint=rule.endpoint, defaults=rule.defaults, methods=rule.methods)
    Map([written], converters=rule.map.converters)
    return written


def test_each_rule_writes_the_address_that_the_framework_writes(made: Flask) -> None:
    rules = list(made.url_map.iter_rules())
    assert len(rules) > 1000
    for rule in rules:
        more = {**values_of(rule), "page": 2}
        for unknown in (True, False):
            # Twice: compiled for the first, kept for the second.
            written = [rule.build(more, append_unknown=unknown) for _ in range(2)]
            assert written == [plain(rule).build(more, append_unknown=unknown)] * 2


def test_a_new_app_has_compiled_no_address_yet(made: Flask) -> None:
    builders = {rule._build_unknown.__qualname__ for rule in made.url_map.iter_rules()}
    assert builders == {"LateRule._compile_builder.<locals>.first"}
