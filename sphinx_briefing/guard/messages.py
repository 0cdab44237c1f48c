"""What authors are told of what is refused; as ``sphinx_briefing/messages.py`` for all else."""

from __future__ import annotations


def short(value: object, most: int = 80) -> str:
    """A value as a message shows it: its first characters where it has more than ``most``."""
    text = str(value)
    return text if len(text) <= most else f"{text[: most - 1]}…"


# -- settings in conf.py --------------------------------------------------------------------------

SETTING_OF_WRONG_TYPE = "%s is %r: write %s"
SETTING_EMPTY_AUDIENCE = (
    "briefing_audiences: the audience %r has no description: say in a few words who they are"
)
SETTING_TOO_LONG = "%s holds a text of more than 1000 characters: write a short one"
SETTING_OF_NO_TEXTS = "%s is a list of which not all are texts: write each in quotation marks"
SETTING_BY_TAG = (
    "briefing_presenter is not set here: build with --presenter, or sphinx-build with -t presenter"
)
ADDRESS_UNUSABLE = "%s is %r: write a full address that begins with https:// or http://, such as 'https://example.org/docs/', or leave it out"
PATH_SET_MISSING = "%s names %r, which is not there: mend its spelling, or take it out"
ASSET_SET_MISSING = "%s names %r, which lies in none of the folders of %s: mend its spelling, put the file there, or take it out"
ICON_UNUSABLE = "html_favicon names %r, which cannot be drawn (%s): save it as a plain SVG drawing with a viewBox, or name a PNG"
NO_NAMES = "%s is %r: write a list of names, such as %s"

# -- documents ------------------------------------------------------------------------------------

