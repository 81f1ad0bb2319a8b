"""Benchmarks: each prints a table and one last line, and compares with a reference of the same run."""
