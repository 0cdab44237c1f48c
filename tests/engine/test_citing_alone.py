"""``sphinx-briefing-citing`` as it is installed: without its parent, with other Sphinxes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, NamedTuple

import pytest
import rjsmin
from playwright.sync_api import expect

from tests.conftest import (
    CONF,
    PROJECT,
    StrictSiteHandler,
    complaints,
    publish_glossary,
    scripts_of,
    serving,
)
from tests.engine.environments import build_wheel, environment_with, install, python_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

SITE = "https://example.org/briefing/"
ENTRIES = [
    ("open-weights", ["Open weights"], "Numbers that can be had."),
    ("kai-yuan", ["kai yuan"], r"\<b>Open\</b> source."),
]
BOX = "#briefing-definition"
OURS = re.compile(r"<(script|link)\b[^>]*_static/briefing-[^>]*>(</script>)?")


class Guide(NamedTuple):
    """An environment, and what the citing project takes from it."""

    sphinx: str
    theme: str
    extensions: str = ""

    @property
    def lock(self) -> Path:
        """What is installed into it."""
        return PROJECT / "tests" / "citing" / f"sphinx-{self.sphinx}.lock"


GUIDES = [
    Guide(
        "7.2",
        "furo",
        "sphinx_inline_tabs sphinx_copybutton sphinx_toolbox.collapse sphinx-jsonschema",
    ),
    Guide("9", "alabaster"),
]


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheels of both distributions, by name."""
    return {
        name: build_wheel(folder, tmp_path_factory.mktemp(name))
        for name, folder in {
            "sphinx-briefing": PROJECT,
            "sphinx-briefing-citing": PROJECT / "sphinx_briefing" / "citing",
        }.items()
    }


@pytest.fixture(scope="session", params=GUIDES, ids=lambda guide: f"Sphinx {guide.sphinx}")
def guide(request: pytest.FixtureRequest) -> Guide:
    """An environment's description."""
    return request.param


@pytest.fixture(scope="session")
def python(guide: Guide, wheels: dict[str, Path]) -> Path:
    """The interpreter of an environment with the citing extension, without its parent."""
    return python_of(environment_with(guide.lock, wheels["sphinx-briefing-citing"]))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication whose glossary is cited."""
    return publish_glossary(tmp_path_factory.mktemp("published"), ENTRIES)


@pytest.fixture(scope="session")
def built(
    guide: Guide, python: Path, published: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The citing project, built by that environment as its own project builds: strictly."""
    folder = tmp_path_factory.mktemp("guide")
    shutil.copytree(PROJECT / "tests" / "citing" / "project", folder / "source")
    (folder / "source" / "copies").mkdir()
    for name in ("objects.inv", "glossary.json"):
        shutil.copy(published / name, folder / "source" / "copies")
    run(
        [python, "-I", "-m", "sphinx", "-q", "-j", "auto", "-n", "-W", "--keep-going"],
        ["-b", "html", folder / "source", folder / "html"],
        GUIDE_THEME=guide.theme,
        GUIDE_EXTENSIONS=guide.extensions,
    )
    return folder / "html"


