"""Two people, one name, one moment; and one code typed twice at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from broadsheet.readers.members.codes import CodeGone
from broadsheet.readers.members.joining import become_member, change_profile
from broadsheet.readers.models import MailedCode, Reader, User
from broadsheet.readers.names import NameTaken

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(*tries: Callable[[], object]) -> list[object]:
    """What each gave back, or the exception that it raised."""
    together = Barrier(len(tries))

    def run(one: Callable[[], object]) -> object:
        together.wait()
        try:
            return one()
        except (NameTaken, CodeGone) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tries)) as threads:
        return list(threads.map(run, tries))


def proof(address: str) -> MailedCode:
    now = timezone.now()
    return MailedCode.objects.create(
        address=address, attempts_left=1, proved_at=now, expires_at=now + timedelta(minutes=5)
    )


def test_two_claim_one_name_and_one_gets_it(db: None) -> None:
    proofs = [proof(f"a{n}@harbour.example") for n in range(4)]
    names = ["Ada", "ADA", "Аda", "a d a"]
    now = timezone.now()

    done = at_once(
        *(
            lambda p=p, name=name: become_member(p, name=name, guest=None, now=now)
            for p, name in zip(proofs, names, strict=True)
        )
    )

    assert sorted(type(one).__name__ for one in done) == ["NameTaken"] * 3 + ["User"]
    assert (User.objects.count(), Reader.objects.count()) == (1, 1)
    assert MailedCode.objects.count() == 3  # the others may choose another name


def test_one_proof_makes_one_member(db: None) -> None:
    own, now = proof("ada@harbour.example"), timezone.now()

    done = at_once(
        *(
            lambda name=name: become_member(own, name=name, guest=None, now=now)
            for name in ("Ada", "Eve", "Ann")
        )
    )

    assert sorted(type(one).__name__ for one in done) == ["CodeGone", "CodeGone", "User"]


def test_two_members_change_to_one_name(db: None) -> None:
    readers = [Reader.objects.create(display_name=name, name_key=name) for name in ("x", "y")]

    done = at_once(*(lambda r=r: change_profile(r, name="Ada", about="") for r in readers))

    assert sorted(type(one).__name__ for one in done) == ["NameTaken", "NoneType"]
    assert Reader.objects.filter(name_key="ada").count() == 1
