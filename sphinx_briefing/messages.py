"""What authors are told when something is wrong: every text, in one place, and how it is told.

A text says what is wrong and what to write instead. It is named after what is wrong and stands on
one line, so that words seen in a terminal can be looked for here. ``%s`` and ``%d`` stand for what
was found, ``%r`` for it in quotation marks. What the commands say of their own progress stands with
them, what readers see in ``locale``, and what citers are told in ``citing``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger(__name__)


def warn(text: str, *values: object, location: Any, subtype: str) -> None:
    """Report an author's mistake.

    Args:
        text: what is wrong and what to write instead, with places for ``values``.
        values: what stands in those places.
        location: a node, a pair of document name and line, or ``FILE:LINE``.
        subtype: by which ``suppress_warnings`` knows it, as ``briefing.SUBTYPE``.
    """
    logger.warning(text, *values, location=location, type="briefing", subtype=subtype)


def tell(text: str, *values: object, location: Any) -> None:
    """Advise an author: a line of the build's output that fails no build."""
    logger.info(text, *values, location=location)


def listed(names: Iterable[str]) -> str:
    """Names that an author may choose from, as a text lists them."""
    return ", ".join(names)


def any_of(names: Iterable[str]) -> str:
    """Names of which one will do; "none" where there are none."""
    return " or ".join(sorted(names)) or "none"


# -- settings in conf.py --------------------------------------------------------------------------

SETTING_UNKNOWN = "there is no setting %s: %s"
SETTING_NEAREST = "write briefing_%s"
SETTING_NEAR_NONE = "leave it out, or give it another name"
SETTING_WITHOUT_EFFECT = "%s has no effect on these decks: take it out; what has is revealjs_script_conf, revealjs_css_files, revealjs_js_files, revealjs_static_path"
SCRIPT_CONF_IS_NO_MAPPING = 'revealjs_script_conf must be a mapping of reveal.js settings, such as revealjs_script_conf = {"transition": "fade"}'
AUDIENCES_ARE_NO_MAPPING = 'briefing_audiences must map each audience, one word, to a description: briefing_audiences = {"executive": "Decision makers, five minutes"}'
PACE_NOT_ABOVE_ZERO = "briefing_words_per_minute must be a number above zero, such as 130"
DOCS_BUILDER_UNKNOWN = "briefing_docs_builder must be 'html' or 'dirhtml', not %r"
NUMBER_NOT_ABOVE_ZERO = "%s must be a whole number above zero, not %r"
SLIDE_TEXT_NOT_ABOVE_ZERO = "briefing_smallest_slide_text must be a number of pixels, such as 24"
DATE_UNUSABLE = "%s is %r: write a day such as 2026-11-25, or leave it out"
EPOCH_NO_NUMBER = "%s is %r: set it to whole seconds since 1970, such as 1764460800, or unset it"
CARDS_NOT_DRAWN = "the pictures of pages could not be drawn: %s; vl-convert must be installed as pyproject.toml has it"
DOCUMENT_AMONG_SHARED = "%s: its page would lie among those that the build makes for chats, in %s: move it to another folder"
HANDOUTS_UNREADABLE = "briefing_handouts is %r, which is no list of handouts (%s): leave it out; python -m sphinx_briefing handouts sets it for itself"
CITATIONS_UNKNOWN = "briefing_citations must be 'names' or 'numbers', not %r"
DECK_PATH_NOT_IN_SITE = "briefing_deck_path is %r: name a folder of the site, such as 'present', without a slash at its ends and not one that begins with '_'"
DOCUMENT_AMONG_DECKS = "%s: its page would lie among the decks: move it, or set briefing_deck_path to another folder than %r"
FULL_DECK_MISSING = "briefing_full_deck in conf.py names %r, but there is no such deck"
KEY_UNUSABLE = (
    "briefing_key is %r: write lower-case letters, digits and hyphens, such as 'briefing'"
)
CITE_PAGE_MISSING = "briefing_cite_page is %r, which is no document; write a name such as 'about/cite', without its ending"

