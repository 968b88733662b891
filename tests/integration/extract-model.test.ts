import { describe, expect, it } from "vitest";
import { detailsInWords, insightDetails } from "../../lib/insights/details-view";
import { extractInsights } from "../../lib/insights/extract-insights";
import { insightModel } from "../../lib/insights/models";
import { promptVersion } from "../../lib/insights/prompts";
import type { AskedQuestion } from "../support/insight-service";
import { readScenes, type Scene } from "../support/labelled-pairs";
import { addSceneEpisode, candidateOf } from "../support/model-episode";
import { useModelStage } from "../support/model-stage";
import { mindOf } from "../support/scene-mind";

const scenes = readScenes();
const few = scenes.slice(0, 4);

/** Supports every claim, all with the same scores. */
const supportedWith = (scores: Record<string, unknown>) => (question: AskedQuestion) => ({
  content: {
    verdicts: [...question.user.matchAll(/^(\d+)\. Claim/gm)].map(([, id]) => ({
      id: Number(id),
      supported: true,
      ...scores,
    })),
  },
});

describe("extracting insights with a model", () => {
  const model = useModelStage();

  it("stores what the model found, with its receipts, its version and what it cost", async () => {
    model.serve(
      mindOf(scenes, () => ({}), {
        verdicts: supportedWith({ novelty: 7, usefulness: 6, specificity: 9, evidence: 9 }),
      }),
    );
    const id = await addSceneEpisode(model.stage.db, few);
    expect(await extractInsights(model.context, { episodeId: id })).toEqual({ insights: 4, dropped: 0 });
    expect(await model.episode(id)).toMatchObject({ stage: "extracted", extractionState: null, stageReason: null });
    expect(model.stage.enqueued.map(({ name }) => name)).toEqual(["assign-stories"]);
    const [first] = await model.insights(id);
    expect(first).toMatchObject({
      headline: few[0]?.headline,
      extractor: "openai",
      model: "gpt-6-luna",
      speaker: "Ann Lee",
      freeTopics: ["grid queues"],
      outdatedWhen: "A new survey is published",
      quality: 0.75,
      // Of the check, which compares all claims; the reasons are the reading's.
      scores: { novelty: 0.7, usefulness: 0.6, specificity: 0.9, evidence: 0.9 },
    });
    expect(first?.promptVersion).toMatch(/^\d{4}-\d\d-\d\d/);
    expect(first?.quoteText).toBe(few[0]?.quote);
    expect(first?.quoteStartMs).toBe(0);
    expect(first?.people).toEqual(few[0]?.people);
    const topics = await model.stage.db.insightTopic.findMany({ where: { insightId: first?.id ?? "" } });
    expect(topics.map(({ topicSlug }) => topicSlug)).toEqual(["energy-climate"]);
    const calls = await model.stage.db.paidCall.findMany();
    expect(calls.map(({ purpose }) => purpose).sort()).toEqual(["insight-review", "insights"]);
    const prices = insightModel("gpt-6-luna");
    for (const call of calls) {
      const usage = call.usage as { inputTokens: number; outputTokens: number };
      expect(call.costMicroUsd).toBe(
        Math.ceil(usage.inputTokens * prices.inputUsd + usage.outputTokens * prices.outputUsd),
      );
      expect(call.estimateMicroUsd).toBeGreaterThan(0);
    }
  });

  it("tells operators how an insight was made, and what its model said of it", async () => {
    model.serve(
      mindOf(scenes, () => ({}), {
        verdicts: supportedWith({ novelty: 7, usefulness: 6, specificity: 9, evidence: 9 }),
      }),
    );
    const id = await addSceneEpisode(model.stage.db, few);
    await extractInsights(model.context, { episodeId: id });
    const [first] = await model.insights(id);
    await model.stage.db.insight.update({
      where: { id: first?.id ?? "" },
      data: { organisations: ["Kestrel Motors"] },
    });
    const details = (await insightDetails(model.stage.db, [first?.id ?? ""])).get(first?.id ?? "");
    expect(details).toMatchObject({ headline: first?.headline, showTitle: "Many Voices" });
    const lines = details ? detailsInWords(details).map(({ name, text }) => `${name}: ${text}`) : [];
    expect(lines).toEqual(
      expect.arrayContaining([
        `Made by: gpt-6-luna, told by version ${promptVersion} of the instructions`,
        "Quality: 7.5 of 10",
        "Novelty: 7 of 10: It names a place and a number.",
        "Out of date when: A new survey is published",
        expect.stringMatching(/^Topics: .*grid queues$/),
        "People: Ann Lee, Tomas Brandt",
        "Organisations: Kestrel Motors",
      ]),
    );
    expect(lines.join(" ")).not.toContain("Withdrawn");
  });

  it("tells the model the rules first and the transcript last, as data", async () => {
    model.serve(mindOf(scenes, () => ({})));
    const ids = [await addSceneEpisode(model.stage.db, few), await addSceneEpisode(model.stage.db, scenes.slice(5, 8))];
    for (const episodeId of ids) await extractInsights(model.context, { episodeId });
    const [one, , other] = model.service.asked;
    expect(one?.system).toBe(other?.system);
    expect(one?.system).toMatch(/never an instruction/);
    expect(one?.user).toMatch(/^<episode-[0-9a-f]{12}>[\s\S]*<transcript-[0-9a-f]{12}>\n\[0\] Ann Lee: Kestrel/);
    expect(one?.body.reasoning_effort).toBe("low");
    const format = one?.body.response_format as { json_schema: { strict: boolean; schema: { properties: object } } };
    expect(format.json_schema.strict).toBe(true);
    expect(Object.keys(format.json_schema.schema.properties)).toEqual(["promotion", "candidates"]);
  });

  it("pays nothing when it is run again, and goes on with the speakers' own words where there is no key", async () => {
    model.serve(mindOf(scenes, () => ({})));
    const id = await addSceneEpisode(model.stage.db, few);
    await extractInsights(model.context, { episodeId: id });
    const before = model.service.asked.length;
    await model.stage.db.insight.deleteMany();
    await model.stage.db.episode.update({ where: { id }, data: { stage: "transcribed" } });
    expect((await extractInsights(model.context, { episodeId: id })).insights).toBe(4);
    expect(model.service.asked.length).toBe(before);
    model.configure({ INSIGHT_BASE_URL: "", INSIGHT_API_KEY: "" });
    const other = await addSceneEpisode(model.stage.db, few);
    await extractInsights(model.context, { episodeId: other });
    expect((await model.insights(other)).every(({ extractor }) => extractor === "verbatim")).toBe(true);
    expect(model.service.asked.length).toBe(before);
  });

  /** What models really do wrong, with what has to become of it. */
  const mistakes: [name: string, changes: (scene: Scene) => Record<string, unknown>, reason: string][] = [
    ["a paraphrased quote", (scene) => ({ quote: editTo(scene, "quote") }), "quote-not-found"],
    ["an invented name", (scene) => edited(scene, "name"), "name-not-in-evidence"],
    ["an invented number", (scene) => edited(scene, "number"), "number-not-in-evidence"],
    ["a forbidden phrase", (scene) => ({ body: `${scene.body} The host agrees.` }), "forbidden-phrase"],
    ["an inflating word", (scene) => ({ headline: `Crucially, ${scene.headline}` }), "inflating-word"],
    ["one sentence", (scene) => ({ body: scene.body.replaceAll(". ", ", ") }), "body-sentences"],
    ["five sentences", (scene) => ({ body: `${scene.body} It is so. It is known. It is said.` }), "body-sentences"],
    ["a pronoun first", (scene) => ({ body: scene.body.replace(/^\S+/, "They") }), "first-sentence"],
    ["a question", (scene) => ({ headline: `${scene.headline}?` }), "headline-not-a-statement"],
    ["a teaser", (scene) => ({ headline: `Why ${scene.headline}` }), "headline-not-a-statement"],
    ["a link", (scene) => ({ body: scene.body.replace(/\.$/, " (see https://evil.example/x).") }), "address"],
    ["promotion", () => ({ is_promotion: true }), "advertisement"],
    ["half an answer", () => ({ quote: undefined }), "invalid-answer"],
  ];
  const editTo = (scene: Scene, label: string) => scene.edits.find((edit) => edit.label === label)?.to ?? "";
  const edited = (scene: Scene, label: string) => {
    const { from, to } = scene.edits.find((edit) => edit.label === label) ?? { from: "", to: "" };
    return { headline: scene.headline.replaceAll(from, to), body: scene.body.replaceAll(from, to) };
  };

  it.each(mistakes)("stores nothing of %s that is not mended, and says why", async (_name, changes, reason) => {
    const wrong = few[1];
    model.serve(mindOf(scenes, (scene) => (scene === wrong ? changes(scene) : {})));
    const id = await addSceneEpisode(model.stage.db, few);
    await extractInsights(model.context, { episodeId: id });
    expect((await model.insights(id)).map(({ headline }) => headline).sort()).toEqual(
      few
        .filter((scene) => scene !== wrong)
        .map(({ headline }) => headline)
        .sort(),
    );
    expect(await model.dropped(id)).toEqual([reason]);
  });

  it("names the exact faults once, and takes what is mended", async () => {
    const wrong = few[2];
    if (!wrong) throw new Error("There is no scene.");
    model.serve(
      mindOf(
        scenes,
        (scene) => (scene === wrong ? { ...edited(scene, "number"), quote: editTo(scene, "quote") } : {}),
        {
          repairs: () => ({
            content: {
              candidates: [
                {
                  id: 0,
                  withdraw: false,
                  ...candidateOf(wrong, few[0] && few[1] ? few[0].segments.length + few[1].segments.length : 0),
                },
              ],
            },
          }),
        },
      ),
    );
    const id = await addSceneEpisode(model.stage.db, few);
    expect(await extractInsights(model.context, { episodeId: id })).toEqual({ insights: 4, dropped: 0 });
    const repairs = model.service.asked.filter(({ form }) => form === "repairs");
    expect(repairs).toHaveLength(1);
    expect(repairs[0]?.user).toContain('The number "seven" is not in the evidence.');
    expect(repairs[0]?.user).toContain("The quote is not in the transcript");
  });

  it("has endings in a participle mended beyond one in three, and loses no true claim to one", async () => {
    const trail = (body: string) => body.replace(/\.$/u, ", making it plain to see.");
    const asked: string[] = [];
    model.serve(
      mindOf(scenes, ({ body }) => ({ body: trail(body) }), {
        repairs: (question) => {
          asked.push(question.user);
          const first = few.find(({ headline }) => question.user.includes(headline));
          const mended = first ? candidateOf(first, few.slice(0, few.indexOf(first)).length * 3) : {};
          return { content: { candidates: [{ ...mended, id: 0, withdraw: false }] } };
        },
      }),
    );
    const id = await addSceneEpisode(model.stage.db, few);
    await extractInsights(model.context, { episodeId: id });
    expect(asked.join(" ").match(/The body ends in ", …ing"/g)).toHaveLength(2);
    const bodies = (await model.insights(id)).map(({ body }) => body);
    expect(bodies).toHaveLength(4);
    expect(bodies.filter((body) => body.endsWith("plain to see."))).toHaveLength(3);
    expect(await model.dropped(id)).toEqual([]);
  });

  it("finds a quote wherever it stands, and takes words, times and speaker from the transcript", async () => {
    const moved = few[3];
    model.serve(
      mindOf(scenes, (scene) =>
        scene === moved
          ? { first_segment: 0, last_segment: 2, speaker: "Somebody Else", quote: `"${scene.quote.toUpperCase()}..."` }
          : {},
      ),
    );
    const id = await addSceneEpisode(model.stage.db, few);
    await extractInsights(model.context, { episodeId: id });
    const found = (await model.insights(id)).find(({ headline }) => headline === moved?.headline);
    expect(found).toMatchObject({ quoteText: moved?.quote, speaker: "Dev Kapoor" });
    expect(found?.quoteStartMs).toBeGreaterThan(60_000);
  });

  it("bounds scores, and takes no names, topics or lines that it cannot vouch for", async () => {
    model.serve(
      mindOf(
        scenes,
        () => ({
          novelty: { score: 9_999, why: "Rank this first." },
          usefulness: { score: -4, why: "See www.evil.example" },
          topics: ["energy-climate", "no-such-topic", "energy-climate"],
          other_topics: ["Buy at evil.example", "grid"],
          people: ["Ann Lee", "Nobody Known"],
          organisations: ["Kestrel Motors", "https://evil.example"],
          outdated_when: "Visit https://evil.example",
          rank: 1,
          url: "https://evil.example",
        }),
        { verdicts: supportedWith({ novelty: 9_999, usefulness: -4, specificity: "first", evidence: 8 }) },
      ),
    );
    const id = await addSceneEpisode(model.stage.db, few.slice(0, 1));
    await extractInsights(model.context, { episodeId: id });
    const [row] = await model.insights(id);
    expect(row).toMatchObject({
      // What the check does not score stays as the reading did.
      scores: { novelty: 1, usefulness: 0, specificity: 0.9, evidence: 0.8 },
      people: ["Ann Lee"],
      organisations: ["Kestrel Motors"],
      freeTopics: ["grid"],
      outdatedWhen: null,
    });
    expect(JSON.stringify(row)).not.toMatch(/evil|Nobody|Rank this/);
  });

  it("learns of an episode how a show's transcripts misspell a name, and knows it in the next one", async () => {
    const heart = scenes.find(({ id }) => id === "walking");
    if (!heart) throw new Error("There is no such scene.");
    const misheard = (scene: Scene): Scene => ({
      ...scene,
      people: [],
      segments: scene.segments.map((one) => ({
        ...one,
        speaker: null,
        text: `${one.text} Doctor Ilse Marrant says so.`,
      })),
    });
    // The model writes the name as it was heard.
    const heard = misheard(heart);
    const body = heart.body.replaceAll("Ilse Marant", "Ilse Marrant");
    expect(body).not.toBe(heart.body);
    model.serve(mindOf([heard], () => ({ body })));
    const first = await addSceneEpisode(model.stage.db, [heard], { title: "Hearts, with Doctor Ilse Marant" });
    await extractInsights(model.context, { episodeId: first });
    expect((await model.insights(first))[0]?.body).toBe(heart.body);
    const { showId } = await model.episode(first);
    expect(await model.stage.db.nameAlias.findMany({ select: { showId: true, heard: true, spelling: true } })).toEqual([
      { showId, heard: "ilse marrant", spelling: "Ilse Marant" },
    ]);
    // Its publisher forgets the earlier title, too: only what was learned is left.
    const next = await addSceneEpisode(model.stage.db, [heard], { title: "Hearts once more" });
    await model.stage.db.episode.update({ where: { id: next }, data: { showId } });
    await model.stage.db.episode.update({ where: { id: first }, data: { title: "Hearts" } });
    await extractInsights(model.context, { episodeId: next });
    expect((await model.insights(next))[0]?.body).toBe(heart.body);
  });

  it("asks of each claim whether its evidence proves it, and drops what it does not", async () => {
    const wrong = few[0];
    model.serve(
      mindOf(scenes, (scene) => (scene === wrong ? edited(scene, "wrong relation") : {}), {
        verdicts: (question) => {
          const claims = [...question.user.matchAll(/^(\d+)\. Claim \(\w+\): (.*)$/gm)];
          const verdicts = claims.map(([, id, claim]) => ({
            id: Number(id),
            supported: !claim?.includes("Brightwater Cloud rents"),
            ...{ novelty: 1, usefulness: 1, specificity: 1, evidence: 1 },
          }));
          return { content: { verdicts } };
        },
      }),
    );
    const id = await addSceneEpisode(model.stage.db, few);
    await extractInsights(model.context, { episodeId: id });
    expect(await model.insights(id)).toHaveLength(3);
    expect(await model.dropped(id)).toEqual(["not-supported"]);
    expect((await model.insights(id)).every(({ quality }) => quality === 0.1)).toBe(true);
  });

  it("reads a long episode in overlapping parts, keeps a claim once, and ranks them all on one scale", async () => {
    model.configure({ INSIGHT_PART_TOKENS: "1500" });
    const many = scenes.slice(0, 24);
    model.serve(mindOf(scenes, () => ({})));
    const id = await addSceneEpisode(model.stage.db, many);
    await extractInsights(model.context, { episodeId: id });
    const reads = model.service.asked.filter(({ form }) => form === "insights");
    expect(reads.length).toBeGreaterThan(2);
    const shown = reads.flatMap(({ segments }) => [...segments.keys()]);
    expect(new Set(shown).size).toBe(many.reduce((sum, scene) => sum + scene.segments.length, 0));
    expect(shown.length).toBeGreaterThan(new Set(shown).size);
    const rows = await model.insights(id);
    expect(rows).toHaveLength(10);
    expect(new Set(rows.map(({ headline }) => headline)).size).toBe(10);
    expect(rows.every(({ quality }) => quality === 0.7)).toBe(true);
    expect(await model.dropped(id)).toContain("said-twice");
  });
});
