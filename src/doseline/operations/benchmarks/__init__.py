"""Benchmarks that time Doseline and a peer in one run."""
