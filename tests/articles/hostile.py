"""Strings that mean harm, and a parser other than ours that says what came of them."""

from collections.abc import Iterator
from itertools import cycle
from xml.etree.ElementTree import Element

import html5lib

from articles.richtext.rules import ATTRIBUTES, RELATIONS, SCHEMES, SCOPES

SCRIPT_ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java&#9;script:alert(1)",
    "java&Tab;script&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)",
    "javascript&#58;alert(1)",
    "java\x00script:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "blob:https://news.example/1",
    "file:///etc/passwd",
    "view-source:https://news.example/",
    "feed:javascript:alert(1)",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "\t//evil.example/",
    "/\t/evil.example/",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http://[",
    "h\u0442tp://evil.example",
]
MARKUP = [
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT >",
    "<script/x>alert(1)</script/x>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script>alert(1)",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    '<img src="x" onerror="alert(1)"//',
    "<img src=`x` onerror=alert(1)>",
    '<p onclick="alert(1)">x</p>',
    "<p oNcLiCk = alert(1) >x</p>",
    '<p/onmouseover="alert(1)">x',
    '<strong style="background:url(javascript:alert(1))">x</strong>',
    '<p style="position:fixed;inset:0" class="x" id="content">x</p>',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><p><style><!--</style><img src=x onerror=alert(1)>--></style></p></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><mi><table><tr><td><mglyph><style><img src=x onerror=alert(1)></style>",
    "<math href=javascript:alert(1)>x</math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<style><a title='</style><script>alert(1)</script>'>",
    "<title><a title='</title><script>alert(1)</script>'>",
    "<textarea><a title='</textarea><script>alert(1)</script>'>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
    "<noembed><img src=x onerror=alert(1)></noembed>",
    "<noframes><img src=x onerror=alert(1)></noframes>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=javascript:alert(1)>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=//evil.example/>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<select><option><script>alert(1)</script></option></select>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)>",
    "<frameset onload=alert(1)><frame src=javascript:alert(1)>",
    "<!--><script>alert(1)</script>-->",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<!--!><img src=x onerror=alert(1)>",
    "<! foo='><script>alert(1)</script>'>",
    "<? foo='><script>alert(1)</script>'?>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<![CDATA[]]><img src=x onerror=alert(1)>",
    "</ foo='><script>alert(1)</script>'>",
    "<<script>alert(1)//<</script>",
    "<a href='x' title='\"><script>alert(1)</script>'>x</a>",
    '<abbr title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">x</abbr>',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "<p>a</p><table><p>b<script>alert(1)</script></table>",
    "<table><td><svg onload=alert(1)></table>",
    "<b><p><i></b><script>alert(1)</script></i>",
    "<p lang='\"><script>alert(1)</script>'>x</p>",
    "<td colspan='1\" onclick=alert(1)'>x</td>",
    "<p data-cke-on-click='CKEDITOR.tools.callFunction(1)'>x</p>",
    "\ud800<script>alert(1)</script>\udfff",
    "\x00\x01\x02\x1b<script>\x7f\x9falert(1)</script>",
    "\ufeff\u202e<script>alert(1)</script>\u202c",
    '<a href="https://x.example/\x00" onclick\x0c=alert(1)>x</a>',
]
WRAPPERS = [
    "{}",
    "<p>before {} after</p>",
    "<h3>{}</h3>",
    "<ul><li>{}</li></ul>",
    "<table><tr><td>{}</td></tr></table>",
    "<table>{}</table>",
    "<svg>{}</svg>",
    "<math><mtext>{}</mtext></math>",
    "<b><i>{}</b></i>",
    "<a href='https://x.example/'>{}</a>",
    "<div><!-- {} --></div>",
    "<textarea>{}</textarea>",
    "<style>{}</style>{}",
]


def hostile_strings() -> Iterator[str]:
    """More than five hundred: every vector in most wrappers, every address in several links."""
    for number, vector in enumerate(MARKUP):
        for wrapper in WRAPPERS[: 1 + (number % 2) * 5 + 5]:
            yield wrapper.replace("{}", vector)
    quotes = cycle(['"', "'", ""])
    for address in SCRIPT_ADDRESSES:
        for quote in ('"', "'", next(quotes)):
            yield f"<a href={quote}{address}{quote}>x</a>"
        yield f'<a title="x" href="{address}" target=_top><b>x</b></a>'
        yield f'<area href="{address}"><q cite="{address}">x</q>'
        yield f'<blockquote cite="{address}"><img src="{address}"></blockquote>'


def violations(html: str) -> list[str]:
    """What html5lib finds in a text that the rules of rich text exclude."""
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    found = []
    for element in tree.iter():
        if element is tree:
            continue
        if not isinstance(element.tag, str) or element.tag not in ATTRIBUTES:
            found.append(f"element {element.tag}")
            continue
        found += [
            f"attribute {name}={value!r} of {element.tag}"
            for name, value in element.attrib.items()
            if not _may_have(element, name, value)
        ]
    return found


def _may_have(element: Element, name: str, value: str) -> bool:
    if name not in (*ATTRIBUTES[element.tag], "lang"):
        return False
    if name == "href":
        return _is_harmless(value)
    if name == "rel":
        return RELATIONS.issuperset(value.split())
    if name == "scope":
        return value in SCOPES
    if name in {"colspan", "rowspan"}:
        return value.isdigit()
    return name != "lang" or value.replace("-", "").isalnum()


def _is_harmless(address: str) -> bool:
    """Whether a browser stays on the site, or leaves it by a listed scheme."""
    seen = "".join(character for character in address if character > " ").replace("\\", "/")
    scheme, colon, _ = seen.partition(":")
    if colon and not set(scheme) & set("/?#"):
        return scheme.lower() in SCHEMES
    return not seen.startswith("//")
