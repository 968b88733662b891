import { caniemail } from "caniemail";
import { expect, it } from "vitest";
import { createDigestComposer } from "../../../emails/compose-digest-email";
import { longestDigest, sampleReceiver, sampleSurroundings } from "../../support/sample-digest";
import { sampleEmails } from "../../support/sample-emails";

/** What some program of these does not know, and why the email is whole without it. */
const dispensable: Record<string, string> = {
  "color-scheme CSS property": "dark colours are an addition",
  "color-scheme meta tag": "dark colours are an addition",
  "<style> element": "every style that matters is inline",
  "@media": "every style that matters is inline",
  "Attribute selector": "only for dark colours in Outlook on the web",
  "Class selector": "every style that matters is inline",
  "Descendant combinator": "only for dark colours in Outlook on the web",
  "<body> element": "its colours are repeated on a table's cell",
  "target attribute": "links open outside of mail programs anyway",
  "text-decoration-line": "stands beside text-decoration",
  "white-space": "dates may break between lines there",
  "display:none": "the preview is of a pixel's size and the paper's colour",
  "max-height property": "the preview is not displayed there",
  overflow: "the preview is not displayed there",
  "role attribute": "only for reading aloud, where tables of one cell are harmless",
  "border-radius": "corners are square there",
  "word-break": "a long address may widen the paper there",
  "aria-label attribute": "only for reading aloud; the link's text says the same",
};

it("uses nothing that Gmail, Outlook or Apple Mail need and do not know", async () => {
  const emails = Object.values(await sampleEmails());
  for (const { html } of emails) {
    const { issues } = caniemail({ clients: ["gmail.*", "outlook.*", "apple-mail.*"], html });
    const missing = new Set([...issues.errors.values()].flat().map((issue) => issue.title));
    expect([...missing].filter((title) => !(title in dispensable))).toEqual([]);
  }
});

it("is read aloud in its language, without layout tables, and carries no image, script or style sheet from elsewhere", async () => {
  const { html } = await createDigestComposer(sampleSurroundings)(longestDigest(), sampleReceiver);
  expect(html).toMatch(/<html[^>]* lang="en"/u);
  const tables = html.replace(/<!--.*?-->/gsu, "").match(/<table[^>]*>/gu) ?? [];
  expect(tables.filter((tag) => !tag.includes('role="presentation"'))).toEqual([]);
  expect(html).not.toMatch(/<(?:img|script|link|iframe)\b/u);
  expect(html.match(/<h1\b/gu)).toHaveLength(1);
  expect(html.match(/<h2\b/gu)).toHaveLength(5);
});

it("is below 80 kB, in its language and in text as well as HTML, whatever its kind", async () => {
  for (const [name, { subject, html, text }] of Object.entries(await sampleEmails())) {
    expect(Buffer.byteLength(html), name).toBeLessThan(80_000);
    expect(html, name).toMatch(/<html[^>]* lang="en"/u);
    expect(html, name).not.toMatch(/<script|onerror=|<img/u);
    expect(subject, name).toMatch(/^[^\p{Cc}]{1,71}$/u);
    expect(text, name).not.toMatch(/<\/?(?:p|br|td|table)\b|&(?:amp|lt|quot);|undefined|null|NaN/u);
    expect(text.length, name).toBeGreaterThan(100);
  }
});
