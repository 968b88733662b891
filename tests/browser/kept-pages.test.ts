import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeShow } from "../../jobs/remove-show";
import { buildDigest } from "../../lib/digests/build-digest";
import { pageTags } from "../../lib/digests/page-tags";
import { publishedChanges, publishedState } from "../../lib/digests/published-changes";
import { assignStories } from "../../lib/stories/assign-stories";
import { retractInsight } from "../../lib/stories/retract-insight";
import { tell } from "../support/stage-rows";
import { startInstallation, type TestInstallation } from "../support/test-pipeline";
import { signInReader, type TestReader } from "../support/test-readers";
import { startWeb, type TestWeb } from "../support/test-web";

const dayMs = 24 * 3600_000;
const dateOf = (at: Date) => at.toISOString().slice(0, 10);

describe("pages that are kept ready", () => {
  let installation: TestInstallation;
  let web: TestWeb;
  let ada: TestReader;
  const ids: Record<"cold" | "bus", { insight: string; story: string; show: string }> = {
    cold: { insight: "", story: "", show: "" },
    bus: { insight: "", story: "", show: "" },
  };
  const now = new Date();
  const today = dateOf(now);
  const yesterday = dateOf(new Date(now.getTime() - dayMs));
  const context = () => installation.workplace.context;

  beforeAll(async () => {
    installation = await startInstallation();
    const { db } = context();
    const told = {
      cold: await tell(db, {
        show: "Cold Chain",
        publishedAt: new Date(now.getTime() - dayMs - 3600_000),
        headline: "Reefers idle for a third of their lives",
        body: "A refrigerated container stands still for 34 percent of its life, and burns power all the while.",
      }),
      bus: await tell(db, {
        show: "Night Bus",
        publishedAt: new Date(now.getTime() - dayMs - 7200_000),
        headline: "Night buses earn more than they cost after 1 am",
        body: "After one in the morning a night bus carries 41 people on average, and pays for itself.",
      }),
    };
    const last = await tell(db, {
      show: "Garden Shed",
      publishedAt: new Date(now.getTime() - 3 * dayMs),
      headline: "Compost heats itself to seventy degrees",
      body: "A heap of compost of two cubic metres heats itself to seventy degrees within a week.",
    });
    await assignStories(context());
    const asOf = new Date(now.getTime() - dayMs);
    // Placed well before the last one, so that what is placed next is not of their time.
    await db.insight.updateMany({ data: { placedAt: new Date(asOf.getTime() - 60_000) } });
    await db.insight.update({ where: { id: last }, data: { placedAt: asOf, quality: 0.1 } });
    await buildDigest(context(), { date: yesterday, asOf });
    for (const name of ["cold", "bus"] as const) {
      const row = await db.insight.findUniqueOrThrow({ where: { id: told[name] }, include: { episode: true } });
      ids[name] = { insight: row.id, story: row.storyId ?? "", show: row.episode.showId };
    }
    const [coldTopic, busTopic] = await db.topic.findMany({ take: 2, orderBy: { position: "asc" } });
    await db.insightTopic.deleteMany();
    for (const [insightId, topic] of [
      [told.cold, coldTopic],
      [told.bus, busTopic],
    ] as const)
      await db.insightTopic.create({ data: { insightId, topicSlug: topic?.slug ?? "", weight: 1 } });
    Object.assign(topics, { cold: coldTopic?.slug, bus: busTopic?.slug });
    ada = await signInReader(installation, "ada@example.com");
    web = await startWeb(installation.settings, installation.workplace.url);
  });
  afterAll(async () => {
    await web?.stop();
    await installation?.stop();
  });
  const topics = { cold: "", bus: "" };

  const ofOne = (name: "cold" | "bus") => [
    `/insights/${ids[name].insight}`,
    `/stories/${ids[name].story}`,
    `/shows/${ids[name].show}`,
    `/topics/${topics[name]}`,
  ];
  const everywhere = () => ["/", "/digests", "/shows", "/topics", `/digests/${yesterday}`];

  /** Asks with an address of its own each time, so that no answer of the same second serves. */
  let asked = 0;
  async function kept(path: string): Promise<"HIT" | "MISS" | string> {
    const response = await fetch(`${web.origin}${path}?again=${asked++}`);
    await response.arrayBuffer();
    return response.headers.get("x-nextjs-cache") ?? "never";
  }
  async function keepAll(): Promise<void> {
    for (const path of [...everywhere(), ...ofOne("cold"), ...ofOne("bus")]) {
      await kept(path);
      expect(await kept(path), path).toBe("HIT");
    }
  }
  /** The paths that were made anew, in the order of `paths`. */
  async function madeAnew(paths: string[]): Promise<string[]> {
    const anew: string[] = [];
    for (const path of paths) if ((await kept(path)) !== "HIT") anew.push(path);
    return anew;
  }
  const text = async (path: string) => (await fetch(`${web.origin}${path}?again=${asked++}`)).text();

  it("are the same for every visitor, and never a reader's", async () => {
    await keepAll();
    for (const path of [...everywhere(), ...ofOne("cold")]) {
      const response = await fetch(web.origin + path, {
        headers: { cookie: `${ada.cookie.name}=${ada.cookie.value}` },
      });
      const html = await response.text();
      expect(html, path).toContain("data-reader");
      expect(response.headers.get("cache-control"), path).toMatch(/no-store/);
      expect(response.headers.get("x-nextjs-cache"), path).toBeNull();
      expect(await text(path), path).not.toContain('data-reader=""');
    }
    expect(await kept("/shows?page=1&x=")).toBe("never");
  });

  it("are made anew only where they show what was published", async () => {
    await keepAll();
    const { db } = context();
    await tell(db, {
      show: "Cold Chain",
      publishedAt: now,
      headline: "Tomatoes last twice as long at twelve degrees",
      body: "A tomato that is kept at twelve degrees lasts 21 days, twice as long as in a fridge.",
    });
    await assignStories(context());
    const show = `/shows/${ids.cold.show}`;
    await expect.poll(() => kept(show), { timeout: 10_000 }).not.toBe("HIT");
    expect(await text(show)).toContain("Tomatoes last twice as long");
    expect(await madeAnew(["/", "/digests", `/digests/${yesterday}`, ...ofOne("bus")])).toEqual([]);

    await buildDigest(context(), { date: today });
    await expect.poll(() => text("/"), { timeout: 10_000 }).toContain("Tomatoes last twice as long");
    // The day before leads on to it.
    expect(await text(`/digests/${yesterday}`)).toContain(`href="/digests/${today}"`);
    expect(await text("/digests")).toContain("Tomatoes");
    expect(await madeAnew([`/shows/${ids.bus.show}`, `/topics/${topics.bus}`])).toEqual([]);
  });

  it("show nothing that was withdrawn, and stay where it was not shown", async () => {
    await keepAll();
    await retractInsight(context(), { insightId: ids.cold.insight, note: "It was half of their lives." });
    await expect.poll(() => text(`/insights/${ids.cold.insight}`), { timeout: 10_000 }).toContain("was withdrawn");
    for (const path of [...everywhere(), ...ofOne("cold")])
      expect((await text(path)).includes("Reefers idle for a third"), path).toBe(false);
    expect(await madeAnew(ofOne("bus"))).toEqual([]);
    const cookie = `${ada.cookie.name}=${ada.cookie.value}`;
    const readers = await fetch(`${web.origin}/insights/${ids.cold.insight}`, { headers: { cookie } });
    expect(await readers.text()).toContain("data-reader");
  });

  it("are all made anew when a show is removed", async () => {
    await removeShow(context(), ids.bus.show);
    const shows = async (path: string) => (await text(path)).includes("Night buses earn more");
    for (const path of [...everywhere(), ...ofOne("bus")])
      await expect.poll(() => shows(path), { timeout: 10_000, message: path }).toBe(false);
    const gone = await fetch(`${web.origin}/insights/${ids.bus.insight}`);
    expect(gone.status).toBe(404);
  });

  it("name what has changed, and nothing where nothing has", async () => {
    const { db } = context();
    const before = await publishedState(db);
    expect(await publishedChanges(db, before, await publishedState(db))).toEqual([]);
    const id = await tell(db, {
      show: "Cold Chain",
      publishedAt: new Date(),
      headline: "Bananas ripen in ships' holds by the minute",
      body: "A hold of 6,000 tonnes of bananas ripens within four days once the gas is let in, says Ines Marques.",
    });
    await db.insight.update({ where: { id }, data: { speaker: "Inés Márques" } });
    await assignStories(context());
    const { storyId } = await db.insight.findUniqueOrThrow({ where: { id } });
    const changes = await publishedChanges(db, before, await publishedState(db));
    expect(changes).toEqual(
      expect.arrayContaining([
        pageTags.story(storyId ?? ""),
        pageTags.show(ids.cold.show),
        pageTags.person("ines-marques"),
        pageTags.topics,
      ]),
    );
    expect(changes).not.toContain(pageTags.everything);
    expect(changes).not.toContain(pageTags.digests);
  });
});
