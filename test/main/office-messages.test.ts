// Room: test/main. What the controller takes for a message of its office: held against a schema of the same list, written apart from it.

import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { readFromOffice } from "../../src/main/office-messages.ts";
import type { ToController } from "../../src/ports/office-link.ts";

const words = z.string().max(2_000);
const name = z.string().min(1).max(200);
const bail = z.int().min(1).max(1_000);
const instant = z.int().min(0).max(8_640_000_000_000_000);
const at = instant.exactOptional();
const milking = z.int().min(0);
const celsius = z.number().min(-1_000).max(1_000);
const SAID = [
  z.strictObject({ kind: z.literal("milking-began"), at }),
  z.strictObject({ kind: z.literal("milking-ended"), at }),
  z.strictObject({ kind: z.literal("collected"), at }),
  z.strictObject({ kind: z.literal("wash-began"), detergent: z.boolean().nullable() }),
  z.strictObject({ kind: z.literal("wash-ended") }),
  z.strictObject({ kind: z.literal("empty") }),
  z.strictObject({ kind: z.literal("correct-start"), milking, at: instant, reason: words }),
  z.strictObject({ kind: z.literal("confirm-start"), milking }),
  z.strictObject({ kind: z.literal("not-a-milking"), milking, reason: words }),
  z.strictObject({ kind: z.literal("not-collected"), reason: words }),
  z.strictObject({ kind: z.literal("confirm-state") }),
  z.strictObject({ kind: z.literal("ice-point"), thermometer: name, readings: z.array(celsius).max(20) }),
  z.strictObject({ kind: z.literal("hand-reading"), probe: name, celsius }),
] as const;
const INTENTS = [
  z.strictObject({ kind: z.literal("settle-place"), bail, cow: name }),
  z.strictObject({ kind: z.literal("divert-bail"), bail }),
  z.strictObject({ kind: z.literal("raise-vat-stop"), reason: words }),
  z.strictObject({ kind: z.literal("clear-vat-stop"), reason: words }),
  z.strictObject({ kind: z.literal("clear-valve-fault"), bail, reason: words }),
  z.strictObject({ kind: z.literal("confirm-time") }),
  z.strictObject({ kind: z.literal("test-lamps") }),
  z.strictObject({ kind: z.literal("vat-told"), what: z.discriminatedUnion("kind", SAID) }),
  z.strictObject({ kind: z.literal("acknowledge-alarm"), alarm: name }),
  z.strictObject({ kind: z.literal("explain-alarm"), alarm: name, reason: words }),
] as const;
const SCHEMA = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("board-taken") }),
  z.strictObject({ kind: z.literal("table-published"), fingerprint: name }),
  z.strictObject({ kind: z.literal("no-table"), why: words }),
  z.strictObject({
    kind: z.literal("intend"),
    id: z.int().min(0),
    by: z.string().min(1).max(64),
    intent: z.discriminatedUnion("kind", INTENTS),
  }),
]);

/** One of each, as the office sends them. */
const SAYINGS = [
  ...["milking-began", "milking-ended", "collected"].flatMap((kind) => [
    { kind },
    { kind, at: 1_700_000_000_000 },
  ]),
  { kind: "wash-began", detergent: true },
  { kind: "wash-began", detergent: null },
  { kind: "wash-ended" },
  { kind: "empty" },
  { kind: "correct-start", milking: 3, at: 1_700_000_000_000, reason: "clock" },
  { kind: "confirm-start", milking: 0 },
  { kind: "not-a-milking", milking: 4, reason: "wash" },
  { kind: "not-collected", reason: "the driver turned back" },
  { kind: "confirm-state" },
  { kind: "ice-point", thermometer: "hand", readings: [0.5, 0.6, -0.4] },
  { kind: "ice-point", thermometer: "milk", readings: [] },
  { kind: "hand-reading", probe: "milk", celsius: 4.5 },
];
const INTENDED = [
  { kind: "settle-place", bail: 7, cow: "101" },
  { kind: "divert-bail", bail: 1_000 },
  { kind: "raise-vat-stop", reason: "" },
  { kind: "clear-vat-stop", reason: "test was negative" },
  { kind: "clear-valve-fault", bail: 1, reason: "mended" },
  { kind: "confirm-time" },
  { kind: "test-lamps" },
  { kind: "acknowledge-alarm", alarm: "warm-1" },
  { kind: "explain-alarm", alarm: "warm-1", reason: "door open" },
  ...SAYINGS.map((what) => ({ kind: "vat-told", what })),
];
const MESSAGES: readonly object[] = [
  { kind: "board-taken" },
  { kind: "table-published", fingerprint: "0123456789ab" },
  { kind: "no-table", why: "the database is damaged" },
  ...INTENDED.map((intent) => ({ kind: "intend", id: 1, by: "anna", intent })),
];

