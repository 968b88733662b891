import { InnerLink } from "./inner-link";

/** What something is about, each with the way to everything about it. */
export function Topics({ topics }: { topics: { slug: string; name: string }[] }) {
  if (topics.length === 0) return null;
  return (
    <ul className="topics note" aria-label="Topics">
      {topics.slice(0, 4).map((topic) => (
        <li key={topic.slug}>
          <InnerLink href={`/topics/${topic.slug}`}>{topic.name}</InnerLink>
        </li>
      ))}
    </ul>
  );
}
