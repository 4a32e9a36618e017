// Room: test/store. Tampering shows: whatever is changed, taken out or put in, the first record that differs is named.

import type { Database } from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, canonicalRow } from "../../src/store/canonical.ts";
import { CHAIN_START, type ChainVerdict, checkChain, verifyChain } from "../../src/store/chain.ts";
import type { Cell, ChainHead } from "../../src/store/store.ts";
import { tries } from "../runs.ts";
import { freshStore } from "./bench.ts";
import { appendNote, writeNotes } from "./rows.ts";

const LENGTH = 12;
/** A chain of twelve notes, unprotected: what somebody with the file and patience has before him. */
function unprotected(): {
  db: Database;
  head: ChainHead;
  verify: (noted?: readonly ChainHead[]) => ChainVerdict;
} {
  const { store } = freshStore();
  writeNotes(store, ...Array.from({ length: LENGTH }, (_, at) => `reason ${at + 1}`));
  const { db, evidence } = store;
  const head = store.head();
  for (const name of db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    .pluck()
    .all())
    db.exec(`DROP TRIGGER "${name}"`);
  return { db, head, verify: (noted = []) => verifyChain(db, evidence, noted) };
}

test("a chain that nobody touched holds, and so does an empty one", () => {
  const { head, verify } = unprotected();
  expect(verify([head])).toMatchObject({ good: true, head: { records: LENGTH }, first: null });
  const { store } = freshStore();
  expect(verifyChain(store.db, store.evidence)).toMatchObject({
    good: true,
    head: { records: 0, hash: CHAIN_START },
  });
});

test("a chain with half a character in a reason holds", () => {
  const { store } = freshStore();
  writeNotes(store, "cut in two \ud83d", "\udc04 the other half");
  expect(verifyChain(store.db, store.evidence)).toMatchObject({ good: true, head: { records: 2 } });
});

const COLUMNS = {
  restore: ["backup", "backup_at", "at", "by", "reason", "kept_aside", "known_from", "everything"],
  evidence: ["at", "trusted", "boot", "by", "family", "record", "says", "row_hash", "hash"],
} as const;
const anyCell = fc.constantFrom(
  ...(["restore", "evidence"] as const).flatMap((table) =>
    COLUMNS[table].map((column) => ({ table, column })),
  ),
);

/** Another value of the same kind, so that STRICT lets it in: one character or one bit differs. */
function changed(value: Cell, at: number): Cell {
  if (typeof value !== "string") return Number(value) ^ 1;
  const place = at % value.length;
  const other = value.charCodeAt(place) === 0x61 ? "b" : "a";
  return value.slice(0, place) + other + value.slice(place + 1);
}

test("one character or bit of any cell of any row is enough to show, and the record is named", () => {
  const { db, verify } = unprotected();
  fc.assert(
    fc.property(anyCell, fc.integer({ min: 1, max: LENGTH }), fc.nat(200), ({ table, column }, id, at) => {
      db.exec("BEGIN");
      const key = table === "evidence" ? "seq" : "id";
      const value = db
        .prepare<[number], Cell>(`SELECT "${column}" FROM ${table} WHERE ${key} = ?`)
        .pluck()
        .get(id);
      db.prepare(`UPDATE ${table} SET "${column}" = ? WHERE ${key} = ?`).run(changed(value ?? null, at), id);
      const found = verify();
      db.exec("ROLLBACK");
      expect(found).toMatchObject({ good: false, first: { seq: id } });
    }),
    tries(60),
  );
  expect(verify().good).toBe(true);
});

test("a record, its row or its link that is taken out anywhere but at the end shows at its place", () => {
  const { db, verify } = unprotected();
  for (const sql of ["DELETE FROM restore WHERE id = ?", "DELETE FROM evidence WHERE seq = ?"])
    for (const id of [1, 6, LENGTH - 1]) {
      db.exec("BEGIN");
      db.prepare(sql).run(id);
      expect(verify(), `${sql} ${id}`).toMatchObject({ good: false, first: { seq: id } });
      db.exec("ROLLBACK");
    }
});

