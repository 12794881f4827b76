"""Our glossary files in OmegaT's own readers: does every pair arrive, whatever encoding the system has?

    python tests/bench/omegat_reads.py [--glossary glossary/journal.ndjson] [--jar /usr/share/omegat/OmegaT.jar]

Needs OmegaT (Debian: omegat) and a Java development kit 11 or newer, installs nothing. The console mode of OmegaT translates but never
shows glossary hits, so its reader classes are called by a small program (`omegat_reads.java`), with the system's encoding said to
be Latin-1, for which a Korean glossary without a word on its encoding comes out as rubbish.

Each line: file, pairs written, pairs that OmegaT has, and how many of the written ones are among them. Result with OmegaT 3.6.0 (Debian
3.6.0.10+dfsg-3), Java 17, the starter glossary of 886 concepts:

    g.txt    2529  2529  2529
    g.utf8   2529  2529  2529
    g.csv    2529  2529  2529
    g.tbx    2529  2556  2529

TBX has more, because OmegaT shows deprecated terms like any other; in its own format they stand in the comment instead.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

from malmoi.flow.term_files import concepts_of
from malmoi.formats.termbases.codecs import write_terms
from malmoi.formats.termbases.records import REFUSED, Concept
from malmoi.glossary.store import Glossary

READER = Path(__file__).with_suffix(".java")
FILES = {"g.txt": "omegat", "g.utf8": "omegat", "g.csv": "omegat-csv", "g.tbx": "tbx"}


def expected(concepts: list[Concept]) -> set[tuple[str, str]]:
    """Every Korean term with every English one that may be used."""
    return {
        (ko.term, en.term)
        for concept in concepts
        for ko in concept.of("ko")
        for en in concept.of("en")
        if en.status not in REFUSED
    }


def read(jar: Path, path: Path, home: Path) -> set[tuple[str, str]]:
    """The pairs that OmegaT has of a file."""
    java = ["java", "-Djava.awt.headless=true", f"-Duser.home={home}", "-Dfile.encoding=ISO-8859-1", "-cp", str(jar)]
    done = subprocess.run([*java, str(READER), "ko", "en", str(path)], capture_output=True, check=True)
    lines = done.stdout.decode("utf-8").splitlines()
    return {(cells[1], cells[2]) for cells in (line.split("\t") for line in lines)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--glossary", type=Path, default=Path("glossary/journal.ndjson"))
    parser.add_argument("--jar", type=Path, default=Path("/usr/share/omegat/OmegaT.jar"))
    options = parser.parse_args()
    glossary = Glossary.open(options.glossary)
    concepts = concepts_of(glossary)
    wanted = expected(concepts)
    with tempfile.TemporaryDirectory() as folder:
        for name, format_ in FILES.items():
            path = Path(folder) / name
            write_terms(concepts, path, format_, signature=glossary.signature)
            found = read(options.jar, path, Path(folder))
            print(f"{name:8} {len(wanted):5} {len(found):5} {len(wanted & found):5}")


if __name__ == "__main__":
    main()
