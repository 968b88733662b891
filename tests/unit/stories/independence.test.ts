import { describe, expect, it } from "vitest";
import { countVoices, explainVoices, guestNames } from "../../../lib/stories/independence";

const source = (showId: string, network: string | null = null, ...guests: string[]) => ({
  ...{ showId, showTitle: `Show ${showId}`, network, guests, speaker: null },
});
const feed = (showTitle: string) => ({ showId: showTitle, showTitle, network: null, guests: [], speaker: null });
const spoken = (showId: string, speaker: string, ...guests: string[]) => ({
  ...source(showId, null, ...guests),
  speaker,
});

describe("independent voices", () => {
  it("are shows, whatever number of takes each has", () => {
    expect(countVoices([source("a"), source("a"), source("b")])).toBe(2);
  });

  it("are one for shows of one network, however it is written", () => {
    expect(countVoices([source("a", "Lantern Radio"), source("b", "lantern radio."), source("c", "Other")])).toBe(2);
  });

  it("are one for a guest who tours", () => {
    expect(countVoices([source("a", null, "Ann Lee"), source("b", null, "Ann Lee"), source("c")])).toBe(2);
  });

  it("are one where one person says it on several shows, whether or not their feeds name guests", () => {
    expect(countVoices([spoken("a", "Ann Lee"), spoken("b", "ann lee"), spoken("c", "Bo Day")])).toBe(2);
    expect(countVoices([spoken("a", "Ann Lee"), source("b", null, "Ann Lee")])).toBe(1);
    expect(explainVoices([spoken("a", "Ann Lee"), spoken("b", "Ann Lee", "Ann Lee")])).toBe(
      "Ann Lee speaks on Show a and Show b, which count once.",
    );
    expect(explainVoices([spoken("a", "Ann Lee", "Ann Lee"), source("b", null, "Ann Lee")])).toBe(
      "Ann Lee was a guest on Show a and Show b, which count once.",
    );
  });

  it("are not one because of names that many people have, or none", () => {
    for (const name of ["Ann", "Speaker 2", "Guest One", "SPEAKER_00", "Unknown Speaker", "Male voice", "Host 1", " "])
      expect(countVoices([spoken("a", name), spoken("b", name)]), name).toBe(2);
  });

  it.each([
    ..."Multiple Speakers|Person 1|Archived Recording|News Clip|Reporter 1|Interviewee 2|Sprecher 1|Theme Music".split(
      "|",
    ),
    ..."Ad Read|Audio Clip|Male Speaker 2|Unidentified Woman|The Narrator|Mike|Dr. Mike".split("|"),
  ])("are not one because of a name that names nobody, spoken or as a guest: %s", (name) => {
    expect(countVoices([spoken("a", name), spoken("b", name)])).toBe(2);
    expect(countVoices([source("a", null, name), source("b", null, name)])).toBe(2);
  });

  it.each([
    ["Ann Lee", "Dr. Ann Lee"],
    ["Ann Lee", "Ann Lee, CEO of Halden"],
    ["Ann Lee", "Prof. Ann Lee PhD (Halden)"],
    ["José Núñez", "Jose Nunez"],
    ["José Núñez".normalize("NFC"), "José Núñez".normalize("NFD")],
    ["李明", "李明"],
  ])("are one for a person in each spelling: %s, %s", (one, other) => {
    expect(countVoices([spoken("a", one), spoken("b", other)])).toBe(1);
    expect(countVoices([source("a", null, one), spoken("b", other)])).toBe(1);
  });

  it("are one for a network in each spelling, and not for who keeps files for strangers", () => {
    for (const [one = "", other = ""] of [
      ["Wondery", "Wondery, LLC"],
      ["The New York Times", "New York Times"],
      ["Lantern Radio Pty. Ltd.", "Lantern Rádio"],
    ])
      expect(countVoices([source("a", one), source("b", other)]), other).toBe(1);
    for (const host of ["Libsyn", "Anchor", "Anchor.fm", "Buzzsprout, Inc."])
      expect(countVoices([source("a", host), source("b", host)]), host).toBe(2);
  });

  it("are counted at once, however many spaces a name holds", () => {
    const wide = `Ann${" ".repeat(50_000)}Lee`;
    const of = (showId: string, speaker: string) => ({
      showId,
      showTitle: `${showId}${" ".repeat(50_000)}x`,
      network: null,
      guests: [],
      speaker,
    });
    expect(countVoices([of("Peak", "Ann Lee"), of("Basis", wide)])).toBe(1);
  });

  it("are one for the feeds of one show whose titles end in their form", () => {
    expect(countVoices(["Peak Load", "Peak Load Video", "Peak Load Plus", "Peak Load Ad-Free Feed"].map(feed))).toBe(1);
    expect(countVoices(["Home", "Home Video", "The Daily", "Daily"].map(feed))).toBe(4);
  });

  it("are one for the feeds of one show, and not for shows of like names", () => {
    expect(
      countVoices(["Peak Load", "Peak Load (Video)", "peak load – audio feed", "Peak Load [ad-free]"].map(feed)),
    ).toBe(1);
    expect(countVoices(["Peak Load", "Peak Load Daily", "Peak", "Audio", "Video", "The Podcast"].map(feed))).toBe(6);
    expect(explainVoices(["Peak Load", "Peak Load (video)"].map(feed))).toBe(
      "Peak Load and Peak Load (video) are feeds of one show and count once.",
    );
  });

  it("are not one because of what is written without a letter", () => {
    expect(countVoices([source("a", "–"), source("b", "…", "?"), source("c", null, "!")])).toBe(3);
  });

  it("join along chains of networks and guests", () => {
    expect(countVoices([source("a", "N"), source("b", "N", "Ann Lee"), source("c", null, "ann lee")])).toBe(1);
  });

  it("are none without a take", () => {
    expect(countVoices([])).toBe(0);
  });

  it("take guests, and not hosts, from an episode's persons", () => {
    expect(
      guestNames([{ name: "Ann Lee", role: "guest" }, { name: "Bo", role: "host" }, { role: "guest" }, 3]),
    ).toEqual(["Ann Lee"]);
    expect(guestNames(null)).toEqual([]);
  });

  it("are explained where shows count as one", () => {
    const titled = (title: string, network: string | null = null, ...guests: string[]) => ({
      ...source(title, network, ...guests),
      showTitle: title,
    });
    expect(explainVoices([titled("Low Orbit"), titled("Warm Rack")])).toBeNull();
    expect(
      explainVoices([
        titled("Peak Load", "Lantern Radio"),
        titled("Warm Rack", "lantern radio", "Ann Lee"),
        titled("Low Orbit", null, "Ann Lee"),
        titled("Low Orbit", null, "Bo Day"),
      ]),
    ).toBe(
      "Ann Lee was a guest on Low Orbit and Warm Rack, which count once. Low Orbit said it more than once and counts once. Peak Load and Warm Rack belong to Lantern Radio and count once.",
    );
  });
});
