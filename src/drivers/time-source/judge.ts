// Room: drivers/time-source. From what the operating system says about its clock to a yes or no.
// May live here: the reading of two answers. May not: asking for them (port.ts).
// Invariant: an answer that is missing or not understood is a no.

/** What the operating system was asked. Each answer is null when it could not be had. */
export type TimeAnswers = {
  /** Printed by `timedatectl show --property=NTPSynchronized --value`. */
  readonly timedatectl: string | null;
  /** Contents of /sys/class/rtc/rtc0/hctosys: "1" when the kernel took its time from that clock module. */
  readonly clockModule: string | null;
};

export type TimeSourceKind = "network" | "clock-module" | "either";

export type TimeVerdict = { readonly synchronised: boolean; readonly source: string };

/** Whether one of the sources that the configuration trusts says that the wall clock is right. */
export function judgeTime(answers: TimeAnswers, trusts: TimeSourceKind): TimeVerdict {
  if (trusts !== "clock-module" && answers.timedatectl?.trim() === "yes") {
    return { synchronised: true, source: "network time" };
  }
  if (trusts !== "network" && answers.clockModule?.trim() === "1") {
    return { synchronised: true, source: "clock module" };
  }
  return { synchronised: false, source: "no time source" };
}
