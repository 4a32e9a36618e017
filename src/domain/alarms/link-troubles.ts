// Room: domain/alarms. Why a device cannot be heard, with its words: what a person sees, the usual cause, what to do.
// May live here: the table. May not: which device it is, how grave that is (the pages and the terminal say).
// Invariant: every trouble that a driver can tell has its words; the terminal and the pages use these.

type Entry = { readonly says: string; readonly usualCause: string; readonly whatToDo: string };

export const LINK_TROUBLES = {
  "not-yet": {
    says: "not heard yet",
    usualCause: "The program has just started.",
    whatToDo: "Wait half a minute. If it stays, check its cable and power light.",
  },
  absent: {
    says: "its port is not there",
    usualCause: "The cable is out at the computer, or the device has no power.",
    whatToDo: "Push the plug home and look at the power light. It comes back by itself.",
  },
  busy: {
    says: "its port is held by another program",
    usualCause: "A second copy of the program, or a terminal, has the port open.",
    whatToDo: "Close the other program. It comes back by itself.",
  },
  "no-permission": {
    says: "its port may not be opened",
    usualCause: "The program runs as a user that may not use serial ports.",
    whatToDo: "Add that user to the group that may, as the set-up page says, and start again.",
  },
  silent: {
    says: "does not answer",
    usualCause: "It has no power, or its data wires are broken or swapped.",
    whatToDo: "Check its power light and its cable. It comes back by itself.",
  },
  unplugged: {
    says: "was unplugged",
    usualCause: "The cable is out, or the device lost its power.",
    whatToDo: "Push the plug home. It comes back by itself.",
  },
  "wrong-device": {
    says: "something else answers on its port",
    usualCause: "Two plugs were swapped.",
    whatToDo: "Put each plug back where the configuration says.",
  },
  "wrong-node": {
    says: "another board answers on its port",
    usualCause: "Two boards were swapped, or a new one has not been numbered.",
    whatToDo: "Swap them back, or number the new board as the set-up page says.",
  },
  "wrong-protocol": {
    says: "speaks another version",
    usualCause: "The board's program is older or newer than this one.",
    whatToDo: "Load the board program that came with this version, after the milking.",
  },
  "write-stalled": {
    says: "takes no orders",
    usualCause: "The cable is half out, or the board hangs.",
    whatToDo: "Its bails divert by themselves. Pull its power for five seconds.",
  },
  restarted: {
    says: "has just restarted",
    usualCause: "Its power dipped, or it was reset.",
    whatToDo: "Nothing at once. If it comes often, look at its power supply.",
  },
} as const satisfies Record<string, Entry>;

export type LinkTrouble = keyof typeof LINK_TROUBLES;
