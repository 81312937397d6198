"""A passkey, with a virtual authenticator; and how the pages of signing in look and read."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.signing_in import set_up_app, type_password
from tests.browser.test_how_it_looks_and_reads import violations_in_both_schemes
from tests.running import RunningSite, run, wait_until

PASSWORD = "harbour-9-lamp-rope"


@pytest.fixture(scope="module")
def accounts(site: RunningSite) -> list[str]:
    """People who may do everything and have no second factor yet, one for each test."""
    names = [f"newcomer-{number}" for number in range(4)]
    make = (
        "from broadsheet.readers.models import User\n"
        f"for name in {names!r}: User.objects.create_superuser(name, password={PASSWORD!r})"
    )
    made = run("manage", "shell", "-c", make, folder=site.folder)
    assert made.returncode == 0, made.stderr
    return names


@pytest.fixture
def account(accounts: list[str]) -> str:
    """Somebody new who may do everything, so that the editor's own sessions stay."""
    return accounts.pop()


@pytest.fixture
def at_localhost(browser: Browser, site: RunningSite) -> Iterator[Page]:
    """A page by the machine's name: an IP address can have no passkey."""
    context = browser.new_context(base_url=f"http://localhost:{site.port}")
    yield context.new_page()
    context.close()


def give_device(page: Page) -> None:
    """A device that keeps passkeys and says yes to everything."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def mailed_code(site: RunningSite, address: str) -> str:
    """The code in the letter, which without a mail server is a file of the data folder."""
    found: list[str] = []

    def look() -> bool:
        letters = sorted((site.folder / "mail").glob("[0-9]*.eml"))
        mine = [letter.read_text() for letter in letters if address in letter.read_text()]
        found[:] = re.findall(r"\b\d{4} \d{4}\b", mine[-1]) if mine else []
        return bool(found)

    wait_until(look)
    return found[0]


def test_a_passkey_is_set_up_and_signs_in_alone(at_localhost: Page, account: str) -> None:
    page = at_localhost
    give_device(page)

    page.goto("/desk/")
    type_password(page, PASSWORD, name=account)
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("link", name="to the desk").click()
    page.wait_for_url("**/desk/")

    page.goto("/account/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/desk/pages/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile(r"^[^?]*/desk/pages/"))

    page.goto("/account/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/sign-in/")
    type_password(page, PASSWORD, name=account)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk/")


def test_a_reader_joins_by_a_code_and_comes_back_by_a_passkey(
    at_localhost: Page, site: RunningSite
) -> None:
    page = at_localhost
    give_device(page)

    page.goto("/account/join/?next=/stories/storm-gate/")
    _assert_accessible(page)
    page.get_by_label("E-mail address").fill("pass@harbour.example")
    page.get_by_role("button", name="Mail me a code").click()
    _assert_accessible(page)
    page.get_by_label("Code").fill(mailed_code(site, "pass@harbour.example"))
    page.get_by_role("button", name="Go on").click()
    _assert_accessible(page)
    page.get_by_label("Name").fill("Pass Key")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(re.compile(r"^[^?]*/stories/storm-gate/"))

    for path in ("address/", "erase/", ""):
        page.goto(f"/account/{path}")
        _assert_accessible(page)
    page.get_by_role("main").get_by_role("link", name="Passkeys").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("link", name="Remove Passkey")).to_be_visible()
    _assert_accessible(page)

    page.goto("/account/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/join/?next=/stories/storm-gate/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile(r"^[^?]*/stories/storm-gate/"))
    page.goto("/account/")
    expect(page.get_by_label("Name")).to_have_value("Pass Key")


def test_at_an_ip_address_no_passkey_is_offered(
    browser: Browser, site: RunningSite, account: str
) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    page.goto("/desk/")

    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    type_password(page, PASSWORD, name=account)
    expect(page.get_by_role("link", name="Set up an app")).to_be_visible()
    expect(page.get_by_role("link", name="Set up a passkey")).to_be_hidden()
    context.close()


def test_without_script_an_app_is_set_up(browser: Browser, site: RunningSite, account: str) -> None:
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/desk/")
    type_password(page, PASSWORD, name=account)

    set_up_app(page)

    page.get_by_role("link", name="to the desk").click()
    assert page.url.endswith("/desk/")
    context.close()


def test_the_pages_of_signing_in_pass_axe(at_localhost: Page, account: str) -> None:
    page = at_localhost
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)

    page.goto("/desk/")
    _assert_accessible(page)
    type_password(page, PASSWORD, name=account)
    _assert_accessible(page)
    page.goto("/account/second-factor/app/")
    _assert_accessible(page)
    page.goto("/account/second-factor/")
    set_up_app(page)
    _assert_accessible(page)
    for path in (
        "second-factor/", "second-factor/app/remove/", "second-factor/passkeys/add/",
        "recovery-codes/new/", "sessions/", "password/", "again/", "again/code/", "sign-out/",
    ):  # fmt: skip
        page.goto(f"/account/{path}")
        _assert_accessible(page)
    assert not complaints


def _assert_accessible(page: Page) -> None:
    assert violations_in_both_schemes(page) == {}, page.url
