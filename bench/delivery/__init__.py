"""Delivery beside nginx serving the same bytes as a file: `python -m bench.delivery`.

The server is pinned to one core, wrk to another: 32 connections, gzip accepted. What is compared
takes turns, round by round; of the rounds the median counts. The report is bench/RESULTS.md.
"""
