import type { DeliveryDay } from "../../../lib/delivery/views";
import { dayInWords } from "../../../lib/format/dates";
import { InnerLink } from "../../_components/inner-link";
import { Table } from "../frame";

const columns = [
  ["accepted", "Accepted"],
  ["uncertain", "Uncertain"],
  ["failed", "Failed"],
  ["excluded", "Left out"],
  ["underWay", "Under way"],
] as const;

const reports = [
  ["delivered", "Delivered"],
  ["bounced", "Bounced"],
  ["complained", "Spam"],
] as const;

/** Where the operator has them counted, and readers are told. */
const counts = [
  ["opened", "Opened"],
  ["clicks", "Clicks"],
] as const;

/** A row a date: the candidates, what became of them, which adds up to them, and what was reported of them. */
export function Days({ days, isTracked }: { days: DeliveryDay[]; isTracked: boolean }) {
  const reported = isTracked ? [...reports, ...counts] : reports;
  const number = (day: DeliveryDay, key: (typeof columns)[number][0]) =>
    day[key] === 0 ? (
      "0"
    ) : (
      <InnerLink href={`/admin/mail?date=${day.date}&state=${key}`}>{inDigits(day[key])}</InnerLink>
    );
  return (
    <Table
      label="Emails by day"
      columns={[
        "For",
        { number: "Candidates" },
        ...[...columns, ...reported].map(([, heading]) => ({ number: heading })),
      ]}
    >
      {days.map((day) => (
        <tr key={day.date}>
          <th scope="row">
            <InnerLink href={`/admin/mail?date=${day.date}`}>{dayInWords(day.date)}</InnerLink>
          </th>
          <td className="number">{inDigits(day.candidates)}</td>
          {columns.map(([key]) => (
            <td className="number" key={key}>
              {number(day, key)}
            </td>
          ))}
          {reported.map(([key]) => (
            <td className="number" key={key}>
              {inDigits(day[key])}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

const inDigits = (count: number) => count.toLocaleString("en-GB");
