"""The handout as PDF: what was shown, what was said, and what it rests on, typeset by WeasyPrint.

Slides stand in it as they were printed, not as pictures of pixels: sharp at any size, and smaller.
WeasyPrint puts a picture of one line of pixels in each place, as many wide as the slide's number,
and the printed slide takes that place.
"""

from __future__ import annotations

import base64
import gettext
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pikepdf import Array, Dictionary, Name
from PIL import Image
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from sphinx_briefing.handouts.handout.text import handout_of
from sphinx_briefing.handouts.handout.typefaces import typefaces_of
from sphinx_briefing.handouts.pdf.finish import describe, write
from sphinx_briefing.handouts.pdf.tags import is_sound
from sphinx_briefing.handouts.pdf.typeset import complete, listening
from sphinx_briefing.handouts.slides.pdf import slides_pdf
from sphinx_briefing.translation import CATALOGUE, text_direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pikepdf import Object, Pdf

    from sphinx_briefing.handouts.handout.text import Handout
    from sphinx_briefing.handouts.handout.typefaces import Typefaces
    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.reading import ReadDeck

HERE = Path(__file__).parent
LOCALE = HERE.parents[1] / "locale"
SANS = "sans-serif"


def make(kit: Kit, deck: ReadDeck) -> list[Path]:
    """Make the handout of a deck.

    Args:
        kit: the site, its browser, and where to write.
        deck: the deck.

    Returns:
        The file.

    Raises:
        HandoutError: there is no browser, or it does not print the deck.
    """
    path = kit.file_of_deck(deck.name, "handout", ".pdf")
    handout = handout_of(kit, deck)
    faces = typefaces_of(deck)
    typeset, is_whole = set_in_type(page_of(kit, deck, handout, faces), faces)
    with pikepdf.open(BytesIO(typeset)) as pdf, printed(kit, deck) as slides:
        place_slides(pdf, slides)
        complete(pdf)
        accessible = is_whole and is_sound(pdf)
        title = f"{deck.title}: {texts(deck.language)['handout']}"
        describe(pdf, kit, title=title, language=deck.language, accessible=accessible)
        write(pdf, path)
    return [path]


def printed(kit: Kit, deck: ReadDeck) -> Pdf:
    """The slides as PDF: those that were made of this page already, else printed anew.

    Raises:
        HandoutError: there is no browser, or it does not print the deck.
    """
    made = kit.file_of_deck(deck.name, "", ".pdf")
    if made.is_file() and made.stat().st_mtime > deck.page.stat().st_mtime:
        return pikepdf.open(made)
    return slides_pdf(kit, deck)


# -- typesetting ----------------------------------------------------------------------------------


def texts(language: str) -> dict[str, str]:
    """What the handout says of its own, in the deck's language."""
    languages = [language.replace("-", "_"), language.partition("-")[0]]
    _ = gettext.translation(CATALOGUE, str(LOCALE), languages, fallback=True).gettext
    return {
        "handout": _("Handout"),
        "contents": _("Contents"),
        "sources": _("Sources"),
        "sources_are": _("Sources: ").strip(),
        "slide": _("Slide"),
        "slides": _("Slides"),
        "picture": _("Slide {number}: {title}"),
        "private": _("For the presenter alone: with private notes"),
        "edition": _("Edition: {edition}"),
        "current": _("The current slides:"),
    }


def page_of(kit: Kit, deck: ReadDeck, handout: Handout, faces: Typefaces) -> str:
    """The handout as one page of HTML."""
    words = texts(deck.language)
    is_rtl = text_direction(deck.language.replace("-", "_")) == "rtl"
    edition = words["edition"].format(edition=kit.edition_label) if kit.edition_label else ""
    page = deck.page.relative_to(kit.site).as_posix()
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined
    )
    environment.filters.update(css=css_string, place=place_holder)
    return environment.get_template("handout.html").render(
        language=deck.language,
        direction="rtl" if is_rtl else "ltr",
        start="right" if is_rtl else "left",
        end="left" if is_rtl else "right",
        title=deck.title,
        faces=Markup(faces.faces),  # noqa: S704  (the site's own stylesheets)
        sans=Markup(faces.family("--briefing-sans", SANS)),  # noqa: S704
        presenter=kit.presenter,
        lines=list(lines_of(deck)),
        tallies=list(tallies_of(deck)),
        imprint=[line for line in (kit.author, edition) if line],
        edition=edition,
        address=kit.address and kit.address + page,
        entries=handout.entries,
        sources=handout.sources,
        places={entry.slide.number: entry.id for entry in handout.entries},
        words=words,
    )