# -- files of data --------------------------------------------------------------------------------

FILE_MISSING = "%s: there is no such file: add it"
FILE_UNREADABLE = "%s: it cannot be read: %s"
NOT_YAML = "not valid YAML: %s"
NOT_JSON = "no valid JSON: %s"
NO_JSON_OBJECT = "it is no JSON object: begin with { and end with }"
VALUE_UNKNOWN = "%r is not known; use one of: %s"
VALUE_OF_WRONG_TYPE = "%r is not of type %s: write %s"
VALUE_EMPTY = "it is empty"
NO_ID = "%r is no id: %s, such as C07"
NO_REGULAR_EXPRESSION = "%r is no regular expression"
FIELD_MISSING = "the %s %r is missing"
FIELD_UNKNOWN = "the %s %r is not known; use one of: %s"
FIELD_UNKNOWN_OWN_ALLOWED = (
    "the %s %r is not known; use one of: %s, or a name of your own with a colon in it"
)

# -- fences ---------------------------------------------------------------------------------------

FENCE_TOO_SHORT = "the {%s} ends too early, with the block of line %d, for its fence is not longer than that one's: begin and end the {%s} with %s"
FENCE_AROUND_PRIVATE_TOO_SHORT = "%s:%d: this is meant to be private, but ends too early, with the block of line %d, for its fence is not longer than that one's: begin and end the {%s} with %s"

# -- slides ---------------------------------------------------------------------------------------

MINUTES_NO_NUMBER = ":%s: is %r: write minutes as a number above zero and up to %d, such as 1.5"
AUDIENCE_UNKNOWN = "unknown audience %r: use %s, or add it to briefing_audiences in conf.py"
SLIDE_IN_SLIDE = "a slide stands inside another slide: close the slide of line %s first"
SLIDE_OUTSIDE_SECTION = "a slide stands outside a section: put it directly below a heading"
SLIDE_WITHOUT_ID = (
    "the slide %r has no usable id (%r): give it a :name: of lower-case letters, digits and hyphens"
)
SLIDE_ID_TAKEN = "the slide id %r is already used in %s, line %d: give this slide a :name: of its own; an id is never used again, not even that of a retired slide"
SLIDE_EMPTY = "the slide %r shows nothing below its headline: give it a body"
SLIDE_RESTS_ON_NOTHING = "the slide %r rests on nothing: mark a claim or cite a source on it, in its notes or in the prose that follows"
SLIDE_FAULT = "the slide %r: %s"
SLIDE_IMAGE_INCOMPLETE = "an image needs its path, a text alternative and a credit: add %s"
RETIRED_SLIDE_WITHOUT_NAME = "a retired slide needs the :name: under which it was published"
RETIRED_SLIDE_WITHOUT_REASON = "it does not say why it was retired: write so in its body"
RETIRED_SLIDE_IN_OLD_FORM = (
    "{retired-slide} can be written as ```{slide}`` with `:name: %s` and `:retired: %s`"
)
NOTES_OUTSIDE_SLIDE = "a notes block stands outside a slide: move it into the slide it belongs to"
PRIVATE_NOT_UNDERSTOOD = "%s:%d: this is meant to be private, but is not read as part of a {notes} block: write :::{notes}, and :private: on the line below it, and see that the blocks around it are spelled right"
LINK_LEADS_NOWHERE = "the HTML here leads to %r, where the site has neither a page nor a file: write where it lies in the site, seen from this page, or link to its source in the language of the text"

# -- layouts of slides ----------------------------------------------------------------------------

