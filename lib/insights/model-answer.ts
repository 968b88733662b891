import { z } from "zod";

/** Answers as they were stored; they come back from the database. */
export const storedAnswer = z.object({
  content: z.string(),
  refusal: z.string().nullable(),
  finishReason: z.string(),
});

/** What an answer says. */
export type ReadAnswer<T> =
  | { outcome: "answered"; value: T }
  /** The model will not speak of it. */
  | { outcome: "refused"; why: string }
  /** The answer was cut off at its longest. */
  | { outcome: "truncated" }
  /** The answer has not the form that was asked for. */
  | { outcome: "invalid"; faults: string };

/**
 * Reads a model's answer as the form that was asked for.
 * @param taken the form; what it does not take is named in `faults`.
 */
export function readAnswer<T>(
  { content, refusal, finishReason }: z.infer<typeof storedAnswer>,
  taken: z.ZodType<T>,
): ReadAnswer<T> {
  // Some servers send an empty refusal beside a good answer.
  if (refusal) return { outcome: "refused", why: refusal.slice(0, 200) };
  if (finishReason === "content_filter") return { outcome: "refused", why: "its content filter stopped the answer" };
  if (finishReason === "length") return { outcome: "truncated" };
  const text = unwrapped(content);
  if (text === "") return { outcome: "refused", why: "it gave an empty answer" };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    // Some servers report "stop" where they ran out of room.
    if (/^\s*\{/.test(text) && !/\}\s*$/.test(text)) return { outcome: "truncated" };
    return { outcome: "invalid", faults: "It is not JSON." };
  }
  const parsed = taken.safeParse(data);
  if (parsed.success) return { outcome: "answered", value: parsed.data };
  return {
    outcome: "invalid",
    faults: parsed.error.issues
      .slice(0, 8)
      .map((issue) => `${issue.path.join(".") || "the answer"}: ${issue.message}`)
      .join("; "),
  };
}

/** Small models like to put JSON into a code block, or thoughts before it; where they are cut off, the block has no end. */
function unwrapped(content: string): string {
  const answer = content.replace(/<think>[\s\S]*?<\/think>/giu, "").trim();
  return (
    /```(?:json)?\s*([\s\S]*?)```/u.exec(answer)?.[1]?.trim() ??
    /```(?:json)?\s*(\{[\s\S]*)$/u.exec(answer)?.[1]?.trim() ??
    answer
  );
}
