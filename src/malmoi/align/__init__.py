"""Sentences, words and the base lexicon."""
