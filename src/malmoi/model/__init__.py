"""Records and frame schemas; no logic."""
