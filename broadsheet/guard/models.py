"""What the guard remembers for a while; nothing here says who somebody is."""

from django.db import models


class DayKey(models.Model):
    """The random key of one day's address hashes; once it is gone nobody can compute them."""

    day = models.DateField(unique=True)
    secret = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"Key of {self.day}"


class Bucket(models.Model):
    """A bucket of tokens, told by the time when it will be full again; no row is a full one."""

    key = models.CharField(max_length=200, primary_key=True)
    # Without an index, which every comment would write: what is full is looked for seldom.
    full_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class SpentChallenge(models.Model):
    """A challenge that has been answered; it is kept for longer than its answer is good for."""

    challenge = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.challenge
