"""Benchmarks: each prints a table and one last line, and ratios to a reference of its own run."""