def run(*command: list[str | Path], **environment: str) -> str:
    """What a command says that must succeed without a word of complaint."""
    result = subprocess.run(
        [part for parts in command for part in parts],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert complaints(result.stderr) == []
    return result.stdout


# -- what is in the wheels ------------------------------------------------------------------------


def files_in(wheel: Path) -> set[str]:
    """The files that a wheel installs, but those about itself."""
    with zipfile.ZipFile(wheel) as file:
        return {name for name in file.namelist() if ".dist-info/" not in name}


def test_no_file_is_in_both_wheels(wheels: dict[str, Path]) -> None:
    """So neither overwrites the other's, and each can be removed alone."""
    engine, citing = (files_in(wheel) for wheel in wheels.values())
    assert {name for name in citing if not name.startswith("sphinx_briefing/citing/")} == set()
    assert {name for name in engine if name.startswith("sphinx_briefing/citing/")} == set()
    assert "sphinx_briefing/citing/__init__.py" in citing
    assert "sphinx_briefing/__init__.py" in engine


def test_both_wheels_have_the_same_popover(wheels: dict[str, Path]) -> None:
    script = "static/briefing-popover.js"
    with (
        zipfile.ZipFile(wheels["sphinx-briefing"]) as engine,
        zipfile.ZipFile(wheels["sphinx-briefing-citing"]) as citing,
    ):
        shared = engine.read(f"sphinx_briefing/site/{script}")
        assert shared == citing.read(f"sphinx_briefing/citing/{script}")
    assert shared == (PROJECT / "sphinx_briefing" / "citing" / script).read_bytes()


# -- both together --------------------------------------------------------------------------------

TOGETHER = """
import sys
from pathlib import Path
from sphinx.cmd.build import main
import sphinx_briefing, sphinx_briefing.citing
print(Path(sphinx_briefing.__file__).parent, Path(sphinx_briefing.citing.__file__).parent.parent)
sys.exit(main(["-q", "-n", "-W", "-b", "html", "root", "built"]))
"""


@pytest.mark.parametrize("order", [1, -1], ids=["engine first", "citing first"])
def test_both_can_be_installed_together(
    order: int, wheels: dict[str, Path], published: Path, tmp_path: Path
) -> None:
    """A publication that cites another one has both."""
    packages, root = tmp_path / "packages", tmp_path / "root"
    for wheel in list(wheels.values())[::order]:
        install(wheel, "--target", packages)
    shutil.copytree(published, root / "copies")
    (root / "conf.py").write_text(
        f"{CONF}\nextensions.append('sphinx_briefing.citing')\n"
        f"intersphinx_mapping = {{'other': ('{SITE}', 'copies/objects.inv')}}\n"
        "briefing_glossaries = ['other']\nexclude_patterns = ['copies']\n",
        encoding="utf-8",
    )
    (root / "index.md").write_text("# Ours\n\n{external+other:term}`open weights`\n", "utf-8")
    result = subprocess.run(
        [sys.executable, "-c", TOGETHER],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == [str(packages / "sphinx_briefing")] * 2
    linked = scripts_of(tmp_path / "built", "index.html")
    for script in ("popover", "previews", "citing"):
        file = next((packages / "sphinx_briefing").rglob(f"briefing-{script}.js"))
        small = rjsmin.jsmin(file.read_text(encoding="utf-8"), keep_bang_comments=True)
        assert small.strip().rstrip(";") in linked


# -- alone ----------------------------------------------------------------------------------------


def test_it_is_installed_without_its_parent(guide: Guide, python: Path) -> None:
    code = "import sphinx, sphinx_briefing as parent, sphinx_briefing.citing"
    says = "print(sphinx.__version__, parent.__file__, *sorted(vars(parent)))"
    version, parent, *names = run([python, "-I", "-c", f"{code}; {says}"]).split()
    assert version.startswith(f"{guide.sphinx}.")
    assert parent == "None"  # a namespace, without code
    assert [name for name in names if not name.startswith("__")] == ["citing"]


def test_the_cited_definitions_stand_beside_the_pages(built: Path) -> None:
    script = (built / "_static" / "briefing-citing-data.js").read_text(encoding="utf-8")
    data = json.loads(script.removeprefix("window.briefingCited = ").removesuffix(";\n"))
    assert sorted(data) == [
        f"{SITE}chapters/glossary.html#{anchor}" for anchor in ("kai-yuan", "open-weights")
    ]
    assert "&lt;b&gt;Open&lt;/b&gt; source." in data[f"{SITE}chapters/glossary.html#kai-yuan"]
    assert all(text.endswith(">Briefing</p>") for text in data.values())
    for page, count in {"index.html": 2, "folder/more.html": 1}.items():
        assert (built / page).read_text(encoding="utf-8").count("briefing-cited") == count


@pytest.fixture(params=["file", "strict server"])
def base(request: pytest.FixtureRequest, built: Path) -> Iterator[str]:
    """The address of the citing project: on disk, or where a policy forbids inline code."""
    if request.param == "file":
        yield f"{built.as_uri()}/"
    else:
        with serving(built, StrictSiteHandler) as url:
            yield url


def faults_of(page: Page, base: str) -> list[str]:
    """Heard from now on: errors and violations, and requests to other hosts."""
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request",
        lambda asked: faults.append(asked.url) if not asked.url.startswith(base) else None,
    )
    return faults


def reach_by_tab(page: Page, link: Locator) -> None:
    """Press Tab until a link has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            return
    pytest.fail("Tab does not reach the link")


def brightness(colour: str) -> float:
    """Of ``rgb(…)``, from 0 to 255."""
    red, green, blue = (float(part) for part in re.findall(r"[\d.]+", colour)[:3])
    return (red + green + blue) / 3


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "folder/more.html"])
def test_definitions_show_on_hover_and_focus(
    name: str, scheme: str, guide: Guide, base: str, browser: Browser
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(base + name)
    faults = faults_of(page, base)
    link, box = page.locator("a.briefing-cited").first, page.locator(BOX)
    link.hover()
    expect(box).to_have_text("Open weightsNumbers that can be had.Briefing")
    ground, ink = box.evaluate(
        "box => [getComputedStyle(box).backgroundColor, getComputedStyle(box).color]"
    )
    is_dark = guide.theme == "furo" and scheme == "dark"  # alabaster is always light
    assert (brightness(ground) < brightness(ink)) == is_dark
    assert abs(brightness(ground) - brightness(ink)) > 100
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    page.mouse.move(0, 0)
    reach_by_tab(page, link)
    expect(box).to_be_visible()
    expect(link).to_have_attribute("aria-describedby", BOX[1:])
    assert faults == []
    context.close()


@pytest.mark.browser
def test_it_adds_no_violation_of_a_strict_policy(built: Path, browser: Browser) -> None:
    """Themes bring inline code of their own, which the policy refuses in any case."""
    text = (built / "index.html").read_text(encoding="utf-8")
    (built / "without.html").write_text(OURS.sub("", text), encoding="utf-8")
    heard = {}
    with serving(built, StrictSiteHandler) as url:
        for name in ("index.html", "without.html"):
            page = browser.new_page()
            faults = faults_of(page, url)
            page.goto(url + name, wait_until="networkidle")
            heard[name] = sorted(fault.replace(name, "") for fault in faults)
            assert page.evaluate("'BriefingPopover' in window") == (name == "index.html")
            page.close()
    assert heard["index.html"] == heard["without.html"]
