// Room: office/shed. The shed as it is now, and what a person may ask of the controller.
// May live here: from the page's words to the controller's own, who may ask what. May not: deciding (the controller checks again), HTTP.
// Invariant: nothing here releases a bail or ends a withholding; what the controller refuses is passed on in its words.

import type { Intent } from "../../controller/event.ts";
import { alarmId, bailNo, cowId, probeId } from "../../domain/ids.ts";
import { unreachable } from "../../domain/result.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { Said } from "../../domain/vat/happening.ts";
import type { OfficeContext } from "../context.ts";
import { type Handlers, refused } from "../contract/handlers.ts";
import type { Role } from "../contract/people.ts";
import type { IntentIn, Live } from "../contract/shed.ts";
import { epochOf, instantOf } from "./paging.ts";

export type IntentHandlers = Pick<Handlers, "intend" | "board">;

/** What only a manager may ask, with the PIN: each puts aside something that stands between bad milk and the vat. */
const MANAGERS_ONLY: readonly IntentIn["kind"][] = ["clear-vat-stop", "clear-valve-fault", "confirm-time"];

/** Whoever tests the lamps stands in the shed. */
const LAMP_TESTERS: readonly Role[] = ["milker", "manager"];

/** `recorded`: the fingerprint of the table that the records ask for; null: there is none yet. */
export function createIntentHandlers(
  context: Pick<OfficeContext, "link" | "notices">,
  recorded: () => string | null,
): IntentHandlers {
  const { link } = context;
  return {
    board: () => ({ ok: true, value: live(context, recorded()) }),
    async intend({ body }, { person, pinGiven }) {
      if (person === null)
        return refused(
          "not-signed-in",
          "Nobody is signed in.",
          "Sign in with your name and PIN, then ask again.",
        );
      if (MANAGERS_ONLY.includes(body.kind) && person.role !== "manager")
        return refused(
          "not-allowed",
          "Only a manager may do that.",
          "Ask a manager to sign in and do it: it puts aside something that keeps milk out of the vat.",
        );
      if (MANAGERS_ONLY.includes(body.kind) && pinGiven !== true)
        return refused(
          "pin-needed",
          "This puts aside something that keeps milk out of the vat: your PIN is needed once more.",
          "Give your PIN; it counts for two minutes.",
        );
      if (body.kind === "test-lamps" && !LAMP_TESTERS.includes(person.role))
        return refused(
          "not-allowed",
          "A milker or a manager tests the lamps.",
          "Ask one of them to sign in: whoever starts it has to walk along and look.",
        );
      const answer = await link.intend(person.person, intentOf(body));
      if (answer.accepted) {
        const says = answer.recorded
          ? SAYS[body.kind]
          : `${SAYS[body.kind]} It is not on the disk yet: look at the disk before relying on it.`;
        return { ok: true, value: { says, recorded: answer.recorded } };
      }
      // A refusal of the controller is on record too; without a record it was never asked.
      return answer.recorded
        ? refused("refused-by-controller", `The controller did not take it: ${answer.why}`, WHAT_NEXT)
        : refused("controller-away", answer.why, "Look at the pit board, then try again.");
    },
  };
}

const WHAT_NEXT = "Put right what it says, then ask again.";

const SAYS: { readonly [kind in IntentIn["kind"]]: string } = {
  "settle-place": "The place is settled.",
  "divert-bail": "This cow is diverted until she leaves.",
  "raise-vat-stop": "The vat stop is raised.",
  "clear-vat-stop": "The vat stop is cleared.",
  "clear-valve-fault": "The valve's fault is cleared.",
  "confirm-time": "The time is confirmed, until the next start.",
  "test-lamps": "The lamps of the empty bails show every red pattern now, for ten seconds.",
  "acknowledge-alarm": "The alarm is acknowledged.",
  "explain-alarm": "The reason is recorded.",
  "vat-told": "Recorded.",
};

function live({ link, notices }: Pick<OfficeContext, "link" | "notices">, recorded: string | null): Live {
  const board = link.board();
  const { fingerprint, why } = link.inForce();
  return {
    board: board?.board ?? null,
    devices: board?.devices ?? null,
    at: board === null ? null : instantOf(board.wall),
    age: board === null ? 0 : Math.round(board.age),
    table: { inForce: fingerprint, recorded, why },
    notices: notices().map(({ code, grave, says, fix }) => ({ code, grave, says, fix })),
  };
}

/** The page's words in the controller's: instants become numbers, names their kinds. */
export function intentOf(body: IntentIn): Intent {
  switch (body.kind) {
    case "settle-place":
      return { kind: body.kind, bail: bailNo(body.bail), cow: cowId(body.cow) };
    case "divert-bail":
      return { kind: body.kind, bail: bailNo(body.bail) };
    case "raise-vat-stop":
    case "clear-vat-stop":
      return { kind: body.kind, reason: body.reason };
    case "clear-valve-fault":
      return { kind: body.kind, bail: bailNo(body.bail), reason: body.reason };
    case "confirm-time":
    case "test-lamps":
      return { kind: body.kind };
    case "acknowledge-alarm":
      return { kind: body.kind, alarm: alarmId(body.alarm) };
    case "explain-alarm":
      return { kind: body.kind, alarm: alarmId(body.alarm), reason: body.reason };
    case "vat-told":
      return { kind: body.kind, what: saidOf(body.what) };
    default:
      return unreachable(body);
  }
}

function saidOf(what: (IntentIn & { readonly kind: "vat-told" })["what"]): Said {
  switch (what.kind) {
    case "milking-began":
    case "milking-ended":
    case "collected":
      return { kind: what.kind, ...maybeAt(what.at) };
    case "correct-start":
      return { ...what, at: epochOf(what.at) };
    case "ice-point":
      return { ...what, thermometer: what.thermometer === "hand" ? "hand" : probeId(what.thermometer) };
    case "hand-reading":
      return { ...what, probe: probeId(what.probe) };
    default:
      return what;
  }
}

const maybeAt = (at: string | undefined): { readonly at?: EpochMs } =>
  at === undefined ? {} : { at: epochOf(at) };
