"""Term pairs from aligned text."""
