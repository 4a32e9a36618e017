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
/** One temperature probe, by its name in the configuration. */
export type ProbeId = string & Id<"ProbeId">;
/** One cooling profile (a law's or buyer's rule), by the id in its file. */
export type ProfileId = string & Id<"ProfileId">;
/** One heat treatment rule, by the id in its file. */
export type HeatRuleId = string & Id<"HeatRuleId">;
/** One alarm from its raising to its explanation, unique over restarts. */
export type AlarmId = string & Id<"AlarmId">;
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
export const probeId = (text: string): ProbeId => text as ProbeId;
export const profileId = (text: string): ProfileId => text as ProfileId;
export const heatRuleId = (text: string): HeatRuleId => text as HeatRuleId;
export const alarmId = (text: string): AlarmId => text as AlarmId;
