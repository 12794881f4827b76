"""The rules by the file that holds them, resolved when they are used; each gives `Problem`s of a `Segment`.

Whoever adds a rule writes its file, its line here, and its messages in `messages.tsv`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.errors import UsageError

__all__ = ["RULES", "SEVERITIES", "Choice", "Rule", "choose"]

Rule = Callable[[Segment], Iterator[Problem]]

# rule → what finds it, one file a rule. What several rules want to know of a segment is computed once, by `Segment`.
RULES: dict[str, str] = {
    "term_missing": "malmoi.check.missing:find",
    "deprecated_used": "malmoi.check.deprecated:find",
    "do_not_translate": "malmoi.check.untouched:find",
    "inconsistent": "malmoi.check.renderings:find",
    "spacing_differs": "malmoi.check.spacings:find",
    "translations_differ": "malmoi.check.repetitions:find",
    "name_differs": "malmoi.check.names:find",
    "amount_mismatch": "malmoi.check.amounts:find",
    "currency_mismatch": "malmoi.check.currencies:find",
    "unit_mismatch": "malmoi.check.units:find",
    "conversion_off": "malmoi.check.conversions:find",
    "number_missing": "malmoi.check.numbers:find",
    "date_mismatch": "malmoi.check.dates:find",
    "time_mismatch": "malmoi.check.times:find",
    "ordinal_mismatch": "malmoi.check.ordinals:find",
    "untranslated": "malmoi.check.leftover:find",
    "empty": "malmoi.check.empty:find",
    "identical": "malmoi.check.identical:find",
    "truncated": "malmoi.check.truncated:find",
    "length": "malmoi.check.length:find",
    "placeholder_lost": "malmoi.check.placeholders:find",
    "tag_lost": "malmoi.check.tags:find",
    "code_order": "malmoi.check.code_order:find",
    "brackets": "malmoi.check.brackets:find",
    "quotes": "malmoi.check.quotes:find",
    "josa": "malmoi.check.josa:find",
    "doubled": "malmoi.check.doubled:find",
    "spaces": "malmoi.check.spaces:find",
    "full_width": "malmoi.check.width:find",
    "loanword": "malmoi.check.loanwords:find",
    "encoding": "malmoi.check.encoding:find",
    "stray_jamo": "malmoi.check.jamo:find",
    "foreign_script": "malmoi.check.scripts:find",
}
# What a rule may be set to: its own judgement, one severity for all it finds, or silence.
SEVERITIES = ("default", "hard", "advisory", "off")
# Rules to run, or what each is set to; rules not named keep their own judgement.
Choice = Iterable[str] | Mapping[str, str]


def choose(rules: Choice | None) -> tuple[list[Rule], dict[str, str]]:
    """(functions to run, severity by rule) of what the caller asked for; None is all rules as they are.

    Raises UsageError for a rule or severity that there is not.
    """
    if rules is None:
        wanted = dict.fromkeys(RULES, "default")
    elif isinstance(rules, Mapping):
        wanted = dict.fromkeys(RULES, "default") | dict(rules)
    else:
        wanted = dict.fromkeys([rules] if isinstance(rules, str) else rules, "default")
    for name, severity in wanted.items():
        if name not in RULES:
            raise UsageError(f"There is no rule {name!r}: the rules are {', '.join(RULES)}.")
        if severity not in SEVERITIES:
            raise UsageError(f"The rule {name} cannot be set to {severity!r}: it is one of {', '.join(SEVERITIES)}.")
    wanted = {name: severity for name, severity in wanted.items() if severity != "off"}
    homes = dict.fromkeys(RULES[name] for name in RULES if name in wanted)
    return [_resolve(home) for home in homes], wanted


def _resolve(home: str) -> Rule:
    module, _, function = home.partition(":")
    rule: Rule = getattr(import_module(module), function)
    return rule
