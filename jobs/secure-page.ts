import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { contentPolicy, scriptHashes } from "./content-policy";
import type { errorDrawer } from "./drawn-errors";
import { keptAnswers } from "./kept-answers";

const compress = promisify(gzip);
/** Pages that Next names by an ETag are the same each time: their policy and compressed form are made once. */
const mostPages = 300;
/** Less does not shrink. */
const leastBytes = 1_400;

interface FinishedPage {
  policy: string;
  compressed: Buffer | null;
}

interface SecurerOptions {
  isDev: boolean;
  isHttps: boolean;
  drawError?: ReturnType<typeof errorDrawer>;
}

/**
 * Makes the pages that Next answers with carry their policy; see `contentPolicy`.
 * @param options.drawError gives the page to show instead of an error; see `errorDrawer`.
 */
export function pageSecurer({ isDev, isHttps, drawError }: SecurerOptions) {
  const finished = new Map<string, FinishedPage>();
  const kept = keptAnswers();

  async function finish(key: string | null, body: Buffer): Promise<FinishedPage> {
    const known = key === null ? undefined : finished.get(key);
    if (known) return known;
    const policy = contentPolicy(isDev ? [] : scriptHashes(body.toString("utf8")), { isDev });
    const page = { policy, compressed: body.length < leastBytes ? null : await compress(body, { level: 5 }) };
    if (key !== null) {
      const [oldest] = finished.keys();
      if (finished.size >= mostPages && oldest !== undefined) finished.delete(oldest);
      finished.set(key, page);
    }
    return page;
  }

  /**
   * Holds a page back until it is whole, because its headers say what stands in it. Other answers pass as they come.
   * @returns true where it has answered already, from what is kept.
   */
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    if (kept.answer(request, response)) return true;
    if (isHttps) response.setHeader("Strict-Transport-Security", "max-age=31536000");
    // Files and data between pages are Next's to compress; a page is compressed here, once its text has been read.
    const [path = ""] = (request.url ?? "").split("?");
    const isFile = /^\/_next\/|\.\w+$/.test(path) || request.headers.rsc !== undefined;
    const takesGzip = !isFile && /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
    if (!isFile) delete request.headers["accept-encoding"];

    const original = {
      write: response.write.bind(response) as (...args: unknown[]) => boolean,
      end: response.end.bind(response) as (...args: unknown[]) => ServerResponse,
      flushHeaders: response.flushHeaders.bind(response),
      writeHead: response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse,
    };
    const chunks: Buffer[] = [];
    let isPage: boolean | undefined;
    const holds = () => {
      isPage ??= /^text\/html\b/.test(String(response.getHeader("content-type") ?? ""));
      return isPage;
    };
    const keep = (chunk: unknown, encoding: unknown) => {
      if (typeof chunk === "string") chunks.push(Buffer.from(chunk, encoding as BufferEncoding | undefined));
      else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    };
    const callbackOf = (args: unknown[]) => args.find((arg): arg is () => void => typeof arg === "function");

    let isWhole = false;
    // Next's compression sends the headers before the first byte, also where it compresses nothing.
    response.writeHead = ((...args: unknown[]) => {
      // It renews the headers of a page that the browser has, and must not put another policy in the place of that page's.
      if (args[0] === 304) {
        response.removeHeader("Content-Security-Policy");
        return original.writeHead(...args);
      }
      if (isWhole || !holds()) return original.writeHead(...args);
      response.statusCode = Number(args[0]);
      const headers = args.findLast((arg): arg is Record<string, string> => typeof arg === "object" && arg !== null);
      for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
      return response;
    }) as typeof response.writeHead;
    response.flushHeaders = () => {
      if (!holds()) original.flushHeaders();
    };
    response.write = ((...args: unknown[]) => {
      if (!holds()) return original.write(...args);
      keep(args[0], typeof args[1] === "string" ? args[1] : undefined);
      callbackOf(args)?.();
      return true;
    }) as typeof response.write;
    response.end = ((...args: unknown[]) => {
      if (response.headersSent || response.statusCode === 304 || !holds()) return original.end(...args);
      keep(args[0], typeof args[1] === "string" ? args[1] : undefined);
      const made = Buffer.concat(chunks);
      const drawn = async () => {
        const { url = "/", method, headers } = request;
        if (response.statusCode < 400 || method === "HEAD" || !drawError) return made;
        const instead = await drawError({ url, headers, status: response.statusCode, body: made.toString("utf8") });
        if (!instead) return made;
        response.statusCode = instead.status;
        response.removeHeader("etag");
        response.setHeader("Cache-Control", "private, no-store");
        return instead.body;
      };
      drawn()
        .then(async (body) => {
          const etag = response.getHeader("etag");
          const key = typeof etag === "string" && body.length > 0 ? `${request.url} ${etag}` : null;
          const { policy, compressed } = await finish(key, body);
          response.setHeader("Content-Security-Policy", policy);
          const sent = takesGzip && compressed ? compressed : body;
          if (sent === compressed) response.setHeader("Content-Encoding", "gzip");
          if (sent.length > 0) response.setHeader("Content-Length", sent.length);
          isWhole = true;
          kept.keep(request, response, sent);
          original.end(sent, callbackOf(args));
        })
        .catch((error: Error) => response.destroy(error));
      return response;
    }) as typeof response.end;
    return false;
  };
}
