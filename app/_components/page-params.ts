import { notFound } from "next/navigation";
import { z } from "zod";

const uuid = z.uuid();
const date = z.iso.date();

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
