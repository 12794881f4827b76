"""Documents in one language, one module a format; `codecs` lists them and reads them."""
