// Room: office/server. What stands in the columns of each CSV list, in the order and the words of the paper book.
// May live here: columns. May not: reading lists, writing files.
// Invariant: every instant is UTC and its heading says so; a tag is written 982 000196588496, so that no spreadsheet takes it for a number.

import type { CSV_LISTS, Reply } from "../contract/routes.ts";

export type CsvName = (typeof CSV_LISTS)[number];
export type Cell = string | number | boolean | null;
type Item<Name extends CsvName> = Reply<Name>["items"][number];
type Column<Row> = { readonly heading: string; readonly cell: (row: Row) => Cell };
export type CsvList<Name extends CsvName> = {
  readonly name: Name;
  readonly columns: readonly Column<Item<Name>>[];
  readonly page: (reply: Reply<Name>) => {
    readonly items: readonly Item<Name>[];
    readonly next: string | null;
  };
};
export type CsvLists = { readonly [Name in CsvName]: CsvList<Name> };

const many = (texts: readonly string[]): string => texts.join("; ");
/** "982000196588496" → "982 000196588496" */
export const spacedEid = (eid: string): string =>
  /^\d{15}$/.test(eid) ? `${eid.slice(0, 3)} ${eid.slice(3)}` : eid;
const eids = (tags: readonly string[]): string => many(tags.map(spacedEid));

export function csvLists(): CsvLists {
  return {
    treatments: { name: "treatments", columns: TREATMENTS, page: (reply) => reply },
    batches: { name: "batches", columns: BATCHES, page: ({ items }) => ({ items, next: null }) },
    milkings: { name: "milkings", columns: MILKINGS, page: (reply) => reply },
    visits: { name: "visits", columns: VISITS, page: (reply) => reply },
    divertedMilk: { name: "divertedMilk", columns: DIVERTED, page: (reply) => reply },
    alarms: { name: "alarms", columns: ALARMS, page: (reply) => reply },
    happenings: { name: "happenings", columns: HAPPENINGS, page: (reply) => reply },
    changes: { name: "changes", columns: CHANGES, page: (reply) => reply },
    cows: { name: "cows", columns: COWS, page: (reply) => reply },
    vatMilkings: { name: "vatMilkings", columns: VAT_MILKINGS, page: (reply) => reply },
    vatEvents: { name: "vatEvents", columns: VAT_EVENTS, page: (reply) => reply },
  };
}

