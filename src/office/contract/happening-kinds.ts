// Room: office/contract. The kinds of what happened in the shed, each with its name: what the list of happenings can be narrowed down to.
// May live here: the table, without a schema, so that the pages can have it. Invariant: every kind that is written, and no other (office/shed/words.ts).

export const HAPPENING_KINDS = {
  "fault-raised": "faults",
  "fault-cleared": "faults that ended",
  "vat-stop-raised": "vat stop raised",
  "vat-stop-cleared": "vat stop cleared",
  "place-settled": "settled places",
  "diverted-by-hand": "diverted by hand",
  "looked-at": "looked at and fine",
  "pairing-doubt": "rows in doubt",
  refused: "refusals",
  "table-in-force": "tables in force",
  "table-gone": "tables lost",
  "time-confirmed": "time confirmed",
  "lamps-tested": "lamps tested",
  started: "starts",
  "visit-cut-off": "visits cut off",
  "milking-cut-off": "milkings cut off",
  "recording-missing": "recording missing",
  "recording-damaged": "recording damaged",
  "recording-cut-short": "recording cut short",
  "recording-does-not-fit": "recordings that do not fit",
  "recording-gap": "gaps in the recording",
  "not-taken-in": "records set aside",
  "milking-counted": "milkings counted",
  "milking-cooled": "coolings kept for forecasts",
} as const;
