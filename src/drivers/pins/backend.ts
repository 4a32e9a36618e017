// Room: drivers/pins. Which way there is to the computer's own pins: sysfs, the libgpiod tools, or none.
// May live here: the choice (pure) and the words for it. May not: looking at the system (see system).
// Invariant: the number of the first line of a chip is looked up, never assumed: it differs by model and by kernel.

import type { InputId } from "../../domain/ids.ts";

/** Chips whose lines are the 40-pin header, by the label the kernel gives them: Pi 5, Pi 4, Pi 3 and older. */
export const HEADER_CHIPS: readonly string[] = ["pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835"];

/** What hangs on the computer's pins. Inputs are pulled up, so "closed" is a low level; signals are active high. */
export type PinsPlan = {
  readonly inputs: readonly PinInput[];
  readonly siren?: number;
  readonly beacon?: number;
};
export type PinInput = {
  readonly input: InputId;
  /** GPIO number on the header chip (BCM number), 0..27 on a Pi. */
  readonly line: number;
  readonly activeWhen: "closed" | "open";
};

export type SysfsChip = { readonly label: string; readonly base: number; readonly lines: number };
export type ToolsChip = { readonly name: string; readonly label: string; readonly lines: number };

/** What was found on the computer. */
export type Found = {
  /** /sys/class/gpio/export is there, and whether this user may write to it. */
  readonly sysfs: "writable" | "not-permitted" | "absent";
  readonly sysfsChips: readonly SysfsChip[];
  /** The onoff library, which is optional, could be loaded. */
  readonly onoff: boolean;
  /** Major version of gpioget, gpioset, gpiomon; null where they are not installed. */
  readonly tools: ToolsVersion | null;
  readonly toolsChips: readonly ToolsChip[];
};
export type ToolsVersion = 1 | 2;

export type Backend =
  | { readonly kind: "sysfs"; readonly base: number }
  | { readonly kind: "tools"; readonly version: ToolsVersion; readonly chip: string }
  /** `why` says in words what is missing and what to do. */
  | { readonly kind: "none"; readonly why: string };

/** Sysfs with onoff first, the tools where sysfs is gone or closed to us, none otherwise. */
export function chooseBackend(found: Found, plan: PinsPlan): Backend {
  const highest = Math.max(-1, ...linesOf(plan));
  const sysfsChip = headerChip(found.sysfsChips);
  if (found.sysfs === "writable" && found.onoff && sysfsChip !== null && highest < sysfsChip.lines) {
    return { kind: "sysfs", base: sysfsChip.base };
  }
  const toolsChip = headerChip(found.toolsChips);
  if (found.tools !== null && toolsChip !== null && highest < toolsChip.lines) {
    return { kind: "tools", version: found.tools, chip: toolsChip.name };
  }
  return { kind: "none", why: whyNone(found, highest) };
}

/** Every line the plan uses. */
export const linesOf = (plan: PinsPlan): readonly number[] => [
  ...plan.inputs.map(({ line }) => line),
  ...[plan.siren, plan.beacon].filter((line) => line !== undefined),
];

const headerChip = <Chip extends { readonly label: string }>(chips: readonly Chip[]): Chip | null =>
  HEADER_CHIPS.map((label) => chips.find((chip) => chip.label === label)).find(
    (chip) => chip !== undefined,
  ) ?? null;

const HARMLESS =
  "Valves and lamps do not depend on it; siren, beacon and inputs on the computer's pins stay dead.";

function whyNone(found: Found, highest: number): string {
  const header = headerChip(found.sysfsChips) ?? headerChip(found.toolsChips);
  if (header !== null && highest >= header.lines) {
    return (
      `This computer's header has lines 0 to ${header.lines - 1}, and the configuration uses line ${highest}. ` +
      `Usually a pin of the header was written instead of its GPIO number. Correct it. ${HARMLESS}`
    );
  }
  if (found.sysfs === "not-permitted" && found.tools === null) {
    return (
      "The pins of this computer may not be used by this user. Usually the user is not in the group gpio. " +
      `Add it (sudo usermod -aG gpio USER) and start again. ${HARMLESS}`
    );
  }
  if (found.tools === null && (found.sysfs === "absent" || !found.onoff)) {
    return (
      "No way to this computer's pins was found. Usually a newer system without /sys/class/gpio. " +
      `Install the tools (sudo apt install gpiod) and start again. ${HARMLESS}`
    );
  }
  return (
    "This computer has no pins that we know. Usually it is not a Raspberry Pi. " +
    `Hang the inputs on a bail node instead. ${HARMLESS}`
  );
}
