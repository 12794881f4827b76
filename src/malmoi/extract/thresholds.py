"""Numbers by which units and pairs of phrases are judged, for NumPy and for the compiled loops alike."""

__all__ = [
    "BESIDE_EN",
    "BESIDE_KO",
    "COVERED",
    "HEAVY",
    "LEAST_WEIGHT",
    "LEFT_OVER",
    "LEXICON",
    "NO_RIVAL",
    "SOUNDING",
    "WORTH_COMPILING",
]

# Units from this weight on are words; what is lighter carries grammar.
HEAVY = 0.5
# What no weight is is taken to weigh.
LEAST_WEIGHT = 1e-9
# How many units to either side are neighbours; English has its small words between.
BESIDE_KO, BESIDE_EN = 2, 3
# Pairs of phrases below this product of coverages, and with nothing else to speak for them, are not looked at.
COVERED = 0.01
# The same for words that nothing explains, as they are shared out: a fifth of each phrase.
LEFT_OVER = 0.04
# How far a lexicon is to be believed on a single word.
LEXICON = 0.9
# How much of a repaired phrase must sound like the other side.
SOUNDING = 0.3
# Log-odds that an absent rival is taken to have.
NO_RIVAL = -9.0
# Segments for which Python needs as long as a compiled loop to be loaded, Numba being there for names already.
WORTH_COMPILING = 150
