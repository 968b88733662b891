import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type GateFault, gateFaults } from "../../lib/insights/gate";
import type { InsightDraft, SpokenSegment } from "../../lib/insights/insight";
import { misspellings } from "../../lib/insights/name-spelling";
import { findQuote } from "../../lib/insights/receipt";

/** What was said on a show, with what may and may not be made of it. */
export interface Scene {
  id: string;
  show: string;
  title: string;
  notes: string;
  people: string[];
  segments: SpokenSegment[];
  quote: string;
  headline: string;
  body: string;
  edits: { label: string; from: string; to: string }[];
}

/** A transcript with an insight of which we know whether it is true. */
export interface LabelledPair {
  scene: Scene;
  /** "true", "invented name", "invented number", "invented quote", or "wrong relation" and its like: right names, wrong claim. */
  label: string;
  draft: InsightDraft;
}

const fixtures = join(import.meta.dirname, "..", "fixtures", "insights");

/** Every scene of tests/fixtures/insights/scenes-*.txt. */
export function readScenes(): Scene[] {
  return readdirSync(fixtures)
    .filter((file) => /^scenes-\d+\.txt$/.test(file))
    .sort()
    .flatMap((file) => readFileSync(join(fixtures, file), "utf8").split(/^(?=# )/m))
    .filter((text) => text.trim() !== "")
    .map(readScene);
}

function readScene(text: string): Scene {
  const scene: Scene = {
    ...{ id: "", show: "", title: "", notes: "", people: [], segments: [] },
    ...{ quote: "", headline: "", body: "", edits: [] },
  };
  for (const line of text.trim().split("\n")) {
    const said = /^> ([^:]+): (.+)$/.exec(line);
    const [, name = "", value = ""] = /^([^:]+): (.+)$/.exec(line) ?? [];
    if (line.startsWith("# ")) scene.id = line.slice(2);
    else if (said) {
      const startMs = scene.segments.length * 8_000;
      scene.segments.push({ startMs, endMs: startMs + 8_000, speaker: said[1] ?? null, text: said[2] ?? "" });
    } else if (name === "show" || name === "title" || name === "notes") scene[name] = value;
    else if (name === "people") scene.people = value.split(", ");
    else if (name === "q") scene.quote = value;
    else if (name === "h") scene.headline = value;
    else if (name === "b") scene.body = value;
    else {
      const [from = "", to = ""] = name === "quote" || name === "true-headline" ? ["", value] : value.split(" => ");
      scene.edits.push({ label: name, from, to });
    }
  }
  return scene;
}

function draftOf(scene: Scene, changes: { headline?: string; body?: string; quote?: string }): InsightDraft {
  const quote = changes.quote ?? scene.quote;
  const found = findQuote(scene.segments, scene.quote);
  return {
    key: `openai:${scene.id}`,
    headline: changes.headline ?? scene.headline,
    body: changes.body ?? scene.body,
    kind: "fact",
    quote: { text: quote, startMs: found?.startMs ?? 0, endMs: found?.endMs ?? 0 },
    speaker: found ? (scene.segments[found.firstSegment]?.speaker ?? null) : null,
    firstSegment: 0,
    lastSegment: scene.segments.length - 1,
    quality: 0.8,
    scores: {},
    extractor: "openai",
    language: "en",
  };
}

const labels: Record<string, string> = {
  true: "true",
  "true-headline": "true",
  name: "invented name",
  number: "invented number",
  quote: "invented quote",
};

/** The pairs that a scene's line "true", "name", "number", "quote" and "wrong …" make, and its own true one. */
export function labelledPairs(scenes = readScenes()): LabelledPair[] {
  return scenes.flatMap((scene): LabelledPair[] => [
    { scene, label: "true", draft: draftOf(scene, {}) },
    ...scene.edits.map(({ label, from, to }): LabelledPair => {
      const known = labels[label] ?? label;
      if (label === "quote") return { scene, label: known, draft: draftOf(scene, { quote: to }) };
      if (label === "true-headline") return { scene, label: known, draft: draftOf(scene, { headline: to }) };
      const [headline, body] = [scene.headline.replaceAll(from, to), scene.body.replaceAll(from, to)];
      if (headline === scene.headline && body === scene.body) throw new Error(`${scene.id}: "${from}" stands nowhere.`);
      return { scene, label: known, draft: draftOf(scene, { headline, body }) };
    }),
  ]);
}

/** What the gate finds wrong with a pair, which it sees as it sees a model's insight. */
export function faultsOfPair({ scene, draft }: LabelledPair): GateFault[] {
  const texts = [scene.show, scene.title, scene.notes].filter(Boolean);
  return gateFaults(
    draft,
    {
      segments: scene.segments,
      metadata: [...texts, ...scene.people],
      publishedAt: new Date("2026-11-24"),
      aliases: misspellings(
        scene.segments.map((segment) => segment.text),
        { texts, persons: scene.people },
      ),
    },
    "written",
  );
}
