import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TranscriptFormat } from "./render-transcript";
import { type EpisodeScript, parseScript } from "./script";

/** A fictional show, written for the demo and the tests. */
export interface SampleShow {
  slug: string;
  title: string;
  description: string;
  hosts: string[];
  /** Owner as the feed names it; two shows belong to one network. */
  owner: string;
  category: string;
  format: TranscriptFormat;
  /** Its feed breaks XML's rules the way real ones do, and has to be mended. */
  malformed?: true;
  episodes: EpisodeScript[];
}

const folder = join(import.meta.dirname, "shows");

function show(
  slug: string,
  rest: Omit<SampleShow, "slug" | "episodes">,
  untranscribed: EpisodeScript[] = [],
): SampleShow {
  const episodes = (existsSync(join(folder, slug)) ? readdirSync(join(folder, slug)) : [])
    .filter((file) => file.endsWith(".txt"))
    .sort()
    .map((file) => parseScript(readFileSync(join(folder, slug, file), "utf8"), `${slug}/${file}`));
  return { slug, ...rest, episodes: [...episodes, ...untranscribed].sort((a, b) => a.hoursAgo - b.hoursAgo) };
}

/** The nine sample shows with their episodes, newest first. */
export function sampleShows(): SampleShow[] {
  return [
    show("peak-load", {
      title: "Peak Load",
      description: "Two grid engineers on where the power comes from and who is waiting for it.",
      hosts: ["Marit Solheim", "Dele Ajayi"],
      owner: "Lantern Radio",
      category: "Technology",
      format: "vtt",
    }),
    show("warm-rack", {
      title: "Warm Rack",
      description: "Data centres, from the concrete up.",
      hosts: ["Priya Raman", "Tom Vesely"],
      owner: "Warm Rack Audio",
      category: "Technology",
      format: "json",
    }),
    show("token-budget", {
      title: "Token Budget",
      description: "What artificial intelligence costs, and what it is worth.",
      hosts: ["Lena Fischer", "Marcus Oyelaran"],
      owner: "Lantern Radio",
      category: "Technology",
      format: "srt",
    }),
    show("control-arm", {
      title: "The Control Arm",
      description: "Two clinicians read the trials so that you can argue about them.",
      hosts: ["Ines Cardoso", "Ben Whitlock"],
      owner: "The Control Arm",
      category: "Health & Fitness",
      format: "html",
    }),
    show("slow-pulse", {
      title: "Slow Pulse",
      description: "Hearts, lungs and legs, for people who mean to keep them.",
      hosts: ["Hana Kim"],
      owner: "Hana Kim",
      category: "Health & Fitness",
      format: "text",
    }),
    show("kitchen-table", {
      title: "Kitchen Table Economics",
      description: "The economics of ordinary things, at the table.",
      hosts: ["Ruth Amadi", "Joel Stern"],
      owner: "Millpond Media",
      category: "Business",
      format: "vtt",
    }),
    show("basis-points", {
      title: "Basis Points",
      description: "Markets, one hundredth of a percent at a time.",
      hosts: ["Callum Reid", "Yuki Tanabe"],
      owner: "Basis Points Ltd",
      category: "Business",
      format: "json",
    }),
    show(
      "low-orbit",
      {
        title: "Low Orbit",
        description: "Rockets, telescopes and the people who wait for them.",
        hosts: ["Sofia Marchetti", "Greg Nakamura"],
        owner: "Perigee Collective",
        category: "Science",
        format: "srt",
      },
      [
        {
          guid: "low-orbit-0119",
          title: "Listener letters, recorded on the launch pad",
          hoursAgo: 5,
          guests: [],
          description: "Sofia and Greg answer your letters from a windy launch pad. The transcript is not ready yet.",
          turns: [],
        },
      ],
    ),
    show("garden-shed", {
      title: "Garden Shed Radio",
      description: "Food, towns & what grows between them.",
      hosts: ["Edith Moss", "Prakash Nair"],
      owner: "Garden Shed Radio",
      category: "Society & Culture",
      format: "html",
      malformed: true,
    }),
  ];
}
