import type { LookupAddress } from "node:dns";
import { describe, expect, it, vi } from "vitest";
import { createFetcher } from "../../../lib/net/fetch";

const answers: Record<string, LookupAddress[]> = {
  "to-loopback.example": [{ address: "127.0.0.1", family: 4 }],
  "to-metadata.example": [{ address: "169.254.169.254", family: 4 }],
  "to-mapped.example": [{ address: "::ffff:10.0.0.1", family: 6 }],
  "to-both.example": [
    { address: "10.0.0.1", family: 4 },
    { address: "fd00::1", family: 6 },
  ],
};

// Names are looked up where the connection is made, and only there: that is what keeps a name from changing its mind.
vi.mock("node:dns", async (original) => ({
  ...(await original<typeof import("node:dns")>()),
  lookup: (host: string, _options: object, callback: (error: Error | null, addresses: LookupAddress[]) => void) =>
    callback(null, answers[host] ?? [{ address: "127.0.0.1", family: 4 }]),
}));

const refused = [
  // Loopback in every way of writing it.
  ..."127.0.0.1 127.1 127.0.1 127.255.255.254 2130706433 0x7f000001 0x7f.0.0.1 0177.0.0.1 017700000001 0177.1".split(
    " ",
  ),
  ..."localhost localhost. LOCALHOST app.localhost [::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1]".split(
    " ",
  ),
  ..."①②⑦.⓪.⓪.① 127。0。0。1 %31%32%37.0.0.1".split(" "),
  // This network, private ones, carrier NAT, link-local with the clouds' metadata.
  ..."0.0.0.0 0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.255".split(" "),
  ..."100.64.0.1 100.127.255.255 169.254.169.254 169.254.0.1 0xa9fea9fe 2852039166 [::ffff:169.254.169.254]".split(" "),
  // Documentation, benchmarks, protocols, multicast, reserved, broadcast.
  ..."192.0.0.1 192.0.2.1 198.51.100.1 203.0.113.1 198.18.0.1 198.19.255.255 224.0.0.1 239.255.255.255".split(" "),
  ..."240.0.0.1 255.255.255.255".split(" "),
  // IPv6: unspecified, unique local, link-local, site-local, multicast, documentation, discard, NAT64, 6to4, Teredo.
  ..."[::] [fc00::1] [fdff::1] [fe80::1] [febf::1] [fec0::1] [ff02::1] [2001:db8::1] [100::1]".split(" "),
  ..."[64:ff9b::7f00:1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::1] [2002:7f00:1::] [2002:a9fe:a9fe::] [2001:0:7f00:1::]".split(
    " ",
  ),
  ..."[::127.0.0.1] [::ffff:0:127.0.0.1]".split(" "),
  // Names that lead there.
  ...Object.keys(answers),
];

describe("addresses that would lead into the operator's network", () => {
  const fetcher = createFetcher({
    ALLOW_PRIVATE_NETWORK: false,
    ALLOWED_PORTS: [],
    APP_URL: "https://overheard.example",
  });

  it("are at least sixty", () => {
    expect(new Set(refused).size).toBeGreaterThanOrEqual(60);
  });

  it.each(refused)("%s is refused", async (host) => {
    await expect(fetcher.get(`http://${host}/`, { maxBytes: 1000, timeoutMs: 1000 })).rejects.toMatchObject({
      kind: expect.stringMatching(/^(blocked|bad-url)$/),
    });
  });

  it.each(["http://example.com:22/", "http://example.com:6379/", "gopher://example.com/", "http://example.com:8080/"])(
    "%s is refused",
    async (url) => {
      await expect(fetcher.get(url, { maxBytes: 1000, timeoutMs: 1000 })).rejects.toMatchObject({
        kind: expect.stringMatching(/^(blocked|bad-url)$/),
      });
    },
  );
});
