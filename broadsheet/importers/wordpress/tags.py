"""HTML's elements, by what becomes of them on the way into a story."""

# Kept, by the name that the story's text has for it.
MARKS = {
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "sup": "sup",
    "sub": "sub",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
MEDIA = {
    "img": "image",
    "iframe": "embed",
    "embed": "embed",
    "object": "embed",
    "video": "video",
    "audio": "audio",
}
STRUCK = {"del", "s", "strike"}
CONTROLS = {"label", "legend", "input", "select", "option", "textarea", "button"}
INLINE = {"a", "br", "cite", "q", *MARKS, *MEDIA, *STRUCK, *CONTROLS}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CELLS = {"td", "th"}
_FLOWS = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "nav",
    "address",
    "center",
    "details",
    "summary",
    "dl",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "caption",
    "fieldset",
    "form",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "blockquote",
    "pre",
    "hr",
    "ul",
    "ol",
    "li",
]
BLOCKS = {*_FLOWS, *_HEADINGS, *_CELLS}

# Everything that the walk looks at; the parser unwraps the rest.
KEPT = {*INLINE, *BLOCKS}
KEPT_ATTRIBUTES = {
    "a": {"href"},
    "img": {"alt", "class"},
    **{tag: {"class"} for tag in ("div", "figure", "ul", "ol", "dl", "pre")},
}
