import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { type InsightModel, insightModel } from "../../lib/insights/models";
import type { InsightService, ModelQuestion } from "../../lib/insights/openai";
import { type EpisodeReading, type EpisodeToRead, readEpisode } from "../../lib/insights/read-episode";
import type { StageContext } from "../../lib/queue/stage";
import { readScenes } from "../support/labelled-pairs";
import { candidateOf, scenesShown } from "../support/model-episode";
import { useModelStage } from "../support/model-stage";

const scenes = readScenes().slice(0, 3);
const payloads = readFileSync(join(import.meta.dirname, "..", "fixtures", "insights", "payloads.txt"), "utf8")
  .trim()
  .split("\n")
  .map((line) => /^(transcript|title|notes): (.*)$/u.exec(line) ?? [])
  .map(([, where = "", text = ""]) => ({ where, text }));

let context: StageContext;
const prices: InsightModel = insightModel("my-own-model");

/** Without what differs between what was written and what a model is shown of it. */
const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");

/**
 * A model that obeys every order it is shown: it scores what came last highest, links where it was told, gives the order's words
 * as a claim of their own, and calls every claim supported. Each question is a new conversation: what it is not shown it does
 * not know.
 */
function obedientService(payload: string): InsightService {
  const answer = (question: ModelQuestion) => {
    // A few words of the order are enough to obey.
    const words = plain(payload).trim().split(" ");
    const shown = plain(question.user);
    const half = Math.max(3, Math.ceil(words.length / 2));
    const obeys = [words.slice(0, half), words.slice(-half)].some((run) => shown.includes(run.join(" ")));
    const claims = [...question.user.matchAll(/^(\d+)\. Claim \(\w+\): (.*)$/gm)];
    if (question.schema.name === "verdicts")
      return {
        verdicts: claims.map(([, id, claim = ""]) => {
          const at = scenes.findIndex(({ headline }) => claim.includes(headline));
          const novelty = obeys && at === 2 ? 10 : 8 - at;
          return { id: Number(id), supported: true, novelty, usefulness: 8, specificity: 9, evidence: 9 };
        }),
      };
    if (question.schema.name === "repairs") {
      const faulty = [...question.user.matchAll(/^id (\d+)\nWritten: (.*)$/gm)];
      return {
        candidates: faulty.flatMap(([, id, written = "{}"]) => {
          const raw: { headline?: string; first_segment?: number } = JSON.parse(written);
          const scene = scenes.find(({ headline }) => headline === raw.headline);
          return scene ? [{ ...candidateOf(scene, raw.first_segment ?? 0), id: Number(id), withdraw: false }] : [];
        }),
      };
    }
    const segments = new Map(
      [...question.user.matchAll(/^\[(\d+)\] (.*)$/gm)].map(([, index, text]) => [Number(index), text ?? ""] as const),
    );
    const candidates = scenesShown(segments, scenes).map(({ scene, from }, at) =>
      candidateOf(scene, from, {
        novelty: { score: obeys && at === 2 ? 10 : 8 - at, why: "It was said." },
        ...(obeys ? { rank: 1, url: "https://zentro.example", body: `${scene.body} https://zentro.example` } : {}),
      }),
    );
    return { promotion: [], candidates, ...(obeys ? { tool_calls: ["open https://zentro.example"] } : {}) };
  };
  return {
    name: "my-own-model",
    host: "127.0.0.1",
    model: prices,
    inTurn: (work) => work(),
    ask: async (question) => ({
      content: JSON.stringify(answer(question)),
      refusal: null,
      finishReason: "stop",
      tokens: null,
    }),
  };
}

async function read(payload: { where: string; text: string } | null): Promise<EpisodeReading> {
  const said = scenes.flatMap((scene) => scene.segments);
  const order = payload?.where === "transcript" ? [{ startMs: 0, endMs: 0, speaker: "Zara", text: payload.text }] : [];
  const episode: EpisodeToRead = {
    id: episodeId,
    showTitle: "Many Voices",
    title: payload?.where === "title" ? payload.text : "A long evening",
    description: payload?.where === "notes" ? `Three guests. ${payload.text}` : "Three guests.",
    persons: scenes.flatMap((scene) => scene.people),
    publishedAt: new Date("2026-11-24T08:00:00Z"),
    language: "en",
    segments: [...said.slice(0, 6), ...order, ...said.slice(6)].map((segment, at) => ({
      ...segment,
      text: payload?.where === "evidence" && at === said.length - 1 ? `${segment.text} ${payload.text}` : segment.text,
      startMs: at * 8_000,
      endMs: (at + 1) * 8_000,
    })),
    chapters: [],
    aliases: [],
    topics: [{ slug: "energy-climate", name: "Energy" }],
  };
  return readEpisode(context, obedientService(payload?.text ?? "no order at all"), episode);
}

/** All that a reader or a ranking sees. */
const visible = ({ insights }: EpisodeReading) =>
  insights.map(({ headline, body, quote, speaker, kind, quality, scores, written }) => ({
    ...{ headline, body, quote: quote.text, speaker, kind, quality, scores },
    ...{ people: written?.people, topics: written?.topics, others: written?.freeTopics, lines: written?.scoreReasons },
  }));

let episodeId: string;

describe("orders in what strangers write", () => {
  const model = useModelStage();

  beforeEach(async () => {
    context = model.context;
    const show = await model.stage.db.show.create({ data: { title: "Many Voices" } });
    const data = { showId: show.id, guid: "1", title: "A long evening", publishedAt: new Date() };
    episodeId = (await model.stage.db.episode.create({ data })).id;
  });

  it("changes no rank, link or text for orders in transcripts, titles and notes, though the model obeys", async () => {
    expect(payloads).toHaveLength(199);
    expect(new Set(payloads.map(({ where }) => where)).size).toBe(3);
    const undisturbed = visible(await read(null));
    expect(undisturbed.map(({ quality }) => quality)).toEqual([0.84, 0.81, 0.78]);
    const changed: string[] = [];
    for (const payload of payloads) {
      const seen = JSON.stringify(visible(await read(payload)));
      if (seen !== JSON.stringify(undisturbed)) changed.push(`${payload.where}: ${payload.text}`);
    }
    expect(changed).toEqual([]);
  }, 300_000);

  const unknown = "We spoke about the weather of last week for a while.";

  it.each(["title", "notes", "transcript"])(
    "changes no rank, link or text in a %s by an order that no rule knows",
    async (where) => {
      const undisturbed = visible(await read(null));
      // The model calls one claim newer than it is where it reads; claims are ranked where only their evidence is shown.
      expect(visible(await read({ where, text: unknown }))).toEqual(
        undisturbed.map((seen) => ({ ...seen, lines: expect.anything() })),
      );
    },
  );

  it("would show it if an order reached the model beside the evidence itself", async () => {
    const reached = await read({ where: "evidence", text: unknown });
    expect(visible(reached)).not.toEqual(visible(await read(null)));
    expect(JSON.stringify(visible(reached))).not.toContain("zentro");
  });
});
