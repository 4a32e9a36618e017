// Room: drivers/bail-node. What a status frame means to the controller and to people.
// May live here: pure readings of one frame. May not: state. Invariant: nothing is told that the frame does not say.

import type { NodeReport } from "../../controller/event.ts";
import type { StatusFrame } from "./frame.ts";
import * as protocol from "./protocol.ts";

/** What the controller is told of the board. */
export function reportOf(status: StatusFrame): NodeReport {
  const { coils, atVat, atDivert, buttons, shutOffOpen, vatStopClear, leaseLive } = status;
  return { coils, atVat, atDivert, buttons, shutOffOpen, vatStopClear, leaseLive };
}

/** Whether there is nothing new to tell. */
export function sameReport(a: NodeReport, b: NodeReport): boolean {
  return (
    a.coils === b.coils &&
    a.atVat === b.atVat &&
    a.atDivert === b.atDivert &&
    a.buttons === b.buttons &&
    a.shutOffOpen === b.shutOffOpen &&
    a.vatStopClear === b.vatStopClear &&
    a.leaseLive === b.leaseLive
  );
}

/** The reset cause in words, several joined by "+". A bootloader that cleared the register leaves "not told". */
export function resetCauseOf(bits: number): string {
  const causes = [
    [protocol.RESET_POWER_ON, "power-on"],
    [protocol.RESET_EXTERNAL, "external"],
    [protocol.RESET_BROWN_OUT, "brown-out"],
    [protocol.RESET_WATCHDOG, "watchdog"],
    [protocol.RESET_JTAG, "jtag"],
  ] as const;
  const named = causes.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name);
  return named.length === 0 ? "not told" : named.join("+");
}