TEXT_NOT_UTF8 = "%s:%d: this is not UTF-8 (byte %d of the line is 0x%02x): save the file as UTF-8"
TEXT_IS_UTF16 = "%s:1: this is UTF-16, not UTF-8: save the file as UTF-8"
CHARACTER_IN_NAME = "%r has the character %s (%s), which is not seen: take it out of the name"
DOCUMENT_NAME_REFUSED = (
    "%r: the name of the file has the character %s (%s), which is not seen: rename it"
)
DOCUMENT_FAILS = (
    "%s: it cannot be read: %s: %s; take out what was added last, and add it again bit by bit"
)
DOCUMENT_TOO_DEEP = (
    "%s: it cannot be read, for its parts stand too deep inside each other: take out some levels"
)
DOCUMENT_IN_ITSELF = "%s:%d: it includes %s, which includes itself: take one of the two out"
CITATION_EMPTY = "%s:%d: {cite} names no source: write keys of the bibliography, such as {cite}`knuth84`, with a comma between two, and no other marks"
ROLE_EMPTY = "%s has nothing between its marks: write what it refers to, such as %s`name`"
MARKS_TOO_DEEP = "marks stand %d deep inside each other, where at most %d are read: take some out"
BLOCKS_TOO_DEEP = "blocks stand more than %d deep inside each other, and what is deeper is lost: take out some levels of lists or quotations"
ROW_RAGGED = "this row of the table has %d cells, and its head has %d: write as many, and a | inside a cell as \\|"
OPTION_TWICE = "the option :%s: stands there twice, and only one can hold: take one out"
OPTION_IN_TEXT = "the option :%s: stands below an empty line, and so is text: write it directly below the first line of the block"
FENCE_WITHOUT_BRACES = (
    "this block has no name in braces, and so is shown as it is written: write %s{%s}"
)
FENCE_IS_TEXT = "this line looks like the beginning of a block, and is read as text: write three colons or more at its beginning, such as :::{note}, and see that the front matter turns colon_fence not off"
FORMULA_UNCLOSED = "this formula is never closed: end it with $$"
FRONT_MATTER_WRONG = "the front matter: %s"
FENCE_UNCLOSED = "this block is never closed: end it with a line of %s"
HEADING_SECOND = "this is a second heading of the first level: a document has one, its title: write ## for its sections"
DOCUMENT_UNTITLED = "the document has no title: begin it with a line such as # Title"
HEADING_EMPTY = "a heading has no words: write some after the #, or take it out"
LABEL_LIKE_ANOTHER = "the label %r looks like one in %s, and differs in how its letters are coded: give one of them another name"
LABEL_TWICE = "the label %r stands already in %s: give one of them another name"
RAW_ELEMENT_REFUSED = "raw HTML has <%s>, which may run code or change the page: take it out, or name it in conf.py: briefing_raw_html = [%r]; where the sign itself is meant, write \\<"
RAW_ATTRIBUTE_REFUSED = "raw HTML has the attribute %s, which may run code or change the page: take it out, or name it in conf.py: briefing_raw_html = [%r]"
RAW_NEVER_CLOSED = (
    "raw HTML begins <%s> and does not end it in the same block or section: write </%s>"
)
RAW_ENDS_NOTHING = (
    "raw HTML ends </%s> where none is open: take it out, or begin it in the same block or section"
)
RAW_UNFINISHED = "raw HTML ends in the middle of a tag or a comment: finish it"
META_REFUSED = "the page's head is to have http-equiv=%s, which acts as the server's own word: take it out, or name it in conf.py: briefing_raw_html = ['http-equiv']"
LINK_MALFORMED = (
    "the link %r is no full address: write one such as https://example.org/page, without spaces"
)
LINK_WITHOUT_WORDS = "the link to %r has no words: write some between [ and ]"
SCHEME_REFUSED = "the link %r has the scheme %s: write one that begins with https:, or name the scheme in conf.py: briefing_link_schemes = [%r]"
PICTURE_ELSEWHERE = "the picture %r lies on another host, of which each reader's browser would ask it: put a copy beside the text, or name the host in conf.py: briefing_picture_hosts = [%r]"
FILE_OUTSIDE = "%s lies outside the project: put a copy into it, or name its folder in conf.py: briefing_outside_folders = [%r]"
ADDRESS_READ = "%r: nothing is taken from an address while the site is built: put a copy into the project, and name it in :file:"
DOWNLOAD_OF_FOLDER = "%r is a folder: name a file, such as a zip of it"
LINK_TO_NOTHING = "%s: the link %s leads to nothing: mend it, or take it out"
LINK_OUTSIDE = "%s: the link %s leads to %s, outside the project: put a copy into the folder"
FILE_HIDDEN = "%s is hidden, for its name or its folder's begins with a dot, and is not published: put a copy beside the text"
FILE_OUTSIDE_AT = "%s:%d: %s"
CSV_RAGGED = "a row of this table has %d cells, and another has %d: write as many in each, and a cell that has a comma in quotation marks"
PICTURE_WITHOUT_ALT = "the picture %s has no text alternative: say in :alt: (or between [ and ]) what it shows; one that says nothing gets the class %s"
PICTURE_EMPTY = "the picture %s is empty: save it again"
PICTURE_IS_NONE = (
    "the picture %s is no %s, whatever its name says: save it again, or name it as what it is"
)
PICTURE_ACTS = "the picture %s: line %d: %s"
PICTURE_IS_NO_FILE = "the picture %s is no file: name one"
PICTURE_FOR_PAPER = "the picture %s is a %s, which browsers do not show: save it as SVG or PNG"
PICTURE_OF_UNKNOWN_KIND = (
    "the picture %s is of a kind that browsers do not show: save it as SVG, PNG, JPG or WEBP"
)
PICTURE_IS_CUT = "the picture %s is cut off: save it again"
PICTURE_WITHOUT_SIZE = "the picture %s has no width or no height: save it again"
PICTURE_TOO_LARGE = (
    "the picture %s is %d × %d pixels, where browsers show at most %d a side: save it smaller"
)
SVG_NO_XML = "this is no well-formed XML (%s), and so browsers show nothing: save it again"
SVG_NOT_UTF8 = "its encoding is %s: save it as UTF-8"
SVG_NAMELESS = 'its first element is not the svg of SVG: write <svg xmlns="%s">'
SVG_HAS_ENTITIES = "it declares entities, which may stand for anything: save it as plain SVG"
SVG_HAS_INSTRUCTION = "it has <?%s?>, which takes a style from elsewhere: take it out"
SVG_HAS_BASE = "it has xml:base, which changes where its links lead: take it out"
SVG_TAKES = (
    "it takes %r from elsewhere, and is to be whole by itself: put it into the file, or take it out"
)
SVG_ANIMATES = "it animates %s, which changes what it does: take it out"

# -- slides ---------------------------------------------------------------------------------------

AUDIENCE_EMPTY = ":audience: names nobody: write %s, or leave it out for everyone"
FLAG_WITH_VALUE = ":%s: takes no value: write it alone, or leave it out"

# -- notes that may be private ---------------------------------------------------------------------

NOTES_WITH_ARGUMENT = "%s:%d: {notes} takes nothing on its first line, and it has %r: write :private: on the line below for notes that only the speaker sees, and words to be spoken below an empty line"
NOTES_BEGIN_PRIVATE = "%s:%d: these notes begin with the line %r: write :private: directly below {notes} if only the speaker is to see them, else begin otherwise"

