import { Children, type ReactElement, type ReactNode } from "react";
import { InnerLink } from "../_components/inner-link";
import { Live } from "../_components/live";
import { ReaderMark } from "../_components/masthead";

const pages = [
  ["/admin", "How it stands"],
  ["/admin/feeds", "Feeds"],
  ["/admin/episodes", "Episodes"],
  ["/admin/refused", "Refused"],
  ["/admin/reports", "Reports"],
  ["/admin/people", "People"],
  ["/admin/mail", "Mail"],
  ["/admin/settings", "Settings"],
] as const;

/** What every operator's page stands in. @param path of the page. */
export function AdminFrame({
  path,
  title,
  note,
  children,
}: {
  path: string;
  title: string;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="admin">
      <nav className="tabs" aria-label="For operators">
        {pages.map(([href, name]) => (
          <InnerLink key={href} href={href} {...(href === path ? { "aria-current": "page" as const } : {})}>
            {name}
          </InnerLink>
        ))}
        <InnerLink href="/setup">Add shows</InnerLink>
      </nav>
      <h1 dir="auto">{title}</h1>
      {note && <p className="note">{note}</p>}
      {children}
      <ReaderMark />
      <Live />
    </div>
  );
}

/** A column's heading: words, a heading of figures, one that only screen readers are told, or a whole cell. */
type Column = string | { number: string } | { hidden: string } | ReactElement<{ children: ReactNode }>;

function heading(column: Column): ReactElement {
  if (typeof column === "string") return <th scope="col">{column}</th>;
  if ("number" in column)
    return (
      <th scope="col" className="number">
        {column.number}
      </th>
    );
  if ("hidden" in column)
    return (
      <th scope="col">
        <span className="sr-only">{column.hidden}</span>
      </th>
    );
  return column;
}

/** A table of the operator's pages; on a narrow screen it scrolls by itself. */
export function Table({ label, columns, children }: { label: string; columns: Column[]; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by keyboard.
    <section className="wide" aria-label={label} tabIndex={0}>
      <table className="dense">
        <thead>
          <tr>{Children.toArray(columns.map(heading))}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** How long ago an instant is: "now", "5 min ago", "3 h ago", "12 days ago". */
export function Ago({ at, now }: { at: Date | null; now: Date }) {
  if (at === null) return <>never</>;
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  const text =
    minutes < 1
      ? "now"
      : minutes < 60
        ? `${minutes} min ago`
        : minutes < 48 * 60
          ? `${Math.round(minutes / 60)} h ago`
          : `${Math.round(minutes / 1440)} days ago`;
  return (
    <time dateTime={at.toISOString()} title={at.toISOString()}>
      {text}
    </time>
  );
}
