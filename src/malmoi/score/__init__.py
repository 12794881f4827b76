"""How good is an alignment, a translation, its terminology? One measure a file; every figure carries its interval and signature."""
