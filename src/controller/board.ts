// Room: controller. What the pit board shows: a plain view of the state, for any screen.
// May live here: the view's shape and the function that makes it. May not: layout, colours, terminals.

import type { Alarm, AlarmKind } from "../domain/alarms/alarm.ts";
import { type FaultCode, REASONS, type ReasonCode } from "../domain/alarms/catalogue.ts";
import type { LinkTrouble } from "../domain/alarms/link-troubles.ts";
import { figuresNow } from "../domain/alarms/vat-alarms.ts";
import { isLost } from "../domain/arrivals/rotary-position.ts";
import type { Forecast } from "../domain/cooling/forecast.ts";
import type { Outcome } from "../domain/cooling/verdict.ts";
import { holdInWords } from "../domain/holds/words.ts";
import type {
  AlarmId,
  BailNo,
  CowId,
  NodeId,
  ProbeId,
  ProfileId,
  ReaderId,
  RowId,
  VisitId,
} from "../domain/ids.ts";
import type { LampCode } from "../domain/release/lamp.ts";
import { LAMP_TEST_LASTS, lampInTest } from "../domain/release/lamp-test.ts";
import type { Valve } from "../domain/release/valve.ts";
import {
  before,
  between,
  type DurationMs,
  type EpochMs,
  type MonoMs,
  milliseconds,
} from "../domain/units.ts";
import type { Told, VatState } from "../domain/vat/happening.ts";
import type { GuessedInstant } from "../domain/vat/milking.ts";
import type { VatPlan } from "../domain/vat/plan.ts";
import { milkValue, type ProbeValue, probeValue } from "../domain/vat/probe.ts";
import type { ProbeRole, ReadingTrouble } from "../domain/vat/reading.ts";
import { type CheckDue, checkDue, type Thermometer } from "../domain/vat/thermometer-check.ts";
import type { Vat } from "../domain/vat/vat-state.ts";
import { lampShown } from "./lamp-test.ts";
import type { Subject } from "./note.ts";
import type { ControllerState, Shed, VatWatch } from "./state.ts";