LAYOUT_UNKNOWN = "there is no layout %r: use %s, or add it to briefing_layouts in conf.py"
LAYOUT_MISFIT = "the slide %r does not fit the layout %s, for %s: write %s"
LAYOUT_HAS = "it has %s"
LAYOUT_COUNT = "it has %d of them, where %d to %d fit"
LAYOUT_HEADLINE_LONG = "its headline has %d characters, more than %d"
LAYOUT_NO_NUMBER = "%r is no number of few characters"
LAYOUT_NO_SPEAKER = "a quotation does not say who speaks"
LAYOUT_NO_MARKS = "no row has a mark"
LAYOUT_NO_LEAD = "the item %r does not begin with bold words"
LAYOUT_EMPTY_CARD = "the card %r has a head alone"
LAYOUT_COVER = "at most two paragraphs: a line below the title, and the occasion or date"
LAYOUT_STATEMENT = "the sentence as headline, up to %d characters, and one or two short paragraphs: what it rests on"
LAYOUT_NUMBER = "the number alone in the first paragraph, up to %d characters, and below it one to four paragraphs: what it counts, who counted, who paid"
LAYOUT_QUOTE = "one or two quotations (> …), each with a last paragraph that says who spoke and when, and at most two paragraphs below"
LAYOUT_VERSUS = "a list of two to four items, each beginning with bold words: first what the article says, then what sources show; at most one paragraph below"
LAYOUT_SCORECARD = "a list or a table of two to %d rows, each with a mark such as {claim}, and at most two paragraphs below"
LAYOUT_TIMELINE = "a list of two to five items, each beginning with its date in bold, or a table of two columns; at most two paragraphs below"
LAYOUT_FIGURE = "one picture and at most two paragraphs"
LAYOUT_CARDS = "a definition list, or a list with a list in each item, of three or four, and at most one paragraph below"
LAYOUT_TABLE = "one table of up to %d rows, the first cell of the row that counts in bold, and at most two paragraphs"
LAYOUT_NAME_UNUSABLE = "briefing_layouts: %r can be no layout of your own: write lower-case letters, digits and hyphens, and none of %s"
LAYOUT_TEMPLATE_MISSING = (
    "briefing_layouts: the layout %r has no file %r: write its path, seen from conf.py"
)

# -- decks ----------------------------------------------------------------------------------------

DIRECTIVE_OF_STOCK_DECKS = "{%s} does nothing in these decks: write %s"
DECK_FAULT = "the deck: %s"
DECK_IS_SECOND = "a document holds one deck: move this one to a file of its own"
DECK_WITHOUT_MINUTES = "the deck does not say how long the speaker has: add :minutes:"
DECK_OPENERS_UNCLEAR = ":openers: is %r: write yes or no"
DECK_CHAPTER_MISSING = "the deck picks from %r, which is no document: name chapters from the top folder, such as /chapters/benefits"
DECK_SLIDES_AND_CHAPTERS = "the deck has :slides: and :chapters:: write :slides: to pick single slides, or :chapters: to take all those of some chapters"
DECK_SLIDE_UNKNOWN = "the deck picks a slide %r, which there is not: %s"
DECK_SLIDE_RETIRED = "the deck picks the slide %r, which was retired on %s: %s"
DECK_SLIDE_TWICE = "the deck picks the slide %r more than once: name it once"
DECK_SLIDE_OF_ANOTHER = "the deck picks the slide %r, which belongs to the deck %r alone: pick another, or move it into a chapter"
DECK_CHAPTER_IS_DECK = (
    "the deck picks from %r, which is a deck's own file: name chapters, such as %s"
)
WRITE_INSTEAD = "write %s"
WHAT_AN_ID_IS = "a slide's id is its :name:, or made of its title"
TAKE_IT_OUT = "take it out"
OWN_SLIDE_IN_DECK = "it stands inside the {deck}: end that above it"
OWN_SLIDE_ABOVE_DECK = "it stands above the {deck} of its file: move it below"
OWN_SLIDE_WITH_AUDIENCE = "it stands in the file of a deck and is for that deck alone: take :audience: out, or move it into a chapter"
OWN_SLIDE_WITHOUT_HEADLINE = "it has no headline: write one after {slide}, or a heading above it"
DECK_NAME_TAKEN = "a deck named %r stands already in %s: rename one of the two files"
DECK_EMPTY = "the deck %r shows no slide: no slide of its chapters is for its audience (%s)"
DECK_TOO_LONG = "the deck %r takes %s and has %s: cut %s, about %d words to say, or leave out slides; most goes to %s"
SLIDE_TOO_LONG = "the slide %r has %d words to say, which take %s, and :minutes: give it %s: cut about %d words, or give it more"
TIME_OF_NOTHING = "%s: there is nothing named %r to take time"

