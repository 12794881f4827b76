"""`malmoi amounts [TEXT|FILE]`: every figure of a text, its value, and how a house would write it in either language."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from malmoi.cli.options import EncodingOption
from malmoi.cli.output import Format, FormatOption, emit
from malmoi.errors import InputError, UsageError

if TYPE_CHECKING:
    from malmoi.model.records import Amount, Lang

__all__ = ["amounts"]

_COLUMNS = {
    "line": "line",
    "start": "start",
    "text": "in the text",
    "value": "value",
    "unit": "unit",
    "modifier": "modifier",
    "en": "English",
    "ko": "Korean",
}
_DEFAULT_STYLES = {"en": "kjd", "ko": "daily"}
# More than this share of Hangul among the letters makes a text Korean.
_KOREAN_SHARE = 0.2
# Longer arguments are texts without asking the file system, which has no such names.
_LONGEST_PATH = 255


def amounts(
    text: Annotated[
        str, typer.Argument(metavar="TEXT|FILE", help="A text in quotes, a file, or - for standard input.")
    ] = "-",
    convert: Annotated[
        str | None,
        typer.Option(
            "--convert", metavar="TEXT", help="One amount; prints how it is written on the other side, nothing else."
        ),
    ] = None,
    lang: Annotated[str | None, typer.Option(metavar="ko|en", help="ko or en; seen from the text if left out.")] = None,
    to: Annotated[str | None, typer.Option(metavar="ko|en", help="Render in ko or en only.")] = None,
    style: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="House style, such as kjd, reuters, economist; daily, norm, hangul, contract."
        ),
    ] = None,
    rate: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE=WON", help="Won per unit, as USD=1400; adds a conversion in brackets. May be repeated."
        ),
    ] = None,
    digits: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Round renderings to so many significant digits.")
    ] = None,
    encoding: EncodingOption = None,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """List the amounts of a text; write them in the style of a house.

    Example: malmoi amounts --convert "4조2000억원" --rate USD=1400
    """
    _known(lang, "--lang")
    _known(to, "--to")
    rates = _rates(rate or [])
    content = convert if convert is not None else _content(text, encoding)
    side = _side(content, lang)
    targets = _targets(to or (_other(side) if convert is not None else None), style)
    rows = list(_rows(content, side, targets, rates, digits))
    if convert is None:
        columns = {key: head for key, head in _COLUMNS.items() if key not in ("en", "ko") or key in targets}
        emit(rows, columns, format)
    elif not rows:
        raise InputError(f"There is no amount in {convert!r}.")
    elif format == Format.TABLE:
        typer.echo("; ".join(str(row[target]) for row in rows for target in targets))
    else:
        emit(rows, {target: target for target in targets}, format)


def _known(lang: str | None, option: str) -> None:
    if lang not in (None, "ko", "en"):
        raise UsageError(f"The language {lang!r} of {option} is unknown: give ko or en.")


def _content(text: str, encoding: str | None) -> str:
    """What a file holds, or the argument itself where it names no file."""
    from malmoi.files import read_text

    is_file = text == "-" or (0 < len(text) <= _LONGEST_PATH and "\0" not in text and _names_file(Path(text)))
    return read_text(text, encoding) if is_file else text


def _names_file(path: Path) -> bool:
    """Is there a file, or a pipe under the name of one?"""
    return path.exists() and not path.is_dir()


def _side(text: str, lang: str | None) -> "Lang":
    from malmoi.text.hangul import hangul_share

    if lang is None:
        return "ko" if hangul_share(text) > _KOREAN_SHARE else "en"
    return "ko" if lang == "ko" else "en"


def _other(side: "Lang") -> "Lang":
    return "en" if side == "ko" else "ko"


def _targets(to: str | None, style: str | None) -> "dict[Lang, str]":
    """The languages to render in, with their styles. Raises UsageError for a style that none of them has."""
    from malmoi.amounts.render import styles

    wanted: tuple[Lang, ...] = ("en", "ko") if to is None else (("en",) if to == "en" else ("ko",))
    out = {lang: style if style in styles(lang) else _DEFAULT_STYLES[lang] for lang in wanted}
    if style is not None and style not in out.values():
        known = ", ".join(name for lang in wanted for name in styles(lang))
        raise UsageError(f"There is no style {style!r} here: choose one of {known}.")
    return out


def _rates(given: list[str]) -> dict[str, Decimal]:
    """USD=1400 as {"USD": Decimal(1400)}."""
    out = {}
    for item in given:
        code, equals, value = item.partition("=")
        try:
            won = Decimal(value.replace(",", ""))
        except InvalidOperation:
            won = Decimal(0)
        if not equals or len(code.strip()) != 3 or not won.is_finite() or won <= 0:
            raise UsageError(f"{item!r} is no rate: give a currency's code and the won that one costs, as in USD=1400.")
        out[code.strip().upper()] = won
    return out


def _rows(
    text: str, side: "Lang", targets: "dict[Lang, str]", rates: dict[str, Decimal], digits: int | None
) -> Iterator[dict[str, object]]:
    from malmoi.amounts.parse import parse_amounts

    for number, line in enumerate(text.split("\n"), 1):
        for amount in parse_amounts(line, side):
            row: dict[str, object] = {
                "line": number,
                "start": amount.start,
                "end": amount.end,
                "text": line[amount.start : amount.end],
                "value": amount.value if amount.value is not None else _bounds(amount),
                "low": amount.low,
                "high": amount.high,
                "unit": amount.unit,
                "modifier": amount.modifier,
            }
            for target, style in targets.items():
                row[target] = _rendered(amount, target, style, rates, digits)
            yield row


def _bounds(amount: "Amount") -> str:
    return f"{amount.low}..{amount.high}"


def _rendered(amount: "Amount", lang: "Lang", style: str, rates: dict[str, Decimal], digits: int | None) -> str:
    """The amount in the style, with a conversion where a rate for its currency was given."""
    from malmoi.amounts.render import render_amount

    known = rates if amount.unit == "KRW" or amount.unit in rates else None
    return render_amount(amount, lang, style, digits=digits, rates=known or None)
