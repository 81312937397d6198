"""A passkey, with a virtual authenticator; and how the pages of signing in look and read."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.signing_in import set_up_app, type_password
from tests.running import RunningSite, run

PASSWORD = "harbour-9-lamp-rope"


@pytest.fixture
def account(site: RunningSite, request: pytest.FixtureRequest) -> str:
    """Somebody new who may do everything, so that the editor's own sessions stay."""
    name = request.node.name.replace("[", "-").strip("]")[:60]
    make = (
        "from broadsheet.readers.models import User; "
        f"User.objects.create_superuser({name!r}, password={PASSWORD!r})"
    )
    made = run("manage", "shell", "-c", make, folder=site.folder)
    assert made.returncode == 0, made.stderr
    return name


@pytest.fixture
def at_localhost(browser: Browser, site: RunningSite) -> Iterator[Page]:
    """A page by the machine's name: an IP address can have no passkey."""
    context = browser.new_context(base_url=f"http://localhost:{site.port}")
    yield context.new_page()
    context.close()


def test_a_passkey_is_set_up_and_signs_in_alone(at_localhost: Page, account: str) -> None:
    page = at_localhost
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_signing_in_pass_axe(at_localhost: Page, account: str, scheme: str) -> None:
    page = at_localhost
    page.emulate_media(color_scheme=scheme)
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
    results = Axe().run(page)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
