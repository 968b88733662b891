import type { ServerResponse } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PollResult, pollFeed } from "../../lib/feeds/poll-feed";
import { pollFeeds } from "../../lib/feeds/poll-feeds";
import { makeAllFeedsDue } from "../../lib/feeds/store";
import { subscribeShow } from "../../lib/feeds/subscribe-show";
import { startServer, type TestServer } from "../support/test-server";
import { startTestStage, type TestStage } from "../support/test-stage";

const good = (title: string) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title><item><title>One</title><guid>1</guid><enclosure url="https://a.example/1.mp3" type="audio/mpeg" length="1"/></item></channel></rss>`;
const around = (inner: string) => good(`Show around ${inner.length}`).replace("<item>", `${inner}<item>`);
const many = (text: string, times: number) => text.repeat(times);

/** How each hostile server answers. Those whose name begins with "may" are allowed to be read. */
const hostile: Record<string, (response: ServerResponse) => void> = {
  "billion laughs": (r) =>
    r.end(
      `<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "${many("&a;", 10)}"><!ENTITY c "${many("&b;", 10)}"><!ENTITY d "${many("&c;", 10)}">]>${around("<description>&d;</description>")}`,
    ),
  "quadratic blow-up": (r) =>
    r.end(
      `<!DOCTYPE rss [<!ENTITY a "${many("a", 50_000)}">]>${around(`<description>${many("&a;", 5_000)}</description>`)}`,
    ),
  "external entity": (r) =>
    r.end(`<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>${around("<description>&x;</description>")}`),
  "parameter entity": (r) =>
    r.end(`<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;]>${good("Show 1")}`),
  "doctype that never ends": (r) => r.end(`<!DOCTYPE rss [${many("<!ELEMENT a ANY>", 10_000)}`),
  "elements without end": (r) => r.end(around(many("<a>", 200_000))),
  "elements nested deep": (r) => r.end(around(`${many("<a>", 50_000)}${many("</a>", 50_000)}`)),
  "HTML nested deep in CDATA, may": (r) =>
    r.end(around(`<description><![CDATA[${many("<div>", 100_000)}]]></description>`)),
  "50 MB": (r) => {
    r.write("<rss version='2.0'><channel>");
    const chunk = many("<item><title>x</title></item>", 40_000);
    const write = (left: number): void => {
      if (left === 0 || r.destroyed) r.end();
      else r.write(chunk, () => write(left - 1));
    };
    write(45);
  },
  "a lying length, too long": (r) => {
    r.writeHead(200, { "content-length": "900000000" });
    r.write(good("Show 2"));
  },
  "a lying length, too short, may": (r) => {
    r.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n${good("Show 3")}`);
  },
  "gzip bomb": (r) => {
    r.writeHead(200, { "content-encoding": "gzip" });
    r.end(gzipSync(Buffer.alloc(200_000_000, 97)));
  },
  "brotli bomb": (r) => {
    r.writeHead(200, { "content-encoding": "br" });
    r.end(brotliCompressSync(Buffer.alloc(200_000_000, 97)));
  },
  "gzip in gzip": (r) => {
    r.writeHead(200, { "content-encoding": "gzip, gzip" });
    r.end(gzipSync(gzipSync(Buffer.alloc(200_000_000, 97))));
  },
  "broken gzip": (r) => {
    r.writeHead(200, { "content-encoding": "gzip" });
    r.end(good("Show 4"));
  },
  "an encoding nobody knows, may": (r) => {
    r.writeHead(200, { "content-encoding": "x-secret" });
    r.end(good("Show 5"));
  },
  "redirects without end": (r) => r.writeHead(302, { location: `?${crypto.randomUUID()}` }).end(),
  "redirect to itself": (r) => r.writeHead(301, { location: "" }).end(),
  "redirect to a file": (r) => r.writeHead(302, { location: "file:///etc/passwd" }).end(),
  "redirect to data": (r) => r.writeHead(302, { location: "data:text/xml,<rss/>" }).end(),
  "redirect to nonsense": (r) => r.writeHead(302, { location: "http://[::bad" }).end(),
  "a header of a megabyte": (r) => {
    r.socket?.end(`HTTP/1.1 200 OK\r\nx: ${many("a", 1_000_000)}\r\n\r\n${good("Show 6")}`);
  },
  "a broken status line": (r) => r.socket?.end("HELLO THERE\r\n\r\n"),
  "nothing at all": (r) => r.socket?.end(),
  "a reset": (r) => r.socket?.destroy(),
  "a reset in the middle": (r) => {
    r.writeHead(200, { "content-length": "5000" });
    r.write(good("Show 7").slice(0, 60));
    setTimeout(() => r.socket?.destroy(), 20);
  },
  binary: (r) => r.end(Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 256))),
  zeros: (r) => r.end(Buffer.alloc(500_000)),
  "a picture": (r) => r.writeHead(200, { "content-type": "image/png" }).end(Buffer.from("89504e470d0a1a0a", "hex")),
  JSON: (r) => r.end('{"version":"https://jsonfeed.org/version/1.1","items":[]}'),
  "a web page": (r) => r.end("<!doctype html><html><body>Hello</body></html>"),
  "a login page as a feed, may": (r) => r.end("<rss version='2.0'><channel><title>Log in</title></channel></rss>"),
  "script in titles, may": (r) =>
    r.end(good("&lt;script&gt;alert(1)&lt;/script&gt;Show").replace("One", "&lt;img src=x onerror=alert(1)&gt;One")),
  "a title of a megabyte, may": (r) => r.end(good(many("Show ", 200_000))),
  "a guid of a megabyte, may": (r) => r.end(good("Show 8").replace("<guid>1", `<guid>${many("1", 1_000_000)}`)),
  "addresses that are none, may": (r) =>
    r.end(good("Show 9").replace("https://a.example/1.mp3", "javascript:alert(1)")),
  "control characters, may": (r) => r.end(good("Sh\u0000\u0008\u000cow")),
  "lone surrogates, may": (r) => r.end(good("Show &#xD800; &#xDFFF; &#0; &#x110000;")),
  "numbers out of range, may": (r) =>
    r.end(
      good("Show 10")
        .replace('length="1"', 'length="99999999999999999999999"')
        .replace("<guid>", "<pubDate>Tue, 99 Foo 99999 99:99:99</pubDate><guid>"),
    ),
  "the prototype in names, may": (r) => r.end(around("<__proto__>x</__proto__><constructor>y</constructor>")),
  "two roots, may": (r) => r.end(good("Show 11") + good("Other")),
  "a wrong charset, may": (r) => {
    r.writeHead(200, { "content-type": "text/xml; charset=klingon" });
    r.end(good("Show 12"));
  },
  "status 999": (r) => r.socket?.end("HTTP/1.1 999 No\r\ncontent-length: 0\r\n\r\n"),
  "an empty answer": (r) => r.end(),
};

