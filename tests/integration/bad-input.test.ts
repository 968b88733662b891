import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Publisher, startPublisher } from "../../jobs/demo/publisher";
import { sampleShows } from "../../jobs/demo/shows";
import { listShows } from "../../lib/feeds/views";
import { readFeeds, startInstallation, type TestInstallation } from "../support/test-pipeline";

const page =
  "<!doctype html><html><head><title>Not found</title></head><body><h1>404</h1><p>The page you are looking for is not here.</p></body></html>";

function feedXml(base: string): string {
  const item = (title: string, extra: string) =>
    `<item><title>${title}</title><pubDate>${new Date(Date.now() - 3600_000).toUTCString()}</pubDate><enclosure url="${base}/${title}.mp3" type="audio/mpeg" length="1"/>${extra}</item>`;
  return `<?xml version="1.0"?><rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Odd Ends</title><description>x</description>
${item("error-page", `<guid>1</guid><podcast:transcript url="${base}/missing.vtt" type="text/vtt"/>`)}
${item("empty", `<guid>2</guid><podcast:transcript url="${base}/empty.vtt" type="text/vtt"/>`)}
${item("no-guid", "")}
${item("empty-guid", "<guid/>")}
</channel></rss>`;
}

describe("bad input beside good shows", () => {
  let publisher: Publisher;
  let server: Server;
  let base = "";
  let installation: TestInstallation;

  beforeAll(async () => {
    publisher = await startPublisher();
    server = createServer((request, response) => {
      if (request.url === "/odd.xml")
        response.writeHead(200, { "content-type": "application/rss+xml" }).end(feedXml(base));
      else if (request.url === "/page.xml") response.writeHead(200, { "content-type": "text/html" }).end(page);
      else if (request.url === "/empty.vtt") response.writeHead(200, { "content-type": "text/vtt" }).end("");
      else response.writeHead(200, { "content-type": "text/html" }).end(page);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    base = address && typeof address === "object" ? `http://127.0.0.1:${address.port}` : "";
    installation = await startInstallation();
    await readFeeds(installation.workplace, [
      `${base}/page.xml`,
      "http://127.0.0.1:9/feed.xml",
      `${base}/odd.xml`,
      publisher.feeds[0]?.url ?? "",
    ]);
  }, 120_000);
  afterAll(async () => {
    await installation.stop();
    await publisher.stop();
    await new Promise((resolve) => server.close(resolve));
  });

  const feedError = async (url: string) =>
    (await listShows(installation.workplace.context.db)).find((show) => show.feedUrl === url)?.lastError;

  it("says of a feed that is not XML what came instead", async () => {
    expect(await feedError(`${base}/page.xml`)).toMatch(/web page|not .*(XML|feed)/i);
  });

  it("says of an unreachable host that it is", async () => {
    expect(await feedError("http://127.0.0.1:9/feed.xml")).toMatch(/127\.0\.0\.1/);
  });

  it("says of each bad transcript what is wrong with it", async () => {
    const episodes = await installation.workplace.context.db.episode.findMany({
      where: { show: { title: "Odd Ends" } },
    });
    const reason = (title: string) => episodes.find((episode) => episode.title === title);
    expect(reason("error-page")).toMatchObject({ stage: "waiting", stageReason: expect.stringMatching(/page|HTML/i) });
    expect(reason("empty")).toMatchObject({ stage: "waiting", stageReason: expect.stringMatching(/empty/i) });
  });

  it("identifies episodes without a guid", async () => {
    const episodes = await installation.workplace.context.db.episode.findMany({
      where: { show: { title: "Odd Ends" } },
    });
    expect(episodes.map((episode) => episode.title).sort()).toEqual(["empty", "empty-guid", "error-page", "no-guid"]);
    expect(new Set(episodes.map((episode) => episode.guid)).size).toBe(4);
  });

  it("never stops the other shows", async () => {
    const placed = await installation.workplace.context.db.episode.count({ where: { stage: "placed" } });
    expect(placed).toBe(sampleShows()[0]?.episodes.length);
  });
});
