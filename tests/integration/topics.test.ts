import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { assignStories } from "../../lib/stories/assign-stories";
import { dropTopic, putTopics, updateShippedTopics } from "../../lib/topics/edit-topics";
import { listTopics, seedTopics } from "../../lib/topics/store";
import { writeTopicList } from "../../lib/topics/topic-list";
import { shippedTopics } from "../../lib/topics/topics";
import { runJob } from "../support/run-job";
import { tell } from "../support/stage-rows";
import { testSettings } from "../support/test-pipeline";
import { startTestStage, type TestStage } from "../support/test-stage";

describe("topics that the operator edits", () => {
  let stage: TestStage;
  beforeEach(async () => {
    stage = await startTestStage();
  });
  afterEach(() => stage.stop());

  const rents = {
    show: "Kitchen Table",
    publishedAt: new Date(Date.now() - 3600_000),
    headline: "Port Merrow's rents fell",
    body: "Port Merrow's rents fell 9 percent in the two years after it scrapped parking minimums.",
  };
  const topicsOf = async (insightId: string) =>
    (await stage.db.insightTopic.findMany({ where: { insightId }, orderBy: { topicSlug: "asc" } })).map(
      (row) => row.topicSlug,
    );
  const parking = { slug: "parking", name: "Parking", description: "", phrases: ["parking minimum"] };

  it("begin as shipped, and keep edits and removals over restarts", async () => {
    expect(await listTopics(stage.db)).toEqual(shippedTopics);
    const [first, second] = shippedTopics;
    if (!first || !second) throw new Error("There are shipped topics.");
    await putTopics(stage.context, [{ ...first, name: "Renamed" }]);
    await dropTopic(stage.context, second.slug);
    await putTopics(stage.context, [parking]);
    await seedTopics(stage.db);
    const list = await listTopics(stage.db);
    expect(list).toEqual([{ ...first, name: "Renamed" }, ...shippedTopics.slice(2), parking]);
  });

  it("follow the shipped list where they were left alone", async () => {
    const slug = shippedTopics[3]?.slug ?? "";
    // As an older version had shipped it.
    await stage.db.topic.update({ where: { slug }, data: { phrases: ["an older phrase"] } });
    await stage.db.topicSeed.delete({ where: { slug } });
    await seedTopics(stage.db);
    expect(await listTopics(stage.db)).toEqual(shippedTopics);
  });

  it("find what was read before, too, once a new version ships other phrases", async () => {
    const id = await tell(stage.db, {
      ...rents,
      headline: "Rents fell",
      body: "The zoning reform cut rents by a tenth.",
    });
    // As an older version had shipped it.
    await stage.db.topic.update({ where: { slug: "law-policy" }, data: { phrases: ["an older phrase"] } });
    await stage.db.topicSeed.delete({ where: { slug: "law-policy" } });
    await assignStories(stage.context);
    expect(await topicsOf(id)).not.toContain("law-policy");
    await updateShippedTopics(stage.db, stage.context.now());
    expect(await topicsOf(id)).toContain("law-policy");
    await stage.db.insightTopic.deleteMany();
    // Nothing is read again where nothing changed.
    await updateShippedTopics(stage.db, stage.context.now());
    expect(await topicsOf(id)).toEqual([]);
  });

  it("are those that insights get, also the ones read before the edit", async () => {
    const before = await tell(stage.db, rents);
    await assignStories(stage.context);
    expect(await topicsOf(before)).toEqual([]);
    expect(await putTopics(stage.context, [parking])).toEqual({ retagged: 1, readers: 0 });
    expect(await topicsOf(before)).toEqual(["parking"]);
    const after = await tell(stage.db, { ...rents, headline: "Rents fell in Port Merrow" });
    await assignStories(stage.context);
    expect(await topicsOf(after)).toEqual(["parking"]);
    expect(await putTopics(stage.context, [{ ...parking, phrases: ["heliport"] }])).toMatchObject({ retagged: 2 });
    expect(await topicsOf(before)).toEqual([]);
  });

  it("of a model go before phrases, and no edit of phrases takes them back", async () => {
    await putTopics(stage.context, [parking, { ...parking, slug: "rents", phrases: ["rent"] }]);
    const id = await tell(stage.db, rents);
    await stage.db.insight.update({ where: { id }, data: { extractor: "a model" } });
    await stage.db.insightTopic.create({ data: { insightId: id, topicSlug: "parking", weight: 1 } });
    await assignStories(stage.context);
    expect(await topicsOf(id)).toEqual(["parking"]);
    await putTopics(stage.context, [{ ...parking, phrases: ["heliport"] }]);
    expect(await topicsOf(id)).toEqual(["parking"]);
  });

  it("say how many readers followed what is removed", async () => {
    await putTopics(stage.context, [parking]);
    const reader = await stage.db.reader.create({ data: { email: "ann@example.com", feedToken: "t" } });
    await stage.db.follow.create({ data: { readerId: reader.id, topicSlug: "parking" } });
    expect(await putTopics(stage.context, shippedTopics, { replace: true })).toMatchObject({ readers: 1 });
    expect(await stage.db.follow.count()).toBe(0);
    expect(await dropTopic(stage.context, "parking")).toBeNull();
  });
});

describe("topics on the command line", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "overheard topics "));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
  const cli = async (...args: string[]) => {
    const job = runJob("cli.ts", ["topics", ...args], testSettings(dataDir));
    const code = await job.ended;
    return { code, output: job.output() };
  };

  it("are read from a file, and say in one sentence what is wrong", async () => {
    const file = join(dataDir, "topics.txt");
    writeFileSync(file, writeTopicList([{ slug: "parking", name: "Parking", description: "", phrases: ["kerb"] }]));
    const read = await cli("import", file, "--replace");
    expect(read).toEqual({ code: 0, output: "Read one topic. No insights of the last 30 days changed.\n" });
    expect(await cli("list")).toEqual({ code: 0, output: "Parking  (parking)\n  kerb\n" });
    const wrong = await cli("edit", "nowhere", "--name", "No");
    expect(wrong.code).toBe(1);
    expect(wrong.output).toMatch(/^There is no topic with the address "nowhere"/);
  });
});
