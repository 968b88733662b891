import type { IncomingMessage, ServerResponse } from "node:http";
import { encode } from "gpt-tokenizer/encoding/o200k_base";

/** What the service was asked, taken apart. */
export interface AskedQuestion {
  /** "insights", "repairs" or "verdicts". */
  form: string;
  system: string;
  user: string;
  /** Segments that the question shows, by their numbers. */
  segments: Map<number, string>;
  body: Record<string, unknown>;
  headers: IncomingMessage["headers"];
}

/** What the service does. */
export type Behaviour =
  /** Content as data or as raw text. */
  | { content: unknown; finishReason?: string; usage?: unknown; headers?: Record<string, string> }
  | { refusal: string }
  | { status: number; error?: Record<string, unknown>; headers?: Record<string, string>; raw?: string }
  | "hang up";

/** A service that speaks the chat completions protocol and behaves as it is told. */
export interface InsightServiceDouble {
  asked: AskedQuestion[];
  /** Most requests that were under way at once. */
  mostAtOnce: number;
  handle: (request: IncomingMessage, response: ServerResponse) => void;
}

/**
 * Answers like a model whose mind a test makes up; usage is counted with a tokenizer of its own.
 * @param options.latencyMs how long each answer takes.
 */
export function insightServiceDouble(
  mind: (question: AskedQuestion, count: number) => Behaviour | Promise<Behaviour>,
  options: { latencyMs?: number } = {},
): InsightServiceDouble {
  let underWay = 0;
  const service: InsightServiceDouble = {
    asked: [],
    mostAtOnce: 0,
    handle: (request, response) => void answer(request, response),
  };
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    underWay++;
    service.mostAtOnce = Math.max(service.mostAtOnce, underWay);
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const question = takenApart(JSON.parse(Buffer.concat(chunks).toString("utf8")), request.headers);
      service.asked.push(question);
      const [behaviour] = await Promise.all([
        mind(question, service.asked.length),
        new Promise((resolve) => setTimeout(resolve, options.latencyMs ?? 0)),
      ]);
      send(response, question, behaviour);
    } finally {
      underWay--;
    }
  }
  return service;
}

function takenApart(body: Record<string, unknown>, headers: IncomingMessage["headers"]): AskedQuestion {
  const messages = body.messages as { role: string; content: string }[];
  const system = messages.find(({ role }) => role === "system")?.content ?? "";
  const user = messages.find(({ role }) => role === "user")?.content ?? "";
  const format = body.response_format as { json_schema?: { name?: string } } | undefined;
  const segments = new Map(
    [...user.matchAll(/^\[(\d+)\] (.*)$/gm)].map(([, index, text]) => [Number(index), text ?? ""] as const),
  );
  return { form: format?.json_schema?.name ?? "", system, user, segments, body, headers };
}

function send(response: ServerResponse, question: AskedQuestion, behaviour: Behaviour): void {
  if (behaviour === "hang up") {
    response.socket?.destroy();
    return;
  }
  if ("status" in behaviour) {
    response.writeHead(behaviour.status, { "content-type": "application/json", ...behaviour.headers });
    response.end(behaviour.raw ?? JSON.stringify({ error: { message: "No.", ...behaviour.error } }));
    return;
  }
  const refusal = "refusal" in behaviour ? behaviour.refusal : null;
  const content = "refusal" in behaviour ? null : asText(behaviour.content);
  const usage =
    "usage" in behaviour && behaviour.usage !== undefined
      ? behaviour.usage
      : {
          prompt_tokens: encode(question.system + JSON.stringify(question.body.response_format) + question.user).length,
          completion_tokens: encode(content ?? refusal ?? "").length,
        };
  const headers = "headers" in behaviour ? behaviour.headers : {};
  response.writeHead(200, { "content-type": "application/json", ...headers });
  response.end(
    JSON.stringify({
      id: "chatcmpl-test",
      object: "chat.completion",
      created: 1_764_000_000,
      model: question.body.model,
      choices: [
        {
          index: 0,
          finish_reason: ("finishReason" in behaviour ? behaviour.finishReason : undefined) ?? "stop",
          message: { role: "assistant", content, refusal },
        },
      ],
      usage,
    }),
  );
}

const asText = (content: unknown) => (typeof content === "string" ? content : JSON.stringify(content));

/** Whatever is asked, every claim is supported. */
export function allSupported(question: AskedQuestion): Behaviour {
  const ids = [...question.user.matchAll(/^(\d+)\. Claim/gm)].map(([, id]) => Number(id));
  const scores = { novelty: 7, usefulness: 7, specificity: 7, evidence: 7 };
  return { content: { verdicts: ids.map((id) => ({ id, supported: true, ...scores })) } };
}
