"""Segments in two languages, one module a format; `codecs` lists them, reads and writes them."""
