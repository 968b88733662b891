import { lookup } from "node:dns";
import { isIP } from "node:net";
import { Agent, fetch, type Response } from "undici";
import type { Env } from "../env";
import { isPublicAddress } from "./addresses";
import { download } from "./download";
import { blocked, FetchError, translate } from "./fetch-error";
import { withHostSlot } from "./host-slots";
import type { OpenAnswer, RequestOptions } from "./open-answer";

/** Who we are and where we live, for publishers who read their logs. */
const userAgent = (appUrl: string) => `Overheard/0.1 (podcast digest; +${appUrl})`;

/** What a server may send before its answer begins. */
const maxHeaderBytes = 64_000;

const maxRedirects = 5;

/** One answer, read to its end. */
export interface FetchAnswer {
  status: number;
  headers: Headers;
  body: Buffer;
  finalUrl: string;
  /** Where permanent redirects (301, 308) alone led to; null when there was none or a temporary one came first. */
  permanentRedirectUrl: string | null;
}

/** Fetches from publishers, guarded: see `createFetcher`. */
export interface Fetcher {
  /** @throws FetchError with a full sentence. */
  get(
    url: string,
    options: { headers?: Record<string, string>; maxBytes: number; timeoutMs: number },
  ): Promise<FetchAnswer>;
  /**
   * Writes a file from the web to disk. A connection that breaks is taken up again where it broke off, where the server can.
   * @throws FetchError with a full sentence; then nothing is left of the file.
   */
  download(
    url: string,
    options: { file: string; maxBytes: number; timeoutMs: number },
  ): Promise<{ byteLength: number; contentType: string | null; finalUrl: string }>;
  /** Ends its connections. */
  close(): Promise<void>;
}

type NetEnv = Pick<Env, "ALLOW_PRIVATE_NETWORK" | "ALLOWED_PORTS" | "APP_URL">;

/**
 * Makes a fetcher for addresses that came from outside. Only http and https; only public addresses, checked where the
 * connection is made, so that a name cannot change its mind in between; only ports 80, 443 and ALLOWED_PORTS. With
 * ALLOW_PRIVATE_NETWORK private addresses are let through, on any port unless ALLOWED_PORTS names some. At most two requests
 * of this process go to one host at the same time.
 */
export function createFetcher(env: NetEnv): Fetcher {
  const dispatcher = new Agent({
    connectTimeout: 10_000,
    keepAliveTimeout: 1_000,
    maxHeaderSize: maxHeaderBytes,
    connect: {
      lookup(hostname, options, callback) {
        lookup(hostname, { ...options, all: true }, (error, addresses) => {
          if (error) return callback(error, "", 0);
          const allowed = env.ALLOW_PRIVATE_NETWORK ? addresses : addresses.filter((a) => isPublicAddress(a.address));
          const first = allowed[0];
          if (!first) return callback(Object.assign(new Error(hostname), { code: "EBLOCKED" }), "", 0);
          if (options.all) return callback(null, allowed as never, 0);
          callback(null, first.address, first.family);
        });
      },
    },
  });
  return {
    async get(url, options) {
      const { host } = checkUrl(url, env);
      return withHostSlot(host, () => get(env, dispatcher, url, options));
    },
    async download(url, options) {
      const { host } = checkUrl(url, env);
      return withHostSlot(host, () => download((from) => follow(env, dispatcher, url, from), options));
    },
    close: () => dispatcher.close(),
  };
}

async function get(
  env: NetEnv,
  dispatcher: Agent,
  url: string,
  options: Parameters<Fetcher["get"]>[1],
): Promise<FetchAnswer> {
  const signal = AbortSignal.timeout(options.timeoutMs);
  const { response, finalUrl, permanentRedirectUrl } = await follow(env, dispatcher, url, { ...options, signal });
  return {
    status: response.status,
    headers: response.headers as unknown as Headers,
    body: await readBody(response, finalUrl, options, signal),
    finalUrl: finalUrl.href,
    permanentRedirectUrl,
  };
}

/** Follows redirects, each checked like the first address. */
async function follow(
  env: NetEnv,
  dispatcher: Agent,
  url: string,
  { headers = {}, timeoutMs, signal }: RequestOptions,
): Promise<OpenAnswer> {
  let current = checkUrl(url, env);
  let permanent: string | null = null;
  let onlyPermanent = true;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const response = await send(current, userAgent(env.APP_URL), dispatcher, headers, signal, timeoutMs);
    const location = response.headers.get("location");
    if (![301, 302, 303, 307, 308].includes(response.status) || !location) {
      return { response, finalUrl: current, permanentRedirectUrl: permanent };
    }
    await response.body?.cancel().catch(() => {});
    onlyPermanent &&= response.status === 301 || response.status === 308;
    current = checkUrl(URL.canParse(location, current) ? new URL(location, current).href : location, env);
    if (onlyPermanent) permanent = current.href;
  }
  throw new FetchError(
    "redirects",
    `${current.host} redirected more than ${maxRedirects} times. Check the address in a browser.`,
  );
}

function checkUrl(text: string, env: NetEnv): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new FetchError(
      "bad-url",
      `"${text.slice(0, 200)}" is not a web address. It must begin with https:// or http://.`,
    );
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new FetchError(
      "bad-url",
      `"${text.slice(0, 200)}" is not a web address. It must begin with https:// or http://.`,
    );
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isPrivate = isIP(host) > 0 ? !isPublicAddress(host) : host === "localhost" || host.endsWith(".localhost");
  if (isPrivate && !env.ALLOW_PRIVATE_NETWORK) throw blocked(url.host);
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const anyPort = env.ALLOW_PRIVATE_NETWORK && env.ALLOWED_PORTS.length === 0;
  if (port !== 80 && port !== 443 && !anyPort && !env.ALLOWED_PORTS.includes(port)) {
    throw new FetchError(
      "blocked",
      `${url.host} uses port ${port}, which is not allowed. Add it to ALLOWED_PORTS if you trust it.`,
    );
  }
  return url;
}

async function send(
  url: URL,
  agent: string,
  dispatcher: Agent,
  headers: Record<string, string>,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Response> {
  try {
    return await fetch(url, {
      dispatcher,
      redirect: "manual",
      signal,
      headers: { "user-agent": agent, accept: "*/*", ...headers },
    });
  } catch (error) {
    throw translate(error, url, signal, timeoutMs);
  }
}

async function readBody(
  response: Response,
  url: URL,
  { maxBytes, timeoutMs }: { maxBytes: number; timeoutMs: number },
  signal: AbortSignal,
): Promise<Buffer> {
  const tooLarge = () =>
    new FetchError(
      "too-large",
      `${url.host} sent more than ${Math.round(maxBytes / 1e6)} MB, which is more than is read.`,
    );
  if (Number(response.headers.get("content-length") ?? 0) > maxBytes) {
    await response.body?.cancel().catch(() => {});
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  try {
    for await (const chunk of response.body ?? []) {
      byteLength += chunk.byteLength;
      if (byteLength > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof FetchError ? error : translate(error, url, signal, timeoutMs);
  }
  return Buffer.concat(chunks);
}
