// Room: sim/world. Everything that can be made to go wrong in the simulated shed, by name, with how often.
// May live here: the list. May not: how each is done (cows.ts, devices.ts). Invariant: a rate of 0 never happens.

/** Once per cow walking in (a share), or once per hour of shed time (a count). */
type Injector = { readonly per: "cow" | "hour"; readonly rate: number; readonly means: string };

export const FAULTS_SIMULATED = {
  "tag-missed": { per: "cow", rate: 0.002, means: "her tag is not heard at all in this pass" },
  "read-delayed": { per: "cow", rate: 0.003, means: "what the reader heard comes 0.5 to 4 s late" },
  "read-doubled": { per: "cow", rate: 0.003, means: "another antenna, or the same one later, hears her too" },
  "backs-out": { per: "cow", rate: 0.004, means: "she is read, turns round, and another may go first" },
  "two-abreast": { per: "cow", rate: 0.004, means: "two push in side by side, in either order" },
  "beam-bounces": { per: "cow", rate: 0.005, means: "the beam opens and closes again while she passes" },
  "beam-misses": { per: "cow", rate: 0.002, means: "the beam does not see her" },
  "exit-missed": { per: "cow", rate: 0.01, means: "the exit reader of a rotary does not hear her" },
  "leaves-late": {
    per: "cow",
    rate: 0.01,
    means: "a cow who goes around gets off before the entry after all",
  },
  "pulse-lost": { per: "hour", rate: 1, means: "a rotary's pulse switch misses one marker" },
  "pulse-doubled": {
    per: "hour",
    rate: 1,
    means: "a rotary's pulse switch shows a marker that is not there",
  },
  "pulse-late": { per: "hour", rate: 1, means: "an edge of a rotary's pulse switch comes 0.3 to 3 s late" },
  "index-lost": { per: "hour", rate: 1, means: "a rotary's index mark is not seen once" },
  "boarded-stuck": { per: "hour", rate: 1, means: "the switch at a rotary's entry sticks, on or off" },
  "stayed-stuck": { per: "hour", rate: 1, means: "the switch past a rotary's exit sticks, on or off" },
  "rolls-back": { per: "hour", rate: 1, means: "a rotary rolls back a few centimetres as it stops" },
  reversal: { per: "hour", rate: 1, means: "a rotary is let back by up to three bails" },
  "tag-unknown": { per: "cow", rate: 0.002, means: "she wears a new tag that nobody has entered" },
  "valve-stuck-at-vat": { per: "hour", rate: 1, means: "the next valve to reach vat stays there" },
  "valve-stuck-at-divert": { per: "hour", rate: 1, means: "the next valve to reach divert stays there" },
  "valve-pushed": { per: "hour", rate: 0.5, means: "someone holds a valve's lever over to vat" },
  "wire-open": { per: "hour", rate: 0.7, means: "the wire of a position switch breaks" },
  "wire-shorted": { per: "hour", rate: 0.7, means: "the wire of a position switch touches ground" },
  "node-reset": { per: "hour", rate: 2, means: "a board restarts" },
  "node-unplugged": { per: "hour", rate: 1, means: "a board's cable is out for 2 to 60 s" },
  "reader-unplugged": { per: "hour", rate: 1, means: "a reader's cable is out for 2 to 60 s" },
  "clock-forward": { per: "hour", rate: 0.5, means: "the wall clock jumps 1 min to 5 days ahead" },
  "clock-back": { per: "hour", rate: 0.5, means: "the wall clock jumps 1 min to 5 days back" },
  "time-source-lost": { per: "hour", rate: 0.5, means: "no time source for 1 to 30 min" },
  "treated-late": {
    per: "hour",
    rate: 4,
    means: "a treatment is entered during milking, often of a cow in a bail",
  },
  "table-reloaded": {
    per: "hour",
    rate: 1,
    means: "the herd file is written anew, or unreadable for a while",
  },
  "controller-killed": {
    per: "hour",
    rate: 1,
    means: "the controller is killed and comes back 1 to 5 s later",
  },
} as const satisfies Record<string, Injector>;

/** Beyond what any system with these sensors can see; only by name, never in "all". */
export const FAULTS_BEYOND = {
  "tags-swapped": { per: "hour", rate: 0.5, means: "two cows wear each other's tags" },
  "hidden-cow": { per: "cow", rate: 0.001, means: "one cow missed by reader and beam both" },
} as const satisfies Record<string, Injector>;

export type FaultName = keyof typeof FAULTS_SIMULATED | keyof typeof FAULTS_BEYOND;
export type FaultRates = Readonly<Partial<Record<FaultName, number>>>;

/**
 * Reads what a person writes: "all", "none", or a comma list of names, each with "*n" behind it to happen n times as
 * often ("all*5", "two-abreast*20,node-reset"). Gives the word that is none of these, when there is one.
 */
export function faultRates(text: string): { rates: FaultRates } | { unknown: string } {
  const rates: Partial<Record<FaultName, number>> = {};
  const known: Record<string, Injector> = { ...FAULTS_SIMULATED, ...FAULTS_BEYOND };
  for (const word of text.split(",").map((part) => part.trim())) {
    const [name = "", times = "1"] = word.split("*");
    const factor = Number(times);
    if (!(factor > 0)) return { unknown: word };
    if (name === "none" || name === "") continue;
    const names = name === "all" ? Object.keys(FAULTS_SIMULATED) : [name];
    for (const one of names) {
      const found = known[one];
      if (found === undefined || !isFaultName(one)) return { unknown: word };
      rates[one] = found.rate * factor;
    }
  }
  return { rates };
}

export const FAULT_NAMES: readonly string[] = [
  ...Object.keys(FAULTS_SIMULATED),
  ...Object.keys(FAULTS_BEYOND),
];

const isFaultName = (name: string): name is FaultName => FAULT_NAMES.includes(name);
