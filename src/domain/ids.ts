// Room: domain. The names that things in a shed go by.
// May live here: branded identifiers. May not: rules about them (see domain/tag for EIDs).
// Invariant: an identifier of one kind is never taken for one of another.

declare const id: unique symbol;
type Id<Name extends string> = { readonly [id]: Name };

/** The 15 digits of an ISO 11784 tag: 3 of country or manufacturer, 12 of national id. */
export type Eid = string & Id<"Eid">;
/** The number a cow goes by on the farm (visual tag or freeze brand), as people write it. */
export type CowId = string & Id<"CowId">;
/** One milking place, numbered from 1 as painted in the shed. */
export type BailNo = number & Id<"BailNo">;
/** One bail I/O board, by its name in the configuration. */
export type NodeId = string & Id<"NodeId">;
/** One tag reader, by its name in the configuration. */
export type ReaderId = string & Id<"ReaderId">;
/** One switch, beam or other ordinary input, by its name in the configuration. */
export type InputId = string & Id<"InputId">;
/** One row of a herringbone, by its name in the configuration. */
export type RowId = string & Id<"RowId">;
/** One cow in one bail in one milking. */
export type VisitId = string & Id<"VisitId">;
/** One dated fact about a cow (a treatment, a calving, …), unique in the herd file. */
export type FactId = string & Id<"FactId">;
/** A person who does something that is recorded. */
export type PersonId = string & Id<"PersonId">;

export const cowId = (text: string): CowId => text as CowId;
export const bailNo = (n: number): BailNo => n as BailNo;
export const nodeId = (text: string): NodeId => text as NodeId;
export const readerId = (text: string): ReaderId => text as ReaderId;
export const inputId = (text: string): InputId => text as InputId;
export const rowId = (text: string): RowId => text as RowId;
export const visitId = (text: string): VisitId => text as VisitId;
export const factId = (text: string): FactId => text as FactId;
export const personId = (text: string): PersonId => text as PersonId;
