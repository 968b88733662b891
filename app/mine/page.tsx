import { currentReader } from "../../lib/accounts/session";
import { FrontPage, frontMetadata } from "../front/[edition]/front-page";

export const dynamic = "force-dynamic";

export const generateMetadata = async () => frontMetadata({ reader: await currentReader() });

/** The front page for who is signed in: their own five; next.config.ts leads there from "/". */
export default async function ReadersFrontPage() {
  return <FrontPage reader={await currentReader()} />;
}
