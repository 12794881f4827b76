"""Where the stages meet: harvest (texts to candidates)."""
