"""`malmoi romanize`: styles, the way back to Hangul, formats, exit codes."""

import json

import pytest
import typer
from typer.testing import CliRunner

from malmoi.cli.romanize import romanize

APP = typer.Typer()
APP.command()(romanize)


@pytest.mark.parametrize(
    "arguments, expected",
    [
        (["최태원", "신라"], ["Choetaewon", "Silla"]),
        (["최태원", "신라", "--style", "name"], ["Choe Tae-won", "Sin Ra"]),
        (["독립", "--style", "mr"], ["Tongnip"]),
        (["종로구", "--style", "place"], ["Jongno-gu"]),
    ],
)
def test_styles(arguments: list[str], expected: list[str]) -> None:
    result = CliRunner().invoke(APP, [*arguments, "--format", "json"])
    assert result.exit_code == 0
    assert [row["latin"] for row in json.loads(result.stdout)] == expected


def test_back_to_hangul() -> None:
    result = CliRunner().invoke(APP, ["--to", "hangul", "--limit", "3", "Berlin", "--format", "json"])
    rows = json.loads(result.stdout)
    assert [row["word"] for row in rows] == ["Berlin"] * 3
    assert "베를린" in [row["hangul"] for row in rows]


def test_unknown_style_is_misuse() -> None:
    assert CliRunner().invoke(APP, ["신라", "--style", "yale"]).exit_code == 2
