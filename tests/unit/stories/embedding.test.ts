import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesVector, cosine, vectorBytes } from "../../../lib/stories/embedding";
import { embedLocally } from "../../../lib/stories/local-embedding";
import { rarity } from "../../../lib/stories/word-rarity";

describe("stored vectors", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true }), (vector) => {
        expect(bytesVector(vectorBytes(vector))).toEqual(vector);
      }),
    );
  });

  it("come back from the middle of a larger buffer, as a driver may hand them out", () => {
    const bytes = vectorBytes(Float32Array.of(1, 2, 3));
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(bytesVector(larger.subarray(3))).toEqual(Float32Array.of(1, 2, 3));
  });
});

describe("the local embedding", () => {
  const a = "Brightwater Cloud rents the Tarn Valley data centre from Kestrel Motors for 4.2 billion dollars.";
  const b = "Kestrel Motors gets 4.2 billion for its Tarn Valley data centre, which Brightwater Cloud takes whole.";
  const c = "Sourdough rises slowly because wild yeast shares its flour with bacteria.";

  it("gives unit vectors, and none for text without words", () => {
    expect(Math.hypot(...embedLocally(a))).toBeCloseTo(1, 5);
    expect(Math.hypot(...embedLocally("... 12 the of"))).toBeLessThanOrEqual(1);
    expect(Math.hypot(...embedLocally(""))).toBe(0);
  });

  it("puts the same claim in other words nearer than another claim", () => {
    expect(cosine(embedLocally(a), embedLocally(b))).toBeGreaterThan(0.4);
    expect(cosine(embedLocally(a), embedLocally(c))).toBeLessThan(0.1);
  });

  it("weighs rare words more than frequent ones", () => {
    expect(rarity("sourdough")).toBeGreaterThan(rarity("bread"));
    expect(rarity("bread")).toBeGreaterThan(rarity("know"));
    expect(rarity("okonkwo")).toBe(1);
  });
});
