"""Names across scripts: similarity, romanisation, Hangul spellings."""
