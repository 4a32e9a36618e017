// Room: domain/alarms. What a fault is about, and what that is called.
// May live here: the shape and its name in words. May not: what is wrong with it (catalogue.ts).

import type { BailNo, InputId, NodeId, ReaderId, RowId } from "../ids.ts";
import { unreachable } from "../result.ts";

/** What a fault is about. */
export type Subject =
  | { readonly kind: "bail"; readonly bail: BailNo }
  | { readonly kind: "node"; readonly node: NodeId }
  | { readonly kind: "reader"; readonly reader: ReaderId }
  | { readonly kind: "row"; readonly row: RowId }
  | { readonly kind: "input"; readonly input: InputId }
  | { readonly kind: "shed" };

/** "bail 7", "board left", an input by its own name; empty for the shed as a whole. */
export function subjectInWords(subject: Subject): string {
  switch (subject.kind) {
    case "bail":
      return `bail ${subject.bail}`;
    case "node":
      return `board ${subject.node}`;
    case "reader":
      return `reader ${subject.reader}`;
    case "row":
      return `row ${subject.row}`;
    case "input":
      return subject.input;
    case "shed":
      return "";
    default:
      return unreachable(subject);
  }
}
