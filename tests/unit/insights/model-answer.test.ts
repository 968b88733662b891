import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readAnswer } from "../../../lib/insights/model-answer";

const form = z.object({ candidates: z.array(z.unknown()) });
const read = (content: string, more: { refusal?: string | null; finishReason?: string } = {}) =>
  readAnswer({ content, refusal: null, finishReason: "stop", ...more }, form).outcome;

describe("a model's answer", () => {
  it("is taken where an empty refusal stands beside it, and refused where words do", () => {
    expect(read('{"candidates": []}', { refusal: "" })).toBe("answered");
    expect(read('{"candidates": []}', { refusal: "No." })).toBe("refused");
  });

  it.each([
    '```json\n{"candidates": [{"headline": "Rents f',
    'Here they are:\n```\n{"candidates": [',
    '<think>Hm.</think>```json\n{"candidates": [{"headline": "Rents f',
    '{"candidates": [{"headline": "Rents f',
  ])("is cut off where it ends in the middle, in a code block too: %s", (content) => {
    expect(read(content)).toBe("truncated");
  });

  it("is taken out of a code block, also one without an end", () => {
    expect(read('```json\n{"candidates": []}\n```')).toBe("answered");
    expect(read('```json\n{"candidates": []}')).toBe("answered");
    expect(read("```\nHere are your insights")).toBe("invalid");
  });
});
