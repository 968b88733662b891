import { createHash } from "node:crypto";
import { z } from "zod";

/** How Next hands its data to a page: calls with one JSON value each. */
const dataCall = /^(?:\(self\.__next_f=self\.__next_f\|\|\[\]\)|self\.__next_f)\.push\(/;
const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;
/** How Turbopack starts a page: with the names of its chunks, which change with each build. */
const startCall = /^\(globalThis\["TURBOPACK"\] \|\| \(globalThis\["TURBOPACK"\] = \[\]\)\)\.push\((\{.*\})\);$/;
const startsWith = z.strictObject({
  otherChunks: z.array(z.string().regex(/^static\/chunks\/[\w.~-]+\.js$/)),
  runtimeModuleIds: z.array(z.union([z.int(), z.string().regex(/^[\w./[\]@ -]+$/)])),
});

/**
 * The hashes of a page's inline scripts, as a policy names them. Only Next's data and what starts the page count: what else
 * stood in a page, by a hole in our escaping, must not run just because it is there.
 */
export function scriptHashes(html: string): string[] {
  const hashes = new Set<string>();
  for (const [, script = ""] of html.matchAll(inlineScript)) {
    if (isStart(script) || isNextData(script)) hashes.add(hashOf(script));
  }
  return [...hashes];
}

function isStart(script: string): boolean {
  try {
    return startsWith.safeParse(JSON.parse(startCall.exec(script)?.[1] ?? "null")).success;
  } catch {
    return false;
  }
}

function isNextData(script: string): boolean {
  let rest = script;
  do {
    const start = dataCall.exec(rest)?.[0].length;
    const end = start === undefined ? -1 : endOfArray(rest, start);
    const after = /^\);?/.exec(rest.slice(end))?.[0].length;
    if (start === undefined || end < 0 || after === undefined) return false;
    try {
      JSON.parse(rest.slice(start, end));
    } catch {
      return false;
    }
    rest = rest.slice(end + after);
  } while (rest !== "");
  return true;
}

/** Where the array that begins at `from` ends; -1 where it does not. */
function endOfArray(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const character = text[i];
    if (character === '"') {
      i++;
      while (i < text.length && text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
    } else if (character === "[") depth++;
    else if (character === "]" && --depth === 0) return i + 1;
  }
  return -1;
}

const hashOf = (script: string) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

/** The Content-Security-Policy of a page. Recordings and pictures are where their publishers keep them. */
export function contentPolicy(hashes: string[], { isDev }: { isDev: boolean }): string {
  // The development server compiles in the browser, and talks to it.
  const scripts = isDev ? "'self' 'unsafe-inline' 'unsafe-eval'" : ["'self'", ...hashes].join(" ");
  return [
    "default-src 'self'",
    `script-src ${scripts}`,
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: http: https:",
    "media-src 'self' http: https:",
    `connect-src 'self'${isDev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
