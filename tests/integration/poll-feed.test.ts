import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pollFeed } from "../../lib/feeds/poll-feed";
import { subscribeShow } from "../../lib/feeds/subscribe-show";
import type { StageContext } from "../../lib/queue/stage";
import { acquireTranscript } from "../../lib/transcripts/acquire-transcript";
import { startServer, type TestServer } from "../support/test-server";
import { startTestStage, type TestStage } from "../support/test-stage";

const words = Array.from({ length: 12 }, (_, i) => `Sentence number ${i} says little.`).join(" ");
const captions = `WEBVTT\n\n00:01.000 --> 00:50.000\n${words}\n`;

describe("polling a feed and getting its transcripts", () => {
  let stage: TestStage;
  let server: TestServer;
  let context: StageContext;
  let now = new Date();
  let feedId = "";
  let path = "";

  const item = (guid: string, transcripts: string[] = []) =>
    `<item><title>${guid}</title><guid>${guid}</guid><pubDate>${new Date(now.getTime() - 3_600_000 - guid.length).toUTCString()}</pubDate><enclosure url="${server.origin}/${guid}.mp3" type="audio/mpeg" length="1"/>${transcripts
      .map((name) => `<podcast:transcript url="${server.origin}/${name}" type="text/vtt"/>`)
      .join("")}</item>`;
  const xml = (...items: string[]) =>
    `<?xml version="1.0"?><rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Peak Load ${path}</title>${items.join("")}</channel></rss>`;
  const serve = (body: string, headers: Record<string, string> = {}, status = 200) =>
    server.routes.set(path, (request, response) => {
      if (headers.etag && request.headers["if-none-match"] === headers.etag) response.writeHead(304, headers).end();
      else response.writeHead(status, headers).end(body);
    });
  const row = () => stage.db.feed.findUniqueOrThrow({ where: { id: feedId } });
  const episodes = () =>
    stage.db.episode.findMany({ where: { show: { feed: { id: feedId } } }, orderBy: { guid: "asc" } });
  const minutesUntilNext = async () => ((await row()).nextCheckAt.getTime() - now.getTime()) / 60_000;
  const poll = async () => pollFeed(context, await row());

  beforeAll(async () => {
    stage = await startTestStage({ EPISODES_ON_SUBSCRIBE: "2" });
    server = await startServer();
    context = { ...stage.context, now: () => now };
  });
  afterAll(async () => {
    await stage.stop();
    await server.stop();
  });
  beforeEach(async () => {
    stage.enqueued.length = 0;
    path = `/${crypto.randomUUID()}.xml`;
    ({ feedId } = await subscribeShow(context, { url: server.origin + path }));
  });

  it("reads the latest episodes at first, and remembers the older as skipped", async () => {
    serve(xml(item("1"), item("22"), item("333"), item("4444")));
    expect(await poll()).toEqual({ status: "updated", newEpisodes: 2 });
    expect((await episodes()).map((episode) => episode.stage)).toEqual([
      "discovered",
      "discovered",
      "skipped",
      "skipped",
    ]);
    expect(stage.enqueued.filter((job) => job.name === "acquire-transcript")).toHaveLength(2);
    expect((await stage.db.show.findFirstOrThrow({ where: { feed: { id: feedId } } })).title).toBe(`Peak Load ${path}`);
  });

  it("asks only for what has changed, and adds only what is new", async () => {
    serve(xml(item("1")), { etag: '"one"', "cache-control": "max-age=7200" });
    await poll();
    expect(await minutesUntilNext()).toBeCloseTo(120);
    expect(await poll()).toEqual({ status: "unchanged", newEpisodes: 0 });
    expect(server.requests.at(-1)?.headers["if-none-match"]).toBe('"one"');
    serve(xml(item("1"), item("2"), item("3"), item("4")), { etag: '"two"' });
    expect(await poll()).toEqual({ status: "updated", newEpisodes: 3 });
    expect(await poll()).toEqual({ status: "unchanged", newEpisodes: 0 });
    expect(await episodes()).toHaveLength(4);
  });

  it("keeps what the feed asks of its readers, also when it has not changed since", async () => {
    const skipped = (now.getUTCHours() + 3) % 24;
    const wishes = `<ttl>180</ttl><skipHours><hour>${skipped}</hour></skipHours><skipDays><day>Sunday</day></skipDays>`;
    serve(xml(item("1")).replace("<item>", `${wishes}<item>`), { etag: '"one"' });
    for (const status of ["updated", "unchanged"]) {
      expect((await poll()).status).toBe(status);
      expect(await row()).toMatchObject({ ttlMinutes: 180, skipHours: [skipped], skipDays: [0] });
      const at = (await row()).nextCheckAt;
      expect(at.getUTCHours()).not.toBe(skipped);
      expect(await minutesUntilNext()).toBeGreaterThanOrEqual(180);
    }
  });

  it("brings a known episode up to what its feed says now, and keeps when it was published", async () => {
    serve(xml(item("1")));
    await poll();
    const [before] = await episodes();
    const edited = item("1").replace(
      "<title>1</title>",
      "<title>A better title</title><itunes:duration>61</itunes:duration>",
    );
    serve(
      xml(edited.replace("/1.mp3", "/1-mended.mp3")).replace(
        "<rss",
        '<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"',
      ),
    );
    expect(await poll()).toEqual({ status: "updated", newEpisodes: 0 });
    expect(await episodes()).toEqual([
      {
        ...before,
        contentHash: expect.any(String),
        enclosures: [expect.objectContaining({ url: `${server.origin}/1-mended.mp3` })],
        title: "A better title",
        durationSeconds: 61,
        enclosureUrl: `${server.origin}/1-mended.mp3`,
      },
    ]);
  });

  it("knows an episode again whose guid has changed, and one that was uploaded anew", async () => {
    const titled = (guid: string, file: string) =>
      item(guid)
        .replace(`<title>${guid}</title>`, "<title>The queue that ate the grid</title>")
        .replace(`/${guid}.mp3`, file);
    serve(xml(titled("old", "/grid.mp3")));
    await poll();
    for (const [guid, file] of [
      ["new", "/grid.mp3?source=feed"],
      ["newer", "/grid-again.mp3"],
    ] as const) {
      serve(xml(titled(guid, file)));
      expect(await poll()).toEqual({ status: "updated", newEpisodes: 0 });
      expect((await episodes()).map((episode) => episode.guid)).toEqual([guid]);
    }
  });

  it("stores an episode once that its feed lists twice", async () => {
    serve(xml(item("1"), item("1"), item("2").replace("/2.mp3", "/1.mp3")));
    expect((await poll()).newEpisodes).toBe(1);
    expect(await episodes()).toHaveLength(1);
  });

  it("does not parse the same bytes twice where the publisher has no validators", async () => {
    serve(xml(item("1")));
    await poll();
    expect(await poll()).toEqual({ status: "unchanged", newEpisodes: 0 });
  });

  it.each([
    [404, "no feed at this address"],
    [403, "does not let us read"],
    [500, "problem of its own"],
    [418, "answered with status 418"],
  ])("records a %s in one sentence, and comes back later each time", async (status, sentence) => {
    serve("no", {}, status);
    expect((await poll()).status).toBe("failed");
    const first = await row();
    expect(first.lastError).toContain(sentence);
    expect(first.lastError).toMatch(/^127\.0\.0\.1:\d+ .*\.$/);
    await poll();
    const second = await row();
    const factor = (second.nextCheckAt.getTime() - now.getTime()) / (first.nextCheckAt.getTime() - now.getTime());
    expect(factor).toBeGreaterThanOrEqual(1.6);
    expect(factor).toBeLessThanOrEqual(2.5);
    serve(xml(item("1")));
    expect((await poll()).status).toBe("updated");
    expect(await row()).toMatchObject({ lastError: null, errorCount: 0 });
  });

  it("comes back when it was asked to", async () => {
    serve("slow down", { "retry-after": "5400" }, 429);
    await poll();
    expect(await minutesUntilNext()).toBeCloseTo(90);
  });

  it("asks ever more seldom for a feed that is gone, and takes it up again when it comes back", async () => {
    const days = async () => (await minutesUntilNext()) / 60 / 24;
    serve("gone", {}, 410);
    for (const wait of [1, 2, 4, 8, 16, 30, 30]) {
      await poll();
      expect(await days()).toBeCloseTo(wait);
      expect(await row()).toMatchObject({ state: "gone", lastError: expect.stringContaining("gone for good") });
    }
    serve(xml(item("1")));
    expect((await poll()).newEpisodes).toBe(1);
    expect(await row()).toMatchObject({ state: "active", lastError: null, errorCount: 0 });
    expect(await days()).toBeLessThanOrEqual(1);
  });

  it("takes a feed that was gone up again when somebody adds it again", async () => {
    serve("gone", {}, 410);
    await poll();
    stage.enqueued.length = 0;
    expect((await subscribeShow(context, { url: server.origin + path })).created).toBe(false);
    expect(await row()).toMatchObject({ state: "active", lastError: null, nextCheckAt: now });
    expect(stage.enqueued).toEqual([{ name: "poll-feeds", data: {} }]);
  });

  it("loses nothing and knows no episode twice when a broken feed follows a good one", async () => {
    serve(xml(item("1")));
    await poll();
    serve("<rss><channel><item>");
    expect((await poll()).error).toContain("broken XML");
    expect(await episodes()).toHaveLength(1);
  });

  it("takes the first transcript that is one, and enqueues its extraction once", async () => {
    server.routes.set("/error.vtt", (_, response) => response.end("<html><title>Not found</title></html>"));
    server.routes.set("/empty.vtt", (_, response) => response.end(""));
    server.routes.set("/good.vtt", (_, response) => response.end(captions));
    serve(xml(item("1", ["error.vtt", "empty.vtt", "missing.vtt", "good.vtt"])));
    await poll();
    const [episode] = await episodes();
    const episodeId = episode?.id ?? "";
    expect(await acquireTranscript(context, { episodeId })).toEqual({ stage: "transcribed" });
    expect(await acquireTranscript(context, { episodeId })).toEqual({ stage: "unchanged" });
    expect(await stage.db.transcript.findUniqueOrThrow({ where: { episodeId } })).toMatchObject({
      format: "vtt",
      sourceUrl: `${server.origin}/good.vtt`,
    });
    expect(stage.enqueued.filter((job) => job.name === "extract-insights")).toHaveLength(1);
  });

  it("lets an episode wait with every reason, until its feed offers another transcript", async () => {
    serve(xml(item("1", ["empty.vtt", "missing.vtt"]), item("2")));
    await poll();
    for (const { id } of await episodes()) await acquireTranscript(context, { episodeId: id });
    const [first, second] = await episodes();
    expect(first).toMatchObject({ stage: "waiting", stageReason: expect.stringMatching(/is empty.*\(404\)/) });
    expect(second?.stageReason).toContain("no transcription service is configured");
    serve(xml(item("1", ["good.vtt"]), item("2")));
    await poll();
    expect((await episodes()).map((episode) => episode.stage)).toEqual(["discovered", "waiting"]);
    expect(await acquireTranscript(context, { episodeId: first?.id ?? "" })).toEqual({ stage: "transcribed" });
  });

  it("takes nothing that has neither a recording nor a transcript for an episode", async () => {
    serve(xml("<item><title>A note</title><guid>note</guid><link>https://a.example/note</link></item>", item("1")));
    await poll();
    expect((await episodes()).map((episode) => episode.guid)).toEqual(["1"]);
  });

  it("parses a large document beside its other work", async () => {
    const notes = "Words that nobody reads. ".repeat(60);
    const many = Array.from({ length: 1500 }, (_, i) =>
      item(`large-${i}`).replace("<guid>", `<description>${notes}</description><guid>`),
    );
    serve(xml(...many));
    let longestPauseMs = 0;
    let last = Date.now();
    const timer = setInterval(() => {
      longestPauseMs = Math.max(longestPauseMs, Date.now() - last);
      last = Date.now();
    }, 5);
    const startedAt = Date.now();
    expect(await poll()).toEqual({ status: "updated", newEpisodes: 2 });
    clearInterval(timer);
    expect(longestPauseMs).toBeLessThan((Date.now() - startedAt) / 2);
    expect(await episodes()).toHaveLength(1500);
  });

  it("says of a large document that is no feed that it is none", async () => {
    serve(`<html>${"x".repeat(1_200_000)}</html>`);
    expect((await poll()).error).toContain("web page, not to a feed");
  });

  it("takes a date that has not come yet for now", async () => {
    now = new Date("2026-11-24T06:00:00Z");
    serve(
      xml(
        "<item><title>x</title><guid>x</guid><pubDate>Tue, 24 Nov 2037 05:00:00 GMT</pubDate><enclosure url='https://a.example/x.mp3'/></item>",
      ),
    );
    await poll();
    expect((await episodes())[0]?.publishedAt).toEqual(now);
  });
});
