import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { pollFeeds } from "../../lib/feeds/poll-feeds";
import { claimDueFeeds } from "../../lib/feeds/store";
import { subscribeShow } from "../../lib/feeds/subscribe-show";
import { startServer, type TestServer } from "../support/test-server";
import { startTestStage, type TestStage } from "../support/test-stage";

const xml = (name: string) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>${name}</title><item><title>The one of ${name}</title><guid>${name}</guid><enclosure url="https://media.example/${name}.mp3" type="audio/mpeg" length="1"/></item></channel></rss>`;

describe("polling all feeds that are due", () => {
  let stage: TestStage;
  let server: TestServer;
  const add = async (host: number, name: string) => {
    server.routes.set(`/${name}.xml`, (_, response) => response.end(xml(name)));
    await subscribeShow(stage.context, { url: `${server.origins[host]}/${name}.xml` });
  };

  beforeAll(async () => {
    stage = await startTestStage();
    server = await startServer(120);
  });
  afterAll(async () => {
    await stage.stop();
    await server.stop();
  });
  beforeEach(async () => {
    await stage.db.show.deleteMany();
    stage.enqueued.length = 0;
    server.requests.length = 0;
  });

  it("asks for each exactly once, whatever number of workers take part", async () => {
    for (let i = 0; i < 120; i++) await add(i % 30, `show-${i}`);
    const counts = await Promise.all(Array.from({ length: 4 }, () => pollFeeds(stage.context)));
    expect(counts.reduce((sum, { polled }) => sum + polled, 0)).toBe(120);
    expect(counts.reduce((sum, { newEpisodes }) => sum + newEpisodes, 0)).toBe(120);
    expect(server.requests).toHaveLength(120);
    expect(await stage.db.episode.count()).toBe(120);
    expect(await pollFeeds(stage.context)).toEqual({ polled: 0, failed: 0, newEpisodes: 0 });
    expect(await stage.db.feed.count({ where: { claimedUntil: { not: null } } })).toBe(0);
  });

  it("sends at most two requests at once to a host, whatever number of workers take part", async () => {
    let now = 0;
    let most = 0;
    for (let i = 0; i < 24; i++) {
      await add(1, `same-host-${i}`);
      server.routes.set(`/same-host-${i}.xml`, (_, response) => {
        most = Math.max(most, ++now);
        setTimeout(() => {
          now--;
          response.end(xml(`same-host-${i}`));
        }, 20);
      });
    }
    // Host slots are a process's own; claims are what keeps workers of other processes away.
    const claim = { most: 10, mostPerHost: 4, ownHosts: [], fullHosts: [] };
    const at = new Date();
    const [first, second] = await Promise.all(
      [1, 2].map(() => claimDueFeeds(stage.db, { ...claim, now: at, until: new Date(at.getTime() + 60_000) })),
    );
    expect([first?.length, second?.length].sort()).toEqual([0, 4]);
    await stage.db.feed.updateMany({ data: { claimedUntil: null } });
    expect((await pollFeeds(stage.context)).polled).toBe(24);
    expect(most).toBe(2);
  });

  it("does not wait for slow hosts", async () => {
    const slow: (() => void)[] = [];
    for (let i = 0; i < 60; i++) {
      await add(100 + (i % 6), `slow-${i}`);
      server.routes.set(`/slow-${i}.xml`, (_, response) => slow.push(() => response.end(xml(`slow-${i}`))));
    }
    for (let i = 0; i < 100; i++) await add(i % 20, `quick-${i}`);
    const done: string[] = [];
    let allQuick = () => {};
    const quick = new Promise<void>((resolve) => {
      allQuick = resolve;
    });
    const run = pollFeeds(stage.context, (feed) => {
      done.push(feed.url);
      if (done.filter((url) => url.includes("/quick-")).length === 100) allQuick();
    });
    await quick;
    expect(done).toHaveLength(100);
    // What becomes due meanwhile is not held up either.
    await add(50, "late");
    while (!done.some((url) => url.endsWith("/late.xml"))) await new Promise((resolve) => setTimeout(resolve, 50));
    const answering = setInterval(() => {
      for (const answer of slow.splice(0)) answer();
    }, 5);
    expect((await run).polled).toBe(161);
    clearInterval(answering);
  });

  it("goes on with a host that was full while the database looked and is free after", async () => {
    const held: (() => void)[] = [];
    let isHeld = true;
    for (let i = 0; i < 8; i++) {
      await add(1, `full-${i}`);
      server.routes.set(`/full-${i}.xml`, (_, response) => {
        const answer = () => response.end(xml(`full-${i}`));
        if (isHeld) held.push(answer);
        else answer();
      });
    }
    let done = 0;
    let allOfFirst = () => {};
    const first = new Promise<void>((resolve) => {
      allOfFirst = resolve;
    });
    // A slow database: its answer that nothing can be claimed arrives when all that kept the host full are done.
    const db = new Proxy(stage.db, {
      get: (target, name) =>
        name === "$transaction"
          ? async (work: Parameters<typeof target.$transaction>[0]) => {
              const result: unknown = await target.$transaction(work as never);
              if (isHeld && Array.isArray(result) && result.length === 0) {
                isHeld = false;
                for (const answer of held) answer();
                await first;
                await new Promise((resolve) => setTimeout(resolve, 50));
              }
              return result;
            }
          : Reflect.get(target, name),
    });
    const { polled } = await pollFeeds({ ...stage.context, db }, () => {
      if (++done === 4) allOfFirst();
    });
    expect(isHeld).toBe(false);
    expect(polled).toBe(8);
  });

  it("keeps what it is looking at for longer than a claim lasts", async () => {
    await add(1, "long");
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      server.routes.set("/long.xml", (_, response) => {
        answer = () => response.end(xml("long"));
        resolve();
      });
    });
    const context = { ...stage.context, now: () => new Date() };
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const run = pollFeeds(context);
      await asked;
      const until = async () => (await stage.db.feed.findFirstOrThrow()).claimedUntil ?? new Date(0);
      for (let seconds = 0; seconds < 100; seconds += 20) {
        const before = await until();
        vi.setSystemTime(Date.now() + 20_000);
        await vi.waitFor(async () => expect((await until()).getTime()).toBeGreaterThan(before.getTime()), {
          timeout: 20_000,
          interval: 50,
        });
      }
      const claim = { most: 10, mostPerHost: 4, ownHosts: [], fullHosts: [] };
      const now = new Date();
      expect(await claimDueFeeds(stage.db, { ...claim, now, until: now })).toEqual([]);
      answer();
      expect((await run).polled).toBe(1);
      expect((await stage.db.feed.findFirstOrThrow()).claimedUntil).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it("leaves a dead worker's feeds to others once its claim has ended", async () => {
    await add(1, "claimed");
    const at = new Date();
    await claimDueFeeds(stage.db, {
      now: at,
      until: new Date(at.getTime() + 60_000),
      ...{ most: 10, mostPerHost: 4, ownHosts: [], fullHosts: [] },
    });
    expect((await pollFeeds(stage.context)).polled).toBe(0);
    const later = { ...stage.context, now: () => new Date(at.getTime() + 61_000) };
    expect((await pollFeeds(later)).polled).toBe(1);
  });

  it("calls other workers when there is more than it takes on at once", async () => {
    for (let i = 0; i < 120; i++) await add(i, `many-${i}`);
    stage.enqueued.length = 0;
    await pollFeeds(stage.context);
    expect(stage.enqueued.some((job) => job.name === "poll-feeds")).toBe(true);
  });
});
