"""Stripe, through its official library: docs/decisions/0022-stripe.md.

`amounts`, `facts`, `reversals` and `events` are pure and know nothing of the library; `line` is
the one way to it, and all the rest go through that.
"""
