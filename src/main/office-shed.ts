// Room: main. The shed's configuration on its way to the office: the controller has read the file, and the office takes what it read.
// May live here: that one message, first of all to each office. May not: reading files; what the two say to each other afterwards
// (ports/office-link.ts). Invariant: controller and office never go by two readings of one file.

import type { ShedConfig } from "../config/shed-config.ts";

export type ShedMessage = { readonly kind: "shed"; readonly shed: ShedConfig };

/** Plain JSON, as everything that a shed's file says. */
export const shedMessage = (shed: ShedConfig): ShedMessage => ({ kind: "shed", shed });

/** Only the controller's own process is at the other end of the channel. */
export const isShedMessage = (message: unknown): message is ShedMessage =>
  typeof message === "object" &&
  message !== null &&
  "kind" in message &&
  message.kind === "shed" &&
  "shed" in message;
