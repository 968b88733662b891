const columns = 72;

/** A line across plain text. */
export const rule = "-".repeat(columns);

/** Breaks a text into lines; a word longer than a line (an address) keeps one of its own. */
export function wrapped(text: string, indent = ""): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/u)) {
    if (word === "") continue;
    const longer = line === indent ? indent + word : `${line} ${word}`;
    if (longer.length > columns && line !== indent) {
      lines.push(line);
      line = indent + word;
    } else line = longer;
  }
  return [...lines, line].join("\n");
}

/** A label and an address on a line of their own, so that programs make it a link. */
export function pointer(label: string, url: string, indent = ""): string {
  return `${wrapped(label, indent)}\n${indent}${url}`;
}
