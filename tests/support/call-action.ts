import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const manifest = z.object({
  node: z.record(
    z.string(),
    z.object({ workers: z.record(z.string(), z.unknown()), filename: z.string(), exportedName: z.string() }),
  ),
});

/** A server action that some page offers. */
export interface OfferedAction {
  id: string;
  /** "app/settings/actions.ts#renewFeed". */
  name: string;
  /** The path of a page that offers it, with parameters in brackets. */
  path: string;
}

/** Every server action of the built pages. */
export function offeredActions(): OfferedAction[] {
  const file = join(import.meta.dirname, "../../.next/server/server-reference-manifest.json");
  const { node } = manifest.parse(JSON.parse(readFileSync(file, "utf8")));
  return Object.entries(node).map(([id, { workers, filename, exportedName }]) => {
    const pages = Object.keys(workers).map((page) => page.replace(/^app/, "").replace(/\/page$/, "") || "/");
    return { id, name: `${filename}#${exportedName}`, path: pages.sort((a, b) => a.length - b.length)[0] ?? "/" };
  });
}

/**
 * Calls a server action as a page's script does.
 * @param withState whether the action takes what came before as its first argument.
 * @returns the HTTP status, where it redirects to, and its result where it is one of ours.
 */
export async function callAction(
  origin: string,
  call: {
    id: string;
    path: string;
    fields: Record<string, string | string[]>;
    withState: boolean;
    headers: Record<string, string>;
  },
): Promise<{ status: number; redirect: string | null; result: string | null; text: string }> {
  const body = new FormData();
  for (const [name, values] of Object.entries(call.fields))
    for (const value of [values].flat()) body.append(`_1_${name}`, value);
  body.append("0", call.withState ? '[null,"$K1"]' : '["$K1"]');
  const response = await fetch(origin + call.path, {
    method: "POST",
    redirect: "manual",
    headers: { "next-action": call.id, accept: "text/x-component", origin, ...call.headers },
    body,
  });
  const text = await response.text();
  const [, ok, code] = /\{"ok":(true|false)(?:,"code":"([a-z-]+)")?\}/.exec(text) ?? [];
  return {
    status: response.status,
    redirect: response.headers.get("x-action-redirect")?.split(";")[0] ?? response.headers.get("location"),
    result: ok === "true" ? "ok" : (code ?? null),
    text,
  };
}
