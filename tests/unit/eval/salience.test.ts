import { describe, expect, it } from "vitest";
import { figureTable } from "../../eval/insights";
import { figuresOf, type Judgement, meanFigures } from "../../eval/salience";
import { baselines, windowsOf } from "../../eval/salience-baselines";

const gold: Judgement = {
  episode: "one",
  durationMs: 100_000,
  topics: [
    { title: "Ferries", spans: [[0, 30_000]], primary: true },
    { title: "Bread", spans: [[30_000, 60_000]], primary: true },
    { title: "A joke", spans: [[60_000, 65_000]], primary: false },
  ],
  promo: [
    { kind: "sponsor", startMs: 65_000, endMs: 80_000 },
    { kind: "messages", startMs: 50_000, endMs: 60_000 },
  ],
  stamps: [30_000],
};
const pick = (seconds: number) => ({ startMs: seconds * 1000 - 2000, endMs: seconds * 1000 + 2000 });

describe("figures against people's judgements", () => {
  it("count topics once, picks each, and promotion apart from viewers' questions", () => {
    const picks = [pick(10), pick(20), pick(55), pick(70)];
    expect(figuresOf(gold, picks, 5)).toMatchObject({
      recall: 1,
      cover: 1,
      prime: 3 / 5,
      prec: 2 / 5,
      promo: 1 / 4,
      spons: 1 / 4,
      ask: 1 / 4,
    });
  });

  it("take a stamp up to fifteen seconds before a pick for its beginning", () => {
    const stamped = (seconds: number) => figuresOf(gold, [pick(seconds)], 5).stamp;
    expect([27, 28, 40, 47].map(stamped)).toEqual([0, 1, 1, 1]);
    expect(stamped(48)).toBe(0);
  });

  it("are averaged over episodes", () => {
    const one = figuresOf(gold, [pick(10)], 5);
    const none = figuresOf(gold, [], 5);
    expect(meanFigures([one, none]).mean.recall).toBe(0.25);
  });
});

describe("baselines", () => {
  const talk = Array.from({ length: 400 }, (_, i) => `word${i % 37}`).join(" ");
  const windows = windowsOf([{ startMs: 0, endMs: 200_000, speaker: null, text: talk }]);

  it("rank windows of 45 words that follow each other", () => {
    expect(windows.map((window) => window.text.split(" ").length)).toEqual([45, 45, 45, 45, 45, 45, 45, 45, 40]);
    for (const [index, window] of windows.entries()) expect(window.startMs).toBe(windows[index - 1]?.endMs ?? 0);
  });

  it.each(Object.keys(baselines))("give as many picks as asked, the same each time: %s", (name) => {
    const baseline = baselines[name];
    const picks = baseline?.pick(windows, 3, 7);
    expect(picks?.length).toBe(3);
    expect(baseline?.pick(windows, 3, 7)).toEqual(picks);
  });
});

it("are also told of each half of the years that a table was learned from, where such shows are judged", () => {
  const judged = ["2018-04-27-wan", "2019-01-04-wan"].map((name, i) => ({
    episode: { name, show: "", title: "", publishedAt: null, language: null, segments: [] },
    gold: { ...gold, episode: name },
    picks: i === 0 ? [pick(10)] : [pick(70)],
  }));
  const rowsOf = (lines: string[]) => lines.filter((line) => line.includes("local, ")).map((line) => line.split("|"));
  const rows = rowsOf(figureTable(judged, "local"));
  expect(rows.map(([, name]) => name?.trim())).toEqual(["local, even years", "local, odd years"]);
  expect(rows[0]).not.toEqual(["", rows[0]?.[1], ...(rows[1]?.slice(2) ?? [])]);
  expect(
    rowsOf(figureTable([{ ...judged[0], episode: { ...judged[0]?.episode, name: "one" } } as never], "local")),
  ).toEqual([]);
});