NOTES_IN_ONLY = "notes stand inside {only}: put {only} into the notes, or write :private: for notes that only the speaker sees"
PRIVATE_SHOWN = "%s:%d: this shows the file %s as it is, with the private notes of its line %d: show another part of it, take the notes out, or show another file"
PRIVATE_UNCLOSED = "%s:%d: these private notes are never closed, so that what follows might be taken for public: end them with a line of %s"
NOTES_IN_LINE = "%s:%d: notes begin within a line, where no block can stand: write :::{notes} on a line of its own, below the table or the list"

# -- the bibliography -----------------------------------------------------------------------------

BIBLIOGRAPHY_KEY_TWICE = (
    "the source %r stands there already, line %d: give one of them another key, or take it out"
)
BIBLIOGRAPHY_KEY_UNUSABLE = "%r is no key of a source: write letters, digits and - _ . : / + without spaces, such as knuth84"
BIBLIOGRAPHY_KEY_LIKE_ANOTHER = "the source %r has the same anchor as %r, line %d, for only its signs differ: give one of them another key"
BIBLIOGRAPHY_FIELD_TWICE = "the source %r has the field %s twice: take one out"
BIBLIOGRAPHY_UNTITLED = "the source %r has no title: write what it is called"
BIBLIOGRAPHY_NAME_EMPTY = (
    "the source %r: %s has a name with nothing in it: write and only between two names"
)
BIBLIOGRAPHY_BETWEEN = "%r stands between two entries, where nothing is read: begin an entry with @, see that the one above is closed once, and a remark with %%"
BIBLIOGRAPHY_NO_ADDRESS = "the url %r is no full address: write one that begins with https:// or http://, without spaces and quotation marks"
BIBLIOGRAPHY_NO_DOI = (
    "the doi %r is none: write such as 10.1145/3630106.3659005, without an address before it"
)
BIBLIOGRAPHY_TYPE_UNKNOWN = (
    "the source %r is of a type @%s that the style %s has no form for: use one of: %s"
)
BIBLIOGRAPHY_NAME_WRONG = (
    "the source %r: %s: %r has too many commas: write names as Last, First, with and between two"
)
BIBLIOGRAPHY_CROSSREF_UNKNOWN = (
    "the source %r: crossref names %r, which the bibliography does not have: mend its spelling"
)
BIBLIOGRAPHY_STRING_UNKNOWN = (
    "no valid BibTeX: %s is no @string of this file: put text into braces, {%s}"
)
BIBLIOGRAPHY_LINK_REFUSED = "the source %r: %s"

# -- files of data --------------------------------------------------------------------------------

NO_FILE = "%s: it is neither a file nor a folder, but a pipe or a device: put a file there"
OF_TYPES = {
    "array": "a list",
    "object": "names with their values",
    "string": "text, in quotation marks if need be",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
}
CHARACTER_REFUSED = "the character %s (%s) is not seen, and changes what is: take it out, or write what it is meant to show"
YAML_ALIAS = "an alias (*%s) stands here: write out what it is to repeat"
YAML_MERGES = "<< takes over what stands elsewhere: write it out"
YAML_KEY_TWICE = "%r stands there already, line %d, and only one can hold: take one out"
YAML_TOO_DEEP = "its parts stand more than %d deep inside each other: take some out"
CHANGE_TWICE = "the same change stands in line %d: take one out"
DATA_MARKED_UP = (
    "%s: %r is shown as it is written: write words alone, with *stars* around those to stress"
)
DATA_UNUSABLE = "a value cannot be used: %s"
NO_NUMBER_OF_JSON = "%s is no number of JSON: write one in digits"
PROPERTY_TWICE = "the property %r stands twice in one object: take one out"

# -- figures --------------------------------------------------------------------------------------

TABLE_TOO_LONG = "the table of a figure has at most %d rows, for it stands below its picture: leave some out, or sum them up"
TABLE_TOO_WIDE = "the table has %d columns, where at most %d fit: leave some out"
TABLE_PARTED_OTHERWISE = "its columns are parted by %r: write commas between them"
COLUMN_LIKE_ANOTHER = "its name is %r but for capitals or accents: give one of them another name"
FIGURE_DRAWN_TWICE = "%s: %s draws the same: take one of the two out"
SPECIFICATION_SHAPE = {
    "mark": '%s is no mark: write its name, such as "bar", or an object with its type',
    "encoding": '%s is no encoding: write an object, such as {"x": {"field": …}}',
    "layer": '%s is no list of layers: write [{"mark": …}, …]',
    "height": "%s is no height: write pixels, a number above 0 and up to 4000",
    "width": "%s is no width: write pixels, a number above 0 and up to 4000, or leave it out",
    "$schema": "%s is not the version that draws: write https://vega.github.io/schema/vega-lite/v6.json",
}
SPECIFICATION_DRAWS_NOTHING = 'it has no mark: write one, such as "mark": "bar"'
SPECIFICATION_NO_NUMBERS = 'the column %s is not of numbers, for line %d of the table has %r: mend it, or write "type": "nominal"'
SPECIFICATION_NO_DATES = 'the column %s is not of dates, for line %d of the table has %r: mend it, or write "type": "nominal"'
PROCESS_TOO_LONG = "it was not done within %d seconds"
PROCESS_ENDED = "the process that draws ended without a word (%s), perhaps for want of memory"
FIGURE_TOO_LARGE = "%s: make it of fewer marks"

