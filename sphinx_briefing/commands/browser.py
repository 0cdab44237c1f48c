"""Finding a Chromium, Chrome or Edge that starts; installing one where there is none.

``python -m sphinx_briefing.commands.browser`` prints its path.

BRIEFING_CHROMIUM, where it is set, is taken or refused, and nothing else is tried. Else a browser
on PATH or in its usual place is taken, or one that Playwright installed. Else it is installed:
through the system's packages where that needs no password, or by Playwright.

Only the path goes to standard output, so that a shell can take it; all else to standard error.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VARIABLE = "BRIEFING_CHROMIUM"

# A browser without windows comes first: the same engine, at a third of the work for each page. A
# snap's chromium-browser comes last: it cannot read every folder.
NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
    "msedge",
    "chromium-browser",
)

MAC_APPS = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS_APPS = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
PLAYWRIGHT_BROWSERS = (
    "chromium_headless_shell-*/chrome-*/*headless?shell*",
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
)


class NoBrowserError(Exception):
    """What ``BRIEFING_CHROMIUM`` names is no browser."""


def main(argv: Sequence[str] | None = None) -> int:
    """Print the browser's path.

    Returns:
        0, or 1 when there is no browser and none could be installed.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--no-install", action="store_true", help="only look for one")
    options = parser.parse_args(argv)

    try:
        browser = chosen()
    except NoBrowserError as error:
        say(str(error))
        return 1
    if browser is None and not options.no_install:
        browser = install()
    if browser is None:
        say(
            "No Chromium, Chrome or Edge was found"
            + ("" if options.no_install else ", and none could be installed")
            + f". Install one, or name it: {VARIABLE}=/path/to/chromium"
        )
        return 1
    print(browser)
    return 0


def say(message: str) -> None:
    """Tell the person at the terminal."""
    print(message, file=sys.stderr, flush=True)


# -- finding --------------------------------------------------------------------------------------


def chosen() -> Path | None:
    """The browser that ``BRIEFING_CHROMIUM`` names; where it is not set, the first that starts.

    Raises:
        NoBrowserError: the variable is set, and names none that starts.
    """
    named = os.environ.get(VARIABLE)
    if not named:
        return find()
    path = shutil.which(named)
    if path is None or not starts(Path(path)):
        raise NoBrowserError(
            f"{VARIABLE} is {named}, which is no Chromium, Chrome or Edge that starts."
        )
    return Path(path)


def find() -> Path | None:
    """The first browser that starts."""
    return next(filter(starts, candidates()), None)


def candidates() -> Iterator[Path]:
    """Where a browser may be, best first."""
    for name in NAMES:
        if path := shutil.which(name):
            yield Path(path)
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            for app in MAC_APPS:
                yield folder / f"{app}.app" / "Contents" / "MacOS" / app
    elif sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if folder_name := os.environ.get(variable):
                for relative in WINDOWS_APPS:
                    yield Path(folder_name) / relative
    else:
        yield Path("/opt/google/chrome/chrome")
        yield Path("/opt/microsoft/msedge/msedge")
        yield Path("/snap/bin/chromium")
    yield from playwright_browsers()


def playwright_browsers() -> Iterator[Path]:
    """What Playwright installed, newest first."""
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    if folder not in {"", "0"}:
        root = Path(folder)
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Caches" / "ms-playwright"
    elif sys.platform == "win32":
        root = Path.home() / "AppData" / "Local" / "ms-playwright"
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ms-playwright"
    for pattern in PLAYWRIGHT_BROWSERS:
        yield from sorted(root.glob(pattern), key=revision, reverse=True)


def revision(path: Path) -> int:
    """The number in the name of one of Playwright's folders."""
    numbers = re.findall(r"chromium(?:_headless_shell)?-(\d+)", path.as_posix())
    return int(numbers[-1]) if numbers else 0


def starts(path: Path) -> bool:
    """Whether this is a browser that starts.

    Ubuntu's chromium-browser may be a mere hint to install a snap, and a browser without its
    libraries is none.
    """
    if not path.is_file():
        return False
    if sys.platform == "win32":
        return True  # --version would open a window there
    try:
        done = subprocess.run(
            [path, "--version"],
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and bool(re.search(r"(Chrom\w+|Edge).*\d", done.stdout))


# -- installing -----------------------------------------------------------------------------------


def install() -> Path | None:
    """Install a browser; one way after the other, until one starts."""
    say("There is no Chromium, Chrome or Edge yet; installing one.")
    for way in (install_from_system, install_with_playwright):
        way()
        if browser := find():
            return browser
    return None


def install_from_system() -> None:
    """Install Chromium from the packages of the system, where there are any."""
    root = as_root()
    if root is not None:
        if shutil.which("apt-get"):
            install_with_apt(root)
        elif shutil.which("dnf"):
            run([*root, "dnf", "install", "-y", "chromium"])
        elif shutil.which("apk"):
            run([*root, "apk", "add", "chromium", "font-liberation"])
        elif shutil.which("pacman"):
            run([*root, "pacman", "-Sy", "--noconfirm", "--needed", "chromium"])
    if sys.platform == "darwin" and shutil.which("brew"):
        # Homebrew's chromium is not signed, so macOS does not start it.
        run(["brew", "install", "--cask", "google-chrome"])


def install_with_apt(root: list[str]) -> None:
    """Install Debian's Chromium; Ubuntu's package of that name is a snap in disguise."""
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y"]
    apt += ["-o", "DPkg::Lock::Timeout=300"]
    run([*apt, "update"])
    package = next(filter(apt_has, ("chromium-headless-shell", "chromium")), None)
    if package is None:
        say("apt has no Chromium but a snap.")
        return
    # Without a font, every letter is a box, and no text has its right width.
    run([*apt, "install", "--no-install-recommends", package, "fonts-liberation"])


def apt_has(package: str) -> bool:
    """Whether apt can install that package, which is no snap."""
    known = subprocess.run(
        ["apt-cache", "policy", package],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
    ).stdout
    version = re.search(r"Candidate: (\S+)", known)
    return version is not None and version[1] != "(none)" and "snap" not in version[1]


def install_with_playwright() -> None:
    """Let Playwright download its Chromium, and what it needs of the system where that may be."""
    if find_spec("playwright") is None:
        say("Playwright is not installed; make test installs it.")
        return
    command = [sys.executable, "-m", "playwright", "install"]
    if sys.platform == "linux" and as_root() is not None and shutil.which("apt-get"):
        command.append("--with-deps")
    run([*command, "chromium"])


def as_root() -> list[str] | None:
    """What to put before a command to run it as root, or none where that asks for a password."""
    if not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and run(["sudo", "-n", "true"], quiet=True):
        return ["sudo", "-n"]
    return None


def run(command: list[str], *, quiet: bool = False) -> bool:
    """Run a command that must not ask anything; say whether it succeeded."""
    if not quiet:
        say(f"$ {' '.join(command)}")
    output = subprocess.DEVNULL if quiet else sys.stderr
    try:
        return (
            subprocess.run(
                command, check=False, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            ).returncode
            == 0
        )
    except OSError as error:
        say(str(error))
        return False


if __name__ == "__main__":
    sys.exit(main())
