"""The pinned npm packages that the fonts come in."""

import json
import subprocess
import tarfile
from pathlib import Path

# Name, version, and the npm integrity value of the archive.
PACKAGES = {
    "@fontsource-variable/newsreader": (
        "5.3.0",
        "sha512-rrzYi43qMpbzwuFtf9OkWH8sxAPVPcQQQEwXpPtwaKYeJ8yVg5aLs5kawmo1f2Q1t1M38TLmEKCkGVDsYwgdFw==",
    ),
    "@fontsource-variable/public-sans": (
        "5.3.0",
        "sha512-AVfkmAt50BMXWpOO21FAntiJFKGX6xTc2dSL8dxtDteONe9IuRXJWGbs0EbG955vAMCq23ENeuopuW87cGWDSQ==",
    ),
    "@fontsource/gelasio": (
        "5.3.0",
        "sha512-V95Jr9GxtSCkigiWKEDTIqajefhJHk8251aQYrMBmrdSeYnjgbKRYxLjGpr3/NjpOAf2bejIiZPwtzJ9Bcpsgw==",
    ),
    "@fontsource/tinos": (
        "5.3.0",
        "sha512-VVDyyZdbcsLKxo/W7rClAvacD/7DsGc7J5xzzp51Tndib8kDkEe/0bqbb3Xb3iH6+IUjt07aRsvtQ9MGeGGi4w==",
    ),
    "@fontsource/noto-serif": (
        "5.3.0",
        "sha512-ZrMzjuQlBIcw+qma1slZQdU3YDJvrjLG+9CWU1bxSf3YTkucwqd3EYa/Kfo4Ts19w8IMTGAmtOE3d6wWlgnBtA==",
    ),
    "@fontsource/arimo": (
        "5.3.0",
        "sha512-nhxZ2sTVZYX8DJBgLuyX360B5vE4mxqpmjlKTRfucIqfcWRVx9vOYzWBc1IgEX0ist48VMC10PRKbFyH+4QFvQ==",
    ),
    "@fontsource/roboto": (
        "5.3.0",
        "sha512-BapRJOWYP+LZ21zp+wBQjfpPYKRoxc4LspJ/RLuI+HSMBD5u/X4O+ESDrSvEqDSy0rAl7GwBJ+09mdc16cVQ1Q==",
    ),
    "dejavu-fonts-ttf": (
        "2.37.3",
        "sha512-f1hd7jJbeQa1VWcw+K2KrTXS50zTMaHpVC4XIKJpNcDeYR5ajMtj/iLlQDYNvLOKamUB3ARVVCf79lNwNVztSQ==",
    ),
}


def fetch(package: str, into: Path) -> Path:
    """Unpack one pinned npm package and return its folder."""
    version, integrity = PACKAGES[package]
    spec = f"{package}@{version}"
    command = ["npm", "pack", "--json", "--ignore-scripts", spec]
    answer = subprocess.run(command, cwd=into, check=True, capture_output=True, text=True)
    packed = json.loads(answer.stdout)[0]
    if packed["integrity"] != integrity:
        raise SystemExit(f"{spec}: the archive is not the one this script was written for")
    folder = into / package.rsplit("/", 1)[-1]
    with tarfile.open(into / packed["filename"]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"
