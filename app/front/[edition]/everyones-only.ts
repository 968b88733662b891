import { notFound } from "next/navigation";

/**
 * Pages whose own address has no parameter stand behind one all the same: so they are made when they are first asked for, and
 * not when the pages are built, where there is no database.
 */
export type EditionParams = { params: Promise<{ edition: string }> };

/** There is one edition that is kept ready: everybody's. */
export async function everyonesOnly(params: EditionParams["params"]): Promise<void> {
  if ((await params).edition !== "everyone") notFound();
}
