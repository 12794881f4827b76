"""Text without meaning: Hangul, Korean morphemes and particles, English words, sentences."""
