"""Bytes to model and back, one module a format."""
