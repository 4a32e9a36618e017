// Room: test/office/upkeep. An office with a real store, a set clock, and a controller that says what it is told to say.
// May live here: what every test of upkeep needs. May not: doubles of our own functions.

import { farmZone } from "../../../src/config/farm-time.ts";
import { readShed } from "../../../src/config/read-shed.ts";
import { type Board, boardOf } from "../../../src/controller/board.ts";
import { type Devices, devicesOf } from "../../../src/controller/devices.ts";
import { personId, probeId } from "../../../src/domain/ids.ts";
import type { Notice, OfficeContext } from "../../../src/office/context.ts";
import type { Caller } from "../../../src/office/contract/handlers.ts";
import { createBench, WITH_VAT } from "../../controller/bench.ts";
import { type Bench, freshStore, must } from "../../store/bench.ts";

/** What a controller shows, aged so much. */
export type Shown = { board: { readonly board: Board; readonly devices: Devices } | null; age: number };

export type Office = {
  readonly bench: Bench;
  readonly context: OfficeContext;
  readonly notices: ReadonlyMap<string, Notice>;
  readonly remarks: readonly string[];
  readonly changes: readonly string[];
  readonly shown: Shown;
};

export function office(bench: Bench = freshStore()): Office {
  const notices = new Map<string, Notice>();
  const remarks: string[] = [];
  const changes: string[] = [];
  const shown: Shown = { board: null, age: 0 };
  const context: OfficeContext = {
    get store() {
      return bench.store;
    },
    link: {
      board: () =>
        shown.board === null ? null : { ...shown.board, wall: bench.clock.wall(), age: shown.age },
      inForce: () => ({ fingerprint: null, why: "" }),
      durable: () => null,
      published: () => undefined,
      noTable: () => undefined,
      untilInForce: async () => false,
      intend: async () => ({ accepted: false, why: "", recorded: false }),
      listen: () => () => undefined,
    },
    clock: bench.clock,
    shed: SHED,
    dataDir: bench.dataDir,
    version: "0.1.0",
    changed: (...what) => changes.push(...what),
    notice: (code, notice) => {
      if (notice === null) notices.delete(code);
      else notices.set(code, notice);
    },
    notices: () => [...notices.values()],
    remark: (text) => remarks.push(text),
  };
  return { bench, context, notices, remarks, changes, shown };
}

export const manager = (bench: Bench): Caller => ({
  person: { person: personId("anna"), role: "manager" },
  at: bench.clock.wall(),
  trusted: true,
});

const SHED = must(await readShed("config/in-bail-6.yaml")).config;

/** The board of a real controller whose probe in the milk shows this; null: it gives no answer. */
export function showBoard({ shown }: Office, celsius: number | null): void {
  const shed = createBench({ plan: WITH_VAT });
  const reading =
    celsius === null
      ? ({ kind: "none", why: "no-answer" } as const)
      : ({ kind: "celsius", celsius } as const);
  for (let round = 0; round < 4; round++) {
    shed.send({ kind: "temperature-read", probe: probeId("milk"), reading });
    shed.run(10_000);
  }
  const [board, devices] = [boardOf(shed.state()), devicesOf(shed.state())];
  if (board === null || devices === null) throw new Error("the controller shows nothing");
  shown.board = { board, devices };
}

export const ZONE = must(farmZone("Australia/Melbourne"));
