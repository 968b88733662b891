import { z } from "zod";
import { database } from "../../../../../lib/db/client";
import { digestJson } from "../../../../../lib/digests/digest-json";
import { digestByDate } from "../../../../../lib/digests/views";
import { json, notFoundJson } from "../../../../_components/answers";

const date = z.iso.date();

/** Everybody's digest of a date, in the shape of `digest --json`. */
export async function GET(request: Request, { params }: { params: Promise<{ date: string }> }): Promise<Response> {
  const parsed = date.safeParse((await params).date);
  if (!parsed.success) return notFoundJson("A digest's address ends with a date such as 2026-11-24.");
  const digest = await digestByDate(database(), parsed.data);
  return digest ? json(request, digestJson(digest)) : notFoundJson(`There is no digest of ${parsed.data}.`);
}