# -- what stands there once -----------------------------------------------------------------------

DECK_CHAPTER_TWICE = "the deck names the chapter %r twice: take one out"
REGISTER_SECOND = (
    "there is a {claim-register} already, in %s: a claim has one place, so take one of them out"
)

# -- what others say of a mistake, and what to write instead ---------------------------------------

REMEDIES = {
    "myst.directive_unknown": "mend its spelling, or name the extension that has it in conf.py",
    "myst.role_unknown": "mend its spelling, or name the extension that has it in conf.py",
    "myst.directive_option": "take it out, or write one that the block takes",
    "myst.xref_missing": "write the path of a document or file that is there, or the label of a place",
    "myst.xref_ambiguous": "give one of the places another name",
    "myst.iref_missing": "mend its spelling, or see intersphinx_mapping in conf.py",
    "myst.topmatter": "write lines such as name: value between two lines of ---",
    "myst.header": "write one # at first, and one more for each level",
    "myst.substitution": "write its value in myst_substitutions in conf.py, or take it out",
    "myst.duplicate_def": "give one of them another name",
    "toc.not_readable": "mend its spelling, or add the document",
    "toc.excluded": "take it out of exclude_patterns in conf.py, or out of the toctree",
    "toc.not_included": "name it in a toctree, or write orphan: true into its front matter",
    "toc.duplicate_entry": "take one of them out",
    "toc.empty_glob": "mend the pattern, or take it out",
    "image.not_readable": "mend its path, or add the file",
    "download.not_readable": "mend its path, or add the file",
    "ref.ref": "write (label)= above what it names, or mend its spelling",
    "ref.doc": "write the path of a document, without its ending",
    "ref.term": "mend its spelling, or add an entry to the glossary",
    "ref.equation": "give the equation that :label:, or one of them another",
    "bibtex.key_not_found": "mend its spelling, or add it to the bibliography",
    "bibtex.duplicate_citation": "have one {bibliography} list it",
    "bibtex.bibfile_error": "mend its name in bibtex_bibfiles in conf.py, or add the file",
    "misc.highlighting_failure": "name another language, or text where it is none",
}
"""By type and subtype, as ``suppress_warnings`` knows them."""

REMEDIES_OF_WORDS = {
    r"^Unknown target name": "write what it refers to, such as [^1]: words",
    r"^Footnote .* is not referenced": "refer to it, or take it out",
    r"^Duplicate footnote definition": "give one of them another label",
    r"may not begin with a transition": "write a heading above the line of ---, or end the front matter with another",
    r"may not end with a transition": "take the line of --- out",
    r"^Duplicate explicit target name": "give one of them another name",
    r"^Duplicate ID": "give one of them another name",
    r'"include": (?:file not found|error reading)|^Problems with|^Include file .* not found': "name a file of text in UTF-8 that is there",
    r"text not found": "write words that stand in the file",
    r"^Content block expected|requires content": "write its content below its first line",
    r"argument\(s\) required": "write it behind the name, on the same line",
    r"^Error parsing content block": "write one list, with as many items in each",
    r"both specify an external file and have content": "take one of the two out",
    r"(?:stub column|header row)\(s\) specified": "write a smaller number",
    r"^exception while evaluating only": "write names of tags with and, or, not",
    r"^line number spec|^invalid line number spec|no lines pulled": "write lines that the file has, such as 1-5",
    r"^Object named .* not found": "mend its spelling",
    r"^Unknown (?:directive type|interpreted text role)": "mend its spelling, or name the extension that has it in conf.py",
    r"^Undefined substitution": "define it above, or take it out",
    r"start-string without end-string": "end it with the same mark",
    r"^toctree glob pattern .* match": "mend the pattern, or take it out",
    r"^Error with CSV data": "close each quotation mark, and write one in a quoted cell twice",
    r"^undefined label": "write (label)= above what it names, or mend its spelling",
    r"^unknown document": "write the path of a document, without its ending",
}
"""By what is said, where it has no type of its own."""
