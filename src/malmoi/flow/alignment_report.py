"""Scores of word links as a report: the scores, how sentences spread, the links of the worst sentences, all sentences from the worst."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from malmoi.export.report import Bin, Cell, Grid, Histogram, Matrix, Reliability, Report, Section
from malmoi.export.report_words import report_words
from malmoi.flow.score_report import Ui, facts_of, finished, scores_section, signatures
from malmoi.model.records import Score

__all__ = ["Sentence", "alignment_report", "ranked"]

_MATRICES, _LISTED, _LONGEST_NAME = 6, 500, 60
_Links = frozenset[tuple[int, int]]


class Sentence(NamedTuple):
    """The links of one sentence, counted from 0: those made, the sure and the possible ones; tokens where they are known."""

    number: int
    made: _Links
    sure: _Links
    possible: _Links
    ko: Sequence[str] = ()
    en: Sequence[str] = ()

    @property
    def wrong(self) -> _Links:
        """Links made that are not even possible."""
        return self.made - self.sure - self.possible

    @property
    def missed(self) -> _Links:
        """Sure links that were not made."""
        return self.sure - self.made

    @property
    def f1(self) -> float:
        """Of precision against possible links and recall of sure ones; 1 where there is nothing to find and nothing found."""
        if not self.made and not self.sure:
            return 1.0
        precision = 1 - len(self.wrong) / len(self.made) if self.made else 0.0
        recall = 1 - len(self.missed) / len(self.sure) if self.sure else 1.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def named(self, links: Collection[tuple[int, int]]) -> str:
        """Links in words, where tokens are known."""
        return ", ".join(f"{_token(self.ko, i)}–{_token(self.en, j)}" for i, j in sorted(links))


def ranked(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences with the most wrong and missed links first."""
    return sorted(sentences, key=lambda s: (-len(s.wrong) - len(s.missed), s.number))


def alignment_report(
    scores: Sequence[Score], sentences: Sequence[Sentence], bins: Sequence[Bin] = (), ui: Ui = "en"
) -> Report:
    """The report; `bins` compare the confidence of links, where they have one, with how many are right."""
    say = report_words(ui)
    worst = [s for s in ranked(sentences) if s.wrong or s.missed]
    rows: list[Sequence[Cell]] = [
        (s.number + 1, s.f1, len(s.wrong), len(s.missed), s.named(s.wrong), s.named(s.missed)) for s in worst[:_LISTED]
    ]
    heads = (say["sentence"], "F1", say["wrong"], say["missed"], say["wrong"], say["missed"])
    sections = [
        scores_section(scores, ui),
        Section(say["reliability_title"], [Reliability(bins, say["reliability_caption"])]) if bins else None,
        Section(say["spread_title"], [Histogram([s.f1 for s in sentences], 0, 1, say["sentence_f1"])]),
        Section(say["matrix_title"], [_matrix(s, say["sentence"]) for s in worst[:_MATRICES]], say["matrix_note"])
        if worst
        else None,
        Section(say["worst_title"], [Grid(heads, rows, (10, 10, 12, 14, 40, 40))]) if worst else None,
    ]
    facts = {say["segments"]: len(sentences)} | facts_of(scores)
    return finished("alignment_title", facts, sections, signatures(scores), ui)


def _matrix(sentence: Sentence, word: str) -> Matrix:
    links = sentence.made | sentence.sure | sentence.possible
    sides = []
    for at, tokens in enumerate((sentence.ko, sentence.en)):
        count = max((link[at] for link in links), default=-1) + 1
        sides.append([_token(tokens, i) for i in range(max(count, len(tokens)))])
    text = " ".join(sentence.ko)
    name = text if len(text) <= _LONGEST_NAME else text[:_LONGEST_NAME] + "…"
    caption = f"{word} {sentence.number + 1} {name}".strip()
    return Matrix(sides[0], sides[1], sentence.sure, sentence.possible, sentence.made, caption)


def _token(tokens: Sequence[str], at: int) -> str:
    return tokens[at] if at < len(tokens) else str(at)
