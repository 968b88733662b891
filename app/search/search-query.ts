import { z } from "zod";
import type { SearchFilters } from "../../lib/search/filters";

const date = z.iso.date().nullable().catch(null);

const schema = z.object({
  q: z.string().trim().catch(""),
  /** Its id, or what somebody typed for its name. */
  show: z.string().trim().min(1).max(200).nullable().catch(null),
  topic: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/u)
    .nullable()
    .catch(null),
  kind: z.enum(["fact", "opinion", "forecast", "advice"]).nullable().catch(null),
  from: date,
  to: date,
  exact: z.literal("1").nullable().catch(null),
  page: z.coerce.number().int().min(1).max(40).catch(1),
});

/** What the address of a search asks for; what makes no sense in it is left out. */
export type SearchQuery = z.infer<typeof schema>;

/** More than anybody types into the field. */
export const longestQuery = 300;

/** Reads the part of an address behind its question mark. */
export function readSearchQuery(parameters: Record<string, string | string[] | undefined>): SearchQuery {
  return schema.parse(Object.fromEntries(Object.keys(schema.shape).map((name) => [name, parameters[name] ?? null])));
}

/** The filters among it; the last day counts to its end. @param showId of the show that it names. */
export function filtersOf({ topic, kind, from, to }: SearchQuery, showId: string | null): SearchFilters {
  return {
    showId,
    topicSlug: topic,
    kind,
    from: from === null ? null : new Date(`${from}T00:00:00Z`),
    to: to === null ? null : new Date(`${to}T23:59:59.999Z`),
  };
}

/** The address of a search that differs from another in some of its parts. */
export function searchPath(query: SearchQuery, change: Partial<SearchQuery> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...change }))
    if (value !== null && value !== "" && !(name === "page" && value === 1)) parameters.set(name, String(value));
  return parameters.size > 0 ? `/search?${parameters}` : "/search";
}
