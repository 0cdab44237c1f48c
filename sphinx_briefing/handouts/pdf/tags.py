"""What Chromium leaves out of the tags of a printed deck, as PDF/UA-1 asks for it.

Chromium tags headings, lists, tables, links and pictures. It leaves backgrounds, rules and what is
hidden from screen readers without a mark; items of lists without a body; types of its own
(``Strong``) without a standard one they stand for; and boxes within boxes that mean nothing.

Rules: ISO 14289-1, by the numbers of the Matterhorn Protocol 1.1.
"""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator, String

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pikepdf import Page, Pdf

STANDARD = frozenset([
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index",
    "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody",
    "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference",
    "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure",
    "Formula", "Form",
])  # fmt: skip
"""Structure types that readers know: ISO 32000-1, 14.8.4."""

INLINE = frozenset(
    ["/Link", "/Span", "/Quote", "/Code", "/Reference", "/NonStruct", "/Strong", "/Em"]
)
PICTURES = frozenset(["/Figure", "/Formula"])
MAY_BE_EMPTY = frozenset(["/TD", "/TH"])

PATH = frozenset(["m", "l", "c", "v", "y", "h", "re", "W", "W*"])
PAINT_PATH = frozenset(["f", "F", "f*", "B", "B*", "b", "b*", "S", "s"])
PAINT_OTHER = frozenset(["Do", "sh", "INLINE IMAGE"])
SHOW_TEXT = frozenset(["Tj", "TJ", "'", '"'])

PRINTED = 4
"""The flag of an annotation that is printed, too (28-002)."""

BEGIN_ARTIFACT = ContentStreamInstruction([Name.Artifact], Operator("BMC"))
END = ContentStreamInstruction([], Operator("EMC"))


def repair(pdf: Pdf, titles: Sequence[str]) -> None:
    """Complete the tags.

    Args:
        pdf: as Chromium prints it, a page a slide.
        titles: of the slides, in order.
    """
    tree = Tree(pdf)
    for page in pdf.pages:
        page.obj.Tabs = Name.S  # 28-008: the order of the tags
        tree.drop(page, mark_decoration(pdf, page, tree))
    tree.tidy()
    tree.number_ids()
    tree.name_slides(titles)


# -- content --------------------------------------------------------------------------------------


def mark_decoration(pdf: Pdf, page: Page, tree: Tree) -> set[int]:
    """Mark as an artifact what has no tag, and what has one but only draws grounds and rules.

    Returns:
        The marks (MCID) that are none any more.
    """
    instructions: list[Any] = list(pikepdf.parse_content_stream(page))
    dropped = {
        mark
        for mark, speaks in marks_of(instructions).items()
        if not (tree.holds(page, mark) and (speaks or tree.in_picture(page, mark)))
    }
    marked = pikepdf.unparse_content_stream(list(with_artifacts(instructions, dropped)))
    page.obj.Contents = pdf.make_stream(marked)
    return dropped


def mark_of(instruction: Any) -> int | None:
    """The mark (MCID) that an instruction begins."""
    if str(instruction.operator) == "BDC":
        properties = instruction.operands[1]
        if isinstance(properties, Dictionary) and "/MCID" in properties:
            return int(properties.MCID)
    return None


def marks_of(instructions: Iterable[Any]) -> dict[int, bool]:
    """The marks of a page, and whether there is more in them than paths: text, or a picture."""
    speaks: dict[int, bool] = {}
    open_marks: list[int | None] = []
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator in {"BDC", "BMC"}:
            open_marks.append(mark_of(instruction))
            if open_marks[-1] is not None:
                speaks.setdefault(open_marks[-1], False)
        elif operator == "EMC":
            open_marks.pop()
        elif operator in SHOW_TEXT or operator in PAINT_OTHER:
            speaks.update((mark, True) for mark in open_marks if mark is not None)
    return speaks


def with_artifacts(instructions: Iterable[Any], dropped: set[int]) -> Iterator[Any]:
    """The instructions, with what is no content marked so.

    Args:
        instructions: of a page.
        dropped: marks that become artifacts.
    """
    depth, held, in_text = 0, list[Any](), False
    for instruction in instructions:
        operator = str(instruction.operator)
        if in_text and mark_of(instruction) is None:  # a text object is wrapped as a whole
            held.append(instruction)
            in_text = operator != "ET"
            if not in_text:
                yield from (BEGIN_ARTIFACT, *held, END)
                held = []
        elif depth == 0 and (operator in PATH or operator == "BT"):
            held.append(instruction)
            in_text = operator == "BT"
        elif depth == 0 and (operator in PAINT_PATH or operator in PAINT_OTHER):
            yield from (BEGIN_ARTIFACT, *held, instruction, END)
            held = []
        else:
            yield from held
            held, in_text = [], False
            depth += (operator in {"BDC", "BMC"}) - (operator == "EMC")
            yield BEGIN_ARTIFACT if mark_of(instruction) in dropped else instruction
    yield from held


