import { expect, it } from "vitest";
import { speakerName } from "../../../lib/transcripts/transcript";

it("keeps names, and nothing that tells speakers apart without naming them", () => {
  for (const name of ["Mara Quill", "Bo", "DJ", "李", "Hoste"]) expect(speakerName(` ${name}: `)).toBe(name);
  for (const mark of ["Speaker 2", "Speaker A", "speaker_b", "SPK-1", "A", "b", "host", "Unknown", "", null])
    expect(speakerName(mark), String(mark)).toBeNull();
});