# -- references that lead nowhere (filled in by Sphinx) -------------------------------------------

NO_SUCH_SLIDE = "no slide has the id %(target)r; a slide's id is its :name:, or made of its title"
EXAMPLE_OF_NO_SLIDE = "no deck shows a slide %r: write the :name: of a slide, or add :deck:"
NO_SUCH_DECK = "no deck is named %(target)r; a deck is named after its file"
NO_SUCH_CLAIM = "no claim has the id %(target)r; briefing_claims names the file that lists them"

# -- claims and sources ---------------------------------------------------------------------------

CLAIM_FAULT = "the claim %s: %s"
CLAIM_HOME_MISSING = "its home %r is no document"
CLAIM_NOT_RESTATED = "it is not restated in its home, %s: put {claim}`%s` after the statement there"
CLAIM_NOT_IN_RESTATEMENT = (
    "it is marked in its home, %s, but not in a {restatement}: put the statement there into one"
)
CLAIM_NOT_IN_DECK = "the deck %r leaves it out: mark it on a slide or in its prose, or say why in a field not_in_deck"
CLAIM_IN_DECK_AFTER_ALL = "the deck %r has it: take the field not_in_deck out"
CLAIM_SOURCE_MISSING = "its evidence names the source %r, which the bibliography does not have"
CLAIM_RETIRED_BUT_MARKED = "it is retired, but still marked in %s: take the mark out"
CLAIM_RETIRED_FOR_ANOTHER = "it is retired, but still marked in %s: take the mark out, or mark %s"
CLAIM_ID_TAKEN = "the claim %s stands there already, line %d: give this one an id of its own"
CLAIM_RETIRED_WRONGLY = "%s, %s: %s"
OVERVIEW_WITHOUT_CLAIMS = "there are no claims to show: set briefing_claims in conf.py"
COUNT_UNKNOWN = "%s: %r is nothing to count; write some of: %s"
SOURCE_NOT_CONSULTED = "the source %r: the field consulted is %r; use one of: %s"
BIBLIOGRAPHY_WRONG = "no valid BibTeX: %s: see that each field ends with a comma, and that every { and quotation mark is closed"

# -- changes --------------------------------------------------------------------------------------

CHANGE_FAULT = "the change of %s: %s"
CHANGE_ENTRY_WRONG = "entry %d: %s"
CHANGE_WITHOUT_DATE = "date is %r: write one such as 2026-11-24"
CHANGE_OF_NOTHING = "it says of nothing that it changed: name it in claims, terms or sources"
CHANGE_OF_NO_VERDICT = "only a change of a verdict has from and to: take them out"
CHANGE_WITHOUT_VERDICTS = "a change of a verdict says from what and to what: add from and to"
CHANGE_TO_THE_SAME = "its verdict did not change: from and to are both %r"
CHANGE_WITHOUT_CLAIM = "a change of a verdict names its claim: add claims"
CHANGE_NAME_UNKNOWN = "%s: %r is no %s: mend its spelling"
CHANGE_DOES_NOT_FOLLOW = "%s was %r since %s, and not %r: mend from, or the change before it"
CHANGE_IS_NOT_LAST = (
    "%s became %r, and its verdict is %r: add the change that made it so, or mend to"
)

# -- figures: what a page says of them ------------------------------------------------------------

