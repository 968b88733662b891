import { z } from "zod";
import { paidCall, recentUsage } from "../costs/paid-call";
import type { StageContext } from "../queue/stage";
import { type CallUsage, expectationsFrom, expectedCost, type QuestionPurpose } from "./expectations";
import { type ReadAnswer, readAnswer, storedAnswer } from "./model-answer";
import { insightCostMicroUsd } from "./models";
import { type InsightService, InsightServiceError, type ModelAnswer, type ModelQuestion } from "./openai";

/** What came back of a question. */
export type Asked<T> =
  | ReadAnswer<T>
  /** The service will not take the question, now or later; others it may. */
  | { outcome: "rejected"; why: string };

/** A question with the form of its answer. */
export interface Question<T> {
  purpose: QuestionPurpose;
  episodeId: string;
  system: string;
  user: string;
  schemaName: string;
  /** What the model is told of the form. */
  told: z.ZodType;
  /** What is taken of the answer. */
  taken: z.ZodType<T>;
  /** See `CallUsage.units`. */
  units: number;
  mostOutputTokens: number;
}

const usageSchema = z.object({
  inputTokens: z.number(),
  cachedTokens: z.number(),
  cacheWriteTokens: z.number(),
  outputTokens: z.number(),
  guessedTokens: z.number(),
  units: z.number(),
});
/** Of how many earlier calls the next one's cost is expected. */
const remembered = 60;

/**
 * Asks a model once for a question: what is answered already is not asked, nor paid, again.
 * @throws InsightServiceError, BudgetError
 */
export async function askModel<T>(
  context: StageContext,
  service: InsightService,
  question: Question<T>,
): Promise<Asked<T>> {
  const { purpose, episodeId, units } = question;
  const mostOutputTokens = Math.min(service.model.outputTokens, question.mostOutputTokens);
  const asked: ModelQuestion = {
    system: question.system,
    user: question.user,
    schema: { name: question.schemaName, json: jsonSchemaOf(question.told) },
    mostOutputTokens,
  };
  const earlier = await recentUsage(context.db, purpose, service.name, remembered);
  const expected = expectationsFrom(
    purpose,
    earlier.flatMap((usage): CallUsage[] => {
      const parsed = usageSchema.safeParse(usage);
      return parsed.success ? [parsed.data] : [];
    }),
  );
  const text = asked.system + JSON.stringify(asked.schema.json) + asked.user;
  const cost = expectedCost(service.model, expected, { text, units, mostOutputTokens });
  const answer = await orRejected(() =>
    service.inTurn(() =>
      paidCall<ModelAnswer>(
        context,
        {
          input: asked,
          purpose,
          model: service.name,
          episodeId,
          costMicroUsd: cost.capMicroUsd,
          estimateMicroUsd: cost.estimateMicroUsd,
        },
        (countUseless) => service.ask(asked, cost.guessedTokens, countUseless),
        ({ tokens }) =>
          tokens === null
            ? // A service that does not count: what was expected stands.
              { costMicroUsd: cost.estimateMicroUsd, usage: {} }
            : {
                costMicroUsd: insightCostMicroUsd(service.model, tokens),
                usage: { ...tokens, guessedTokens: cost.guessedTokens, units },
              },
      ),
    ),
  );
  return "outcome" in answer ? answer : readAnswer(storedAnswer.parse(answer), question.taken);
}

type Rejection = Extract<Asked<never>, { outcome: "refused" | "rejected" }>;

/** One question that a service will not take is no reason to give the others up. */
async function orRejected(ask: () => Promise<ModelAnswer>): Promise<ModelAnswer | Rejection> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof InsightServiceError && error.fault === "filtered")
      return { outcome: "refused", why: "its content filter stopped the question" };
    if (error instanceof InsightServiceError && error.fault === "input")
      return { outcome: "rejected", why: error.message };
    throw error;
  }
}

const schemas = new WeakMap<z.ZodType, Record<string, unknown>>();

/** As JSON schema in the strict form that services take: nothing optional, nothing beside. */
function jsonSchemaOf(schema: z.ZodType): Record<string, unknown> {
  let json = schemas.get(schema);
  if (!json) {
    const { $schema: _, ...rest } = z.toJSONSchema(schema) as Record<string, unknown>;
    json = rest;
    schemas.set(schema, json);
  }
  return json;
}
