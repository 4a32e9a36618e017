// Room: domain/vat. One reading of one probe, as a driver or a logger's file gives it.
// May live here: shapes of readings. May not: devices, rules.
// Invariant: a reading that is not there is not a number; it says why (DESIGN promise 11).

/** What a probe measures. `wash-source` is the hot water cylinder's outlet, `wash-outlet` the plant's drain. */
export type ProbeRole = "milk" | "delivery-line" | "wash-source" | "wash-outlet" | "ambient";

/** Why there is no number. Each has its words in probe-words.ts. */
export type ReadingTrouble =
  /** Nothing has been heard since the start. */
  | "not-yet"
  /** No presence on the wire: the kernel gave an empty read, or its folder is gone. */
  | "no-answer"
  /** The data line reads all ones: cut, or nothing on it. */
  | "unplugged"
  /** The data line reads all zeros: shorted. */
  | "shorted"
  /** The checksum does not fit. */
  | "checksum"
  /** 85.0: the chip lost its power and has not converted since. */
  | "power-on-value"
  /** 127.94: the chip had too little power to convert. */
  | "low-power"
  /** A value from an earlier conversion. */
  | "stale"
  /** A conversion is under way. */
  | "converting"
  /** PT100/PT1000: a lead is open. */
  | "open-lead"
  /** PT100/PT1000: leads are shorted. */
  | "shorted-lead"
  /** What came is not what the device can send. */
  | "garbled"
  /** The read did not come back in time and was ended. */
  | "hung"
  /** The read hangs in the kernel and cannot even be ended. */
  | "stuck"
  | "no-permission"
  /** Outside what the thing measured can be: a sentinel, a broken wire, another unit. */
  | "implausible"
  /** It moved faster than what it measures can. */
  | "jumped"
  /** It disagrees with the other probe in the same milk. */
  | "disagrees"
  /** The last reading is too old. */
  | "too-old"
  /** The thermometer check found it farther off than is acceptable. */
  | "not-acceptable";

/** What came from a device or a file, before anything is made of it. Degrees Celsius, no offset applied. */
export type RawReading =
  | { readonly kind: "celsius"; readonly celsius: number }
  | { readonly kind: "none"; readonly why: ReadingTrouble };
