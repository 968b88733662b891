import { beforeEach, describe, expect, it } from "vitest";
import { readAgain } from "../../jobs/read-again";
import { buildDigest } from "../../lib/digests/build-digest";
import { extractInsights } from "../../lib/insights/extract-insights";
import { assignStories } from "../../lib/stories/assign-stories";
import { retractInsight } from "../../lib/stories/retract-insight";
import { readScenes, type Scene } from "../support/labelled-pairs";
import { addSceneEpisode } from "../support/model-episode";
import { useModelStage } from "../support/model-stage";
import { mindOf } from "../support/scene-mind";

const scenes = readScenes().slice(0, 5);
const all = { isForced: false };

/** The claim in other words, as a newer prompt would have it. */
const reworded = (scene: Scene) => ({
  body: scene.body.replace(/\.$/, ", as was said."),
});

describe("reading episodes anew", () => {
  const model = useModelStage();
  let episodeId: string;
  const digest = () => buildDigest(model.context, { date: new Date().toISOString().slice(0, 10) });

  beforeEach(async () => {
    model.serve(mindOf(scenes));
    episodeId = await addSceneEpisode(model.stage.db, scenes, { publishedAt: new Date(Date.now() - 3600_000) });
    await extractInsights(model.context, { episodeId });
    await assignStories(model.context);
  });

  it("does nothing where the same model and prompt have read all", async () => {
    const before = model.service.asked.length;
    expect(await readAgain(model.context, all, () => {})).toEqual([]);
    expect(await readAgain(model.context, { isForced: true }, () => {})).toHaveLength(1);
    expect(model.service.asked.length).toBe(before);
  });

  it("leaves alone what is left of a transcript that was trimmed", async () => {
    await model.stage.db.transcript.updateMany({ data: { trimmedAt: new Date() } });
    expect(await readAgain(model.context, { isForced: true }, () => {})).toEqual([]);
  });

  it("keeps addresses, stories, digests and readers of what is found again", async () => {
    const before = await model.insights(episodeId);
    expect(before).toHaveLength(5);
    await digest();
    const items = await model.stage.db.digestItem.findMany({ orderBy: { rank: "asc" } });
    expect(items.length).toBeGreaterThan(0);
    await model.stage.db.insight.updateMany({ data: { promptVersion: "an older one" } });
    const shown = new Set(items.map(({ insightId }) => insightId));
    // The newer prompt does not find the last two; one of them is nobody's.
    const [, , , fourth, fifth] = scenes;
    const lost = before.filter(({ headline }) => headline === fourth?.headline || headline === fifth?.headline);
    configureNewer();
    const [result] = await readAgain(model.context, all, () => {});
    await assignStories(model.context);
    const after = await model.insights(episodeId);
    const left = lost.filter(({ id }) => shown.has(id));
    expect(result?.outcome).toEqual({ kept: 3, added: 0, removed: lost.length - left.length, left: left.length });
    const ids = new Set(after.map(({ id }) => id));
    for (const insight of before) {
      const isGone = lost.includes(insight) && !shown.has(insight.id);
      expect(ids.has(insight.id)).toBe(!isGone);
      const now = after.find(({ id }) => id === insight.id);
      if (now) expect(now.storyId).toBe(insight.storyId);
      if (now && !lost.includes(insight)) expect(now.body).toContain("as was said");
      if (now && !lost.includes(insight)) expect(now.embedding).not.toBeNull();
    }
    expect(await model.stage.db.digestItem.findMany({ orderBy: { rank: "asc" } })).toEqual(items);
    expect((await model.stage.db.story.findMany({ where: { insights: { none: {} } } })).length).toBe(0);
    expect((await model.episode(episodeId)).stage).toBe("placed");
  });

  it("takes over from the speakers' own words, and leaves what was withdrawn withdrawn", async () => {
    const [first] = await model.insights(episodeId);
    await retractInsight(model.context, { insightId: first?.id ?? "", note: "The figure is wrong." });
    await model.stage.db.insight.updateMany({ data: { extractor: "verbatim", promptVersion: null, model: null } });
    configureNewer(() => true);
    const [result] = await readAgain(model.context, all, () => {});
    expect(result?.outcome).toMatchObject({ kept: 5, added: 0 });
    const after = await model.insights(episodeId);
    const withdrawn = after.find(({ id }) => id === first?.id);
    expect(withdrawn).toMatchObject({ retractionNote: "The figure is wrong.", body: first?.body });
    expect(after.filter(({ extractor }) => extractor === "openai")).toHaveLength(4);
  });

  it("stops where the model wants a pause, and leaves all as it was", async () => {
    await model.stage.db.insight.updateMany({ data: { promptVersion: "an older one" } });
    model.configure({ INSIGHT_MODEL: "gpt-6-sol", INSIGHT_API_KEY: crypto.randomUUID() });
    model.serve(() => ({ status: 401 }));
    const before = await model.insights(episodeId);
    const [result] = await readAgain(model.context, all, () => {});
    expect(result?.outcome).toMatchObject({ reason: expect.stringContaining("does not accept the key") });
    expect(await model.insights(episodeId)).toEqual(before);
    expect((await model.episode(episodeId)).stage).toBe("placed");
  });

  function configureNewer(finds: (scene: Scene) => boolean = (scene) => scenes.indexOf(scene) < 3) {
    model.configure({ INSIGHT_MODEL: "gpt-6-sol" });
    model.serve(mindOf(scenes.filter(finds), reworded));
  }
});
