"""The tools of those who cite: each builds its sample project, and every link is followed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from bs4 import BeautifulSoup
from playwright._impl._driver import compute_driver_executable
from sphinx.util.inventory import InventoryFile

from tests.conftest import PROJECT, OpenHandler, StrictHandler, publish_glossary, serving
from tests.publication.conftest import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

SAMPLES = PROJECT / "tests" / "citers"
NOWHERE = "http://127.0.0.1:9"  # the port for what is to be discarded: nothing answers

NAMES = {
    "C++": "cpp",
    "C plus plus": "cpp",
    "C#": "csharp",
    "naïve Bayes": "naive-bayes",
    "Pokémon": "pokemon",
    "开源": "kai-yuan",
}
"""Names that a tool may stumble over, with the ids of their entries."""

AWKWARD = {
    anchor: [name for name, of in NAMES.items() if of == anchor]
    for anchor in dict.fromkeys(NAMES.values())
}


# -- serving --------------------------------------------------------------------------------------


class Publication(NamedTuple):
    """A publication, served."""

    url: str
    folder: Path


@pytest.fixture(scope="module")
def publication(site: Path) -> Iterator[Publication]:
    """The real site."""
    with serving(site, OpenHandler) as url:
        yield Publication(url, site)


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publication]:
    """A publication of the extension whose terms have names that tools may stumble over."""
    entries = [(anchor, names, f"What {anchor} means.") for anchor, names in AWKWARD.items()]
    built = publish_glossary(tmp_path_factory.mktemp("awkward"), entries)
    with serving(built, OpenHandler) as url:
        yield Publication(url, built)


# -- citing projects ------------------------------------------------------------------------------


class Project(NamedTuple):
    """A copy of a sample project."""

    folder: Path
    registry: str  # where mystmd asks for its newest version

    @property
    def out(self) -> Path:
        """Where it is built."""
        return self.folder / "built"

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a tool in the project; whatever it asks of other hosts goes nowhere."""
        node = Path(compute_driver_executable()[0]).parent
        environment = {
            **os.environ,
            "PATH": os.pathsep.join([str(node), os.environ["PATH"]]),
            "PYTHONPATH": str(PROJECT),
            "PYTHONUTF8": "1",
            "XDG_CACHE_HOME": str(self.folder / "cache"),  # MkDocs keeps inventories for a day
            "npm_config_registry": self.registry,
            "http_proxy": NOWHERE,
            "HTTP_PROXY": NOWHERE,
            "https_proxy": NOWHERE,
            "HTTPS_PROXY": NOWHERE,
            "no_proxy": "127.0.0.1",
            "NO_PROXY": "127.0.0.1",
        }
        return subprocess.run(
            [sys.executable, "-m", *command],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


def sphinx(project: Project) -> subprocess.CompletedProcess[str]:
    """Build with Sphinx."""
    return project.run(
        "sphinx", "-q", "-n", "-W", "--keep-going", "-b", "html", project.folder, project.out
    )


def mkdocs(project: Project) -> subprocess.CompletedProcess[str]:
    """Build with MkDocs."""
    return project.run("mkdocs", "build", "--strict", "--site-dir", project.out)


def mystmd(project: Project) -> subprocess.CompletedProcess[str]:
    """Build the content of a site with mystmd, and not its theme, which would be downloaded."""
    theme = project.folder / "theme"
    theme.mkdir()
    (theme / "template.yml").write_text("myst: v1\nkind: site\n", encoding="utf-8")
    with (project.folder / "myst.yml").open("a", encoding="utf-8") as file:
        file.write("site:\n  template: ./theme\n")
    result = project.run("mystmd_py.main", "build", "--site", "--strict", "--ci")
    if result.returncode == 0:
        page = json.loads((project.folder / "_build/site/content/index.json").read_text("utf-8"))
        project.out.mkdir()
        (project.out / "index.html").write_text(
            "<!DOCTYPE html><main>" + "".join(links_of(page["mdast"])) + "</main>", "utf-8"
        )
    return result


def links_of(node: dict) -> Iterator[str]:
    """The links in a page of mystmd's, as a theme would print them."""
    if node["type"] in {"link", "crossReference"}:
        text = "".join(child.get("value", "") for child in node.get("children", []))
        yield f'<a href="{node["url"]}">{text}</a>\n'
    for child in node.get("children", []):
        yield from links_of(child)


def plain(project: Project) -> subprocess.CompletedProcess[str]:
    """A page of HTML is built by nobody."""
    shutil.copytree(project.folder, project.out, dirs_exist_ok=True)
    return subprocess.CompletedProcess([], 0, "", "")


TOOLS = {
    "sphinx-rst": (sphinx, "index.rst"),
    "sphinx-myst": (sphinx, "index.md"),
    "sphinx-tooltips": (sphinx, "index.rst"),
    "mkdocs": (mkdocs, "docs/index.md"),
    "mystmd": (mystmd, "index.md"),
    "html": (plain, "index.html"),
}
"""How each sample is built, and the page that cites."""


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A registry of packages that has none.

    mystmd, when it cannot reach one at all, tries again a second later, and then may fail.
    """
    with serving(tmp_path_factory.mktemp("registry")) as url:
        yield url


@pytest.fixture
def sample(tmp_path: Path, registry: str) -> Callable[..., Project]:
    """A copy of a sample that cites a publication: ``sample("mkdocs", url, page="[x][y]")``."""

    def copy(name: str, url: str, page: str | None = None) -> Project:
        folder = tmp_path / name
        shutil.copytree(SAMPLES / name, folder)
        if page is not None:
            (folder / TOOLS[name][1]).write_text(page, encoding="utf-8")
        for path in folder.rglob("*.*"):
            if path.is_file():
                text = path.read_text(encoding="utf-8")
                path.write_text(text.replace("https://SITE/", url), encoding="utf-8")
        return Project(folder, registry)

    return copy


def build(name: str, project: Project) -> subprocess.CompletedProcess[str]:
    """Build a sample."""
    return TOOLS[name][0](project)


# -- following links ------------------------------------------------------------------------------


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that reaches this machine alone: the themes of other tools ask other hosts."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.route(
        lambda url: not url.startswith(("http://127.0.0.1:", "file:")), lambda route: route.abort()
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def follow(page: Page, folder: Path, publication: Publication) -> list[tuple[str, str, str]]:
    """Click each link from a page into a publication: its words, and the id and text it meets."""
    found: list[tuple[str, str, str]] = []
    met: dict[str, tuple[str, str]] = {}  # by address, for a tool may make it of several forms
    with serving(folder) as url:
        page.goto(url, wait_until="networkidle")  # for links that a script makes
        links = page.locator(f"a[href^='{publication.url}']")
        cited = [(link.inner_text(), link.get_attribute("href") or "") for link in links.all()]
        for index, (words, address) in enumerate(cited):
            if address not in met:
                page.goto(url, wait_until="domcontentloaded")
                links.nth(index).click()
                page.wait_for_url(address)
                target = page.locator(":target")
                assert target.count() == 1, f"{address} shows no entry"
                # A slide is folded away below the heading that says its point.
                shown = target.evaluate(
                    "e => (e.matches('.is-folded') ? e.closest('section') : e).innerText"
                )
                met[address] = (target.get_attribute("id") or "", shown)
            found.append((words, *met[address]))
    return found


def title_of(anchor: str, publication: Publication) -> str:
    """What the inventory calls it."""
    with (publication.folder / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "", lambda base, path: path)
    return inventory["std:label"][anchor].display_name


TERM = "open-weights"
CLAIM_SLIDE_DECK = ["c41", "slide-chatbit-reported", "deck-briefing"]

EXPECTED = {
    "sphinx-rst": [TERM, TERM, TERM, TERM, *CLAIM_SLIDE_DECK],
    "sphinx-myst": [TERM, TERM, TERM, TERM, TERM, *CLAIM_SLIDE_DECK],
    "sphinx-tooltips": [TERM],
    "mkdocs": [TERM, TERM, TERM, TERM, *CLAIM_SLIDE_DECK],
    "mystmd": [TERM, *CLAIM_SLIDE_DECK],
    "html": [TERM, "c41", TERM],
}
"""The anchors that each sample cites, in order; the last of ``html`` is in its list of terms."""


@pytest.mark.browser
@pytest.mark.parametrize("name", TOOLS)
def test_every_link_opens_its_entry(
    name: str, sample: Callable[..., Project], publication: Publication, page: Page
) -> None:
    project = sample(name, publication.url)
    result = build(name, project)
    assert result.returncode == 0, result.stdout + result.stderr
    followed = follow(page, project.out, publication)
    assert [anchor for _, anchor, _ in followed] == EXPECTED[name]
    for words, anchor, text in followed:
        assert words.strip()
        assert title_of(anchor, publication) in text


BY_NAME = {
    "sphinx-rst": "* :external+briefing:term:`{name}`\n",
    "sphinx-myst": (
        "- {{external+briefing:term}}`{name}`\n- [{name}](<inv:briefing:std:term#{name}>)\n"
    ),
    "mkdocs": "- [{name}][]\n- [words][{name}]\n",
}
BY_ID = {
    "sphinx-rst": "* :external+briefing:ref:`{id}`\n",
    "sphinx-myst": "- [](inv:briefing#{id})\n- {{external+briefing:ref}}`{id}`\n",
    "mkdocs": "- [words][{id}]\n",
    "mystmd": "- [words](xref:briefing#{id})\n- [](xref:briefing#{id})\n",
}
FORMS = {tool: BY_NAME.get(tool, "") + form for tool, form in BY_ID.items()}


@pytest.mark.browser
@pytest.mark.parametrize(("name", "form"), FORMS.items(), ids=FORMS)
def test_awkward_names_are_cited(
    name: str, form: str, sample: Callable[..., Project], awkward: Publication, page: Page
) -> None:
    cited = "".join(form.format(name=term, id=anchor) for term, anchor in NAMES.items())
    project = sample(name, awkward.url, page=f"Names\n=====\n\n{cited}")
    result = build(name, project)
    assert result.returncode == 0, result.stdout + result.stderr
    followed = follow(page, project.out, awkward)
    each = form.count("\n")
    assert [anchor for _, anchor, _ in followed] == [
        anchor for anchor in NAMES.values() for _ in range(each)
    ]
    for words, anchor, text in followed:
        assert words.strip()
        assert text.startswith(title_of(anchor, awkward))


@pytest.mark.parametrize("tool", ["sphinx-rst", "mkdocs"])
def test_case_of_a_name(
    tool: str, sample: Callable[..., Project], publication: Publication
) -> None:
    """Roles take a term in any case; MkDocs in the two forms of a row's name and id alone."""
    reference = {
        "sphinx-rst": ":external+briefing:term:`OPEN WEIGHTS`",
        "mkdocs": "[words][OPEN WEIGHTS]",
    }[tool]
    result = build(tool, sample(tool, publication.url, page=f"Case\n====\n\n{reference}\n"))
    assert (result.returncode == 0) == (tool == "sphinx-rst"), result.stdout + result.stderr


FOUND = ("xref:briefing#C++", "xref:briefing#C#")
NOT_FOUND = (
    "<xref:briefing#C plus plus>",
    "xref:briefing#C%20plus%20plus",
    "xref:briefing#Pokémon",
    "xref:briefing#开源",
    "xref:briefing#nothing",
)


@pytest.mark.parametrize(("targets", "are_found"), [(FOUND, True), (NOT_FOUND, False)])
def test_names_that_mystmd_finds(
    targets: tuple[str, ...],
    are_found: bool,
    sample: Callable[..., Project],
    awkward: Publication,
) -> None:
    """It compares the fragment, encoded as in addresses, with the names as they are."""
    page = "# Page\n\n" + "".join(f"- [words]({target})\n" for target in targets)
    result = build("mystmd", sample("mystmd", awkward.url, page=page))
    said = result.stdout + result.stderr
    assert (result.returncode == 0) == are_found, said
    faults = re.findall(r"index\.md:(\d+) .* not found in intersphinx briefing", said)
    assert len(set(faults)) == (0 if are_found else len(targets)), said


def test_mystmd_reads_the_inventory_again_from_its_cache(
    sample: Callable[..., Project], awkward: Publication
) -> None:
    form = BY_ID["mystmd"].format(id="kai-yuan")
    project = sample("mystmd", awkward.url, page=f"# Page\n\n{form}")
    assert build("mystmd", project).returncode == 0
    first = (project.folder / "_build/site/content/index.json").read_bytes()
    again = project.run("mystmd_py.main", "build", "--site", "--strict", "--ci")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "(cached)" in again.stdout
    content = (project.folder / "_build/site/content/index.json").read_bytes()
    assert content.count(b"#kai-yuan") == first.count(b"#kai-yuan") > 0


# -- a local copy of the inventory ----------------------------------------------------------------


@pytest.mark.parametrize("name", ["sphinx-rst", "mkdocs"])
def test_a_local_copy_needs_no_network(
    name: str, sample: Callable[..., Project], publication: Publication
) -> None:
    """The inventory is read from disk, and the links lead to an address that is not there."""
    project = sample(name, "https://SITE/")
    copy = project.folder / "briefing.inv"
    shutil.copy(publication.folder / "objects.inv", copy)
    if name == "mkdocs":
        change(
            project.folder / "mkdocs.yml",
            "url: https://SITE/objects.inv",
            f"url: {copy.as_uri()}\n              base_url: https://SITE/",
        )
    else:
        change(project.folder / "conf.py", "None", '"briefing.inv"')
    result = build(name, project)
    assert result.returncode == 0, result.stdout + result.stderr
    soup = BeautifulSoup((project.out / "index.html").read_bytes(), "html5lib")
    linked = [a["href"] for a in soup.select("a[href^='https://SITE/']")]
    assert [link.partition("#")[2] for link in linked] == EXPECTED[name]


def change(path: Path, old: str, new: str) -> None:
    """Put words in the place of others, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# -- a plain page ---------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("other origin", True),
        ("local copy", True),
        ("from disk", True),  # whose origin, "null", is let in by "*"
        ("no header", False),
        ("from disk, local copy", False),
    ],
)
def test_a_plain_page_lists_its_terms(
    where: str, shown: bool, sample: Callable[..., Project], publication: Publication, page: Page
) -> None:
    """Where the browser may not read the glossary, the links work all the same."""
    with ExitStack() as stack:
        address = publication.url
        if where == "no header":
            address = stack.enter_context(serving(publication.folder))
        folder = sample("html", address).folder
        if "local copy" in where:
            shutil.copy(publication.folder / "glossary.json", folder)
            change(folder / "index.html", f"{address}glossary.json", "glossary.json")
        if "from disk" in where:
            page.goto((folder / "index.html").as_uri())
        else:
            page.goto(stack.enter_context(serving(folder, StrictHandler)))
        if shown:
            page.locator("#terms dt").wait_for()
            assert page.locator("#terms dl").inner_text().split("\n")[:1] == ["Open weights"]
            listed = json.loads((publication.folder / "glossary.json").read_text("utf-8"))
            entry = next(entry for entry in listed["entries"] if entry["id"] == TERM)
            assert entry["definition"] in page.locator("#terms dd").inner_text()
        else:
            page.wait_for_load_state("networkidle")
            assert page.locator("#terms").is_hidden()
        page.locator("main a").first.click()
        page.wait_for_url("**/chapters/glossary.html#open-weights")
        assert page.locator(":target").get_attribute("id") == "open-weights"


# -- about/cite.md --------------------------------------------------------------------------------


def test_the_examples_name_the_address_once_it_is_known(addressed: Path) -> None:
    soup = BeautifulSoup((addressed / "about" / "cite.html").read_bytes(), "html5lib")
    examples = "".join(block.get_text() for block in soup.select("pre"))
    assert "https://SITE/" not in examples
    for sample in SAMPLES.iterdir():
        for file in (path for path in sample.rglob("*.*") if path.is_file()):
            text = file.read_text(encoding="utf-8").replace("https://SITE/", ADDRESS)
            assert text in examples, f"{file.relative_to(SAMPLES)} is not shown"
