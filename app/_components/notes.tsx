/** Characters of a publisher's notes that are shown at once; some run to pages. */
const shortNotes = 400;

/**
 * What a publisher says of its show or episode.
 * @param html sanitised when it was read (lib/feeds/description.ts); empty where there is only text.
 * @param what stands on the button that opens long ones.
 */
export function Notes({ text, html, what }: { text: string; html: string; what: string }) {
  if (text === "") return null;
  const notes = html ? (
    // biome-ignore lint/security/noDangerouslySetInnerHtml: it was sanitised when it was read (lib/feeds/description.ts).
    <div className="standfirst described" dir="auto" dangerouslySetInnerHTML={{ __html: html }} />
  ) : (
    <p className="standfirst described" dir="auto">
      {text}
    </p>
  );
  if (text.length <= shortNotes) return notes;
  return (
    <details className="notes">
      <summary className="note">{what}</summary>
      {notes}
    </details>
  );
}
