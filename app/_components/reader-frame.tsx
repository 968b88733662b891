import type { ReactNode } from "react";
import { currentReader } from "../../lib/accounts/session";
import { ReaderMark } from "./masthead";

/** What a part of the site that is made for readers stands in: their links at the head of its pages. */
export async function ReaderFrame({ children }: { children: ReactNode }) {
  const reader = await currentReader();
  return (
    <>
      {reader && <ReaderMark isOperator={reader.isOperator} />}
      {children}
    </>
  );
}