export type Board = {
  readonly shed: string;
  readonly milking: { readonly number: number; readonly cows: number; readonly diverted: number } | null;
  readonly bails: readonly BoardBail[];
  readonly rows: readonly { readonly row: RowId; readonly bails: readonly BailNo[] }[];
  /** The platform of a rotary; null in other sheds. */
  readonly platform: BoardPlatform | null;
  readonly readers: readonly {
    readonly reader: ReaderId;
    readonly up: boolean;
    /** Why it cannot be heard; null: it is. */
    readonly away: LinkTrouble | null;
    readonly cows: number;
    readonly read: number;
  }[];
  readonly nodes: readonly {
    readonly node: NodeId;
    readonly up: boolean;
    readonly away: LinkTrouble | null;
  }[];
  readonly faults: readonly {
    readonly fault: FaultCode;
    readonly subject: Subject;
    readonly since: EpochMs;
  }[];
  readonly clockTrusted: boolean;
  readonly table: { readonly cows: number; readonly fingerprint: string } | null;
  /** Why there is no table, in words; empty while there is one. */
  readonly tableGone: string;
  readonly vatStop: { readonly since: EpochMs; readonly reasons: readonly string[] } | null;
  /** Null where no vat is watched. */
  readonly vat: BoardVat | null;
  /** What the lamps of these empty bails show for a person who walks along; null: no test. */
  readonly lampTest: {
    readonly shows: LampCode;
    readonly left: DurationMs;
    readonly bails: readonly BailNo[];
  } | null;
};
/** The vat, with every instant in wall time. */
export type BoardVat = {
  readonly state: VatState;
  readonly since: EpochMs;
  /** The probe alone shows this state, and nobody has confirmed it. */
  readonly guess: boolean;
  /** Who or what told of this state. */
  readonly told: Told;
  readonly milk: {
    /** Null: no reading. */
    readonly celsius: number | null;
    readonly quality: ProbeValue["quality"];
    readonly why: ReadingTrouble | null;
    /** When the reading behind it came; null: there is none. */
    readonly at: EpochMs | null;
  };
  /** Every probe of the plan, in its order. */
  readonly probes: readonly BoardProbe[];
  /** The last milking whose clock runs; null: none. */
  readonly milking: BoardMilking | null;
  readonly forecast: BoardForecast | null;
  /** Oldest first. */
  readonly alarms: readonly BoardAlarm[];
  /** The hand thermometer and the probes of the milk whose ice check is not fine; none while the time is not sure. */
  readonly checksDue: readonly { readonly thermometer: Thermometer; readonly due: CheckDue }[];
};
/** What one probe is worth now. */
export type BoardProbe = {
  readonly probe: ProbeId;
  readonly role: ProbeRole;
  /** Null: no reading. */
  readonly celsius: number | null;
  readonly quality: ProbeValue["quality"];
  readonly why: ReadingTrouble | null;
  readonly at: EpochMs | null;
};
export type BoardMilking = {
  readonly milking: number;
  readonly start: EpochMs;
  readonly told: Told;
  /** By profile, the first of the plan first. */
  readonly outcomes: readonly {
    readonly profile: ProfileId;
    readonly outcome: Outcome;
    /** What a person has to say before it can be judged: when milking began, when it ended. */
    readonly hangsOn: readonly GuessedInstant[];
  }[];
};
export type BoardForecast = {
  readonly atMost: number;
  readonly deadline: EpochMs;
  readonly basis: Forecast["basis"];
  readonly miss: Forecast["miss"];
  readonly earliest: EpochMs | null;
  readonly likely: EpochMs | null;
  readonly latest: EpochMs | null;
  readonly inHand: DurationMs | null;
  readonly atDeadline: number | null;
};
export type BoardAlarm = {
  readonly alarm: AlarmId;
  readonly kind: AlarmKind;
  readonly figures: string;
  readonly raisedAt: EpochMs;
  readonly acknowledged: boolean;
  readonly escalation: Alarm["escalation"];
  /** What it was about is over: a reason is asked for. */
  readonly over: boolean;
};
export type BoardPlatform = {
  /** The bail at the entry; null while nobody knows. */
  readonly atEntry: BailNo | null;
  readonly sure: boolean;
  /** The bails as they come to the entry, one after the other. */
  readonly order: readonly BailNo[];
  /** How many bails before the entry it is seen who stays on. */
  readonly stayedBails: number;
};
export type BoardBail = {
  readonly bail: BailNo;
  readonly visit: VisitId | null;
  readonly cow: CowId | null;
  readonly eid: string | null;
  /** Empty for a release. First is the one to show. */
  readonly reasons: readonly ReasonCode[];
  /** Words behind a hold: which rule, until when or how many milkings. */
  readonly why: readonly string[];
  readonly lamp: LampCode;
  /** What was sent to the valve, and what its switches prove. */
  readonly commanded: "vat" | "divert";
  readonly confirmed: "vat" | "divert" | "moving" | "unproven" | "unknown";
};

/** What the board shows now; null before the shed has started. */
export function boardOf({ shed }: ControllerState): Board | null {
  if (shed === null) return null;
  const { plan } = shed;
  return {
    shed: plan.name,
    milking: shed.milking,
    bails: plan.bails.map(({ bail }, index) => boardBail(shed, bail, index)),
    rows: plan.layout.kind === "herringbone" ? plan.layout.rows : [],
    platform: platformOf(shed),
    readers: plan.readers.map(({ reader }, index) => {
      const { link, cows, read } = shed.readers[index] ?? NOT_HEARD;
      return { reader, up: link.up, away: link.up ? null : link.why, cows, read };
    }),
    nodes: plan.nodes.map(({ node }, index) => {
      const state = shed.nodes[index];
      const up = state?.session != null;
      return { node, up, away: up ? null : (state?.why ?? NOT_HEARD.link.why) };
    }),
    faults: Object.values(shed.faults),
    clockTrusted: shed.clock.trusted,
    table:
      shed.herd === null
        ? null
        : { cows: shed.herd.table.cows.length, fingerprint: shed.herd.table.fingerprint },
    tableGone: shed.herdGone,
    vatStop: shed.carried.vatStop,
    vat: shed.vat === null ? null : boardVat(shed, shed.vat),
    lampTest: lampTestNow(shed),
  };
}

function lampTestNow({ lampTest, now }: Shed): Board["lampTest"] {
  if (lampTest === null) return null;
  const passed = between(lampTest.since, now.mono);
  const shows = lampInTest(passed);
  const left = milliseconds(LAMP_TEST_LASTS - passed);
  return shows === null ? null : { shows, left, bails: lampTest.bails };
}

