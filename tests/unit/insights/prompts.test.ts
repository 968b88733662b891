import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { z } from "zod";
import {
  promptVersion,
  readPrompt,
  readSchema,
  repairPrompt,
  repairSchema,
  reviewPrompt,
  reviewSchema,
} from "../../../lib/insights/prompts";

it("has a new version of the prompts whenever a word of them or of their forms changes", () => {
  const told = [
    readPrompt([{ slug: "energy-climate", name: "Energy" }]),
    ...[repairPrompt, reviewPrompt],
    ...[readSchema, repairSchema, reviewSchema].map((schema) => z.toJSONSchema(schema)),
  ];
  const hash = createHash("sha256").update(JSON.stringify(told)).digest("hex").slice(0, 16);
  // Another hash under the same version would leave what was written by older words as it is: change both together.
  expect({ promptVersion, hash }).toEqual({ promptVersion: "2026-11-25", hash: "6fb725b3109d88f8" });
});