FIGURE_WITHOUT_FILES = (
    "no figure has the files %r; use one of: %s; or add %s.csv, and %s.vl.json or %s.html beside it"
)
FIGURE_WITHOUT_NAME = "the figure has no anchor: add :name:, such as :name: fig-%s"
FIGURE_WITHOUT_ALT = (
    "the figure has no text alternative: add :alt:, what the picture shows in words"
)
FIGURE_WITHOUT_CAPTION = "the figure has no caption: write one, a sentence or two"
FIGURE_WITHOUT_PARAGRAPH = "the figure %r has no caption: begin with a short paragraph"
FIGURE_ON_SLIDE = (
    "the figure %r stands on a slide: put it into the section, and on the slide {show-figure} %s"
)
FIGURE_UNKNOWN = "no figure is named %r; use one of: %s"
FIGURE_UNKNOWN_AND_NONE = "no figure is named %r; there are none"
FIGURE_HAS_NO_PARTS = 'the figure %r cannot be shown in part: take :only: out, or name the column by which it can in its schema: "briefing:only": "group"'
FIGURE_PART_UNKNOWN = ":only: has no group %r; use some of: %s"

# -- figures: their files -------------------------------------------------------------------------

FORM_UNKNOWN = "%s: no form is named %r; use one of: %s"
TABLE_MISSING = "%s: the figure has no table: add this file, its data"
TABLE_DRAWN_BY_NOTHING = (
    "%s: nothing draws it: add %s.vl.json (Vega-Lite) or %s.html (a template) beside it"
)

# -- figures: the table, its columns and cells ----------------------------------------------------

NOT_CSV = "no CSV: %s; write a quotation mark in a quoted field twice, and close each"
ROW_OF_WRONG_LENGTH = '%d fields, but there are %d columns; put a field that has a comma in quotation marks, "like, this"'
TABLE_WITHOUT_ROWS = "it has no rows: add one below the columns' names"
TABLE_EMPTY = "it is empty: write the names of the columns into its first line"
COLUMN_FAULT = "column %s: %s"
COLUMN_WITHOUT_NAME = "column %d has no name: write one"
COLUMN_UNKNOWN = "it is not known; the columns are: %s"
COLUMN_TWICE = "it stands there twice; take one out"
COLUMN_MISSING = "it is missing; the columns are: %s"
CELL_TAKEN = "%r stands there already, line %d; write one of its own"
CELL_EMPTY = "it is empty; write %s"
CELL_UNKNOWN = "%r is not known; write one of: %s"
CELL_WRONG = "%r is wrong; write %s"
CELL_NO_DAY = "%r is no day of the calendar"
CELL_TOO_LOW = "%s is too low; write at least %s"
CELL_TOO_HIGH = "%s is too high; write at most %s"
CELL_SOURCE_UNKNOWN = "%r is no source; mend its spelling, or add it to the bibliography"
CELL_CLAIM_UNKNOWN = "%r is no claim; mend its spelling, or write the id of one"

# What a cell is to hold, where its field has no description.
WANTED_TEXT = "text; where there is none to write, say so in words"
WANTED_INTEGER = "a whole number in digits, such as 66"
WANTED_NUMBER = "a number in digits, with a point if need be, such as 66.7"
WANTED_DATE = "a date: YYYY-MM-DD, such as 2024-06-15"
WANTED_ANY_DATE = "a date: YYYY, YYYY-MM or YYYY-MM-DD, such as 2024-06"
WANTED_SOURCES = "keys of the bibliography with spaces between them, such as knuth84 lamport94"
WANTED_CLAIMS = "ids of claims with spaces between them, such as C01 C41"

# -- figures: the schema of a table ---------------------------------------------------------------

SCHEMA_FIELD_FAULT = "field %s: %s"
SCHEMA_FIELD_TWICE = "it stands there twice; take one out"
SCHEMA_FIELD_NO_STRING = "only one of type string has keys, categories or a pattern"
SCHEMA_FIELD_NO_DATE = "only one of type date has the format any"
SCHEMA_LIMIT_OF_WRONG_TYPE = (
    "%s is a number for numbers, a date in quotation marks for dates, and nothing for text"
)
SCHEMA_ONLY_UNKNOWN = "%s: no field is named %r; use one of: %s"

# -- figures: specifications and templates --------------------------------------------------------

