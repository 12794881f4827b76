"""Bytes to model and back: bilingual texts, documents, term bases, and below them what carries them all."""