describe("hostile feeds", () => {
  let stage: TestStage;
  let server: TestServer;
  beforeAll(async () => {
    stage = await startTestStage();
    server = await startServer();
    for (const [i, answer] of Object.values(hostile).entries())
      server.routes.set(`/hostile-${i}.xml`, (_, response) => answer(response));
    server.routes.set("/good.xml", (_, response) => response.end(good("A good show")));
  });
  afterAll(async () => {
    await stage.stop();
    await server.stop();
  });

  const poll = async (path: string) => {
    const { feedId } = await subscribeShow(stage.context, { url: `${server.origin}${path}` });
    return pollFeed(stage.context, await stage.db.feed.findUniqueOrThrow({ where: { id: feedId } }));
  };

  it("are at least forty kinds", () => {
    expect(Object.keys(hostile).length).toBeGreaterThanOrEqual(40);
  });

  it.each(Object.keys(hostile).map((name, i) => [name, i] as const))("%s", async (name, i) => {
    const result = await poll(`/hostile-${i}.xml`);
    if (!name.endsWith(", may")) {
      expect(result.status).toBe("failed");
      expect(result.error).toMatch(/^\S.*\.$/);
    }
    const feed = await stage.db.feed.findFirstOrThrow({
      where: { url: { endsWith: `/hostile-${i}.xml` } },
      include: { show: true },
    });
    if (result.status === "failed") expect(feed.lastError).toBe(result.error);
    expect(feed.nextCheckAt.getTime()).toBeGreaterThan(Date.now());
    expect(feed.show.title).not.toMatch(/[<>]/);
    expect(feed.show.title.length).toBeLessThanOrEqual(300);
  });

  it("keep no memory, and no other feed from being polled", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    collect();
    const before = process.memoryUsage().rss;
    await subscribeShow(stage.context, { url: `${server.origin}/good.xml` });
    await makeAllFeedsDue(stage.db, stage.context.now());
    const results = new Map<string, PollResult>();
    const { polled } = await pollFeeds(stage.context, (feed, result) =>
      results.set(new URL(feed.url).pathname, result),
    );
    expect(polled).toBe(Object.keys(hostile).length + 1);
    expect(results.get("/good.xml")).toEqual({ status: "updated", newEpisodes: 1 });
    expect(await stage.db.feed.count({ where: { claimedUntil: { not: null } } })).toBe(0);
    collect();
    expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(100);
  });
});
