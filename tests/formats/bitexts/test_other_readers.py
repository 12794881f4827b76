"""What we write is read by translate-toolkit, which knows nothing of us."""

import pytest

from malmoi.formats.bitexts.codecs import write
from malmoi.model.frames import bitext

pytest.importorskip("translate.storage.base", reason="translate-toolkit is a test tool of the group `readers`")

PAIRS = [
    ("하나 & <둘>", "one"),
    ('"셋"\n넷\\n', "three\nfour"),
    (" \u1100\u1161\u11a8\u00a0각 ", "각 {0} %s"),
    ("😀\t끝", " end"),
]


@pytest.mark.parametrize(
    "name, module, reader",
    [
        ("tmx", "translate.storage.tmx", "tmxfile"),
        ("po", "translate.storage.pypo", "pofile"),
        ("xliff", "translate.storage.xliff2", "Xliff2File"),
        ("xliff12", "translate.storage.xliff", "Xliff1File"),
    ],
)
def test_translate_toolkit_reads_it(tmp_path, name, module, reader):
    storage = pytest.importorskip(module)
    write(bitext(*map(list, zip(*PAIRS, strict=True)), "문서"), tmp_path / "a", name)
    store = getattr(storage, reader).parsefile(str(tmp_path / "a"))
    units = [unit for unit in store.units if not unit.isheader()]
    assert [(str(unit.source), str(unit.target)) for unit in units] == PAIRS