# -- tags -----------------------------------------------------------------------------------------


class Tree:
    """The tags of a document, and which content each has."""

    def __init__(self, pdf: Pdf) -> None:
        """Read them."""
        self._pdf = pdf
        self._root = pdf.Root.StructTreeRoot
        self._parents = pikepdf.NumberTree(self._root.ParentTree)
        self._dropped: set[tuple[tuple[int, int], int]] = set()
        self._held = {element.objgen for element in elements_of(kids_of(self._root)[0])}

    @property
    def document(self) -> Any:
        """The top of the tree."""
        return kids_of(self._root)[0]

    def holds(self, page: Page, mark: int) -> bool:
        """Whether content is reached from the top of the tree."""
        element = self._parents[int(page.obj.StructParents)][mark]
        return isinstance(element, Dictionary) and element.objgen in self._held

    def in_picture(self, page: Page, mark: int) -> bool:
        """Whether content belongs to a picture."""
        element: Any = self._parents[int(page.obj.StructParents)][mark]
        while isinstance(element, Dictionary) and "/S" in element:
            if str(element.S) in PICTURES:
                return True
            element = element.get("/P")
        return False

    def drop(self, page: Page, marks: set[int]) -> None:
        """Take content out of the tags, which is to be tidied afterwards."""
        own = self._parents[int(page.obj.StructParents)]
        for mark in marks:
            own[mark] = None
            self._dropped.add((page.obj.objgen, mark))

    def tidy(self) -> None:
        """Complete the tree, and take out what says nothing."""
        (document,) = kids_of(self._root)
        self._tidied(document)
        used = {str(element.S)[1:] for element in elements_of(document)} - STANDARD
        if used:  # 02-001
            self._root.RoleMap = Dictionary({f"/{name}": Name.Span for name in sorted(used)})

    def number_ids(self) -> None:
        """Number what cells of tables name as their headers by its place.

        Chromium's numbers tell when it first looked at something, which no two runs have to share.
        """
        named = [element for element in elements_of(self.document) if "/ID" in element]
        new = {bytes(one.ID): String(f"id-{at:06}") for at, one in enumerate(named, 1)}
        for element in elements_of(self.document):
            if "/ID" in element:
                element.ID = new[bytes(element.ID)]
            for attributes in attributes_of(element):
                if "/Headers" in attributes:
                    old = map(bytes, attributes.Headers)
                    attributes.Headers = Array([new[one] for one in old if one in new])
        if named:
            rows = zip(new.values(), named, strict=True)
            self._root.IDTree = self._pdf.make_indirect(Dictionary(Names=Array(chain(*rows))))
        elif "/IDTree" in self._root:
            del self._root.IDTree

    def name_slides(self, titles: Sequence[str]) -> None:
        """Make a section of each slide, name it, and put its loose words into paragraphs."""
        (document,) = kids_of(self._root)
        slides = [kid for kid in kids_of(document) if is_element(kid)]
        self._set_kids(document, slides)
        for slide, title in zip(slides, titles, strict=True):
            slide.S, slide.T = Name.Sect, String(title)
            self._set_kids(slide, self._in_blocks(slide, Name.P, INLINE))

    def join_links(self) -> None:
        """Give a link all its annotations: those of its parts, too (28-011)."""
        (document,) = kids_of(self._root)
        for element in list(elements_of(document)):
            if element.S != "/Link":
                continue
            for part in list(elements_of(element))[1:]:
                if part.S == "/Link":
                    part.S = Name.Span
                kids = kids_of(part)
                notes = [kid for kid in kids if is_annotation(kid)]
                if notes:
                    self._set_kids(part, [kid for kid in kids if not is_annotation(kid)])
                    self._set_kids(element, [*kids_of(element), *notes])

    def _tidied(self, element: Any) -> list[Any]:
        """What takes an element's place: itself, its parts alone, or nothing."""
        kids = []
        for kid in kids_of(element):
            if is_element(kid):
                kids += self._tidied(kid)
            elif not self._is_dropped(element, kid):
                kids.append(kid)
        if not kids and str(element.S) not in MAY_BE_EMPTY:
            return []
        if element.S == "/NonStruct" and all(is_element(kid) for kid in kids):
            return kids
        self._set_kids(element, kids)
        if element.S == "/LI":  # 09-006
            self._set_kids(element, self._in_blocks(element, Name.LBody, None))
            for body in kids_of(element):
                if body.S == "/LBody":
                    self._set_kids(body, self._in_blocks(body, Name.P, INLINE, alone=False))
        return [element]

    def _is_dropped(self, element: Any, kid: Any) -> bool:
        if isinstance(kid, int):
            return (element.Pg.objgen, kid) in self._dropped
        if kid.get("/Type") == "/MCR":
            return (kid.get("/Pg", element.get("/Pg")).objgen, int(kid.MCID)) in self._dropped
        return False

    def _in_blocks(
        self, element: Any, tag: Name, wrapped: frozenset[str] | None, *, alone: bool = True
    ) -> list[Any]:
        """An element's kids, those that stand bare put into blocks, neighbours together.

        Args:
            element: the element.
            tag: of the blocks.
            wrapped: the tags of what is put into one; none: whatever is no body and no label.
            alone: whether that is done where nothing but such kids is there.
        """

        def is_bare(kid: Any) -> bool:
            if not is_element(kid):
                return True
            own = str(kid.S)
            return own in wrapped if wrapped is not None else own not in {"/LBody", "/Lbl"}

        kids = kids_of(element)
        if not alone and all(is_bare(kid) for kid in kids):
            return kids
        blocks: list[Any] = []
        for bare, group in groupby(kids, is_bare):
            if not bare:
                blocks += group
                continue
            block = self._pdf.make_indirect(
                Dictionary(Type=Name.StructElem, S=tag, P=element, Pg=page_of(element))
            )
            self._set_kids(block, list(group))
            blocks.append(block)
        return blocks

    def _set_kids(self, element: Any, kids: list[Any]) -> None:
        """Give an element its kids, and each kid its parent."""
        element.K = Array(kids)
        for kid in kids:
            if is_element(kid):
                kid.P = element
            elif isinstance(kid, int) or kid.get("/Type") == "/MCR":
                mark = kid if isinstance(kid, int) else int(kid.MCID)
                page = (
                    page_of(element) if isinstance(kid, int) else kid.get("/Pg", page_of(element))
                )
                self._parents[int(page.StructParents)][mark] = element
            else:  # /OBJR: an annotation
                self._parents[int(kid.Obj.StructParent)] = element


