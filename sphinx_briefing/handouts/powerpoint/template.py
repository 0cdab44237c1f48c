"""An empty presentation in the look of a deck: theme, master, layouts, the notes' master.

It is written as its parts, so that all in it is meant; python-pptx opens it and adds slides.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from sphinx_briefing.handouts.powerpoint.designs import (
    ALL,
    BOTTOM,
    FOOT,
    FULL,
    HEADLINE,
    HEIGHT,
    LEFT,
    NUMBER,
    RIGHT,
    TEXT,
    TITLE,
    TOP,
    WIDTH,
    Place,
)
from sphinx_briefing.handouts.powerpoint.drawing import (
    NAMESPACES,
    body_properties,
    emu,
    fill,
    frame,
    level_styles,
    mirrored,
    named,
    points,
    rectangle,
    sizes_of,
)
from sphinx_briefing.handouts.powerpoint.look import OTHERS, SCHEME

if TYPE_CHECKING:
    from sphinx_briefing.handouts.powerpoint.designs import Design
    from sphinx_briefing.handouts.powerpoint.look import Look

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument"
TABLE_STYLE = "{6B1F0C5E-3D5A-4C0B-9B7E-5A1D0E8F2C41}"
FIELD = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"  # any: what a field is known by
SLOTS = ("dk1", "lt1", "dk2", "lt2", *(f"accent{number}" for number in range(1, 7)))
FURNITURE = 18.0  # px: the foot
NOTES = 16.0  # px: 12 pt, as Office has them
MAP = (
    'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
    'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
    'folHlink="folHlink"'
)
DARK_MAP = MAP.replace('bg1="lt1" tx1="dk1" bg2="lt2"', 'bg1="dk2" tx1="lt1" bg2="dk2"').replace(
    'hlink="hlink" folHlink="folHlink"', 'hlink="lt1" folHlink="lt1"'
)
GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>'
    '<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)


def make_template(look: Look, title: str, *, rtl: bool) -> io.BytesIO:
    """An empty presentation.

    Args:
        look: colours and typefaces.
        title: what the theme is called.
        rtl: whether the deck is written from right to left.

    Returns:
        The file, at its beginning.
    """
    parts = {
        "ppt/theme/theme1.xml": _theme(look, title),
        "ppt/theme/theme2.xml": _theme(look, title),
        "ppt/tableStyles.xml": _table_styles(look),
        "ppt/slideMasters/slideMaster1.xml": _master(look, rtl=rtl),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _relations(
            [*(f"slideLayout ../slideLayouts/slideLayout{at + 1}.xml" for at in range(len(ALL))),
             "theme ../theme/theme1.xml"]
        ),
        "ppt/notesMasters/notesMaster1.xml": _notes_master(look, rtl=rtl),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": _relations(["theme ../theme/theme2.xml"]),
        "ppt/presentation.xml": _presentation(),
        "ppt/_rels/presentation.xml.rels": _relations(
            ["slideMaster slideMasters/slideMaster1.xml",
             "notesMaster notesMasters/notesMaster1.xml", "theme theme/theme1.xml",
             "tableStyles tableStyles.xml"]
        ),
        "_rels/.rels": _relations(["officeDocument ppt/presentation.xml"]),
    }  # fmt: skip
    for number, design in enumerate(ALL, 1):
        name = f"slideLayout{number}.xml"
        parts[f"ppt/slideLayouts/{name}"] = _layout(look, design, rtl=rtl)
        parts[f"ppt/slideLayouts/_rels/{name}.rels"] = _relations(
            ["slideMaster ../slideMasters/slideMaster1.xml"]
        )
    parts["[Content_Types].xml"] = _types(parts)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as box:
        for name, text in parts.items():
            box.writestr(zipfile.ZipInfo(name), HEAD + text)
    file.seek(0)
    return file


def _types(parts: dict[str, str]) -> str:
    kinds = {
        "theme": f"{KIND}.theme+xml",
        "slideMasters": f"{KIND}.presentationml.slideMaster+xml",
        "slideLayouts": f"{KIND}.presentationml.slideLayout+xml",
        "notesMasters": f"{KIND}.presentationml.notesMaster+xml",
        "tableStyles.xml": f"{KIND}.presentationml.tableStyles+xml",
        "presentation.xml": f"{KIND}.presentationml.presentation.main+xml",
    }
    said = "".join(
        f'<Override PartName="/{name}" ContentType="{kinds[name.split("/")[1]]}"/>'
        for name in parts
        if not name.endswith(".rels")
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{said}</Types>'
    )


def _relations(targets: list[str]) -> str:
    said = ""
    for number, target in enumerate(targets, 1):
        kind, _, path = target.partition(" ")
        said += f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{path}"/>'
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{said}</Relationships>"
    )


def _theme(look: Look, title: str) -> str:
    hexed = {place: look.light[token] for token, place in SCHEME.items()}
    slots = "".join(
        f'<a:{slot}><a:srgbClr val="{hexed[slot].upper()}"/></a:{slot}>' for slot in SLOTS
    )
    link = look.light["accent"].upper()
    seen = look.light["editorial"].upper()
    custom = "".join(
        f'<a:custClr name="{name}"><a:srgbClr val="{look.light[name].upper()}"/></a:custClr>'
        for name in OTHERS
    )
    faces = "".join(
        f'<a:{kind}Font><a:latin typeface="{face}"/><a:ea typeface=""/><a:cs typeface=""/>'
        f"</a:{kind}Font>"
        for kind, face in (("major", look.heading), ("minor", look.body))
    )
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{solid}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme {NAMESPACES} name={quoteattr(title)}><a:themeElements><a:clrScheme name="Deck">'
        f'{slots}<a:hlink><a:srgbClr val="{link}"/></a:hlink>'
        f'<a:folHlink><a:srgbClr val="{seen}"/></a:folHlink></a:clrScheme>'
        f'<a:fontScheme name="Deck">{faces}</a:fontScheme><a:fmtScheme name="Deck">'
        f"<a:fillStyleLst>{solid * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{solid * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements>"
        f"<a:objectDefaults/><a:extraClrSchemeLst/><a:custClrLst>{custom}</a:custClrLst></a:theme>"
    )


def _table_styles(look: Look) -> str:
    none = "<a:ln><a:noFill/></a:ln>"

    def rule(width: float, colour: str) -> str:
        return f'<a:ln w="{emu(width)}" cmpd="sng">{fill(look, colour)}</a:ln>'

    def text(*, bold: bool) -> str:
        weight = ' b="on"' if bold else ""
        return (
            f'<a:tcTxStyle{weight}><a:fontRef idx="minor"><a:prstClr val="black"/></a:fontRef>'
            '<a:schemeClr val="tx1"/></a:tcTxStyle>'
        )

    hair, strong = rule(1, "line"), rule(3, "ink")
    return (
        f'<a:tblStyleLst {NAMESPACES} def="{TABLE_STYLE}"><a:tblStyle styleId="{TABLE_STYLE}" '
        f'styleName="Deck"><a:wholeTbl>{text(bold=False)}<a:tcStyle><a:tcBdr>'
        f"<a:left>{none}</a:left><a:right>{none}</a:right><a:top>{none}</a:top>"
        f"<a:bottom>{hair}</a:bottom><a:insideH>{hair}</a:insideH><a:insideV>{none}</a:insideV>"
        f"</a:tcBdr><a:fill><a:noFill/></a:fill></a:tcStyle></a:wholeTbl>"
        f"<a:firstCol>{text(bold=True)}<a:tcStyle><a:tcBdr/></a:tcStyle></a:firstCol>"
        f"<a:firstRow>{text(bold=True)}<a:tcStyle><a:tcBdr><a:bottom>{strong}</a:bottom>"
        f"</a:tcBdr></a:tcStyle></a:firstRow></a:tblStyle></a:tblStyleLst>"
    )


def _placeholder(look: Look, place: Place, number: int, *, dark: bool, rtl: bool) -> str:
    kind = f' type="{place.kind}"' if place.kind != "obj" else ""
    index = "" if place.key == TITLE else f' idx="{place.key}"'
    ground = fill(look, place.ground, dark=dark) if place.ground else ""
    prompt = escape(place.prompt or place.name)
    custom = ' hasCustomPrompt="1"' if place.prompt else ""
    return (
        f"<p:sp><p:nvSpPr>{named(number, place.name)}<p:cNvSpPr>"
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{kind}{index}{custom}/></p:nvPr>'
        f"</p:nvSpPr><p:spPr>{frame(mirrored(place.box, WIDTH, rtl=rtl))}{ground}</p:spPr>"
        "<p:txBody>"
        f"{body_properties(place, rtl=rtl)}{level_styles(look, place, dark=dark, rtl=rtl)}"
        f"<a:p><a:r><a:rPr/><a:t>{prompt}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def _furniture(look: Look, number: int, *, dark: bool, rtl: bool) -> str:
    """The foot: what the slide belongs to, and its number."""
    foot = Place("Foot", FOOT, (LEFT, 676, 900, 30), FURNITURE, "ftr", colour="ink-2", anchor="ctr")
    count = Place("Number", NUMBER, (RIGHT - 150, 676, 150, 30), FURNITURE, "sldNum",
                  colour="ink-2", anchor="ctr")  # fmt: skip
    found = ""
    counted = f'<a:fld id="{FIELD}" type="slidenum"><a:rPr/><a:t>#</a:t></a:fld>'
    for place, inner in ((foot, ""), (count, counted)):
        end = place.kind == "sldNum"
        way = "r" if end != rtl else "l"
        text = (
            f'<a:lstStyle><a:lvl1pPr algn="{way}"><a:defRPr sz="{points(place.size)}">'
            f"{fill(look, place.colour, dark=dark)}</a:defRPr></a:lvl1pPr></a:lstStyle>"
        )
        found += (
            f"<p:sp><p:nvSpPr>{named(number, place.name)}<p:cNvSpPr>"
            f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{place.kind}" sz="quarter" '
            f'idx="{place.key}"/></p:nvPr></p:nvSpPr>'
            f"<p:spPr>{frame(mirrored(place.box, WIDTH, rtl=rtl))}</p:spPr>"
            f"<p:txBody>{body_properties(place, rtl=rtl)}{text}<a:p>{inner}</a:p></p:txBody></p:sp>"
        )
        number += 1
    return found


def _layout(look: Look, design: Design, *, rtl: bool) -> str:
    dark = design.dark
    kind = f' type="{design.kind}"' if design.kind else ""
    ground = (
        f"<p:bg><p:bgPr>{fill(look, 'paper', dark=True)}<a:effectLst/></p:bgPr></p:bg>"
        if dark
        else ""
    )
    number = 2
    shapes = ""
    for rule in design.rules:
        box = mirrored(rule.box, WIDTH, rtl=rtl)
        shapes += rectangle(look, number, box, rule.colour, dark=dark)
        number += 1
    for place in design.places:
        shapes += _placeholder(look, place, number, dark=dark, rtl=rtl)
        number += 1
    shapes += _furniture(look, number, dark=dark, rtl=rtl)
    mapping = f"<a:overrideClrMapping {DARK_MAP}/>" if dark else "<a:masterClrMapping/>"
    shown = ' showMasterSp="0"' if dark else ""
    return (
        f'<p:sldLayout {NAMESPACES}{kind}{shown} preserve="1" userDrawn="1">'
        f'<p:cSld name="{design.name}">{ground}<p:spTree>{GROUP}{shapes}</p:spTree></p:cSld>'
        f"<p:clrMapOvr>{mapping}</p:clrMapOvr></p:sldLayout>"
    )


def _master(look: Look, *, rtl: bool) -> str:
    text = TEXT.places[1]
    rail = (LEFT, 668, FULL, 3)
    shapes = (
        rectangle(look, 2, mirrored(rail, WIDTH, rtl=rtl), "line", dark=False)
        + rectangle(look, 3, mirrored((LEFT, 668, 72, 3), WIDTH, rtl=rtl), "accent", dark=False)
        + _placeholder(look, HEADLINE._replace(prompt=""), 4, dark=False, rtl=rtl)
        + _placeholder(
            look,
            text._replace(prompt="", box=(LEFT, TOP, FULL, BOTTOM - TOP)),
            5, dark=False, rtl=rtl,
        )
        + _furniture(look, 6, dark=False, rtl=rtl)
    )  # fmt: skip
    layouts = "".join(
        f'<p:sldLayoutId id="{2147483649 + at}" r:id="rId{at + 1}"/>' for at in range(len(ALL))
    )

    def style(place: Place) -> str:
        found = level_styles(look, place, dark=False, rtl=rtl)
        return found.replace("<a:lstStyle>", "").replace("</a:lstStyle>", "")

    plain = Place("Other", 0, (0, 0, 0, 0), 24, between=0)
    title = style(HEADLINE)
    return (
        f"<p:sldMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr>{fill(look, 'paper')}<a:effectLst/>"
        f"</p:bgPr></p:bg><p:spTree>{GROUP}{shapes}</p:spTree></p:cSld><p:clrMap {MAP}/>"
        f"<p:sldLayoutIdLst>{layouts}</p:sldLayoutIdLst>"
        f'<p:hf hdr="0" dt="0"/>'
        f"<p:txStyles><p:titleStyle>{title}</p:titleStyle>"
        f"<p:bodyStyle>{style(text)}</p:bodyStyle>"
        f"<p:otherStyle>{style(plain)}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def _notes_master(look: Look, *, rtl: bool) -> str:
    way = ' algn="r" rtl="1"' if rtl else ' algn="l"'
    levels = "".join(
        f'<a:lvl{level}pPr marL="{(level - 1) * emu(STEP)}"{way}><a:spcBef><a:spcPts val="400"/>'
        f'</a:spcBef><a:defRPr sz="{points(NOTES)}">{fill(look, "ink")}'
        f'<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{level}pPr>'
        for level in range(1, 10)
    )
    picture = (
        f"<p:sp><p:nvSpPr>{named(2, 'Slide')}<p:cNvSpPr>"
        '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr>'
        '<p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr>'
        '<a:xfrm><a:off x="685800" y="685800"/><a:ext cx="5486400" cy="3086100"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr></p:sp>'
    )
    words = (
        f"<p:sp><p:nvSpPr>{named(3, 'Notes')}<p:cNvSpPr>"
        '<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        '<p:ph type="body" sz="quarter" idx="3"/></p:nvPr>'
        '</p:nvSpPr><p:spPr><a:xfrm><a:off x="685800" y="4000500"/>'
        '<a:ext cx="5486400" cy="4457700"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>"
        "<a:p><a:r><a:rPr/><a:t>What to say</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    return (
        f"<p:notesMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr>"
        f'<a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
        f"<p:spTree>{GROUP}{picture}{words}</p:spTree></p:cSld><p:clrMap {MAP}/>"
        f"<p:notesStyle>{levels}</p:notesStyle></p:notesMaster>"
    )


STEP = 18.0  # px that notes' levels are set in by


def _presentation() -> str:
    sizes = sizes_of(24)
    levels = "".join(
        f'<a:lvl{level}pPr marL="0" algn="l"><a:defRPr sz="{points(size)}">'
        '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/>'
        '<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr>'
        f"</a:lvl{level}pPr>"
        for level, size in enumerate(sizes, 1)
    )
    return (
        f'<p:presentation {NAMESPACES} saveSubsetFonts="1"><p:sldMasterIdLst>'
        '<p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:notesMasterIdLst>'
        f'<p:notesMasterId r:id="rId2"/></p:notesMasterIdLst><p:sldSz cx="{emu(WIDTH)}" '
        f'cy="{emu(HEIGHT)}"/><p:notesSz cx="6858000" cy="9144000"/>'
        f"<p:defaultTextStyle>{levels}</p:defaultTextStyle></p:presentation>"
    )
