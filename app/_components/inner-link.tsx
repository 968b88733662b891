import Link from "next/link";
import type { ComponentProps } from "react";

/**
 * A link to a page of ours. Nothing is fetched before it is followed: pages come from the database in milliseconds, and
 * a front page links to dozens.
 */
export function InnerLink(props: ComponentProps<typeof Link>) {
  return <Link prefetch={false} {...props} />;
}
