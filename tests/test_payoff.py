"""Compiled code is fetched when as much was done without it as fetching costs, and never where it cannot be had."""

import pytest

from malmoi import optional
from malmoi.optional import Payoff


@pytest.mark.parametrize(
    "works, said", [([4, 4, 4, 1], [False, False, True, True]), ([10, 1], [True, True]), ([9], [False])]
)
def test_compiled_code_pays_from_so_much_work_on(
    works: list[int], said: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(optional, "can_compile", lambda: True)
    payoff = Payoff(10)
    assert [payoff.pays(work) for work in works] == said


def test_without_numba_nothing_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optional, "can_compile", lambda: False)
    assert not Payoff(1).pays(100)
