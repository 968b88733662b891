import { dayInWords, monthInWords } from "../../lib/format/dates";
import { digestPath } from "../../lib/format/links";
import { InnerLink } from "./inner-link";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** The weeks of a month from Monday to Sunday; null where a day is another month's. */
function weeksOf(month: string): (string | null)[][] {
  const first = new Date(`${month}-01T12:00:00Z`);
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const lead = (first.getUTCDay() + 6) % 7;
  const cells = [
    ...Array.from({ length: lead }, () => null),
    ...Array.from({ length }, (_, at) => `${month}-${String(at + 1).padStart(2, "0")}`),
  ];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** A month as a calendar; days that have a digest lead to it. @param props.days with whose digest each has. */
export function Calendar({ month, days }: { month: string; days: { date: string; edition: string }[] }) {
  const known = new Map(days.map((day) => [day.date, digestPath(day)]));
  return (
    <table className="calendar">
      <caption className="sr-only">{monthInWords(month)}</caption>
      <thead>
        <tr>
          {weekdays.map((day) => (
            <th key={day} scope="col" abbr={day}>
              {day.slice(0, 2)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week, at) => (
          <tr key={week.find(Boolean) ?? at}>
            {week.map((date, day) => (
              <td key={date ?? weekdays[day]}>
                {date && known.has(date) ? (
                  <InnerLink className="day known" href={known.get(date) ?? ""} aria-label={dayInWords(date)}>
                    {Number(date.slice(8))}
                  </InnerLink>
                ) : (
                  date && <span className="day">{Number(date.slice(8))}</span>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
