// Room: drivers/tag-reader. One reader's link as a machine: what happens to the port in, events and orders out.
// May live here: when to open, when to give up, what counts as noise. May not: ports, clocks, dice.
// Invariant: `tag-read` events only come from whole tags heard while the link is open; silence is never judged
// here (the controller does, by cows passing); any order of inputs is taken, late and doubled ones too.
//
//   closed --tick, wait over--> opening --opened--> open --closed, failed--> closed (wait grows, then closed again)
//                               opening --failed--> closed      open --failed--> closing --closed or 1 s--> closed

import type { ControllerEvent, LinkState, LinkTrouble } from "../../controller/event.ts";
import type { ReaderId } from "../../domain/ids.ts";
import type { ByteParser } from "../../domain/tag/byte-parser.ts";
import { createTagParser, type TagFormat } from "../../domain/tag/formats.ts";
import type { Discarded, TagResult } from "../../domain/tag/tag-result.ts";
import { after, between, type DurationMs, type MonoMs, milliseconds, seconds } from "../../domain/units.ts";
import { createHearing, type Hearing } from "./hearing.ts";
import { troubleOf } from "./trouble.ts";

/** A replugged reader is found again within this; an attempt on an absent path costs next to nothing. */
export const RETRY_MAX: DurationMs = seconds(2);
const RETRY_FIRST: DurationMs = milliseconds(250);
/** An open that lasted this long was a good one: the next wait is short again. */
const STEADY_AFTER: DurationMs = seconds(5);
/** Opening a wireless or hung port can block for ever, and cannot be called off. */
export const OPENING_MAX: DurationMs = seconds(10);
/** A port that does not say it has closed is given up. */
export const CLOSING_MAX: DurationMs = seconds(1);

/** Junk that makes a port "no reader of this format": a bail node sends so much in about a second. */
export const JUNK_BYTES_MAX = 512;
/** Junk is forgiven at this rate: single stray bytes in a noisy shed never add up. */
const JUNK_FORGIVEN_PER_S = 20;

export type ReaderSettings = {
  readonly reader: ReaderId;
  readonly format: TagFormat;
  /** Equal reads that make one where the format has no checksum, 1 or 2. */
  readonly equalReadsNeeded: number;
};

export type PortInput =
  | { readonly kind: "opened" }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** Opening failed, or an open port reported an error. */
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "closed" }
  /** About ten times a second. `jitter` is a fresh random number 0..1, so that many readers do not retry in step. */
  | { readonly kind: "ticked"; readonly jitter: number };

export type PortOrder =
  | { readonly kind: "open" }
  | { readonly kind: "close" }
  /** Forget the port object: it will not answer any more. */
  | { readonly kind: "abandon" }
  | { readonly kind: "deliver"; readonly event: ControllerEvent };

/** What a diagnostics page shows of one reader, since the program started. */
export type ReaderStatistics = {
  readonly link: LinkState;
  readonly opens: number;
  readonly bytes: number;
  /** Whole animal tags decoded; of these `repeats` came too soon again and `unconfirmed` lacked an equal read. */
  readonly animals: number;
  readonly repeats: number;
  readonly unconfirmed: number;
  readonly notAnimals: number;
  readonly statuses: number;
  readonly discardedBytes: number;
  /** Monotonic time of the last byte and of the last animal tag; null when there was none. */
  readonly lastHeard: MonoMs | null;
  readonly lastTag: MonoMs | null;
  readonly lastDiscard: Discarded | null;
  /** The junk looks like a board that speaks Firmata: a reader is configured on a bail node's port. */
  readonly soundsLikeFirmata: boolean;
};

export type ReaderSession = {
  /** Takes one input and gives the orders that follow, in order. Never throws on bytes. */
  step(input: PortInput, now: MonoMs): readonly PortOrder[];
  statistics(): ReaderStatistics;
};

type Phase =
  | { readonly kind: "closed"; readonly retryAt: MonoMs }
  | { readonly kind: "opening"; readonly since: MonoMs }
  | { readonly kind: "open"; readonly since: MonoMs; readonly parser: ByteParser; readonly hearing: Hearing }
  | { readonly kind: "closing"; readonly since: MonoMs };

