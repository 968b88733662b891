import type { IncomingMessage, OutgoingHttpHeader, ServerResponse } from "node:http";

/** Next keeps pages ready; so long an answer made from one serves everybody who asks for the same at that moment. */
const keptMs = 1_000;
const mostKept = 200;
/** Each answer has its own. */
const perAnswer = new Set(["x-request-id", "date", "connection", "keep-alive", "transfer-encoding"]);

interface KeptAnswer {
  until: number;
  headers: [string, OutgoingHttpHeader][];
  body: Buffer;
}

/** Whole answers of pages that are the same for every visitor. */
export interface KeptAnswers {
  /** Answers from what is kept. @returns false where nothing is, and Next has to answer. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** Keeps what is about to be sent, where it is the same for every visitor. */
  keep(request: IncomingMessage, response: ServerResponse, body: Buffer): void;
}

/** Whether the request says nothing by which an answer could differ, beside its address and whether it takes gzip. */
const isPlain = ({ method, headers }: IncomingMessage) =>
  method === "GET" &&
  headers.cookie === undefined &&
  headers.authorization === undefined &&
  headers.rsc === undefined &&
  headers.range === undefined &&
  headers["if-none-match"] === undefined &&
  headers["if-modified-since"] === undefined;

const keyOf = (request: IncomingMessage) =>
  `${/\bgzip\b/.test(String(request.headers["accept-encoding"] ?? "")) ? "gzip" : "plain"} ${request.headers.host} ${request.url}`;

/**
 * Keeps answers for a second, so that many visitors at once cost little more than one. Whatever changes something comes by a
 * request that is no GET, news of other processes' changes too (see `watchPublications`): each empties it when it comes, and
 * again when it is done.
 */
export function keptAnswers(): KeptAnswers {
  const kept = new Map<string, KeptAnswer>();
  const keys = new WeakMap<IncomingMessage, { key: string; emptied: number }>();
  let emptied = 0;
  const empty = () => {
    emptied++;
    kept.clear();
  };
  return {
    answer(request, response) {
      if (request.method !== "GET" && request.method !== "HEAD") {
        empty();
        response.once("close", empty);
        return false;
      }
      if (!isPlain(request)) return false;
      const key = keyOf(request);
      const known = kept.get(key);
      if (!known || known.until <= Date.now()) {
        keys.set(request, { key, emptied });
        return false;
      }
      for (const [name, value] of known.headers) response.setHeader(name, value);
      response.end(known.body);
      return true;
    },
    keep(request, response, body) {
      const asked = keys.get(request);
      // What was asked for before a change may not show it.
      if (!asked || asked.emptied !== emptied || response.statusCode !== 200) return;
      if (!/\bs-maxage=\d/.test(String(response.getHeader("cache-control") ?? ""))) return;
      if (response.hasHeader("set-cookie")) return;
      const [oldest] = kept.keys();
      if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
      const headers = Object.entries(response.getHeaders()).flatMap(([name, value]): KeptAnswer["headers"] =>
        value === undefined || perAnswer.has(name) ? [] : [[name, value]],
      );
      kept.delete(asked.key);
      kept.set(asked.key, { until: Date.now() + keptMs, headers, body });
    },
  };
}
