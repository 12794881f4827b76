"""Term bases, one module a format; `codecs` lists them, reads and writes them, `records` is what they hold."""
