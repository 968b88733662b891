import { refresh } from "next/cache";
import type { z } from "zod";
import type { ActionProblem, ActionResult } from "../../lib/accounts/reader";
import { currentReader, type SignedInReader } from "../../lib/accounts/session";
import { env } from "../../lib/env";
import { createLog } from "../../lib/log/log";
import type { StageContext } from "../../lib/queue/stage";
import { webContext } from "../../lib/queue/web-context";

/** The fields of a form as one object; a field that occurs several times becomes a list. Files and Next's own fields are left out. */
export function fieldsOf(form: FormData): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const values = form.getAll(name).filter((value) => typeof value === "string");
    const [first] = values;
    if (first !== undefined) fields[name] = values.length === 1 ? first : values;
  }
  return fields;
}

interface Doing<T extends z.ZodType> {
  form: FormData;
  fields: T;
  /** Who may: every reader, or operators only. */
  who?: "reader" | "operator";
  /** The page that it was asked from is left behind, and may no longer be seen. */
  leavesPage?: boolean;
  /** One call into lib/. @returns what stands in its way, if anything does, or a sentence of its own about what came of it. */
  work: (input: { context: StageContext; reader: SignedInReader; fields: z.output<T> }) => Promise<Outcome>;
}

type Outcome = ActionProblem | { problem?: ActionProblem; said: string } | undefined;

/** What every action of a signed-in person does: authorise, check the form, one call, show the result everywhere. */
export async function act<T extends z.ZodType>(doing: Doing<T>): Promise<ActionResult> {
  let outcome: Outcome;
  try {
    outcome = await attempt(doing);
  } catch (error) {
    createLog("web", env().LOG_LEVEL).error({ err: error }, "What a reader asked for failed.");
    outcome = "failed";
  }
  const { problem, ...rest } = typeof outcome === "string" ? { problem: outcome } : (outcome ?? {});
  if (problem) return { ok: false, code: problem, ...rest };
  // What the reader sees, not the kept pages of everybody else (those follow what is published).
  if (!doing.leavesPage) refresh();
  return { ok: true, ...rest };
}

async function attempt<T extends z.ZodType>(doing: Doing<T>): Promise<Outcome> {
  const { form, fields, who = "reader", work } = doing;
  const reader = await currentReader();
  if (!reader) return "signed-out";
  if (who === "operator" && !reader.isOperator) return "not-allowed";
  const parsed = fields.safeParse(fieldsOf(form));
  return parsed.success ? work({ context: await webContext(), reader, fields: parsed.data }) : "invalid";
}
