"""A text that uses every element and attribute which rich text may have, in canonical form."""

EVERY_ELEMENT = """\
<p>Plain <strong>strong</strong> <em>emphasis</em> <strong><em>both</em></strong> \
<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow sponsored ugc" \
title="A &quot;title&quot;">link</a> E=mc<sup>2</sup>, H<sub>2</sub>O, \
<abbr title="United Nations">UN</abbr>, <code>print()</code>, <cite>The Book</cite>, \
<q>quoted <q>twice</q></q>, <span lang="it">parola</span>, \
a note<foot-note>Its <em>words</em>, <a href="/notes/">with a link</a>.</foot-note>, 10&nbsp;%, \
&lt;tag&gt; &amp; “quotes” – …<br>a new line</p>
<h3>A heading</h3>
<h4 lang="fr">Un titre</h4>
<blockquote><p>Quoted <strong>words</strong></p><p>and more</p></blockquote>
<ul><li>one</li><li>two<ul><li>nested</li></ul></li><li><p>first</p><p>second</p></li></ul>
<ol><li>first</li><li lang="de">zweitens</li></ol>
<hr>
<table><caption>A <em>caption</em></caption><thead><tr><th scope="col">A</th>\
<th colspan="2" scope="colgroup">B</th></tr></thead><tbody><tr><th rowspan="2" scope="row">r</th>\
<td>1</td><td></td></tr><tr><td>2</td><td><p>x</p><ul><li>y</li></ul><p>z</p></td></tr></tbody>\
</table>
<p lang="ar">مرحبا <span lang="en">hello</span></p>"""
