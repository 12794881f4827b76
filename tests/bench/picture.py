"""Turn a workbook into pictures, one PNG a page, through LibreOffice and pdftoppm: for the README, and for looking at.

    python tests/bench/picture.py exports/stargate.xlsx pictures/ [--dpi 110] [--pages 1-4] [--top 0.5]

Needs the programs soffice and pdftoppm and a font with Hangul, which stands in for the workbook's Malgun Gothic (fonts-nanum), and
one with the widths of Calibri, which columns are measured by (fonts-crosextra-carlito). Prints the files it has written.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include>/etc/fonts/fonts.conf</include>
<alias binding="same"><family>Malgun Gothic</family><prefer><family>NanumGothic</family><family>Noto Sans CJK KR</family></prefer></alias>
</fontconfig>"""


def main() -> None:
    """Convert by a throw-away LibreOffice profile, so that one that is open does not stand in the way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workbook", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dpi", type=int, default=110)
    parser.add_argument("--pages", default="", help="first-last, all if left out")
    parser.add_argument("--top", type=float, default=1.0, help="share of the page to show, from its top")
    args = parser.parse_args()
    for program in ("soffice", "pdftoppm"):
        if shutil.which(program) is None:
            sys.exit(f"{program} is not installed: try  apt-get install libreoffice-calc poppler-utils fonts-nanum")
    args.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        profile = f"-env:UserInstallation=file://{work}/profile"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", work, str(args.workbook)]
        fonts = Path(work) / "fonts.conf"
        fonts.write_text(_FONTS, encoding="utf-8")
        environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
        subprocess.run(convert, check=True, capture_output=True, timeout=180, env=environment)
        pdf = Path(work) / f"{args.workbook.stem}.pdf"
        first, _, last = args.pages.partition("-")
        pages = ["-f", first, "-l", last or first] if first else []
        # A4 landscape is 8.27 inches high.
        pages += ["-H", str(int(8.27 * args.dpi * args.top)), "-W", "0", "-x", "0", "-y", "0"]
        target = args.folder / args.workbook.stem
        subprocess.run(["pdftoppm", "-r", str(args.dpi), "-png", *pages, str(pdf), str(target)], check=True)
    for picture in sorted(args.folder.glob(f"{args.workbook.stem}-*.png")):
        print(picture)


if __name__ == "__main__":
    main()
