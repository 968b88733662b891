const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** The hour and the zone of the morning email, as fields of a form. */
export function ZoneFields({ emailHour, timeZone }: { emailHour: number; timeZone: string }) {
  const zones = [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", timeZone])].sort();
  return (
    <div className="fields">
      <div>
        <label className="label" htmlFor="emailHour">
          Hour
        </label>
        <select className="choice" id="emailHour" name="emailHour" defaultValue={emailHour} key={emailHour}>
          {hours.map((hour) => (
            <option key={hour} value={hour}>{`${String(hour).padStart(2, "0")}:00`}</option>
          ))}
        </select>
      </div>
      <div>
        <label className="label" htmlFor="timeZone">
          Time zone
        </label>
        <select className="choice" id="timeZone" name="timeZone" defaultValue={timeZone} key={timeZone}>
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll("_", " ")}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
