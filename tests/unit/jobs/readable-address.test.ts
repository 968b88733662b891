import { expect, it } from "vitest";
import { readableAddress } from "../../../jobs/readable-address";

it.each([
  ["/", "/"],
  ["/people/%E7%8E%8B?page=2", "/people/%E7%8E%8B?page=2"],
  ["/search?q=%E0%A4%A", "/search?q=%E0%A4%A"],
  ["/search?q=a%00b&show=%00", "/search?q=ab&show="],
  ["/search?q=a?b", "/search?q=a?b"],
  ["/topics/%00", "/nothing-here"],
  ["/topics/%E0%A4%A?page=2", "/nothing-here"],
  ["/%", "/nothing-here"],
])("reads %s as %s", (asked, read) => {
  expect(readableAddress(asked)).toBe(read);
});
