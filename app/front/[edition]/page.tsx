import { notFound } from "next/navigation";
import { FrontPage, frontMetadata } from "./front-page";

/** Made when first asked for, and anew when something was published (app/api/published); or after this many seconds. */
export const revalidate = 300;
export const generateStaticParams = () => [];

export const generateMetadata = () => frontMetadata({ reader: null });

/** The front page for visitors; next.config.ts leads there from "/". */
export default async function PublicFrontPage({ params }: { params: Promise<{ edition: string }> }) {
  if ((await params).edition !== "everyone") notFound();
  return <FrontPage reader={null} />;
}
