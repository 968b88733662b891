import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { descriptionHtml } from "../../../lib/feeds/description";

describe("a description as HTML", () => {
  it.each([
    ["<p>A <b>bold</b> claim</p>", "<p>A <b>bold</b> claim</p>"],
    ["<div>One</div><div><br></div><div>Two</div>", "<p>One</p><p>Two</p>"],
    ["<h1>Notes</h1>", "<h3>Notes</h3>"],
    ["One\nmore\n\nTwo & <3", "<p>One<br />more</p><p>Two &amp; &lt;3</p>"],
    ["Salt &amp; vinegar", "<p>Salt &amp; vinegar</p>"],
    ["", ""],
    ["<p>&nbsp;</p>", ""],
  ])("keeps what can be read: %s", (source, html) => {
    expect(descriptionHtml(source)).toBe(html);
  });

  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\nscript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<p style="position:fixed" onclick="x()">x</p>',
    "<iframe src=//a.example></iframe><form action=//a.example><input></form>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<a href='//a.example/x'>x</a>",
  ])("leaves out what acts: %s", (source) => {
    const html = descriptionHtml(source);
    expect(html).not.toMatch(/<(?!\/?(?:p|br|a|ul|ol|li|strong|b|em|i|blockquote|code|pre|h3|h4)\b)/i);
    expect(html).not.toMatch(/<[^>]*\b(?:on\w+|style|src)\s*=/i);
    expect(html).not.toMatch(/<[^>]*href="(?!https?:|mailto:)/i);
  });

  it("holds no other element or attribute, whatever it is made of", () => {
    const piece = fc.constantFrom(
      "<p",
      "<a href=",
      "'",
      '"',
      ">",
      "<",
      "</",
      "script",
      "javascript:",
      "on=",
      "&#",
      ";",
      " x ",
      "<!--",
      "]]>",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const html = descriptionHtml(pieces.join(""));
        expect(html).not.toMatch(/<(?!\/?(?:p|br|a|ul|ol|li|strong|b|em|i|blockquote|code|pre|h3|h4)\b)/i);
        expect(html).not.toMatch(/<[^>]*href="(?!https?:|mailto:)/i);
      }),
    );
  });
});
