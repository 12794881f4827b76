"""How fast amounts are read, and that hostile lines cost linear time.

    python tests/bench/amounts_speed.py [--data DIR]

rows   sentences/s and MB/s of one core over the lines with digits of DIR's *.ko and *.en (DIR: --data or MALMOI_DATA; the
       built-in sentences where neither is given), Kiwi not loaded; then hostile lines with their time at one and at two lengths.
"""

import argparse
import os
import sys
import time
from pathlib import Path

from malmoi.amounts.parse import _read as parse_amounts  # without what is remembered
from malmoi.text.korean import is_loaded

BUILT_IN = {
    "ko": [
        "삼성전자는 올해 4조2000억원을 들여 평택에 85만㎡ 규모의 공장을 짓고 3만여 명을 뽑는다고 28일 밝혔다.",
        "영업이익은 1년 전보다 12.4% 늘어난 9조1800억 원이었고, 주가는 3.5% 오른 7만8900원에 거래를 마쳤다.",
        "시속 120km의 태풍이 상륙해 주민 27만5000명이 대피했고 배럴당 124.44달러까지 올랐다.",
    ],
    "en": [
        "Operating income rose 12.4 percent from a year earlier to 9.18 trillion won on sales of $61.3 billion, the company said.",
        "About 275,000 people were evacuated as the storm, with winds of 75 mph, came within 110 miles of the coast on May 8.",
        "The fund raised $3-4 billion, more than two-thirds of it from 12 investors, up from $1.92 million in 1997.",
    ],
}
HOSTILE = {
    "digits in a row": "1",
    "groups": "1,111,",
    "points": ".1",
    "dashes": "1-",
    "scales ko": "3조 ",
    "scales en": "$3 billion to 4, ",
    "hundreds": "one hundred and ",
    "fractions": "1/2 ",
    "brackets": "20 (",
    "ordinals": "a third of a ",
    "one line": "그는 4조2000억원을 1년 동안 5만 명에게 나눠 줬다 ",
}
SENTENCES = 6000
LENGTHS = (250_000, 500_000)


def lines(folder, lang):
    if folder is None:
        return BUILT_IN[lang] * (SENTENCES // 3)
    found = [line for path in sorted(Path(folder).glob(f"*.{lang}")) for line in path.read_text("utf-8").splitlines()]
    return [line for line in found if any("0" <= c <= "9" for c in line)]


def read(texts, lang):
    start, found = time.process_time(), 0
    for text in texts:
        found += len(parse_amounts(text, lang))
    return time.process_time() - start, found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=os.environ.get("MALMOI_DATA"))
    args = parser.parse_args()
    for lang in ("ko", "en"):
        texts = lines(args.data, lang)
        read(texts[:20], lang)
        seconds, found = read(texts, lang)
        size = sum(len(t.encode()) for t in texts) / 1e6
        print(
            f"{lang}  {len(texts)} sentences  {found} amounts  {len(texts) / seconds:.0f}/s  {size / seconds:.2f} MB/s  kiwi={is_loaded()}"
        )
    for name, piece in HOSTILE.items():
        times = [
            read([piece * (length // len(piece))], "ko" if piece > "가" or "조" in piece else "en")[0]
            for length in LENGTHS
        ]
        print(f"{name:18} {LENGTHS[0]} characters {times[0]:.2f} s, {LENGTHS[1]} characters {times[1]:.2f} s")
    big = BUILT_IN["ko"][0] * (5_000_000 // len(BUILT_IN["ko"][0]))
    seconds, found = read([big], "ko")
    print(f"a line of {len(big)} characters: {found} amounts in {seconds:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
