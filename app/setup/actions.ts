"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { mayOperate } from "../../lib/accounts/operator-access";
import { FindFeedError, findFeedAt, searchShows } from "../../lib/feeds/find-feeds";
import { importShows } from "../../lib/feeds/import-shows";
import { OpmlError, type OpmlShow, readOpmlFile } from "../../lib/feeds/opml";
import { starterShows } from "../../lib/feeds/starter-shows";
import type { StageContext } from "../../lib/queue/stage";
import { webContext } from "../../lib/queue/web-context";
import { type SetupState, untouched } from "./setup-state";

/** More than anybody types, and few enough for one request. */
const mostShows = 200;

const form = z.object({
  intent: z.string().max(20),
  code: z.string().max(200),
  words: z.string().trim().max(200),
  addresses: z.string().max(50_000),
  chosen: z.array(z.string().max(2_000)).max(mostShows),
});

/** What an earlier search offered; it comes back from the browser like the form itself. */
const offered = z
  .object({ found: z.array(z.object({ feedUrl: z.string().max(2_000), title: z.string().max(500) })).max(50) })
  .catch({ found: [] });

/**
 * Searches for shows, or subscribes to the chosen ones, the typed addresses and a file's list: for operators, and before one has
 * signed in for who knows the operator's code, whom it signs in.
 * @returns what was found, or what could not be added and why, one sentence an address; when all was added it redirects and
 *   says so there.
 */
export async function setUpShows(before: SetupState, formData: FormData): Promise<SetupState> {
  const parsed = form.safeParse({
    intent: formData.get("intent") ?? "",
    code: formData.get("code") ?? "",
    words: formData.get("words") ?? "",
    addresses: formData.get("addresses") ?? "",
    chosen: formData.getAll("show"),
  });
  if (!parsed.success)
    return { ...untouched, problem: "This form could not be read. Load the page again and choose once more." };
  const { intent, code, chosen, addresses, words } = parsed.data;
  const kept = { ...untouched, chosen, addresses, words };
  const access = await mayOperate(code);
  if (access === "sign-in")
    return { ...kept, problem: "Only operators add shows. Sign in as one, then send this again. Nothing was added." };
  if (access === "wrong-code") {
    return {
      ...kept,
      codeIsWrong: true,
      problem: "This is not the code that the terminal printed when Overheard started. Nothing was added.",
    };
  }
  const context = await webContext();
  const known = { ...kept, isKnown: true };
  try {
    if (intent === "search" && words) return await search(context, known);
    const titles = new Map(
      [...starterShows(), ...offered.parse(before).found].map((show) => [show.feedUrl, show.title]),
    );
    return await add(context, known, titles, await listOf(formData.get("list")));
  } catch (error) {
    if (error instanceof FindFeedError || error instanceof OpmlError) return { ...known, problem: error.message };
    throw error;
  }
}

async function search(context: StageContext, kept: SetupState): Promise<SetupState> {
  const found = (await searchShows(context.env, kept.words)).map(({ feedUrl, title }) => ({
    feedUrl,
    title: title ?? new URL(feedUrl).host,
  }));
  if (found.length > 0) return { ...kept, found };
  return { ...kept, problem: `No show was found for “${kept.words}”. Try fewer or other words.` };
}

/** The shows of an OPML file that was sent along. @throws OpmlError */
async function listOf(file: FormDataEntryValue | null): Promise<OpmlShow[]> {
  return file instanceof File && file.size > 0 ? readOpmlFile(new Uint8Array(await file.arrayBuffer())) : [];
}

/** @param titles of the feeds that were offered to choose from. */
async function add(
  context: StageContext,
  kept: SetupState,
  titles: Map<string, string>,
  list: OpmlShow[],
): Promise<SetupState> {
  const wanted = [...new Set([...kept.chosen, ...addressesIn(kept.addresses)])].slice(0, mostShows);
  if (wanted.length + list.length === 0)
    return { ...kept, problem: "Choose at least one show, or write the address of one." };
  const { found, refused } = await findAll(context, wanted, titles);
  const result = await importShows(context, [...found, ...list], () => {});
  refused.push(...result.refused.map(({ feedUrl, why }) => ({ address: feedUrl, why })));
  const added = result.added.length;
  if (refused.length > 0) {
    // What the page says of the shows that are read counts those that were added just now.
    if (added > 0) refresh();
    return { ...untouched, isKnown: true, added, refused, addresses: refused.map(({ address }) => address).join("\n") };
  }
  const known = result.alreadyThere.length + result.listedTwice.length;
  return redirect(`/setup?${new URLSearchParams({ added: String(added), known: String(known) })}`);
}

/** One address a line; those that stand on one line are told apart where the next begins. */
function addressesIn(text: string): string[] {
  return text
    .split(/[\r\n]+|[\s,]+(?=https?:)/u)
    .map((line) => line.trim())
    .filter(Boolean);
}

/** The feeds behind what was chosen and typed. What was offered are feeds; other addresses may lead to one. */
async function findAll(context: StageContext, wanted: string[], titles: Map<string, string>) {
  const refused: SetupState["refused"] = [];
  const found = await Promise.all(
    wanted.map(async (url): Promise<OpmlShow[]> => {
      const isWeb = !titles.has(url) && /^https?:\/\//i.test(url);
      try {
        const feed = isWeb ? await findFeedAt(context.env, url) : { feedUrl: url, title: titles.get(url) };
        return [{ feedUrl: feed.feedUrl, title: feed.title ?? "", category: "" }];
      } catch (error) {
        if (!(error instanceof FindFeedError)) throw error;
        refused.push({ address: url, why: error.message });
        return [];
      }
    }),
  );
  return { found: found.flat(), refused };
}
