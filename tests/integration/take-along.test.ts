import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setFollow } from "../../lib/accounts/follow-store";
import type { ReaderId } from "../../lib/accounts/reader";
import { everythingMarkdown, everythingNotes } from "../../lib/delivery/export-markdown";
import { exportEverything } from "../../lib/delivery/export-reader";
import { buildDigest } from "../../lib/digests/build-digest";
import { followedOpml, followShowsOf } from "../../lib/feeds/follow-list";
import { readOpml } from "../../lib/feeds/opml";
import { highlightsCsv } from "../../lib/insights/export-saved";
import { assignStories } from "../../lib/stories/assign-stories";
import { tell } from "../support/stage-rows";
import { startTestStage, type TestStage } from "../support/test-stage";

const accepted = { state: "accepted", providerId: "one" } as const;
const at = { appUrl: "https://overheard.example" };

describe("what readers take along and bring along", () => {
  let stage: TestStage;
  let ada: ReaderId;
  let eve: ReaderId;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    stage = await startTestStage();
    const { db, context } = stage;
    const said = [
      ["Cold Chain", "Reefers idle for a third of their lives", "https://cold.example/feed.xml"],
      ["Night Bus", "Night buses *earn* more than they cost <b>after</b> one", "https://bus.example/feed/"],
      ["Members Only", "A club reads itself into the night hours", "https://club.example/feed?token=abc"],
    ] as const;
    for (const [show, headline, url] of said) {
      const publishedAt = new Date(Date.now() - 3600_000);
      const id = await tell(db, { show, headline, body: `${headline}, said somebody who counted it.`, publishedAt });
      const { showId } = await db.episode.findFirstOrThrow({ where: { insights: { some: { id } } } });
      await db.feed.create({
        data: { showId, url, host: new URL(url).host, otherUrls: [`${url}?old`], lastCheckedAt: new Date() },
      });
      Object.assign(ids, { [show]: showId, [headline]: id });
    }
    await assignStories(context);
    const reader = async (email: string) =>
      (await db.reader.create({ data: { email, feedToken: `token-of-${email}` } })).id as ReaderId;
    ada = await reader("ada@example.com");
    eve = await reader("eve@example.com");
    await buildDigest(context, { date: context.now().toISOString().slice(0, 10), edition: ada });
    await db.savedInsight.create({
      data: { readerId: ada, insightId: ids[said[0][1]] ?? "", note: "Tell Ines" },
    });
    await db.delivery.create({
      data: { readerId: ada, address: "ada@example.com", date: "2026-11-20", transport: "smtp", ...accepted },
    });
    await db.delivery.create({
      data: { readerId: eve, address: "eve@example.com", date: "2026-11-20", transport: "smtp", ...accepted },
    });
    await setFollow(db, ada, { phrase: "heat pumps" }, { isMuted: false, weight: 1 });
    await setFollow(db, ada, { showId: ids["Night Bus"] ?? "" }, { isMuted: false, weight: 1 });
    await setFollow(db, ada, { showId: ids["Members Only"] ?? "" }, { isMuted: false, weight: 1 });
    await setFollow(db, ada, { showId: ids["Cold Chain"] ?? "" }, { isMuted: true, weight: 1 });
  });
  afterAll(() => stage.stop());

  it("hold everything that is kept, and nobody else's", async () => {
    const all = await exportEverything(stage.db, ada, at);
    expect(all.fives).toHaveLength(1);
    expect(all.fives[0]?.items.length).toBeGreaterThan(0);
    expect(all.emails).toEqual([expect.objectContaining({ date: "2026-11-20", address: "ada@example.com" })]);
    const json = JSON.stringify(all);
    expect(json).not.toContain("eve@example.com");
    expect(json).not.toContain("token-of-");
    expect((await exportEverything(stage.db, eve, at)).fives).toEqual([]);
  });

  it("read well as Markdown, with others' words taken literally", async () => {
    const all = await exportEverything(stage.db, ada, at);
    const text = everythingMarkdown(all, at);
    for (const part of [
      "### Reefers idle for a third of their lives",
      "**Note:** Tell Ines",
      "## Past fives",
      `### ${all.fives[0]?.date}`,
      "Night buses \\*earn\\* more than they cost \\<b\\>after\\</b\\> one",
      "- “heat pumps”: followed",
      "- Cold Chain: never",
      "- 2026-11-20 to ada@example.com: accepted",
    ])
      expect(text).toContain(part);
    expect(text).not.toContain("<b>");
    const notes = everythingNotes(all, at);
    expect(Object.keys(notes).sort()).toEqual([
      `Fives/${all.fives[0]?.date}.md`,
      expect.stringMatching(/^Reefers idle for a third of their lives \w{6}\.md$/),
      "What Overheard keeps.md",
    ]);
    expect(notes[`Fives/${all.fives[0]?.date}.md`]).toMatch(/^---\ndate: \d{4}-\d\d-\d\d\n/);
  });

  it("go into Readwise", async () => {
    const { fives } = await exportEverything(stage.db, ada, at);
    const highlights = fives.flatMap(({ items, builtAt }) =>
      items.map(({ take }) => ({ take, note: "One of five.", savedAt: builtAt })),
    );
    const lines = highlightsCsv(highlights, at).trim().split("\r\n");
    expect(lines[0]).toBe("Highlight,Title,Author,URL,Note,Location,Date");
    expect(lines).toHaveLength(highlights.length + 1);
  });

  it("name followed shows for other apps, without a subscriber's secret", async () => {
    const opml = (await followedOpml(stage.db, ada, new Date())) ?? "";
    expect(readOpml(opml)).toEqual([{ title: "Night Bus", feedUrl: "https://bus.example/feed/", category: "" }]);
    expect(opml).toContain("Members Only");
    expect(opml).not.toContain("token=abc");
    expect(opml).not.toContain("Cold Chain");
    expect(await followedOpml(stage.db, eve, new Date())).toBeNull();
  });

  it("follow what is read here of another app's list, by address or title, and add nothing", async () => {
    const list = [
      { title: "The cold one", feedUrl: "http://cold.example/feed.xml", category: "" },
      { title: "NIGHT BUS", feedUrl: "https://elsewhere.example/bus.xml", category: "" },
      { title: "An old address", feedUrl: "https://club.example/feed?token=abc?old", category: "" },
      { title: "Unknown", feedUrl: "https://unknown.example/feed.xml", category: "" },
    ];
    const shows = await stage.db.show.count();
    expect(await followShowsOf(stage.db, eve, list)).toEqual({
      ...{ followed: 3, decided: 0, missing: ["Unknown"], isTooMany: false },
    });
    expect(await stage.db.follow.count({ where: { readerId: eve, isMuted: false } })).toBe(3);
    expect(await followShowsOf(stage.db, eve, list)).toMatchObject({ followed: 0, decided: 3 });
    // What was muted stays so.
    expect(await followShowsOf(stage.db, ada, list)).toMatchObject({ followed: 0, decided: 3 });
    expect(await stage.db.follow.count({ where: { readerId: ada, isMuted: true } })).toBe(1);
    expect(await stage.db.show.count()).toBe(shows);
  });
});
