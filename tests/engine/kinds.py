"""The kinds of engines that tests open: (name, workers). Starting processes is what takes time here, so one serves many tests."""

# Those with two workers first: what is tested with them alone then meets the engine that is open already.
KINDS = [(name, workers) for workers in (2, 1, 3) for name in ("local", "dask")]
TWO_WORKERS = KINDS[:2]


def name_of(kind: tuple[str, int]) -> str:
    """What a kind is called in the name of a test."""
    return f"{kind[0]}-{kind[1]}"