test("two records that change places show", () => {
  const { db, verify } = unprotected();
  db.exec("UPDATE restore SET id = id + 100 WHERE id IN (4, 5)");
  db.exec("UPDATE restore SET id = CASE id WHEN 104 THEN 5 ELSE 4 END WHERE id > 100");
  expect(verify()).toMatchObject({ good: false, first: { seq: 4 } });
  db.exec("UPDATE evidence SET seq = seq + 100, record = 'x' || seq WHERE seq IN (4, 5)");
  db.exec("UPDATE evidence SET seq = CASE seq WHEN 104 THEN 5 ELSE 4 END WHERE seq > 100");
  db.exec("UPDATE evidence SET record = seq");
  expect(verify()).toMatchObject({ good: false, first: { seq: 4 } });
});

test("an end that was cut off, link and row, shows against a head noted on paper, and only there", () => {
  const { db, head, verify } = unprotected();
  db.exec(`DELETE FROM restore WHERE id = ${LENGTH}; DELETE FROM evidence WHERE seq = ${LENGTH}`);
  expect(verify().good).toBe(true);
  const found = verify([head]);
  expect(found).toMatchObject({ good: false, first: { seq: LENGTH } });
  expect(found.says).toContain("cut off");
});

test("a chain written anew from some record on shows against a noted head", () => {
  const { head } = unprotected();
  const { store } = freshStore();
  writeNotes(store, ...Array.from({ length: LENGTH + 3 }, (_, at) => `another reason ${at + 1}`));
  expect(verifyChain(store.db, store.evidence).good).toBe(true);
  expect(verifyChain(store.db, store.evidence, [head])).toMatchObject({
    good: false,
    first: { seq: LENGTH },
  });
});

test("a row put in beside the chain shows", () => {
  const { db, verify } = unprotected();
  db.exec(
    "INSERT INTO restore SELECT 99, 'request', backup, backup_at, at, by, reason, kept_aside, known_from, everything FROM restore WHERE id = 1",
  );
  expect(verify()).toMatchObject({ good: false, first: { seq: 99, family: "restore" } });
});

test("records may be appended while the chain is being worked out", () => {
  const { store } = freshStore();
  store.write((pen) => {
    for (let at = 0; at < 450; at++) appendNote(pen, `reason ${at}`);
  });
  const check = checkChain(store.db, store.evidence);
  const first = check.next();
  expect(first).toMatchObject({ done: false, value: expect.closeTo(100 / 450) });
  writeNotes(store, "meanwhile");
  let step = check.next();
  while (step.done !== true) step = check.next();
  expect(step.value).toMatchObject({ good: true, head: { records: 451 } });
});

test("a row is spelled in one way only: kinds differ, the order of columns does not, and NULL says nothing", () => {
  expect(canonicalRow({ b: 1n, a: 'é\u0000"' })).toBe('{"a":"é\\u0000\\"","b":1}');
  expect(canonicalRow({ a: 1 })).toBe('{"a":1.0}');
  expect(canonicalRow({ a: -0 })).not.toBe(canonicalRow({ a: 0 }));
  expect(canonicalRow({ a: 1n, later: null })).toBe(canonicalRow({ a: 1n }));
  expect(canonicalRow({ a: Buffer.from("ff", "hex") })).toBe('{"a":{"blob":"ff"}}');
  expect(canonicalRow({ a: Number.POSITIVE_INFINITY })).toBe('{"a":{"real":"Infinity"}}');
});

test("bodies that say the same have one spelling, and others never the same", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(JSON.parse(canonicalJson(a))).toEqual(JSON.parse(JSON.stringify(a)));
      if (canonicalJson(a) === canonicalJson(b))
        expect(JSON.parse(canonicalJson(a))).toEqual(JSON.parse(canonicalJson(b)));
    }),
  );
  expect(canonicalJson({ b: 1, a: [2, { d: null, c: undefined }] })).toBe('{"a":[2,{"d":null}],"b":1}');
});
