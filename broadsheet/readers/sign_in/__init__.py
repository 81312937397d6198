"""How staff sign in: a name and a password, or a passkey, and always a second factor."""
