import type { ReactNode } from "react";

/** One part of the settings: what it is about in the margin, its forms beside. */
export function Part({
  id,
  title,
  about,
  children,
}: {
  id: string;
  title: string;
  about?: string;
  children: ReactNode;
}) {
  return (
    <section className="part" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {about && <p className="note">{about}</p>}
      </header>
      <div className="forms">{children}</div>
    </section>
  );
}
