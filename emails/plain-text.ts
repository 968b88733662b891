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

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** Whether a text is read from right to left, as far as its first letter says. */
export const isRightToLeft = (text: string) => rightToLeft.test(/\p{L}/u.exec(text)?.[0] ?? "");

/** A name from elsewhere inside a sentence of ours: one that runs from right to left does not turn what stands around it. */
export const isolated = (name: string) => (rightToLeft.test(name) ? `\u2068${name}\u2069` : name);
