// Room: main. What the office may say to the controller, looked at before anything is done with it.
// May live here: reading ports/office-link.ts, ToController. May not: what a message leads to; a schema package: its memory and the time
// to load it would be the controller's, for months, to read one short list (the tests hold this reader against a schema).
// Invariant: whatever else comes over the channel is no message; nothing in the list is a release.

import type { Intent } from "../controller/event.ts";
import { type AlarmId, alarmId, type BailNo, bailNo, cowId, personId, probeId } from "../domain/ids.ts";
import { type EpochMs, epochMs } from "../domain/units.ts";
import type { Said } from "../domain/vat/happening.ts";
import type { ToController } from "../ports/office-link.ts";

const WORDS_MAX = 2_000;
const NAME_MAX = 200;
const PERSON_MAX = 64;
const BAIL_MAX = 1_000;
const INSTANT_MAX = 8_640_000_000_000_000;
const READINGS_MAX = 20;
const CELSIUS_MAX = 1_000;

/** Thrown and caught in this file only. */
class NotInTheList extends Error {}

/** Null: not one of the list. */
export function readFromOffice(message: unknown): ToController | null {
  try {
    return whole(message, toController);
  } catch (thrown) {
    if (thrown instanceof NotInTheList) return null;
    throw thrown;
  }
}

function toController(fields: Fields): ToController {
  switch (fields.words("kind")) {
    case "board-taken":
      return { kind: "board-taken" };
    case "table-published":
      return { kind: "table-published", fingerprint: fields.name("fingerprint") };
    case "no-table":
      return { kind: "no-table", why: fields.words("why") };
    case "intend":
      return {
        kind: "intend",
        id: fields.count("id"),
        by: personId(fields.name("by", PERSON_MAX)),
        intent: whole(fields.take("intent"), intent),
      };
    default:
      throw new NotInTheList();
  }
}

function intent(fields: Fields): Intent {
  switch (fields.words("kind")) {
    case "settle-place":
      return { kind: "settle-place", bail: fields.bail(), cow: cowId(fields.name("cow")) };
    case "divert-bail":
      return { kind: "divert-bail", bail: fields.bail() };
    case "raise-vat-stop":
      return { kind: "raise-vat-stop", reason: fields.words("reason") };
    case "clear-vat-stop":
      return { kind: "clear-vat-stop", reason: fields.words("reason") };
    case "clear-valve-fault":
      return { kind: "clear-valve-fault", bail: fields.bail(), reason: fields.words("reason") };
    case "confirm-time":
      return { kind: "confirm-time" };
    case "test-lamps":
      return { kind: "test-lamps" };
    case "vat-told":
      return { kind: "vat-told", what: whole(fields.take("what"), said) };
    case "acknowledge-alarm":
      return { kind: "acknowledge-alarm", alarm: fields.alarm() };
    case "explain-alarm":
      return { kind: "explain-alarm", alarm: fields.alarm(), reason: fields.words("reason") };
    default:
      throw new NotInTheList();
  }
}

function said(fields: Fields): Said {
  switch (fields.words("kind")) {
    case "milking-began":
      return { kind: "milking-began", ...fields.atIfSaid() };
    case "milking-ended":
      return { kind: "milking-ended", ...fields.atIfSaid() };
    case "collected":
      return { kind: "collected", ...fields.atIfSaid() };
    case "wash-began":
      return { kind: "wash-began", detergent: fields.yesNoOrNull("detergent") };
    case "wash-ended":
      return { kind: "wash-ended" };
    case "empty":
      return { kind: "empty" };
    case "correct-start": {
      const [milking, at] = [fields.count("milking"), fields.instant("at")];
      return { kind: "correct-start", milking, at, reason: fields.words("reason") };
    }
    case "confirm-start":
      return { kind: "confirm-start", milking: fields.count("milking") };
    case "not-a-milking":
      return { kind: "not-a-milking", milking: fields.count("milking"), reason: fields.words("reason") };
    case "not-collected":
      return { kind: "not-collected", reason: fields.words("reason") };
    case "confirm-state":
      return { kind: "confirm-state" };
    case "ice-point": {
      const name = fields.name("thermometer");
      const thermometer = name === "hand" ? name : probeId(name);
      return { kind: "ice-point", thermometer, readings: fields.readings("readings") };
    }
    case "hand-reading":
      return {
        kind: "hand-reading",
        probe: probeId(fields.name("probe")),
        celsius: celsius(fields.take("celsius")),
      };
    default:
      throw new NotInTheList();
  }
}

/** Reads an object of which nothing is left over. */
function whole<T>(value: unknown, read: (fields: Fields) => T): T {
  const fields = new Fields(value);
  const made = read(fields);
  fields.end();
  return made;
}

/** The keys of one object, each taken once and as what it must be. */
class Fields {
  private readonly left: Map<string, unknown>;

  constructor(value: unknown) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new NotInTheList();
    this.left = new Map(Object.entries(value));
  }

  take(key: string): unknown {
    if (!this.left.has(key)) throw new NotInTheList();
    const value = this.left.get(key);
    this.left.delete(key);
    return value;
  }

  end(): void {
    if (this.left.size > 0) throw new NotInTheList();
  }

  words(key: string, most = WORDS_MAX): string {
    const value = this.take(key);
    if (typeof value !== "string" || value.length > most) throw new NotInTheList();
    return value;
  }

  name(key: string, most = NAME_MAX): string {
    const value = this.words(key, most);
    if (value === "") throw new NotInTheList();
    return value;
  }

  count(key: string): number {
    return integer(this.take(key), 0, Number.MAX_SAFE_INTEGER);
  }

  bail(): BailNo {
    return bailNo(integer(this.take("bail"), 1, BAIL_MAX));
  }

  alarm(): AlarmId {
    return alarmId(this.name("alarm"));
  }

  instant(key: string): EpochMs {
    return epochMs(integer(this.take(key), 0, INSTANT_MAX));
  }

  atIfSaid(): { readonly at?: EpochMs } {
    return this.left.has("at") ? { at: this.instant("at") } : {};
  }

  yesNoOrNull(key: string): boolean | null {
    const value = this.take(key);
    if (value !== null && typeof value !== "boolean") throw new NotInTheList();
    return value;
  }

  readings(key: string): readonly number[] {
    const value = this.take(key);
    if (!Array.isArray(value) || value.length > READINGS_MAX) throw new NotInTheList();
    return value.map(celsius);
  }
}

function integer(value: unknown, least: number, most: number): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least || value > most)
    throw new NotInTheList();
  return value;
}

function celsius(value: unknown): number {
  if (typeof value !== "number" || !(value >= -CELSIUS_MAX && value <= CELSIUS_MAX)) throw new NotInTheList();
  return value;
}
