"""What is wrong with a translation: one rule a file, `rules.py` lists them, `check_bitext` in `bitext.py` runs them."""
