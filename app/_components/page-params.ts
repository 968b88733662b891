import { notFound } from "next/navigation";
import { z } from "zod";

const uuid = z.uuid();
const date = z.iso.date();
const number = z.coerce.number().int().min(1).max(1_000_000).catch(1);
/** A topic's or person's: letters and digits of any script with hyphens between them. */
const slug = z
  .string()
  .max(100)
  .regex(/^[\p{L}\p{N}]+(?:-[\p{L}\p{N}\p{M}]+)*$/u);

/** What stands behind the question mark of an address. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The id of a page's address; what is no id gets the 404 page without a question to the database. */
export async function idOf(params: Promise<{ id: string }>): Promise<string> {
  const parsed = uuid.safeParse((await params).id);
  return parsed.success ? parsed.data : notFound();
}

/** The calendar date of a page's address ("2026-11-24"); what is no date gets the 404 page. */
export async function dateOf(params: Promise<{ date: string }>): Promise<string> {
  const parsed = date.safeParse((await params).date);
  return parsed.success ? parsed.data : notFound();
}

/** The slug of a page's address, decoded; what can be nobody's gets the 404 page. */
export async function slugIn(params: Promise<{ slug: string }>): Promise<string> {
  const text = (await params).slug;
  let decoded: string;
  try {
    decoded = decodeURIComponent(text);
  } catch {
    return notFound();
  }
  const parsed = slug.safeParse(decoded);
  return parsed.success ? parsed.data : notFound();
}

/** Which page of a list an address asks for; 1 where it says nothing sensible. */
export async function pageNumberOf(searchParams: SearchParams): Promise<number> {
  return number.parse((await searchParams).page);
}
