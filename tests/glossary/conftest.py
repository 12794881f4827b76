"""One glossary of common words that lookup and recognition are asked about; an empty one to write to."""

from pathlib import Path

import polars as pl
import pytest

from malmoi.glossary.store import Glossary

# ko, en, status, domain, concept
ROWS = """
스타게이트	Stargate	preferred	ai	stargate
인공지능	artificial intelligence	preferred	ai	ai
AI	AI	admitted	ai	ai
챗GPT	ChatGPT	preferred	ai	chatgpt
생성형 AI	generative AI	preferred	ai	genai
데이터센터	data center	preferred	ai	dc
컨텐츠	content	deprecated	it	content
콘텐츠	content	preferred	it	content
플랫폼	platform	preferred	it	platform
스타트업	start-up	preferred	it	startup
소프트웨어	software	preferred	it	software
사이버보안	cybersecurity	preferred	it	cyber
반도체	chip	preferred	it	chip
반도체	semiconductor	admitted	it	chip
배터리	battery	preferred	it	battery
알고리즘	algorithm	preferred	it	algorithm
이사회	board of directors	preferred	law	board
이사회	board	admitted	law	board
이사	director	preferred	law	director
이자	interest	preferred	finance	interest
은행	bank	preferred	finance	bank
세계은행	World Bank	preferred	finance	world_bank
금리	interest rate	preferred	finance	rate
환율	exchange rate	preferred	finance	fx
부채	liability	preferred	finance	liability
선물	futures	preferred	finance	futures
원	won	preferred	finance	won
달러	dollar	preferred	finance	dollar
투자	investment	preferred	finance	investment
투자자	investor	preferred	finance	investor
주가	share price	preferred	finance	share_price
주식	stock	preferred	finance	stock
국채	government bond	preferred	finance	gov_bond
인수합병	mergers and acquisitions	preferred	finance	m_and_a
영업이익	operating profit	preferred	finance	op
공정거래위원회	Fair Trade Commission	preferred	government	ftc
공정위	FTC	admitted	government	ftc
국회	National Assembly	preferred	government	assembly
정부	government	preferred	government	government
미국 정부	U.S. government	preferred	government	us_government
세계보건기구	World Health Organization	preferred	government	who
WHO	WHO	admitted	government	who
국제협력기구	Organisation for Co-operation	preferred	government	coop
대통령	president	preferred	government	president
세계	world	preferred	news	world
계약	contract	preferred	law	contract
소송	lawsuit	preferred	law	lawsuit
피고	defendant	preferred	law	defendant
판결	ruling	preferred	law	ruling
항소	appeal	preferred	law	appeal
벌금	fine	preferred	law	fine
주주총회	shareholders' meeting	preferred	law	agm
의사	doctor	preferred	medicine	doctor
환자	patient	preferred	medicine	patient
암	cancer	preferred	medicine	cancer
뇌졸중	stroke	preferred	medicine	stroke
수율	yield	preferred	manufacturing	yield
부품	component	preferred	manufacturing	component
"""


@pytest.fixture(scope="session")
def common() -> Glossary:
    rows = [line.split("\t") for line in ROWS.strip().splitlines()]
    frame = pl.DataFrame(rows, schema=["ko", "en", "status", "domain", "concept"], orient="row")
    return Glossary.from_pairs(frame)


@pytest.fixture
def path(tmp_path) -> Path:
    """Where a journal may be made."""
    return tmp_path / "glossary" / "journal.ndjson"


@pytest.fixture
def store(path) -> Glossary:
    """An empty glossary there, written to by kim."""
    return Glossary.open(path, by="kim")
