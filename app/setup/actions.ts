"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { isOperatorCode } from "../../lib/accounts/operator";
import { FindFeedError, findFeedAt } from "../../lib/feeds/find-feeds";
import { starterShows } from "../../lib/feeds/starter-shows";
import { FeedAddressError, subscribeShow } from "../../lib/feeds/subscribe-show";
import { webContext } from "../../lib/queue/web-context";
import { type SetupState, untouched } from "./setup-state";

/** More than anybody types, and few enough for one request. */
const mostShows = 200;

const form = z.object({
  code: z.string().max(200),
  addresses: z.string().max(50_000),
  chosen: z.array(z.string().max(2_000)).max(mostShows),
});

/**
 * Subscribes to the chosen starter shows and the typed addresses, for who knows the operator's code.
 * @returns what could not be added and why, one sentence an address; when all was added it redirects and says so there.
 */
export async function addShows(_before: SetupState, formData: FormData): Promise<SetupState> {
  const parsed = form.safeParse({
    code: formData.get("code") ?? "",
    addresses: formData.get("addresses") ?? "",
    chosen: formData.getAll("show"),
  });
  if (!parsed.success)
    return { ...untouched, problem: "This form could not be read. Load the page again and choose once more." };
  const { code, chosen, addresses } = parsed.data;
  const kept = { ...untouched, chosen, addresses };
  if (!isOperatorCode(code)) {
    return {
      ...kept,
      codeIsWrong: true,
      problem: "This is not the code that the terminal printed when Overheard started. Nothing was added.",
    };
  }
  const wanted = [...new Set([...chosen, ...addressesIn(addresses)])].slice(0, mostShows);
  if (wanted.length === 0) return { ...kept, problem: "Choose at least one show, or write the address of one." };
  const refused = await subscribeAll(wanted);
  const added = wanted.length - refused.length;
  if (refused.length === 0) redirect(`/setup?${new URLSearchParams({ added: String(added), code })}`);
  return { ...untouched, added, refused, addresses: refused.map(({ address }) => address).join("\n") };
}

/** One address a line; those that stand on one line are told apart where the next begins. */
function addressesIn(text: string): string[] {
  return text
    .split(/[\r\n]+|[\s,]+(?=https?:)/u)
    .map((line) => line.trim())
    .filter(Boolean);
}

async function subscribeAll(wanted: string[]): Promise<SetupState["refused"]> {
  const titles = new Map(starterShows().map((show) => [show.feedUrl, show.title]));
  const refused: SetupState["refused"] = [];
  const context = await webContext();
  for (const url of wanted) {
    try {
      // The starter list's addresses are feeds; what was typed may lead to one.
      const isWeb = !titles.has(url) && /^https?:\/\//i.test(url);
      const found = isWeb ? await findFeedAt(context.env, url) : { feedUrl: url, title: titles.get(url) };
      await subscribeShow(context, { url: found.feedUrl, title: found.title });
    } catch (error) {
      const isAddress = error instanceof FeedAddressError || error instanceof FindFeedError;
      if (!isAddress) context.log.error({ err: error, url }, "A show could not be added.");
      refused.push({
        address: url,
        why: isAddress
          ? error.message
          : "It could not be saved. Try again; if it stays like this, the terminal says why.",
      });
    }
  }
  return refused;
}
