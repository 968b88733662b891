import { connection } from "next/server";
import { database } from "../../../lib/db/client";
import { env } from "../../../lib/env";
import { readHealth } from "../../../lib/operations/health";

/** Whether this process can serve pages (200 or 503), why not, and what the operator should look at. */
export async function GET(): Promise<Response> {
  await connection();
  const health = await readHealth({ db: database(), env: env(), now: () => new Date() });
  return Response.json(health, {
    status: health.ready ? 200 : 503,
    headers: { "Cache-Control": "no-store", "X-Robots-Tag": "noindex" },
  });
}
