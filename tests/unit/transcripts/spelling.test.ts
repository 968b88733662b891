import { expect, it } from "vitest";
import { spellingWords } from "../../../lib/transcripts/spelling";

const announced = {
  title: "The late ferry, with Nadia Okonkwo",
  notes: "Why heat pumps and tidal power pay on islands.",
  persons: [{ name: "Nadia Okonkwo", role: "guest" }, { role: "host" }],
  show: { title: "Peak Load", author: "Grid Media", language: "en-GB" },
};

it("names the show, its guests and makers, what the title names, and the topics that the notes speak of", () => {
  expect(spellingWords(announced, ["heat pump", "+tidal power", "semiconductor"])).toEqual([
    "Peak Load",
    "Nadia Okonkwo",
    "Grid Media",
    "heat pump",
    "tidal power",
  ]);
});

it("stays within what a model looks at, leaving out the least helpful", () => {
  const persons = Array.from({ length: 80 }, (_, i) => ({ name: `Guest Number ${i}` }));
  const words = spellingWords({ ...announced, persons }, ["heat pump"]);
  expect(words.join(", ").length).toBeLessThanOrEqual(600);
  expect(words.slice(0, 2)).toEqual(["Peak Load", "Guest Number 0"]);
  expect(words).not.toContain("heat pump");
});

it("takes whatever is stored as persons", () => {
  for (const persons of [null, "x", {}, [1]])
    expect(spellingWords({ ...announced, persons }, [])).toContain("Peak Load");
});
