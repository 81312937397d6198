from broadsheet.site.database.connections import django_database


def test_every_part_of_a_postgresql_address_may_be_quoted() -> None:
    database = django_database("postgresql://d%40sk:p%2Fss%3A@%2Frun%2Fdb:5433/night%20desk")

    assert database["USER"] == "d@sk"
    assert database["PASSWORD"] == "p/ss:"
    assert database["HOST"] == "/run/db"
    assert database["PORT"] == "5433"
    assert database["NAME"] == "night desk"


def test_what_a_postgresql_address_leaves_out_is_the_drivers_to_choose() -> None:
    database = django_database("postgresql:///site")

    assert [database[part] for part in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "site", "", "", "", "",
    ]  # fmt: skip


def test_options_of_a_postgresql_address_go_over_ours() -> None:
    database = django_database("postgresql://localhost/site?sslmode=require&connect_timeout=3")

    assert database["OPTIONS"] == {"sslmode": "require", "connect_timeout": "3"}


def test_a_sqlite_path_is_taken_as_it_is_written() -> None:
    assert django_database("sqlite:////srv/a%20b.sqlite3")["NAME"] == "/srv/a%20b.sqlite3"
