import { notFound } from "next/navigation";
import { z } from "zod";
import { currentReader } from "../../../lib/accounts/session";
import type { SearchParams } from "../../_components/page-params";
import { Archive, archiveMetadata } from "../../digests/archive";

export const dynamic = "force-dynamic";

type Props = { searchParams: SearchParams };

const month = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/u)
  .nullable();

async function askedMonth(searchParams: SearchParams): Promise<string | null> {
  const parsed = month.safeParse((await searchParams).month ?? null);
  return parsed.success ? parsed.data : notFound();
}

const asked = async ({ searchParams }: Props) => ({
  month: await askedMonth(searchParams),
  reader: (await currentReader())?.id ?? null,
});

export const generateMetadata = async (props: Props) => archiveMetadata(await asked(props));

/** The archive for who is signed in, and its other months for everybody; next.config.ts leads there from its address. */
export default async function ReadersArchivePage(props: Props) {
  return <Archive {...(await asked(props))} />;
}
