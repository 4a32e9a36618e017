// Room: office/ui/pit. The shapes of the live board, by the names used here.

import type { Live } from "../../contract/shed.ts";

export type Board = NonNullable<Live["board"]>;
export type BoardBail = Board["bails"][number];
export type BoardVat = NonNullable<Board["vat"]>;
export type BoardAlarm = BoardVat["alarms"][number];
export type BoardFault = Board["faults"][number];

/** An empty bail is dark; where it is not, a person tests the lamps. */
export const isTested = (bail: BoardBail): boolean => bail.visit === null && bail.lamp !== "off";

/** Green is shown as proven only: released and not there yet is on its way. */
export const isOnItsWay = (bail: BoardBail): boolean => bail.reasons.length === 0 && bail.confirmed !== "vat";
