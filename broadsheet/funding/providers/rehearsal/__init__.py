"""The rehearsal: a stand-in for Stripe on which everything can be tried and no money moves.

`World` is the outside: what customers, their banks and Stripe have done, in a file of its own,
which no rollback of our database undoes. `api/` and `server.py` speak of it as Stripe's API does,
to Stripe's own library; `webhooks.py` posts its events. docs/decisions/0021-rehearsal.md
"""
