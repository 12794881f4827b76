"""The termbase: journal, lookup, recognition."""
