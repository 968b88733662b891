import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../lib/db/embedded";
import { readEnv } from "../../lib/env";
import { findFeedAt, searchShows } from "../../lib/feeds/find-feeds";
import { startServer, type TestServer } from "../support/test-server";

describe("finding feeds", () => {
  let server: TestServer;
  let env: ReturnType<typeof readEnv>;
  const page = (head: string) => `<!doctype html><html><head>${head}</head><body><h1>Peak Load</h1></body></html>`;

  beforeAll(async () => {
    server = await startServer();
    env = readEnv({ ALLOW_PRIVATE_NETWORK: "on", ITUNES_SEARCH_URL: `${server.origin}/apple/` });
    const serve = (path: string, body: string) => server.routes.set(path, (_, response) => response.end(body));
    serve("/feed.xml", '<?xml version="1.0"?><rss version="2.0"><channel><title>Peak Load</title></channel></rss>');
    serve(
      "/show/",
      page(
        '<link rel="stylesheet" href="x.css"><link rel="alternate" type="application/json" href="x.json"><link rel="alternate home" type="application/rss+xml" title="Peak Load" href="../feed.xml?a=1&amp;b=2">',
      ),
    );
    server.routes.set("/broken.xml", (_, response) => {
      response.statusCode = 503;
      response.end();
    });
    serve("/bare/", page("<title>Nothing</title>"));
    const shows = [
      { feedUrl: "https://peak.example/feed.xml", collectionName: "Peak Load" },
      { collectionName: "Without a feed" },
      { feedUrl: "javascript:alert(1)" },
    ];
    serve("/apple/lookup?id=1234567&entity=podcast", JSON.stringify({ resultCount: 1, results: shows.slice(0, 1) }));
    serve("/apple/lookup?id=7654321&entity=podcast", JSON.stringify({ resultCount: 0, results: [] }));
    serve("/apple/search?media=podcast&limit=10&term=peak+load", JSON.stringify({ results: shows }));
    serve("/apple/search?media=podcast&limit=10&term=odd", "<html>");
  });
  afterAll(() => server.stop());

  it("takes a feed's address as it is", async () => {
    const feedUrl = `${server.origin}/feed.xml`;
    expect(await findFeedAt(env, feedUrl)).toEqual({ feedUrl, title: undefined });
  });

  it("says what is wrong with an address at which there is no feed", async () => {
    const host = new URL(server.origin).host;
    await expect(findFeedAt(env, `${server.origin}/missing.xml`)).rejects.toThrow(
      `${host} has no feed at this address (404). Check the address, or look for the show's new one.`,
    );
    await expect(findFeedAt(env, `${server.origin}/broken.xml`)).rejects.toThrow(
      `${host} has a problem of its own (503). It was not added; try again later.`,
    );
  });

  it("finds the feed that a web page names", async () => {
    expect(await findFeedAt(env, `${server.origin}/show/`)).toEqual({
      feedUrl: `${server.origin}/feed.xml?a=1&b=2`,
      title: "Peak Load",
    });
    await expect(findFeedAt(env, `${server.origin}/bare/`)).rejects.toThrow(/web page that names no feed/);
  });

  it("finds the feed of a show at Apple Podcasts", async () => {
    const link = "https://podcasts.apple.com/gb/podcast/peak-load/id1234567?uo=4";
    expect(await findFeedAt(env, link)).toEqual({ feedUrl: "https://peak.example/feed.xml", title: "Peak Load" });
    await expect(findFeedAt(env, "https://podcasts.apple.com/gb/podcast/id7654321")).rejects.toThrow(/names no feed/);
  });

  it("finds shows by words, and leaves out those without a feed", async () => {
    expect(await searchShows(env, "peak load")).toEqual([
      { feedUrl: "https://peak.example/feed.xml", title: "Peak Load" },
    ]);
  });

  it("says when the directory does not answer, or answers oddly", async () => {
    await expect(searchShows(env, "nobody")).rejects.toThrow(/did not answer \(status 404\)/);
    await expect(searchShows(env, "odd")).rejects.toThrow(/did not answer/);
  });

  it("says of an address that does not answer that nothing was added", async () => {
    const host = `127.0.0.1:${await freePort()}`;
    await expect(findFeedAt(env, `http://${host}/feed.xml`)).rejects.toThrow(
      `${host} refused the connection. It was not added; try again later.`,
    );
  });

  it("does not go to private networks for what somebody typed", async () => {
    const guarded = { ...env, ALLOW_PRIVATE_NETWORK: false };
    await expect(findFeedAt(guarded, `${server.origin}/show/`)).rejects.toThrow(/private network/);
    expect((await searchShows(guarded, "peak load")).length).toBe(1);
  });
});
