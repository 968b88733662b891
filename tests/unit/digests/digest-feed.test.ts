import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import { describe, expect, it } from "vitest";
import { atomFeed, jsonFeed } from "../../../lib/digests/digest-feed";
import { sampleDigest, sampleItem } from "../../support/sample-digest";

const frame = { appUrl: "https://overheard.example", feedUrl: "https://overheard.example/feed.xml", timeZone: "UTC" };

describe("the feed of digests", () => {
  const digest = sampleDigest([1, 2, 3].map((rank) => sampleItem(rank)));
  const [item] = digest.items;
  if (!item) throw new Error("The sample has no items.");
  item.take.headline = `<script>alert("1")</script> & ]]> ends it`;
  item.take.show.title = "A & B <i>";

  it("is Atom that others read, with the whole text and nothing that runs", () => {
    const text = atomFeed([digest], frame);
    expect(text).not.toContain("<script");
    const [entry] = parseAtomFeed(text).entries ?? [];
    expect(entry?.links?.[0]?.href).toBe(`https://overheard.example/digests/${digest.date}`);
    const html = entry?.content?.value ?? "";
    for (const { take } of digest.items.slice(1)) expect(html).toContain(`/insights/${take.id}`);
    expect(html).toContain("&lt;script&gt;");
    expect(html).toContain("A &amp; B &lt;i&gt;");
  });

  it("leads to the reader's own day where it is theirs", () => {
    const [entry] = parseAtomFeed(atomFeed([{ ...digest, edition: "a reader" }], frame)).entries ?? [];
    expect(entry?.links?.[0]?.href).toBe(`https://overheard.example/digests/${digest.date}?edition=own`);
  });

  it("is a JSON Feed that others read", () => {
    const feed = parseJsonFeed(jsonFeed([digest], frame));
    expect(feed.items?.[0]?.content_html).toContain("&lt;script&gt;");
    expect(feed.items?.[0]?.id).toBe(`urn:overheard:${digest.id}`);
    expect(feed.title).toBe("Overheard");
  });

  it("is well formed without any digest", () => {
    expect(parseAtomFeed(atomFeed([], frame)).entries ?? []).toEqual([]);
    expect(parseJsonFeed(jsonFeed([], frame)).items ?? []).toEqual([]);
  });
});
