import OpenAI, { APIError } from "openai";
import type { Env } from "../env";

/** A model that settings name, with where it is asked. */
export interface ModelService {
  /** What it is for, as a person says it: "Transcription". */
  purpose: "Transcription" | "Insights" | "Embedding";
  baseUrl: string;
  apiKey: string | undefined;
  model: string;
  /** Where its work is asked for, below the address. */
  path: string;
  /** The settings that decide each. */
  settings: { address: string; key: string; model: string };
}

const kinds = [
  { purpose: "Transcription", prefix: "TRANSCRIBE", path: "/audio/transcriptions" },
  { purpose: "Insights", prefix: "INSIGHT", path: "/chat/completions" },
  { purpose: "Embedding", prefix: "EMBEDDING", path: "/embeddings" },
] as const;

/** The services that settings name; those without key and address are not among them, nor is the local embedding. */
export function modelServices(env: Env): ModelService[] {
  return kinds.flatMap(({ purpose, prefix, path }): ModelService[] => {
    const ownUrl = env[`${prefix}_BASE_URL`];
    const ownKey = env[`${prefix}_API_KEY`];
    const apiKey = ownKey ?? env.OPENAI_API_KEY;
    const model = env[`${prefix}_MODEL`];
    if ((!apiKey && !ownUrl) || (prefix === "EMBEDDING" && model === "local")) return [];
    return [
      {
        purpose,
        baseUrl: ownUrl ?? env.OPENAI_BASE_URL,
        apiKey,
        model,
        path,
        settings: {
          address: ownUrl ? `${prefix}_BASE_URL` : "OPENAI_BASE_URL",
          key: ownKey || !env.OPENAI_API_KEY ? `${prefix}_API_KEY` : "OPENAI_API_KEY",
          model: `${prefix}_MODEL`,
        },
      },
    ];
  });
}

const answerWithinMs = 10_000;
const mostNamed = 8;

/**
 * Asks a service which models it has and, where it does not say, for work without saying of what. Both cost nothing.
 * @returns what is wrong with its address, key or model, in a sentence; null when all is well.
 */
export async function whatIsWrongWith(service: ModelService): Promise<string | null> {
  const { baseUrl, apiKey, model, settings } = service;
  const client = new OpenAI({ baseURL: baseUrl, apiKey: apiKey ?? "none", maxRetries: 0, timeout: answerWithinMs });
  try {
    const names: string[] = [];
    for await (const { id } of client.models.list()) names.push(id);
    if (names.length === 0) return await askForNothing(client, service);
    // Ollama names what has no tag by its tag.
    if (names.includes(model) || names.includes(`${model}:latest`)) return null;
    const others = `${names.slice(0, mostNamed).join(", ")}${names.length > mostNamed ? " …" : ""}`;
    return `${baseUrl} has no model "${model}". It has ${others}. Set another in ${settings.model}.`;
  } catch (error) {
    // Some compatible servers list no models, and some keys may not read the list.
    const mayStillWork =
      error instanceof APIError && error.status !== undefined && error.status < 500 && error.status !== 401;
    return mayStillWork ? askForNothing(client, service) : whatFailed(error, service);
  }
}

/** A request that lacks what to work on: refused as incomplete where address, key and model are right. */
async function askForNothing(client: OpenAI, service: ModelService): Promise<string | null> {
  try {
    const answer = await client.post(service.path, { body: { model: service.model } });
    return typeof answer === "object" && answer !== null ? null : notSuchAService(service);
  } catch (error) {
    return whatFailed(error, service);
  }
}

function whatFailed(error: unknown, service: ModelService): string | null {
  const { baseUrl, model, settings } = service;
  if (error instanceof APIError && error.status !== undefined && error.status < 500) {
    const { status, code, message } = error;
    if (status === 401 || status === 403)
      return `${baseUrl} does not accept the key (${status}). Check ${settings.key}.`;
    if (status === 402 || code === "insufficient_quota")
      return `The account at ${baseUrl} has no credit left. Add some there, or set another service in ${settings.address}.`;
    if (code === "model_not_found" || (status === 404 && message.includes(model)))
      return `${baseUrl} has no model "${model}". Set another in ${settings.model}.`;
    return status === 404 || status === 405 ? notSuchAService(service) : null;
  }
  let cause = error;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return `${baseUrl} does not answer (${reason.slice(0, 200)}). Check the address in ${settings.address}, and that it runs.`;
}

function notSuchAService({ baseUrl, path, settings }: ModelService): string {
  const hint = /\/v\d+\/?$/.test(baseUrl) ? "" : " Most addresses end in /v1.";
  return `${baseUrl} answers, but has nothing at ${path}. Check the address in ${settings.address}.${hint}`;
}
