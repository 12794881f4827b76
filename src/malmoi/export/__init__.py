"""Workbooks and files for people and tools."""
