"""Stripe's API as far as this house uses it; what it does not know it refuses."""
