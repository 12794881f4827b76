"""`sentence-transformers:PATH` with the real library, where it is installed, and a tiny model made here."""

import warnings
from pathlib import Path

import numpy as np
import pytest

from malmoi.align.beads import align_sentences
from malmoi.align.encoder import resolve, signature
from malmoi.errors import EncoderError
from malmoi.model.records import Bead

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
tokenizers = pytest.importorskip("tokenizers")
sentence_transformers = pytest.importorskip("sentence_transformers")

# The library's own warnings about its old names are none of ours.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
WIDTH, LONGEST = 16, 64
MARKS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model of one layer with random weights that reads letters and a few syllables."""
    folder = tmp_path_factory.mktemp("model")
    words = [*MARKS, *map(chr, range(33, 127)), *"가나다라마바사아자차카타파하"]
    reader = tokenizers.Tokenizer(tokenizers.models.WordLevel({w: i for i, w in enumerate(words)}, unk_token=MARKS[1]))
    reader.pre_tokenizer = tokenizers.pre_tokenizers.Split("", "isolated")
    named = dict(zip(("pad_token", "unk_token", "cls_token", "sep_token", "mask_token"), MARKS, strict=True))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        transformers.PreTrainedTokenizerFast(
            tokenizer_object=reader, model_max_length=LONGEST, **named
        ).save_pretrained(folder / "base")
        torch.manual_seed(0)
        config = transformers.BertConfig(
            vocab_size=len(words),
            hidden_size=WIDTH,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=WIDTH,
            max_position_embeddings=LONGEST,
        )
        transformers.BertModel(config).save_pretrained(folder / "base")
        # Given a bare model the library adds the mean over its words, as it does for any.
        sentence_transformers.SentenceTransformer(str(folder / "base"), device="cpu").save(str(folder / "saved"))
    return folder / "saved"


def test_a_local_model_gives_unit_vectors(model: Path) -> None:
    vectors = resolve(f"sentence-transformers:{model}")
    assert vectors is not None
    assert signature(vectors) == f"sentence-transformers {sentence_transformers.__version__}, saved"
    made = vectors.encode(["가나 다", "hello", "가나 다", "a" * 5 * LONGEST, "", "\x00"])
    assert made.shape == (6, WIDTH)
    assert made.dtype == np.float32
    assert (made[0] == made[2]).all()
    assert np.linalg.norm(made[[0, 1, 3]], axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    assert abs(float(made[0] @ made[1])) < 1 - 1e-6


def test_sentences_are_aligned_with_a_local_model(model: Path) -> None:
    ko, en = ["가나다.", "마바사 아자.", "파하 가."], ["One two.", "It rains in 2024.", "Go home."]
    beads = align_sentences(ko, en, encoder=f"sentence-transformers:{model}")
    assert sorted(i for bead in beads for i in bead.ko) == [0, 1, 2]
    assert sorted(j for bead in beads for j in bead.en) == [0, 1, 2]
    assert all(isinstance(bead, Bead) and 0 <= bead.score <= 1 for bead in beads)


@pytest.mark.parametrize("content", [{}, {"modules.json": "{"}, {"config.json": '{"model_type": "none such"}'}])
def test_a_folder_without_a_model_is_named(content: dict[str, str], tmp_path: Path) -> None:
    for name, text in content.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(EncoderError, match=tmp_path.name):
        resolve(f"sentence-transformers:{tmp_path}")
