// Room: controller. The lamps test that a person asked for: which bails take part, and until when.
// May live here: whose lamp is borrowed. May not: decisions, valves, releases, green.
// Invariant: it changes no more than the lamp of a bail that would be dark, in which nobody stands and into which nobody is coming.

import { isFree } from "../domain/arrivals/arrivals.ts";
import type { BailNo, PersonId } from "../domain/ids.ts";
import type { LampCode } from "../domain/release/lamp.ts";
import { lampInTest } from "../domain/release/lamp-test.ts";
import { between } from "../domain/units.ts";
import type { Note } from "./note.ts";
import type { Shed } from "./state.ts";

/** Begins it, or says why not. */
export function lampTestAsked(
  shed: Shed,
  by: PersonId,
  notes: Note[],
): { readonly began: Shed } | { readonly refused: string } {
  const { mono, wall } = shed.now;
  // One whose time is over goes with the end of this step.
  if (shed.lampTest !== null && lampInTest(between(shed.lampTest.since, mono)) !== null)
    return { refused: "the lamps are being tested already; wait until it is over, ten seconds at most" };
  const bails = shed.plan.bails.flatMap(({ bail }, index) => (takesPart(shed, index) ? [bail] : []));
  if (bails.length === 0) {
    return {
      refused:
        "no bail is surely empty: cows stand in them or are coming into their row, a gate is open, or their board is away. Test the lamps between two rows or after the milking, with the gates shut",
    };
  }
  notes.push({ kind: "lamps-tested", by, at: wall, bails });
  return { began: { ...shed, lampTest: { since: mono, bails } } };
}

/** A bail that a cow comes to is out of the test for good; the test is over when its time is, or when no bail is left. */
export function lampTestFollows(shed: Shed): Shed {
  const { lampTest } = shed;
  if (lampTest === null) return shed;
  const left = lampTest.bails.filter((bail) =>
    takesPart(
      shed,
      shed.plan.bails.findIndex((plan) => plan.bail === bail),
    ),
  );
  const over = left.length === 0 || lampInTest(between(lampTest.since, shed.now.mono)) === null;
  if (over) return { ...shed, lampTest: null };
  return left.length === lampTest.bails.length ? shed : { ...shed, lampTest: { ...lampTest, bails: left } };
}

function takesPart(shed: Shed, index: number): boolean {
  const plan = shed.plan.bails[index];
  if (plan === undefined || shed.bails[index]?.visit !== null) return false;
  const node = shed.nodes[shed.plan.nodes.findIndex(({ node }) => node === plan.node)];
  return node?.session != null && isFree(shed.arrivals, shed.plan.layout, plan.bail);
}

/** The lamp of a bail, given the one that was decided: only a dark one is ever borrowed. */
export function lampShown({ lampTest, now }: Shed, bail: BailNo, decided: LampCode): LampCode {
  if (decided !== "off" || lampTest === null || !lampTest.bails.includes(bail)) return decided;
  return lampInTest(between(lampTest.since, now.mono)) ?? decided;
}
