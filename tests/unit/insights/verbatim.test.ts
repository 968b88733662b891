import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { extractVerbatim } from "../../../lib/insights/verbatim";

const extract = (texts: string[], more: { episodeTitle?: string; description?: string } = {}) =>
  extractVerbatim({
    segments: texts.map((text, i) => ({
      startMs: i * 20_000,
      endMs: (i + 1) * 20_000,
      speaker: ["Bo Berg", "Ann Lee"][talk.indexOf(text)] ?? "Zara",
      text,
    })),
    ...{ showTitle: "Peak Load", episodeTitle: "Queues", description: "", persons: ["Ann Lee"], ...more },
  }).insights;

const talk = [
  "Power plants in Port Merrow wait five years for a connection. Studies of neighbours that never turn up take most of that time, and most of the builders give up before they are done.",
  "Transformers hold up more plants than wires do, since four factories make most of them. Halvard Steel orders its own four years ahead, because nobody else can promise a date.",
];

describe("passages in the speakers' own words", () => {
  it("are none of a list whose numbers stand at sentences' ends", () => {
    const list =
      "Kestrel Motors bought the steel works of Port Merrow 3. Brightwater Cloud sold its halls to the bank 4. The harbour of Port Merrow closed for ever 5. Halvard Steel moved to the north of the country 6.";
    const plain = list.replace(/ \d\./g, ".");
    expect(extract([list])).toEqual([]);
    expect(extract([plain])).toHaveLength(1);
  });

  it("may hold a sentence behind which the speaker pauses, and neither begin nor end there", () => {
    const pausing = (at: number) =>
      [
        "Kestrel Motors bought the steel works of Port Merrow for nine million dollars.",
        "Steel from Port Merrow is heavier than what other makers use.",
        "The makers of lorries pay a tenth more for steel of that weight.",
      ].map((sentence, index) => (index === at ? sentence.replace(/\.$/, "...") : sentence));
    const bodies = (at: number) => extract([pausing(at).join(" ")]).map(({ body }) => body);
    expect(bodies(1)).toEqual([pausing(1).join(" ")]);
    expect(bodies(0).join()).not.toContain("...");
    expect(bodies(2).join()).not.toContain("...");
  });

  it("are never what speaks to machines, wherever a stranger writes it, and the others stay as they are", () => {
    const payloads = readFileSync(join(import.meta.dirname, "../../fixtures/insights/payloads.txt"), "utf8")
      .trim()
      .split("\n")
      .map((line) => /^(transcript|title|notes): (.*)$/u.exec(line) ?? [])
      .map(([, where = "", text = ""]) => ({ where, text }));
    const own = extract(talk).map(({ headline }) => headline);
    expect(own).toHaveLength(2);
    const changed = payloads.flatMap(({ where, text }) => {
      const insights =
        where === "transcript"
          ? extract([talk[0] ?? "", text, talk[1] ?? ""])
          : extract(talk, where === "title" ? { episodeTitle: text } : { description: text });
      const headlines = insights.map(({ headline }) => headline).sort();
      return JSON.stringify(headlines) === JSON.stringify([...own].sort()) ? [] : [`${text}: ${headlines.join(" / ")}`];
    });
    expect(changed).toEqual([]);
    // In one breath with talk, too.
    const spoken = payloads.flatMap(({ text }) => extract([talk[0] ?? "", `${text} ${talk[1]}`]));
    expect(spoken.filter(({ headline, body }) => /Zentro|Acorn/.test(`${headline} ${body}`))).toEqual([]);
  }, 60_000);
});
