"""`malmoi align` on texts that are unlike any text: repeated, lopsided, full of control characters; encoders that fail half way."""

import csv
import io

import numpy as np
import pytest
from typer.testing import CliRunner

from malmoi.align import encoder
from malmoi.cli.app import app

KO = "국회는 오늘 예산안을 통과시켰다."
EN = "The National Assembly passed the budget bill today."
MORE_KO = "정부는 반도체 산업에 5000억원을 투자한다."
MORE_EN = "The government will invest 500 billion won in semiconductors."
CONTROLS = "\x01\x07\x08\x0e\x1b\x7f\x80\x9f\u200b\u200e\u202e\u2066\ufeff\ufffe\U000e0001"

# Korean text, English text, the segments that are expected of them (None: any).
ODD = {
    "the same sentence over and over": (f"{KO}\n" * 300, f"{EN}\n" * 300, 300),
    "over and over, not as often": (f"{KO}\n" * 40, f"{EN}\n" * 30, None),
    "one sentence against many": (KO, "\n".join([EN, MORE_EN] * 20), None),
    "many against one sentence": ("\n".join([KO, MORE_KO] * 20), EN, None),
    "one against one": (KO, EN, 1),
    "no words at all": (f"{KO}\n***\n…\n!!!", f"{EN}\n***\n…\n???", None),
    "control characters": (CONTROLS.join(KO) + f"\n{CONTROLS}\n{MORE_KO}", CONTROLS.join(EN) + f"\n{MORE_EN}", None),
    "line ends of every kind": (
        f"{KO}\r{MORE_KO}\r\n{KO}\u2028{MORE_KO}\x85{KO}\x0c{MORE_KO}",
        f"{EN}\v{MORE_EN}\u2029" * 3,
        6,
    ),
    "a line of 200,000 characters": (f"{KO} {MORE_KO} " * 2500, f"{EN} {MORE_EN} " * 2500, 5000),
    "surrogates as text": (f"{KO} \\ud800 😀", f"{EN} \\ud800 😀", None),
}
SLOW = "a line of 200,000 characters"


def align(tmp_path, ko, en, *args):
    (tmp_path / "a.ko.txt").write_bytes(ko.encode())
    (tmp_path / "a.en.txt").write_bytes(en.encode())
    return CliRunner().invoke(app, ["align", str(tmp_path / "a.ko.txt"), str(tmp_path / "a.en.txt"), *map(str, args)])


@pytest.mark.parametrize("name", [name for name in ODD if name != SLOW])
def test_odd_texts_are_aligned_and_written_in_every_format(tmp_path, name):
    ko, en, segments = ODD[name]
    outs = [tmp_path / f"out{suffix}" for suffix in (".xlsx", ".html", ".tmx", ".csv", ".tsv", ".jsonl")]
    done = align(tmp_path, ko, en, *(part for out in outs for part in ("-o", out)))
    assert done.exit_code == 0, done.output
    assert all(out.stat().st_size > 0 for out in outs)
    rows = list(csv.DictReader(io.StringIO(outs[3].read_text("utf-8-sig"), newline="")))
    assert segments in (None, len(rows))
    written = "".join(row["ko"] for row in rows)
    assert written.count("국") + written.count("정") >= ko.count("국") + ko.count("정")


def test_a_long_line_of_sentences_is_cut_like_any_other():
    from malmoi.text.sentences import split

    ko, en, segments = ODD[SLOW]
    assert len(split(ko, "ko")) == len(split(en, "en")) == segments


def test_a_long_line_without_sentences_is_refused_with_its_place(tmp_path):
    done = align(tmp_path, f"{KO}\n" + "가나다 " * 20_000, f"{EN}\n" + "lorem " * 20_000, "-o", tmp_path / "out.xlsx")
    assert done.exit_code == 1
    assert "79,999 characters (at character 19)" in done.stderr
    assert not (tmp_path / "out.xlsx").exists()


class Half:
    """Encodes once, then fails or answers nonsense."""

    def __init__(self, then):
        self.calls, self.then = 0, then

    def encode(self, texts):
        self.calls += 1
        if self.calls > 1:
            return self.then(texts)
        return np.random.default_rng(0).normal(size=(len(texts), 8)).astype(np.float32)


def out_of_memory(texts):
    raise RuntimeError("out of memory")


THEN = {
    "an error": out_of_memory,
    "too few": lambda texts: np.ones((len(texts) - 1, 8), np.float32),
    "no numbers": lambda texts: np.full((len(texts), 8), np.nan, np.float32),
}


@pytest.mark.parametrize("then", THEN.values(), ids=THEN)
def test_an_encoder_that_fails_half_way_is_an_error_and_nothing_is_written(tmp_path, monkeypatch, then):
    half = Half(then)
    monkeypatch.setattr(encoder, "_e5", lambda: encoder.Vectors(half, "half"))
    ko = f"{KO}\n{MORE_KO}\n덧붙인 꾸러미와 보람찬 실마리가 남았다.\n"
    en = f"{EN}\n{MORE_EN}\nAn odd bundle and some promising clue remained.\n"
    done = align(tmp_path, ko, en, "--encoder", "e5", "-o", tmp_path / "out.xlsx", "-o", tmp_path / "out.html")
    assert half.calls > 1
    assert done.exit_code == 1, done.output
    assert done.stderr.startswith("malmoi: ")
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("out")]
