// Room: office/contract. People: first start, sign-in, sessions, rights.

import { z } from "zod";
import { instant, personId, words } from "./pieces.ts";

export const role = z.enum(["milker", "manager", "vet", "auditor"]);
export const pin = z
  .string()
  .regex(/^\d{6,12}$/)
  .meta({ description: "Six to twelve digits" });

/** What the page must know before anything else. */
export const session = z.object({
  /** True until the first manager has been set up with the code from the console. */
  needsSetup: z.boolean(),
  /** Null: not signed in. */
  person: z.object({ person: personId, name: z.string(), role }).nullable(),
  /** Sent back as header X-Vatguard-Token with every request that changes something; null while not signed in. */
  token: z.string().nullable(),
  /** When this session ends without use, and in any case. */
  idleUntil: instant.nullable(),
  endsAt: instant.nullable(),
  /** Pit and withheld boards may be read here without signing in: the shed's own screen. */
  boardsOpen: z.boolean(),
  /** The names for the sign-in page; empty where the boards are not open either. */
  people: z.array(z.object({ person: personId, name: z.string() })),
  shed: z.object({ name: z.string(), timeZone: z.string(), version: z.string() }),
  /** Whole-office troubles that every page shows at its top: records missing, disk nearly full, entry not in force. */
  notices: z.array(z.object({ code: z.string(), grave: z.boolean(), says: z.string(), fix: z.string() })),
  now: instant,
});
export const setUp = z.strictObject({ code: words(20), person: personId, name: words(60), pin });
export const signIn = z.strictObject({ person: personId, pin });
/** For what needs the PIN once more: it counts for the next two minutes of this session. */
export const pinAgain = z.strictObject({ pin });
export const person = z.object({
  person: personId,
  name: z.string(),
  role,
  active: z.boolean(),
  since: instant,
  lastSignIn: instant.nullable(),
});
export const personIn = z.strictObject({ person: personId, name: words(60), role, pin });
export const personChange = z.strictObject({
  name: words(60).optional(),
  role: role.optional(),
  active: z.boolean().optional(),
  pin: pin.optional(),
});
export type Session = z.output<typeof session>;
export type Role = z.output<typeof role>;
export type Person = z.output<typeof person>;
