import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readLink } from "../../../lib/accounts/link";
import { ownPath } from "../../../lib/accounts/reader";
import { database } from "../../../lib/db/client";
import { signIn } from "../../_actions/sign-in";
import { pageMetadata } from "../../_components/page-metadata";

export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  ...pageMetadata({ title: "Sign in", description: "Sign in to Overheard.", path: "/signin", index: false }),
  referrer: "same-origin",
};

type Props = {
  params: Promise<{ token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/**
 * Where an emailed link leads. The page does nothing by itself, with script or without: mail scanners open every link, and
 * only its button spends it.
 */
export default async function LinkPage({ params, searchParams }: Props) {
  const [{ token }, { next }] = await Promise.all([params, searchParams]);
  const link = await readLink(database(), token, new Date());
  if (!link) redirect("/signin?link=spent");
  return (
    <div className="plain">
      <h1>{link.isNew ? "Welcome to Overheard" : "Welcome back"}</h1>
      <p>
        {link.isNew ? (
          <>
            Is <b>{link.email}</b> yours? Then come in: the first five are made for you at once.
          </>
        ) : (
          <>
            This signs <b>{link.email}</b> in, in this browser.
          </>
        )}
      </p>
      <form action={signIn}>
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="next" value={ownPath(next)} />
        <button className="button" type="submit">
          {link.isNew ? "Yes, come in" : "Sign in"}
        </button>
      </form>
      <p className="note">Not you? Close this page; nothing happens.</p>
    </div>
  );
}
