import { expect, it } from "vitest";
import { proveDelivery } from "../prove/delivery";
import { proveZones } from "../prove/zones";

const task = { readers: 24, kills: 2, isServer: false, batchSize: 4, longestMinutes: 2, log: () => {} };

it("sends every reader one email over Resend, however often it is killed", { timeout: 150_000 }, async () => {
  const proof = await proveDelivery({ ...task, transport: "resend" });
  expect(proof.faults).toEqual([]);
  expect(proof).toMatchObject({ kills: 2, acceptedByService: 24, twice: 0, counts: { accepted: 24 } });
});

it("sends nobody two over SMTP, and lists what it does not know", { timeout: 150_000 }, async () => {
  const proof = await proveDelivery({ ...task, transport: "smtp" });
  expect(proof.faults).toEqual([]);
  expect(proof).toMatchObject({ kills: 2, twice: 0 });
});

it("finds one instant for each hour of each local date where clocks are changed in odd ways", {
  timeout: 60_000,
}, () => {
  const zones = [
    "Europe/Berlin",
    "Africa/Cairo",
    "Antarctica/Troll",
    "Australia/Lord_Howe",
    "America/Havana",
    "Asia/Kathmandu",
  ];
  const proof = proveZones({ fromYear: 2026, years: 1, zones: [...zones, "America/Nuuk"], everyHour: false });
  expect(proof.faults).toEqual([]);
  expect(proof.transitions).toBeGreaterThanOrEqual(12);
});
