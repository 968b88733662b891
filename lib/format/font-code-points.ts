/**
 * The code points that a font has a drawing for, from its character map. Fonts come in WOFF: tables that are compressed each
 * (https://www.w3.org/TR/WOFF/); the map is read in its formats 4 and 12 (OpenType, "cmap").
 * @param unpack inflates zlib's format.
 * @throws Error where it is no WOFF.
 */
export async function fontCodePoints(woff: Buffer, unpack: (data: Buffer) => Promise<Buffer>): Promise<Set<number>> {
  if (woff.toString("latin1", 0, 4) !== "wOFF") throw new Error("A font is not in WOFF.");
  for (let at = 44, table = 0; table < woff.readUInt16BE(12); table++, at += 20) {
    if (woff.toString("latin1", at, at + 4) !== "cmap") continue;
    const offset = woff.readUInt32BE(at + 4);
    const data = woff.subarray(offset, offset + woff.readUInt32BE(at + 8));
    return codePointsOf(data.length < woff.readUInt32BE(at + 12) ? await unpack(data) : data);
  }
  return new Set();
}

function codePointsOf(map: Buffer): Set<number> {
  const codes = new Set<number>();
  for (let table = 0; table < map.readUInt16BE(2); table++) {
    const start = map.readUInt32BE(4 + table * 8 + 4);
    const format = map.readUInt16BE(start);
    if (format === 4) readSegments(map.subarray(start), codes);
    if (format === 12) readGroups(map.subarray(start), codes);
  }
  return codes;
}

function readSegments(table: Buffer, codes: Set<number>): void {
  const bytes = table.readUInt16BE(6);
  for (let segment = 0; segment < bytes; segment += 2) {
    const [end, start] = [table.readUInt16BE(14 + segment), table.readUInt16BE(16 + bytes + segment)];
    const delta = table.readUInt16BE(16 + 2 * bytes + segment);
    const rangeAt = 16 + 3 * bytes + segment;
    const range = table.readUInt16BE(rangeAt);
    for (let code = start; code <= end && code !== 0xffff; code++) {
      const glyph = range === 0 ? code + delta : table.readUInt16BE(rangeAt + range + (code - start) * 2);
      if ((glyph & 0xffff) !== 0) codes.add(code);
    }
  }
}

function readGroups(table: Buffer, codes: Set<number>): void {
  for (let group = 0; group < table.readUInt32BE(12); group++) {
    const [start, end] = [table.readUInt32BE(16 + group * 12), table.readUInt32BE(20 + group * 12)];
    for (let code = start; code <= end; code++) codes.add(code);
  }
}
