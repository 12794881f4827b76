"""Figures in Korean and English: read, compared, rendered."""