/** A reader that is not open yet; the first tick opens it. */
export function createReaderSession(settings: ReaderSettings): ReaderSession {
  const { reader } = settings;
  let phase: Phase | null = null;
  let told: LinkState = { up: false, why: "not-yet" };
  let wait: number = RETRY_FIRST;
  let jitter = 0;
  let junk = { level: 0, at: 0 };
  const count = { opens: 0, bytes: 0, animals: 0, repeats: 0, unconfirmed: 0, notAnimals: 0, statuses: 0 };
  let discardedBytes = 0;
  let lastHeard: MonoMs | null = null;
  let lastTag: MonoMs | null = null;
  let lastDiscard: Discarded | null = null;
  let soundsLikeFirmata = false;

  const tell = (link: LinkState): PortOrder[] => {
    if (isSame(told, link)) return [];
    told = link;
    return [{ kind: "deliver", event: { kind: "reader-changed", reader, link } }];
  };
  const down = (why: LinkTrouble): PortOrder[] => {
    // A reader that was pulled out stays "unplugged" while its path is gone.
    const isStillUnplugged = why === "absent" && !told.up && told.why === "unplugged";
    return isStillUnplugged ? [] : tell({ up: false, why });
  };
  const waitToRetry = (now: MonoMs): void => {
    phase = { kind: "closed", retryAt: after(now, milliseconds(wait * (0.75 + 0.5 * jitter))) };
    wait = Math.min(wait * 2, RETRY_MAX);
  };

  const opened = (now: MonoMs): PortOrder[] => {
    if (phase?.kind !== "opening") return [];
    const parser = createTagParser(settings.format);
    phase = { kind: "open", since: now, parser, hearing: createHearing(settings.equalReadsNeeded) };
    count.opens += 1;
    junk = { level: 0, at: now };
    soundsLikeFirmata = false;
    return tell({ up: true });
  };
  const ended = (why: LinkTrouble, now: MonoMs): PortOrder[] => {
    if (phase === null || phase.kind === "closed") return [];
    if (phase.kind === "open" && between(phase.since, now) >= STEADY_AFTER) wait = RETRY_FIRST;
    waitToRetry(now);
    return down(why);
  };
  const failed = (message: string, now: MonoMs): PortOrder[] => {
    if (phase?.kind === "opening") return ended(troubleOf(message), now);
    if (phase?.kind !== "open") return [];
    if (between(phase.since, now) >= STEADY_AFTER) wait = RETRY_FIRST;
    phase = { kind: "closing", since: now };
    return [{ kind: "close" }, ...down("unplugged")];
  };

  const ticked = (now: MonoMs): PortOrder[] => {
    if (phase === null || (phase.kind === "closed" && now >= phase.retryAt)) {
      phase = { kind: "opening", since: now };
      return [{ kind: "open" }];
    }
    if (phase.kind === "opening" && between(phase.since, now) > OPENING_MAX) return down("busy");
    if (phase.kind === "closing" && between(phase.since, now) > CLOSING_MAX) {
      waitToRetry(now);
      return [{ kind: "abandon" }];
    }
    // Noise that has died away: as unknown again as a link just opened.
    if (phase.kind === "open" && !told.up && junkLevel(junk, now) === 0) return tell({ up: true });
    return [];
  };

  const heard = (bytes: Uint8Array, now: MonoMs): PortOrder[] => {
    if (phase?.kind !== "open") return [];
    count.bytes += bytes.length;
    lastHeard = now;
    const orders: PortOrder[] = [];
    for (const result of phase.parser.push(bytes)) orders.push(...took(result, phase.hearing, now));
    return orders;
  };
  const took = (result: TagResult, hearing: Hearing, now: MonoMs): PortOrder[] => {
    switch (result.kind) {
      case "animal": {
        count.animals += 1;
        lastTag = now;
        junk = { level: 0, at: now };
        const verdict = hearing.judge(result, now);
        if (verdict === "not-yet") count.unconfirmed += 1;
        if (verdict === "repeat") count.repeats += 1;
        if (verdict !== "pass-on") return tell({ up: true });
        const event: ControllerEvent = { kind: "tag-read", reader, eid: result.eid };
        return [...tell({ up: true }), { kind: "deliver", event }];
      }
      case "not-animal":
        count.notAnimals += 1;
        junk = { level: 0, at: now };
        return tell({ up: true });
      case "status":
        // No proof of a reader: a line of one letter turns up in any noise.
        count.statuses += 1;
        return [];
      case "discarded": {
        discardedBytes += result.count;
        lastDiscard = result;
        soundsLikeFirmata ||= FIRMATA.test(result.bytes);
        junk = { level: junkLevel(junk, now) + result.count, at: now };
        return junk.level >= JUNK_BYTES_MAX ? down("wrong-device") : [];
      }
    }
  };

  return {
    step(input, now) {
      switch (input.kind) {
        case "bytes":
          return heard(input.bytes, now);
        case "opened":
          return opened(now);
        case "failed":
          return failed(input.message, now);
        case "closed":
          return ended("unplugged", now);
        case "ticked":
          jitter = input.jitter;
          return ticked(now);
      }
    },
    statistics: () => ({
      link: told,
      ...count,
      discardedBytes,
      lastHeard,
      lastTag,
      lastDiscard,
      soundsLikeFirmata,
    }),
  };
}

/** Starts of Firmata messages: a bail node's STATUS, the firmware's name, the protocol version. */
const FIRMATA = /^(?:..)*?(?:f00b|f079|f90[0-9]0[0-9])/;

const junkLevel = (junk: { readonly level: number; readonly at: number }, now: MonoMs): number =>
  Math.max(0, junk.level - ((now - junk.at) / 1_000) * JUNK_FORGIVEN_PER_S);

const isSame = (a: LinkState, b: LinkState): boolean => a.up === b.up && (a.up || b.up || a.why === b.why);
