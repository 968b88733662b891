import type { FollowRow } from "../../lib/accounts/follow-store";
import { followWeights } from "../../lib/accounts/reader";

const choices = [
  ["none", "As it comes"],
  ["little", "A little"],
  ["usual", "Follow"],
  ["lot", "A lot"],
  ["mute", "Never"],
] as const;

/** How a follow's row stands in the choice of `FollowSelect`. */
export function howOf(row: Pick<FollowRow, "isMuted" | "weight"> | undefined): (typeof choices)[number][0] {
  if (!row) return "none";
  if (row.isMuted) return "mute";
  if (row.weight <= followWeights.little) return "little";
  return row.weight >= followWeights.lot ? "lot" : "usual";
}

/**
 * How much of something is wanted, as one field of a form.
 * @param name of the field, `how.<kind>.<which>`.
 */
export function FollowSelect({
  name,
  label,
  hint,
  row,
}: {
  name: string;
  label: string;
  hint?: string;
  row: Pick<FollowRow, "isMuted" | "weight"> | undefined;
}) {
  const current = howOf(row);
  return (
    <div className="wanted" data-how={current}>
      <label htmlFor={name}>
        <span dir="auto">{label}</span>
        {hint && <span className="note">{hint}</span>}
      </label>
      <select className="choice" id={name} name={name} defaultValue={current} key={current}>
        {choices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
