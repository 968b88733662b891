import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cosine, unitVector } from "../../../lib/stories/embedding";
import type { IndexedVector } from "../../../lib/stories/vector-index";
import { VectorMemory } from "../../../lib/stories/vector-memory";

const dimensions = 7;
const hourMs = 3600_000;
const aVector = fc
  .array(fc.integer({ min: -3, max: 3 }), { minLength: dimensions, maxLength: dimensions })
  .map((values) => unitVector(values));
const some = fc
  .array(fc.record({ id: fc.nat(60), hour: fc.integer({ min: 0, max: 100 }), vector: aVector }), { maxLength: 80 })
  .map((rows) =>
    rows.map(({ id, hour, vector }) => ({ insightId: `id ${id}`, publishedAt: new Date(hour * hourMs), vector })),
  );
const filled = (rows: readonly IndexedVector[]) => {
  const memory = new VectorMemory(dimensions);
  for (const row of rows) memory.put(row);
  return memory;
};

describe("vectors in memory", () => {
  it("are found as by comparing with each: the last of each insight, in the span, the nearest first", () => {
    fc.assert(
      fc.property(some, aVector, fc.nat(100), fc.nat(100), fc.nat(12), (rows, wanted, a, b, count) => {
        const span = { from: new Date(Math.min(a, b) * hourMs), to: new Date(Math.max(a, b) * hourMs) };
        const last = new Map(rows.map((row) => [row.insightId, row]));
        const expected = [...last.values()]
          .filter(({ publishedAt }) => publishedAt >= span.from && publishedAt <= span.to)
          .map(({ vector }) => cosine(vector, wanted))
          .sort((x, y) => y - x)
          .slice(0, count);
        const found = filled(rows).nearest(wanted, { count, ...span });
        expect(found.length).toBe(expected.length);
        for (const [i, { insightId, similarity }] of found.entries()) {
          expect(similarity).toBeCloseTo(expected[i] ?? Number.NaN, 5);
          expect(cosine(last.get(insightId)?.vector ?? new Float32Array(), wanted)).toBeCloseTo(similarity, 5);
        }
        expect(new Set(found.map(({ insightId }) => insightId)).size).toBe(found.length);
      }),
    );
  });

  it("are found alike in whatever order they came", () => {
    fc.assert(
      fc.property(some, aVector, (rows, wanted) => {
        const each = [...new Map(rows.map((row) => [row.insightId, row])).values()];
        const found = (list: IndexedVector[]) => filled(list).nearest(wanted, { count: 10 });
        expect(found(each.toReversed())).toEqual(found(each));
      }),
    );
  });

  it("are not found once they are forgotten, and their places are used again", () => {
    fc.assert(
      fc.property(some, some, aVector, fc.nat(60), (rows, later, wanted, least) => {
        const memory = filled(rows);
        const kept = rows.filter(({ insightId }) => Number(insightId.slice(3)) >= least);
        memory.keepOnly(new Set(kept.map(({ insightId }) => insightId)));
        expect(memory.nearest(wanted, { count: 100 })).toEqual(filled(kept).nearest(wanted, { count: 100 }));
        for (const row of later) memory.put(row);
        expect(memory.nearest(wanted, { count: 100 })).toEqual(
          filled([...kept, ...later]).nearest(wanted, { count: 100 }),
        );
        expect(memory.size).toBe(new Set([...kept, ...later].map(({ insightId }) => insightId)).size);
      }),
    );
  });

  it("fill more than a block, and leave out what another model made", () => {
    const rows = Array.from({ length: 2_500 }, (_, i) => ({
      ...{ insightId: `id ${i}`, publishedAt: new Date(i * hourMs) },
      vector: unitVector([Math.cos(i / 500), Math.sin(i / 500)]),
    }));
    const memory = new VectorMemory(2);
    for (const row of [...rows, { ...(rows[0] as IndexedVector), vector: Float32Array.of(1, 0, 0) }]) memory.put(row);
    expect(memory.size).toBe(2_500);
    for (const at of [0, 1_023, 1_024, 1_200, 2_400])
      expect(memory.nearest(rows[at]?.vector ?? new Float32Array(), { count: 1 })[0]?.insightId).toBe(`id ${at}`);
    expect(memory.nearest(Float32Array.of(1, 0, 0), { count: 1 })).toEqual([]);
    const since = { from: new Date(1_500 * hourMs), to: new Date(1_501 * hourMs) };
    expect(memory.nearest(Float32Array.of(1, 0), { count: 9, ...since }).map(({ insightId }) => insightId)).toEqual([
      "id 1500",
      "id 1501",
    ]);
  });
});
