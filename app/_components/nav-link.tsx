"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { InnerLink } from "./inner-link";

/**
 * A link of the main navigation that says on its own page, and on those below, that one is there. Pages are kept ready for
 * everybody, at addresses within; so this is told in the browser.
 */
export function NavLink(props: { href: string; className?: string; "data-search"?: string; children: ReactNode }) {
  const path = usePathname();
  const [at, setAt] = useState("");
  useEffect(() => setAt(path), [path]);
  const current = at === props.href ? "page" : at.startsWith(`${props.href}/`) ? "true" : undefined;
  return <InnerLink {...props} aria-current={current} />;
}
