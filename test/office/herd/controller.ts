// Room: test/office/herd. A controller as the office hears it: it reads the published file with the reader of herd files, puts it in force, and says so.
// May live here: this device and its moods. May not: entries. Invariant: it takes only what the office has vouched for, and only what loads.

import { readFileSync, statSync } from "node:fs";
import { loadHerd } from "../../../src/config/herd-file.ts";
import type { Board, BoardBail } from "../../../src/controller/board.ts";
import type { Devices } from "../../../src/controller/devices.ts";
import type { HerdTable } from "../../../src/domain/holds/facts.ts";
import { verdictOn } from "../../../src/domain/holds/verdict.ts";
import { bailNo, cowId } from "../../../src/domain/ids.ts";
import type { EpochMs } from "../../../src/domain/units.ts";
import type { Link } from "../../../src/office/context.ts";
import { herdInForcePath } from "../../../src/office/herd/publisher.ts";
import type { Clock } from "../../../src/ports/clock.ts";

export type Controller = {
  readonly link: Link;
  /** "away": does not answer at all; "refuses": says that the table cannot be taken. */
  mood: "well" | "away" | "refuses";
  /** The table that the bails obey. */
  table: HerdTable | null;
  readonly noTableSaid: string[];
  /** How often it was told of a published table. */
  told: number;
  /** Who stands where, with milk going to the vat until the table says otherwise. */
  readonly bails: Map<number, string>;
  /** Cows whose milk is in the vat. */
  readonly milkedIn: Set<string>;
};

/** Nobody here looks at devices. */
const NO_DEVICES: Devices = JSON.parse("{}");

type Heard = Parameters<Link["listen"]>[0];

const DELAY_MS = 2;

export function createController(dataDir: string, clock: Clock, timeZone: string): Controller {
  const heard = new Set<Heard>();
  const state: { fingerprint: string | null; why: string; stops: string[] } = {
    fingerprint: null,
    why: "no table has been published yet",
    stops: [],
  };
  const tell = (what: Parameters<Heard>[0]) => {
    for (const one of [...heard]) one(what);
  };
  const controller: Controller = {
    mood: "well",
    table: null,
    noTableSaid: [],
    told: 0,
    bails: new Map(),
    milkedIn: new Set(),
    link: {
      board: () => ({ board: boardNow(), devices: NO_DEVICES, wall: clock.wall(), age: 0 }),
      inForce: () => ({ fingerprint: state.fingerprint, why: state.why }),
      durable: () => null,
      published(fingerprint) {
        controller.told += 1;
        setTimeout(() => take(fingerprint), DELAY_MS);
      },
      noTable(why) {
        controller.noTableSaid.push(why);
        controller.table = null;
        Object.assign(state, { fingerprint: null, why });
        tell("in-force");
      },
      untilInForce: (fingerprint, within) =>
        new Promise((resolve) => {
          const look = () => {
            if (state.fingerprint !== fingerprint) return;
            end(true);
          };
          const end = (came: boolean) => {
            heard.delete(hear);
            clearTimeout(timer);
            resolve(came);
          };
          const hear: Heard = (what) => (what === "not-taken" ? end(false) : look());
          const timer = setTimeout(() => end(false), within);
          heard.add(hear);
          look();
        }),
      intend: async () => ({ accepted: false, why: "not asked here", recorded: false }),
      listen(one) {
        heard.add(one);
        return () => heard.delete(one);
      },
    },
  };
  function take(fingerprint: string): void {
    if (controller.mood === "away") return;
    const path = herdInForcePath(dataDir);
    const text = statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, "utf8") : "";
    const loaded = loadHerd(text, { timeZone, now: clock.wall() });
    if (controller.mood === "refuses" || !loaded.ok || loaded.value.fingerprint !== fingerprint) {
      state.why = loaded.ok ? "the controller does not take it" : (loaded.error[0]?.says ?? "");
      tell("not-taken");
      return;
    }
    controller.table = loaded.value;
    for (const cow of controller.milkedIn) {
      if (verdictAt(cow, clock.wall()) === "divert") {
        state.stops.push(`cow ${cow} was milked to the vat, and is recorded now as withheld then: a rule`);
      }
    }
    Object.assign(state, { fingerprint, why: "" });
    tell("in-force");
    setTimeout(() => tell("board"), DELAY_MS);
  }
  function verdictAt(cow: string, at: EpochMs): string {
    const { table } = controller;
    if (table === null) return "divert";
    const found = table.cows.find((one) => one.cow === cow) ?? null;
    return verdictOn(found, [], null, table.policy, at).verdict;
  }
  function boardNow(): Board {
    const bails = [...controller.bails].map(([bail, cow]): BoardBail => {
      const toVat = verdictAt(cow, clock.wall()) === "release";
      return {
        bail: bailNo(bail),
        visit: null,
        cow: cowId(cow),
        eid: null,
        reasons: toVat ? [] : ["withheld"],
        why: [],
        lamp: toVat ? "green-steady" : "red-steady",
        commanded: toVat ? "vat" : "divert",
        confirmed: toVat ? "vat" : "divert",
      };
    });
    const { table } = controller;
    return {
      shed: "Test shed",
      milking: null,
      bails,
      rows: [],
      platform: null,
      readers: [],
      nodes: [],
      faults: [],
      clockTrusted: true,
      table: table === null ? null : { cows: table.cows.length, fingerprint: table.fingerprint },
      tableGone: "",
      vatStop: state.stops.length === 0 ? null : { since: clock.wall(), reasons: state.stops },
      vat: null,
      lampTest: null,
    };
  }
  return controller;
}
