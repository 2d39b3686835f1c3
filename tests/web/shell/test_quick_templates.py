"""What templates may call, and what they see: as with Jinja's own, only quicker."""

import pytest
from flask import Flask
from jinja2 import Environment, UndefinedError, pass_context, pass_environment
from jinja2.runtime import Context

# A macro with and without a caller, within a block, and within a loop that sets a name.
SOURCE = """
{% macro box(text, kind='plain') -%}
[{{ kind }} {{ text }}{% if caller is defined %} {{ caller() }}{% endif %}]
{%- endmacro %}
{% block all %}{% set within = 'block' %}{{ outer('within') }}
{% for each in (1, 2) %}{% set number = each * 2 %}
{{ box(plain('x', twice=each == 2), kind=number) }} {{ outer('number') }} {{ called('y') }}
{% endfor %}{% call box('over') %}{{ plain('<b>') }}{% endcall %}{% endblock %}
"""


def told(app: Flask, source: str, **values: object) -> str:
    return app.jinja_env.from_string(source).render(values)


def plain(text: str, *, twice: bool = False) -> str:
    return text * (2 if twice else 1)


@pass_context
def outer(context: Context, name: str) -> object:
    return context.resolve(name)


@pass_environment
def given(environment: Environment) -> bool:
    return isinstance(environment, Environment)


class Called:
    """An object that may be called as well."""

    def __call__(self, text: str) -> str:
        return f"({text})"


def test_macros_and_functions_are_called_as_jinja_calls_them(app: Flask) -> None:
    given = {"plain": plain, "outer": outer, "called": Called()}
    said = told(app, SOURCE, **given).split()
    assert said == Environment(autoescape=True).from_string(SOURCE).render(given).split()
    assert said == [
        "block",
        "[2",
        "x]",
        "2",
        "(y)",
        "[4",
        "xx]",
        "4",
        "(y)",
        "[plain",
        "over",
        "&lt;b&gt;]",
    ]


def test_what_wants_the_environment_is_given_it(app: Flask) -> None:
    assert told(app, "{{ given() }}", given=given) == "True"


def test_a_name_that_nobody_gave_is_a_mistake(app: Flask) -> None:
    for source in ("{{ nobody }}", "{{ nobody() }}"):
        with pytest.raises(UndefinedError):
            told(app, source)


def test_a_sentence_is_told_with_its_values_and_what_they_hold_is_escaped(app: Flask) -> None:
    source = "{{ _('%(name)sさん', name='<b>') }} {{ _('100%%') }}"
    assert told(app, source) == "&lt;b&gt;さん 100%"
    plain_text = "{% autoescape false %}" + source + "{% endautoescape %}"
    assert told(app, plain_text) == "<b>さん 100%"


def test_a_template_with_globals_of_its_own_keeps_them_to_itself(app: Flask) -> None:
    template = app.jinja_env.from_string("{{ own }}", {"own": "mine"})
    assert template.render() == "mine"
    assert "own" not in app.jinja_env.globals
