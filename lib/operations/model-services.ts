import OpenAI, { APIError } from "openai";
import type { Env } from "../env";

/** A model that settings name, with where it is asked. */
export interface ModelService {
  /** What it is for, as a person says it: "Transcription". */
  purpose: string;
  baseUrl: string;
  apiKey: string | undefined;
  model: string;
  /** The settings that name it. */
  settings: string;
}

/** The services that settings name; those without key and address of their own are not among them. */
export function modelServices(env: Env): ModelService[] {
  const one = (purpose: string, prefix: "TRANSCRIBE", model: string): ModelService[] => {
    const baseUrl = env[`${prefix}_BASE_URL`];
    const apiKey = env[`${prefix}_API_KEY`] ?? env.OPENAI_API_KEY;
    if (!apiKey && !baseUrl) return [];
    return [{ purpose, baseUrl: baseUrl ?? env.OPENAI_BASE_URL, apiKey, model, settings: `${prefix}_*` }];
  };
  return one("Transcription", "TRANSCRIBE", env.TRANSCRIBE_MODEL);
}

const answerWithinMs = 10_000;

/**
 * Asks a service which models it has, which costs nothing.
 * @returns what is wrong with its address, key or model, in a sentence; null when all is well.
 */
export async function whatIsWrongWith({ baseUrl, apiKey, model, settings }: ModelService): Promise<string | null> {
  const client = new OpenAI({ baseURL: baseUrl, apiKey: apiKey ?? "none", maxRetries: 0, timeout: answerWithinMs });
  try {
    const names: string[] = [];
    for await (const { id } of client.models.list()) names.push(id);
    if (names.length === 0 || names.includes(model)) return null;
    return `${baseUrl} has no model "${model}". It has ${names.slice(0, 8).join(", ")}${names.length > 8 ? " …" : ""}. Set another in ${settings}.`;
  } catch (error) {
    if (error instanceof APIError && (error.status === 401 || error.status === 403))
      return `${baseUrl} does not accept the key. Check ${settings}, or OPENAI_API_KEY.`;
    // Some compatible servers list no models; they answered, and that is all there is to know for free.
    if (error instanceof APIError && error.status !== undefined && error.status < 500) return null;
    const reason = error instanceof Error ? error.message : String(error);
    return `${baseUrl} does not answer (${reason}). Check the address in ${settings}, and that it runs.`;
  }
}