def is_element(kid: Any) -> bool:
    """Whether a kid is a part of the tree, and not content."""
    return isinstance(kid, Dictionary) and "/S" in kid


def is_annotation(kid: Any) -> bool:
    """Whether a kid refers to an annotation."""
    return isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR"


def kids_of(element: Any) -> list[Any]:
    """What an element holds: elements, marks (numbers), references to annotations."""
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def attributes_of(element: Any) -> list[Any]:
    """What is said of an element besides its tag, by whom it is for; other values are left out."""
    found = element.get("/A", Array())
    every = list(found) if isinstance(found, Array) else [found]
    return [one for one in every if isinstance(one, Dictionary)]


def elements_of(element: Any) -> Iterator[Any]:
    """All elements below one, in order, and itself."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(kid for kid in reversed(kids_of(one)) if is_element(kid))


def page_of(element: Any) -> Any:
    """The page on which an element begins."""
    return next(found.Pg for found in elements_of(element) if "/Pg" in found)


def is_sound(pdf: Pdf) -> bool:
    """Whether a tagged PDF has what only its authors can give: alternatives, headings in order.

    All else that PDF/UA-1 asks for and a machine can check is seen to by `repair` and by
    `sphinx_briefing.handouts.pdf.typeset`, but for a font that has every letter.
    """
    level = 0
    for element in elements_of(kids_of(pdf.Root.StructTreeRoot)[0]):
        tag = str(element.S)
        if tag in PICTURES and not str(element.get("/Alt", "")).strip():
            return False  # 13-004, 17-002
        if tag[:2] == "/H" and tag[2:].isdigit():
            if int(tag[2:]) > level + 1:
                return False  # 14-003
            level = int(tag[2:])
    return True


def lacks_letters(page: Page) -> bool:
    """Whether a page shows boxes, where no font of the machine had the letter (31-030)."""
    resources: Any = page.obj.get("/Resources", Dictionary())
    fonts: Any = resources.get("/Font", Dictionary())
    wide = False
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "Tf":
            font: Any = fonts.get(str(instruction.operands[0]), Dictionary())
            wide = font.get("/Encoding") == "/Identity-H"
        elif wide and operator in SHOW_TEXT:
            shown = instruction.operands[-1]
            for text in shown if isinstance(shown, Array) else [shown]:
                codes = bytes(text) if isinstance(text, String) else b""
                if any(codes[at : at + 2] == b"\0\0" for at in range(0, len(codes), 2)):
                    return True
    return False
