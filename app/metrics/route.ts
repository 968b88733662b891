import { createHash, timingSafeEqual } from "node:crypto";
import { connection } from "next/server";
import { database } from "../../lib/db/client";
import { env } from "../../lib/env";
import { metricsText } from "../../lib/operations/metrics";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Figures for Prometheus, for whoever sends METRICS_TOKEN as a bearer token; without that setting there is no such page. */
export async function GET(request: Request): Promise<Response> {
  await connection();
  const token = env().METRICS_TOKEN;
  if (!token) return new Response("Not found.\n", { status: 404 });
  const given = request.headers.get("authorization") ?? "";
  if (!timingSafeEqual(digest(given), digest(`Bearer ${token}`)))
    return new Response("Send METRICS_TOKEN as a bearer token.\n", {
      status: 401,
      headers: { "WWW-Authenticate": "Bearer" },
    });
  const text = await metricsText({ db: database(), env: env(), now: () => new Date() });
  return new Response(text, {
    headers: { "Content-Type": "text/plain; version=0.0.4; charset=utf-8", "Cache-Control": "no-store" },
  });
}