def lines_of(deck: ReadDeck) -> Iterator[str]:
    """What a deck's title slide says below the title: an occasion, a date, who speaks."""
    body = deck.slides[0].body if deck.slides else None
    for line in body.select("p, li") if body else ():
        if not line.find_parent(class_="claim-overview") and not line.select_one("p"):
            yield " ".join(line.get_text().split())


def tallies_of(deck: ReadDeck) -> Iterator[Markup]:
    """How many claims have which verdict, as the title slide counts them."""
    for line in deck.slides[0].section.select(".claim-group-counts") if deck.slides else ():
        keys = [" ".join(key.get_text(" ").split()) for key in line.select(".claim-key")]
        whole = " ".join(line.get_text(" ").split())
        kind = " ".join(whole.partition(keys[0])[0].replace(" :", ":").split()) if keys else whole
        yield Markup("{}: {}").format(kind, ", ".join(keys))


def set_in_type(page: str, faces: Typefaces) -> tuple[bytes, bool]:
    """The page as a tagged PDF, and whether it has every letter. Nothing is asked of a network."""
    fonts, fetcher = FontConfiguration(), URLFetcher(allowed_protocols=("data", "file"))
    families = {name: faces.family(name, SANS) for name in faces.tokens}
    families["--strong"] = faces.strong(SANS)
    tokens = "".join(f"{name}: {value};" for name, value in families.items())
    sheets = [
        CSS(string=f":root {{ {tokens} }}", font_config=fonts, url_fetcher=fetcher),
        CSS(HERE / "handout.css", font_config=fonts, url_fetcher=fetcher),
    ]
    document = HTML(string=page, base_url=str(HERE), url_fetcher=fetcher)
    with listening() as heard:
        typeset = document.write_pdf(
            stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1", uncompressed_pdf=True
        )
    assert typeset is not None  # as there is no target
    return bytes(typeset), not heard.missing


def css_string(text: str) -> Markup:
    """A text as a string of CSS, in an element of HTML."""
    for letter in '\\"<\n':
        text = text.replace(letter, f"\\{ord(letter):x} ")
    return Markup('"{}"').format(Markup(text))  # noqa: S704


def place_holder(number: int) -> str:
    """The address of a picture as many pixels wide as a slide's number, and one high."""
    picture = BytesIO()
    Image.new("1", (number, 1)).save(picture, "PNG")
    return "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()


# -- slides ---------------------------------------------------------------------------------------


def place_slides(pdf: Pdf, slides: Pdf) -> None:
    """Put the printed slides into their places.

    Args:
        pdf: the handout.
        slides: a page a slide.
    """
    forms: dict[int, Object] = {}
    for page in pdf.pages:
        pictures: Any = page.obj.Resources.get("/XObject", Dictionary())
        for name, picture in list(pictures.items()):
            if picture.get("/Subtype") == "/Image" and picture.get("/Height") == 1:
                number = int(picture.Width)
                if number not in forms:
                    forms[number] = pdf.copy_foreign(as_picture(slides, number - 1))
                pictures[name] = forms[number]


def as_picture(slides: Pdf, index: int) -> Object:
    """A page as a picture of one by one, its own tags taken out: the handout's take their place."""
    page = slides.pages[index]
    plain: list[Any] = [
        instruction
        for instruction in pikepdf.parse_content_stream(page)
        if str(instruction.operator) not in {"BDC", "BMC", "EMC"}
    ]
    form = page.as_form_xobject()
    form.write(pikepdf.unparse_content_stream(plain))
    _left, _bottom, width, height = (float(edge) for edge in page.mediabox)
    form.Matrix = Array([1 / width, 0, 0, 1 / height, 0, 0])
    for key in ("/StructParents", "/Group"):
        if key in form:
            del form[key]
    form.Subtype = Name.Form
    return slides.make_indirect(form)
