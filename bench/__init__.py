"""Benchmarks: what is slow or noisy, measured by a person with one command each."""
