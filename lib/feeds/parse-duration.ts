const longest = 7 * 24 * 3600;

/** "3600", "59:12", "1:02:03.5", "1h 2m", "PT1H2M3S" or "62 min" as seconds; null when it is none of these. */
export function parseDuration(value: string): number | null {
  const plain = value.toLowerCase().replace(/\s+/g, "");
  let seconds = Number.NaN;
  if (/^\d+(\.\d+)?$/.test(plain)) seconds = Number(plain);
  else if (/^(\d{0,3}:){1,2}\d{1,2}(\.\d+)?$/.test(plain))
    seconds = plain.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  else {
    const parts =
      /^(?:pt)?(?:(\d+)h(?:ours?|rs?)?)?(?:(\d+)m(?:in(?:ute)?s?)?)?(?:(\d+)(?:\.\d+)?s(?:ec(?:ond)?s?)?)?$/.exec(
        plain,
      );
    if (parts && plain !== "" && plain !== "pt")
      seconds = Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0);
  }
  return seconds > 0 && seconds < longest ? Math.round(seconds) : null;
}