/** What comes where something else was meant: limits, other types, words of the list. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(null, true, "", "x", "hand", "empty", "release", [], {}, [1_001], ["1"]),
  fc.constantFrom(0, -1, 1, 0.5, 1_000, 1_001, -1_001, 8_640_000_000_000_001, 2 ** 53, Number.NaN, -0),
  fc.constantFrom(64, 65, 200, 201, 2_000, 2_001).map((length) => "w".repeat(length)),
  fc.array(fc.double({ min: -1_001, max: 1_001 }), { maxLength: 21 }),
  fc.constantFrom(20, 21).map((length) => Array.from({ length }, () => 1)),
);

/** A message with one thing in it changed, taken out or put in, at any depth. */
function changedAt(value: unknown, path: readonly number[], change: Change): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries: (readonly [string, unknown])[] = Object.entries(value);
  const [step = 0, ...rest] = path;
  const at = step % entries.length;
  const inner = entries[at];
  if (inner === undefined) return value;
  if (rest.length > 0 && typeof inner[1] === "object" && inner[1] !== null)
    return Object.fromEntries(entries.with(at, [inner[0], changedAt(inner[1], rest, change)]));
  if (change.kind === "out") return Object.fromEntries(entries.toSpliced(at, 1));
  if (change.kind === "in") return { ...value, [change.key]: change.value };
  return Object.fromEntries(entries.with(at, [inner[0], change.value]));
}
type Change =
  | { readonly kind: "out" }
  | { readonly kind: "other"; readonly value: unknown }
  | { readonly kind: "in"; readonly key: string; readonly value: unknown };
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.constant<Change>({ kind: "out" }),
  anything.map((value): Change => ({ kind: "other", value })),
  fc
    .tuple(fc.constantFrom("at", "reason", "kind", "release", "bail", "__proto__"), anything)
    .map(([key, value]): Change => ({ kind: "in", key, value })),
);

const bySchema = (message: unknown): unknown => {
  const read = SCHEMA.safeParse(message);
  return read.success ? read.data : null;
};

test("each message of the list is read as it was sent", () => {
  for (const message of MESSAGES) {
    expect(readFromOffice(message)).toEqual(message);
    expect(bySchema(message)).toEqual(message);
  }
});

test("every kind of message, of intent and of saying has been tried", () => {
  const kinds = (
    all: readonly { readonly shape: { readonly kind: z.ZodLiteral<string> } }[],
  ): readonly string[] => all.map(({ shape }) => shape.kind.value).toSorted();
  const tried = (all: readonly { readonly kind: string }[]) =>
    [...new Set(all.map(({ kind }) => kind))].toSorted();
  expect(tried(SAYINGS)).toEqual(kinds(SAID));
  expect(tried(INTENDED)).toEqual(kinds(INTENTS));
  const listed: { readonly [kind in ToController["kind"]]: true } = {
    "board-taken": true,
    "table-published": true,
    "no-table": true,
    intend: true,
  };
  expect(Object.keys(listed).toSorted()).toEqual(kinds(SCHEMA.options));
});

test("whatever is changed in a message, it is read as the schema reads it, or not at all as it does", () => {
  const path = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(
      fc.constantFrom(...MESSAGES),
      fc.array(fc.tuple(path, anyChange), { minLength: 1, maxLength: 3 }),
      (message, changes) => {
        const changed = changes.reduce<unknown>(
          (so, [where, change]) => changedAt(so, where, change),
          message,
        );
        expect(readFromOffice(changed)).toEqual(bySchema(changed));
      },
    ),
    { numRuns: 5_000 },
  );
});

test("what is no object is no message", () => {
  for (const message of [
    null,
    undefined,
    1,
    "board-taken",
    [],
    [{ kind: "board-taken" }],
    {},
    { kind: "release", bail: 1 },
  ])
    expect(readFromOffice(message)).toBe(null);
});

test("each limit is where the schema has it", () => {
  const said = (what: object) => ({ kind: "intend", id: 1, by: "anna", intent: { kind: "vat-told", what } });
  const ones = (length: number) => Array.from({ length }, () => 1);
  const within: readonly object[] = [
    { kind: "intend", id: 1, by: "a".repeat(64), intent: { kind: "confirm-time" } },
    { kind: "table-published", fingerprint: "f".repeat(200) },
    { kind: "no-table", why: "w".repeat(2_000) },
    said({ kind: "ice-point", thermometer: "hand", readings: ones(20) }),
    said({ kind: "hand-reading", probe: "milk", celsius: -1_000 }),
    said({ kind: "collected", at: 8_640_000_000_000_000 }),
  ];
  const beyond: readonly object[] = [
    { kind: "intend", id: 1, by: "a".repeat(65), intent: { kind: "confirm-time" } },
    { kind: "table-published", fingerprint: "f".repeat(201) },
    { kind: "no-table", why: "w".repeat(2_001) },
    said({ kind: "ice-point", thermometer: "hand", readings: ones(21) }),
    said({ kind: "hand-reading", probe: "milk", celsius: -1_000.1 }),
    said({ kind: "collected", at: 8_640_000_000_000_001 }),
  ];
  for (const message of within)
    expect([readFromOffice(message), bySchema(message)]).toEqual([message, message]);
  for (const message of beyond) expect([readFromOffice(message), bySchema(message)]).toEqual([null, null]);
});