SPECIFICATION_FAULT = "%s: %s"
SPECIFICATION_LEADS_AWAY = "nothing is taken from another file or a network; the data come from the table alone: take it out"
SPECIFICATION_BRINGS_DATA = (
    "the data come from the table alone: take it out, and put the rows into the table"
)
SPECIFICATION_SETS_FONT = "the page sets the font, so that no machine's fonts matter: take it out"
SPECIFICATION_MARK_UNKNOWN = "no mark here is named %r; use one of: %s"
SPECIFICATION_FIELD_UNKNOWN = "the table has no column %r; its columns are: %s"
TEMPLATE_WRONG = "the template is wrong: %s"
TEMPLATE_FAILS = "the template fails: %s"
TEMPLATE_READS_ANOTHER = "a template stands alone: it can read no other file"
TEMPLATE_ELEMENT_REFUSED = "<%s>: a template holds words and shapes: take it out"
TEMPLATE_ATTRIBUTE_REFUSED = "%s: %s"
TEMPLATE_STYLES = "give the element a class, and the class its style in a stylesheet of yours"
TEMPLATE_RUNS_CODE = "a picture runs no code: take it out"
TEMPLATE_LEADS_AWAY = "nothing is taken from another file or a network: take it out"
TEMPLATE_LINKS = "a picture links to nothing: take it out"
TEMPLATE_ID_NOT_ITS_OWN = (
    'two pictures may stand on one page: begin it with {{ id }}, such as "{{ id }}-key"'
)
TEMPLATE_COLUMN_UNKNOWN = "there is no column %r; the columns are: %s"
PICTURE_FAULT = "%s: as a %s: %s"
PICTURE_TOO_WIDE = "it is %.0f px wide, and there are %d: make it narrower, or draw this form in %s"
PICTURE_TEXT_TOO_SMALL = (
    'its smallest text has %s px, and it needs %d: write {"expr": "text"} for its size'
)
PICTURES_NOT_DRAWN = "the figures could not be drawn: %s"
VEGA_LITE_WARNS = "Vega-Lite warns: %s"
VEGA_LITE_CANNOT = "Vega-Lite cannot draw it: %s"

# -- the glossary ---------------------------------------------------------------------------------

ENTRY_FAULT = "the entry %r: %s"
ENTRY_ID_UNUSABLE = "its :id: is %r: write lower-case letters, digits and hyphens, such as %r, and never change it again"
ENTRY_ID_TAKEN_ON_PAGE = "the id %r is already used on this page, by another entry or a heading: choose another; where this one is published, change the other"
ENTRY_ID_KEPT = "ids such as %r are kept for what has no name: choose another"
ENTRY_ID_TAKEN = "its id %r is that of %r"
ENTRY_WITHOUT_DEFINITION = "it has no definition"
ENTRY_ALIASES_WITH_COMMA = "its :aliases: have a comma and no semicolon: write %r for several, and %r for one name with a comma"
ENTRY_IN_BLOCK = "the entry %r stands inside another block: put it directly below a heading"
ENTRY_NAME_TAKEN = "its name %r is also one of %r: a name can lead to one entry only"
ENTRY_NAME_IS_AN_ID = "its name %r is the id of %r: only that can bear it"
ENTRY_NAME_IN_GLOSSARY = (
    "its name %r is also a term of a {glossary} in %s: a name can lead to one place only"
)
ENTRY_RELATED_UNKNOWN = ":related: names %r, which is the id of no entry"
DEFINITION_OUTSIDE_ENTRY = (
    "a {definition} stands outside an entry: put it into one, whose fence has more colons"
)
TERM_RETIRED = "the term %r is retired"
TERM_RETIRED_FOR_ANOTHER = "the term %r is retired; use %r"
TERM_NEVER_USED = "the term %r is never used"
NAME_UNLINKED = "%r stands unlinked; write {term}`%s`"

# -- what is retired ------------------------------------------------------------------------------