const TREATMENTS: readonly Column<Item<"treatments">>[] = [
  { heading: "Record", cell: (row) => row.record },
  { heading: "Cows", cell: (row) => many(row.cows) },
  { heading: "Group", cell: (row) => row.group },
  { heading: "Place", cell: (row) => row.place },
  { heading: "First dose (UTC, or day at the farm)", cell: (row) => row.firstDose },
  { heading: "Last dose (UTC, or day at the farm)", cell: (row) => row.lastDose },
  { heading: "Reason", cell: (row) => row.reason },
  { heading: "Product", cell: (row) => row.productName },
  { heading: "Label version", cell: (row) => row.version },
  { heading: "Use", cell: (row) => row.use },
  { heading: "Batch", cell: (row) => row.batchNumber },
  { heading: "Use by", cell: (row) => row.batchUseBy },
  { heading: "Supplier", cell: (row) => row.supplier },
  { heading: "Rate", cell: (row) => row.dose },
  { heading: "Method", cell: (row) => row.route },
  { heading: "Quarters", cell: (row) => many(row.quarters) },
  { heading: "Used for each cow", cell: (row) => row.quantityEach },
  { heading: "Unit", cell: (row) => row.unit },
  { heading: "Milk WHP", cell: (row) => row.milkWords },
  { heading: "Meat WHP", cell: (row) => row.meatWords },
  { heading: "ESI", cell: (row) => row.esiWords },
  { heading: "Vet", cell: (row) => row.vet },
  { heading: "Vet's direction", cell: (row) => row.direction },
  { heading: "Given by", cell: (row) => (row.givenBy === "" ? row.by : row.givenBy) },
  { heading: "Recorded by", cell: (row) => row.by },
  { heading: "Recorded at (UTC)", cell: (row) => row.recordedAt },
  { heading: "Late entry", cell: (row) => row.late },
  { heading: "In force", cell: (row) => row.inForce },
  { heading: "Corrects", cell: (row) => row.supersedes },
  { heading: "Corrected by", cell: (row) => row.supersededBy },
  { heading: "Note", cell: (row) => row.note },
];
const BATCHES: readonly Column<Item<"batches">>[] = [
  { heading: "Product", cell: (row) => row.productName },
  { heading: "Batch", cell: (row) => row.number },
  { heading: "Use by", cell: (row) => row.useBy },
  { heading: "Supplier", cell: (row) => row.supplier },
  { heading: "Unit", cell: (row) => row.unit },
  { heading: "Received", cell: (row) => row.received },
  { heading: "Used", cell: (row) => row.used },
  { heading: "Counted away or found", cell: (row) => row.adjusted },
  { heading: "Left", cell: (row) => row.left },
  { heading: "State", cell: (row) => row.state },
];
const MILKINGS: readonly Column<Item<"milkings">>[] = [
  { heading: "Milking", cell: (row) => row.milking },
  { heading: "Began (UTC)", cell: (row) => row.began },
  { heading: "Ended (UTC)", cell: (row) => row.ended },
  { heading: "Cut off by a stop", cell: (row) => (row.cutOff ? "yes" : "no") },
  { heading: "Visits", cell: (row) => row.visits },
  { heading: "To the vat", cell: (row) => row.toVat },
  { heading: "Diverted", cell: (row) => row.diverted },
  { heading: "Unidentified", cell: (row) => row.unidentified },
  {
    heading: "Readers: read of cows",
    cell: (row) => many(row.readers.map(({ reader, cows, read }) => `${reader} ${read} of ${cows}`)),
  },
];
const VISITS: readonly Column<Item<"visits">>[] = [
  { heading: "Milking", cell: (row) => row.milking },
  { heading: "Bail", cell: (row) => row.bail },
  { heading: "Cow", cell: (row) => row.cow },
  { heading: "EID", cell: (row) => (row.eid === null ? null : spacedEid(row.eid)) },
  { heading: "Began (UTC)", cell: (row) => row.began },
  { heading: "Ended (UTC)", cell: (row) => row.ended },
  { heading: "To the vat", cell: (row) => row.toVat },
  { heading: "Diverted for", cell: (row) => many(row.divertedFor) },
  { heading: "May go", cell: (row) => many(row.mayGo) },
  { heading: "Visit", cell: (row) => row.visit },
];
const DIVERTED: readonly Column<Item<"divertedMilk">>[] = [
  ...VISITS,
  { heading: "May not go", cell: (row) => many(row.mayNot) },
];
const ALARMS: readonly Column<Item<"alarms">>[] = [
  { heading: "Alarm", cell: (row) => row.alarm },
  { heading: "Kind", cell: (row) => row.family },
  { heading: "Says", cell: (row) => row.says },
  { heading: "Figures", cell: (row) => row.figures },
  { heading: "Raised (UTC)", cell: (row) => row.raisedAt },
  { heading: "Seen by", cell: (row) => row.acknowledged?.by ?? null },
  { heading: "Seen at (UTC)", cell: (row) => row.acknowledged?.at ?? null },
  { heading: "Over (UTC)", cell: (row) => row.overAt },
  { heading: "Explained by", cell: (row) => row.explained?.by ?? null },
  { heading: "Explained at (UTC)", cell: (row) => row.explained?.at ?? null },
  { heading: "Reason", cell: (row) => row.explained?.reason ?? null },
  { heading: "Escalation", cell: (row) => row.escalation },
];
const HAPPENINGS: readonly Column<Item<"happenings">>[] = [
  { heading: "At (UTC)", cell: (row) => row.at },
  { heading: "Kind", cell: (row) => row.kind },
  { heading: "Says", cell: (row) => row.says },
  { heading: "By", cell: (row) => row.by },
  { heading: "Cow", cell: (row) => row.cow },
  { heading: "Bail", cell: (row) => row.bail },
  { heading: "Record", cell: (row) => row.record },
];
const CHANGES: readonly Column<Item<"changes">>[] = [
  { heading: "Place in the chain", cell: (row) => row.seq },
  { heading: "At (UTC)", cell: (row) => row.at },
  { heading: "Clock trusted", cell: (row) => row.trusted },
  { heading: "By", cell: (row) => row.by },
  { heading: "Family", cell: (row) => row.family },
  { heading: "Record", cell: (row) => row.record },
  { heading: "Says", cell: (row) => row.says },
  { heading: "Hash", cell: (row) => row.hash },
];
const COWS: readonly Column<Item<"cows">>[] = [
  { heading: "Cow", cell: (row) => row.cow },
  { heading: "Name", cell: (row) => row.name },
  { heading: "EIDs", cell: (row) => eids(row.eids) },
  { heading: "Status", cell: (row) => row.status },
  { heading: "Milk", cell: (row) => row.standing },
  { heading: "Why", cell: (row) => row.why },
  { heading: "Earliest clear (UTC)", cell: (row) => row.earliest },
];
const VAT_MILKINGS: readonly Column<Item<"vatMilkings">>[] = [
  { heading: "Milking", cell: (row) => row.milking },
  { heading: "Start (UTC)", cell: (row) => row.start },
  { heading: "Start known by", cell: (row) => row.startSource },
  { heading: "Start is a guess", cell: (row) => row.guess },
  { heading: "Start corrected", cell: (row) => row.corrected },
  { heading: "Ended (UTC)", cell: (row) => row.ended },
  { heading: "Closed", cell: (row) => row.closed },
  { heading: "Taken back", cell: (row) => row.takenBack },
  {
    heading: "Verdicts",
    cell: (row) => many(row.verdicts.map(({ profileName, outcome }) => `${profileName}: ${outcome}`)),
  },
  { heading: "In words", cell: (row) => many(row.verdicts.flatMap(({ says }) => says)) },
  {
    heading: "Temperatures (°C, UTC)",
    cell: (row) =>
      many(
        row.temperatures.map(
          ({ moment, at, celsius }) => `${moment} ${celsius === null ? "no reading" : celsius} at ${at}`,
        ),
      ),
  },
];
const VAT_EVENTS: readonly Column<Item<"vatEvents">>[] = [
  { heading: "At (UTC)", cell: (row) => row.at },
  { heading: "Kind", cell: (row) => row.kind },
  { heading: "Says", cell: (row) => row.says },
  { heading: "By", cell: (row) => row.by },
  { heading: "Good", cell: (row) => row.good },
  { heading: "Record", cell: (row) => row.record },
];