function checksDue(machine: Vat, plan: VatPlan | undefined, now: EpochMs): BoardVat["checksDue"] {
  const probes = plan?.probes.filter(({ role }) => role === "milk").map(({ probe }) => probe) ?? [];
  return ["hand" as const, ...probes]
    .map((thermometer) => ({ thermometer, due: checkDue(machine.checks, thermometer, now) }))
    .filter(({ due }) => due.state !== "fine");
}

function boardVat({ now, plan, clock }: Shed, { machine, alarms, forecast }: VatWatch): BoardVat {
  const wall = (at: MonoMs): EpochMs => before(now.wall, between(at, now.mono));
  const wallOrNull = (at: MonoMs | null) => (at === null ? null : wall(at));
  const worth = ({ celsius, quality, why, at }: ProbeValue) => ({
    celsius,
    quality,
    why,
    at: wallOrNull(at),
  });
  const last = machine.milkings.at(-1);
  const order = plan.vat?.profiles.map(({ id }) => id) ?? [];
  return {
    state: machine.state,
    since: machine.since.wall,
    guess: machine.told.guess,
    told: machine.told,
    milk: worth(milkValue(machine.probes, now.mono)),
    probes: (plan.vat?.probes ?? []).map(({ probe, role }) => ({
      probe,
      role,
      ...worth(probeValue(machine.probes, probe, now.mono)),
    })),
    milking:
      last === undefined
        ? null
        : {
            milking: last.milking,
            start: last.start.wall,
            told: last.told,
            // What has been told: a collection that the probe has yet to show would look like a failure to keep it cold.
            outcomes: order.map((profile) => {
              const told = last.judged.find((one) => one.profile === profile);
              return { profile, outcome: told?.outcome ?? "PENDING", hangsOn: told?.hangsOn ?? [] };
            }),
          },
    forecast:
      forecast === null
        ? null
        : {
            atMost: forecast.atMost,
            deadline: wall(forecast.deadline),
            basis: forecast.forecast.basis,
            miss: forecast.forecast.miss,
            earliest: wallOrNull(forecast.forecast.earliest),
            likely: wallOrNull(forecast.forecast.likely),
            latest: wallOrNull(forecast.forecast.latest),
            inHand: forecast.forecast.inHand,
            atDeadline: forecast.forecast.atDeadline,
          },
    alarms: alarms.listed.map((alarm) => ({
      alarm: alarm.id,
      kind: alarm.kind,
      figures: figuresNow(alarms, alarm),
      raisedAt: alarm.raisedAt,
      acknowledged: alarm.acknowledged !== null,
      escalation: alarm.escalation,
      over: alarm.overAt !== null,
    })),
    checksDue: clock.trusted ? checksDue(machine, plan.vat, now.wall) : [],
  };
}

function platformOf({ plan, arrivals }: Shed): BoardPlatform | null {
  if (plan.layout.kind !== "rotary" || arrivals.platform === null) return null;
  const { bails, stayedBails } = plan.layout;
  const { position } = arrivals.platform;
  return {
    atEntry: isLost(position) ? null : (bails[position.at] ?? null),
    sure: position.trust === "sound",
    order: bails,
    stayedBails,
  };
}

function boardBail(shed: Shed, bail: BailNo, index: number): BoardBail {
  const state = shed.bails[index];
  const node = shed.plan.nodes.findIndex((plan) => plan.node === shed.plan.bails[index]?.node);
  const visit = state?.visit ?? null;
  const reasons = state?.reasons ?? ["empty"];
  const first = reasons[0];
  return {
    bail,
    visit: visit?.visit ?? null,
    cow: visit?.cow ?? null,
    eid: visit?.identity.kind === "tag" ? visit.identity.eid : null,
    reasons,
    why: visit?.standing?.open.map((hold) => holdInWords(hold, shed.plan.timeZone)) ?? [],
    lamp: lampShown(shed, bail, first === undefined ? "green-steady" : REASONS[first].lamp),
    commanded: state?.valve.order ?? "divert",
    confirmed: state === undefined || shed.nodes[node]?.session == null ? "unknown" : confirmed(state.valve),
  };
}

const NOT_HEARD = { link: { up: false, why: "not-yet" }, cows: 0, read: 0 } as const;

function confirmed(valve: Valve): BoardBail["confirmed"] {
  if (valve.proven !== null) return valve.proven;
  return valve.fault === null ? "moving" : "unproven";
}