RETIRED_WITHOUT_DATE = "`retired` is %r: write a date such as 2026-11-24"
SUCCESSOR_OF_ONE_IN_USE = "only what is retired has a `successor`: add `retired` with the date"
SUCCESSOR_IS_ITSELF = "its `successor` is itself: name another one"
SUCCESSOR_UNKNOWN = "its `successor` %r is the id of nothing of its kind: mend its spelling"
SUCCESSOR_RETIRED = "its `successor` %r leads to none still in use: name one that is"

# -- what is permanent ----------------------------------------------------------------------------

LABEL_FAULT = "the %s %r: %s"
LABEL_TAKEN = "its label %r is also that of the %s %r: give one of them another id"
LABEL_IS_IN_DOCUMENT = "its label %r is also a label in %s: rename the label there"
LABEL_IS_OF_SPHINX = "its label %r is also one of Sphinx's own: choose another id"
LIST_LINE_MALFORMED = "%r is no line of the list: kind (%s), name and target, parted by tabs; take back what was edited by hand"
LIST_LINE_CONTRADICTS = (
    "%s stands already in line %d with another target: keep the one that was published first"
)
ANCHOR_MOVED = "%s was published as %s and now leads to %s: %s"
ANCHOR_GONE = "%s (%s) has vanished, but may have been cited: %s"
ANCHORS_GONE = "%s (%s) have vanished, but may have been cited: %s"
ANCHOR_NOT_LISTED = "%s is not yet listed, so that nothing would tell if it vanished: run `make anchors` (python -m sphinx_briefing anchors)"
ANCHORS_NOT_LISTED = "%s are not yet listed, so that nothing would tell if it vanished: run `make anchors` (python -m sphinx_briefing anchors)"
AND_MORE = "%s and %d more"

# What to do about an anchor that has vanished, by its kind, and about one that leads elsewhere.
IF_GONE = {
    "term": "put the name back as one of the :aliases: of the entry that it led to; an entry that is no longer used stays, with :retired: and the date, and perhaps :successor:",
    "claim": "put it back, and the register on its page; one that is no longer made stays in the file of claims, with the field `retired` and the date, and perhaps `successor`",
    "slide": "put the slide back under its :name:; one that is no longer shown stays there, with :retired: and the date, and perhaps :successor:",
    "deck": "put its file back; a deck that is no longer given stays, with :retired: and the date, and perhaps :successor:",
}
IF_MOVED = {
    "term": "lead the name there again; what is new gets another name and id",
    "claim": "put the register back on that page",
    "slide": "put the slide back there; or give it a new :name: where it is now, and leave a slide of the old one, with :retired: and :successor:, where it was",
    "deck": "put the deck's file back there",
}

# -- formulas -------------------------------------------------------------------------------------

FORMULA_WITHOUT_FORM = "the formula cannot be shown: %s: write it in LaTeX that MathML has a form for, or set html_math_renderer"

# -- texts that must not be copied from -----------------------------------------------------------

DIGEST_MALFORMED = "line %d is no digest: make the file again"

# -- handouts, on paper and as pictures -----------------------------------------------------------

HANDOUT_LETTERS_MISSING = "no font of this machine has some of its letters, which it shows as boxes (%s): install one that has them, such as the packages fonts-noto-core and fonts-noto-cjk of Debian and Ubuntu"
HANDOUT_WITHOUT_BROWSER = "no Chromium, Chrome or Edge was found: install one, or name it: BRIEFING_CHROMIUM=/path/to/chromium"
HANDOUT_BROWSER_FAILED = "the browser could not show the deck %s: %s"
HANDOUT_PAGES_DIFFER = "the deck %s was printed on %d pages, and has %d slides: look for a slide whose content makes pages of its own, such as a page break in a stylesheet"

# -- volumes --------------------------------------------------------------------------------------

COVER_NOT_DRAWN = "the cover of the EPUB could not be drawn: %s"
TYPESETTER_DOES_NOT_START = "WeasyPrint does not start (%s): it needs Pango; on Debian and Ubuntu write apt install libpango-1.0-0 libpangoft2-1.0-0, for other systems see https://doc.courtbouillon.org/weasyprint/stable/first_steps.html"
