import type { CostDay } from "../../lib/costs/views";
import { dayInWords } from "../../lib/format/dates";

const usd = (microUsd: number) => `$${(microUsd / 1e6).toFixed(2)}`;
const size = { width: 640, height: 150, foot: 24 };

/** What each day has cost, as bars below the line of what a day may cost. */
export function CostChart({ days, capUsd }: { days: CostDay[]; capUsd: number }) {
  const most = Math.max(capUsd * 1e6, ...days.map((day) => day.costMicroUsd), 1);
  const total = days.reduce((sum, day) => sum + day.costMicroUsd, 0);
  const drawn = size.height - size.foot;
  const y = (microUsd: number) => drawn - (microUsd / (most * 1.3)) * drawn;
  const step = size.width / days.length;
  const dearest = days.reduce((a, b) => (b.costMicroUsd > a.costMicroUsd ? b : a));
  return (
    <figure className="costs">
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={`${usd(total)} in ${days.length} days, at most ${usd(dearest.costMicroUsd)} on ${dayInWords(dearest.date)}; a day may cost $${capUsd.toFixed(2)}.`}
      >
        {days.map((day, index) => (
          <rect
            key={day.date}
            x={index * step + 1}
            width={step - 2}
            y={y(day.costMicroUsd)}
            height={Math.max(day.costMicroUsd > 0 ? 1.5 : 0.5, drawn - y(day.costMicroUsd))}
          >
            <title>{`${dayInWords(day.date)}: ${usd(day.costMicroUsd)}, ${day.calls} calls`}</title>
          </rect>
        ))}
        {capUsd > 0 && (
          <>
            <line x1="0" x2={size.width} y1={y(capUsd * 1e6)} y2={y(capUsd * 1e6)} />
            <text x="0" y={y(capUsd * 1e6) - 4}>{`$${capUsd.toFixed(2)} a day at most`}</text>
          </>
        )}
        <text x="0" y={size.height - 4}>
          {days[0]?.date}
        </text>
        <text x={size.width} y={size.height - 4} textAnchor="end">
          {days.at(-1)?.date}
        </text>
      </svg>
      <figcaption className="note">
        {usd(total)} in {days.length} days, today {usd(days.at(-1)?.costMicroUsd ?? 0)} of ${capUsd.toFixed(2)}. Days
        are in UTC.
      </figcaption>
    </figure>
  );
}
