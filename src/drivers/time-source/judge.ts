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

/** Which source the farm trusts. With "none" only a manager's confirmation makes the time trusted. */
export type TimeSourceKind = "network" | "hardware-clock" | "none";

export type TimeVerdict = { readonly synchronised: boolean; readonly source: string };

const NO_SOURCE: TimeVerdict = { synchronised: false, source: "no time source" };

/** Whether the source that the configuration trusts says that the wall clock is right. */
export function judgeTime(answers: TimeAnswers, trusts: TimeSourceKind): TimeVerdict {
  switch (trusts) {
    case "network":
      return answers.timedatectl?.trim() === "yes"
        ? { synchronised: true, source: "network time" }
        : NO_SOURCE;
    case "hardware-clock":
      return answers.clockModule?.trim() === "1" ? { synchronised: true, source: "clock module" } : NO_SOURCE;
    case "none":
      return NO_SOURCE;
    default: {
      const never: never = trusts;
      return never;
    }
  }
}
