// Room: office/upkeep. What others are told: alarms, the vat, counts of milkings, the chain's head. Nothing is ever asked of them.
// May live here: what becomes a message, topics. May not: sending (mqtt.ts), keeping (outbox.ts).
// Invariant: an alarm is told from the records, each once; a reading that is not there is told as none, with why.

import type { Board, BoardVat } from "../../controller/board.ts";
import type { EpochMs } from "../../domain/units.ts";
import { STATES } from "../../domain/vat/words.ts";
import { type OutMessage, recordsAfter, toldUpTo } from "../../store/outbox.ts";
import { listMilkings } from "../../store/shed-records.ts";
import type { ChainHead, Store } from "../../store/store.ts";
import type { OfficeContext } from "../context.ts";
import { EXPORT_LIMITS } from "./limits.ts";
import type { Outbox } from "./outbox.ts";

export type Exports = {
  /** Looks for something to tell. True: there was something. */
  look(): boolean;
  chainHead(head: ChainHead, at: EpochMs): void;
};
export type ExportOptions = {
  readonly topic: string;
  readonly outbox: Outbox;
  /** Tells Home Assistant by itself what there is. Off unless asked for. */
  readonly discovery: boolean;
};

const iso = (at: number): string => new Date(at).toISOString();

export function createExports(
  context: Pick<OfficeContext, "store" | "clock" | "link">,
  options: ExportOptions,
): Exports {
  const { store, clock, link } = context;
  const { topic, outbox } = options;
  let toldState = "";
  let toldTemperature = Number.NEGATIVE_INFINITY;
  let lookedMilking = Number.NEGATIVE_INFINITY;
  let toldMilking = "";
  /** Records that were looked at and are nothing to tell need no place on the disk. */
  const looked = new Map<string, number>();
  let discovered = !options.discovery;

  const telemetry = (below: string, about: object, retain = true): void =>
    outbox.telemetry({
      kind: "telemetry",
      topic: `${topic}/${below}`,
      payload: JSON.stringify(about),
      retain,
      at: clock.wall(),
    });

  const tellVat = (vat: BoardVat): boolean => {
    const about = { state: vat.state, says: STATES[vat.state], since: iso(vat.since), guess: vat.guess };
    const isNew = JSON.stringify(about) !== toldState;
    if (isNew) {
      toldState = JSON.stringify(about);
      telemetry("vat/state", about);
    }
    if (clock.mono() - toldTemperature < EXPORT_LIMITS.temperatureEveryMs) return isNew;
    toldTemperature = clock.mono();
    telemetry("vat/temperature", temperatureOf(vat));
    return true;
  };
  const tellMilking = (): boolean => {
    if (clock.mono() - lookedMilking < EXPORT_LIMITS.temperatureEveryMs) return false;
    lookedMilking = clock.mono();
    const [last] = listMilkings(store, { limit: 1, from: null, to: null, after: null });
    if (last === undefined) return false;
    const { milking, began, ended, visits, toVat, unidentified } = last;
    const counts = { visits, toVat, diverted: visits - toVat, unidentified };
    const about = { milking, began: iso(began), ended: ended === null ? null : iso(ended), ...counts };
    if (JSON.stringify(about) === toldMilking) return false;
    toldMilking = JSON.stringify(about);
    telemetry("milking", about);
    return true;
  };
  const tellBoard = (board: Board | undefined): boolean =>
    board?.vat === null || board?.vat === undefined ? false : tellVat(board.vat);

  return {
    look() {
      if (!discovered) {
        discovered = true;
        for (const message of discoveryOf(topic, clock.wall())) outbox.telemetry(message);
      }
      const heard = link.board();
      const isFresh = heard !== null && heard.age <= EXPORT_LIMITS.expireAfterS * 1_000;
      const told = [
        tellAlarms(store, options, looked),
        tellBoard(isFresh ? heard.board : undefined),
        tellMilking(),
      ];
      return told.includes(true);
    },
    chainHead: (head, at) => telemetry("chain", { ...head, at: iso(at) }),
  };
}

/** A reading that is not there is null, with why: never the last one, never nought. */
const temperatureOf = ({ milk }: BoardVat): object => ({
  celsius: milk.celsius,
  quality: milk.quality,
  why: milk.why,
  at: milk.at === null ? null : iso(milk.at),
});

const FAMILIES = ["alarm_event", "happening"] as const;
const HAPPENINGS_TOLD = ["vat-stop-raised", "vat-stop-cleared", "table-gone"];

/** Alarms and stops since the last that was told. At the very first start nothing of the past is. */
function tellAlarms(store: Store, { topic, outbox }: ExportOptions, looked: Map<string, number>): boolean {
  let some = false;
  for (const family of FAMILIES) {
    const head = store.head().records;
    const told = toldUpTo(store, family);
    const before = looked.get(family) ?? told;
    // A restore has gone back behind what was told: what comes from now on is told.
    const from = before === null || before > head ? head : before;
    const rows = recordsAfter(store, family, from, EXPORT_LIMITS.batch);
    const upTo = rows.at(-1)?.seq ?? from;
    const messages = rows.flatMap((row) => messageOf(store, family, row, topic) ?? []);
    const isFirst = told === null || told > head;
    if ((messages.length > 0 || isFirst) && !outbox.alarms(messages, { family, upTo })) continue;
    looked.set(family, upTo);
    some ||= messages.length > 0;
  }
  return some;
}

type Told = ReturnType<typeof recordsAfter>[number];

function messageOf(
  store: Store,
  family: (typeof FAMILIES)[number],
  row: Told,
  topic: string,
): OutMessage | null {
  const stored = store.db
    .prepare<[number], { kind: string; about: string }>(`SELECT kind, about FROM ${family} WHERE id = ?`)
    .get(row.seq);
  if (stored === undefined || (family === "happening" && !HAPPENINGS_TOLD.includes(stored.kind))) return null;
  const about: unknown = JSON.parse(stored.about);
  const payload = {
    kind: stored.kind,
    says: row.says,
    at: iso(row.at),
    clockTrusted: row.trusted,
    record: row.seq,
    // Nobody in the shed has answered: whoever reads this is asked to.
    tellOthers:
      stored.kind === "alarm-escalated" &&
      typeof about === "object" &&
      about !== null &&
      "to" in about &&
      about.to === 2,
    about,
  };
  return {
    kind: "alarm",
    topic: `${topic}/alarms`,
    payload: JSON.stringify(payload),
    retain: false,
    at: row.at,
  };
}

/** Home Assistant's discovery. Names are ours; `expire_after` makes a silent shed "unavailable" and not "as cold as before". */
function discoveryOf(topic: string, at: number): readonly OutMessage[] {
  const id = topic.replaceAll(/[^a-zA-Z0-9_-]/g, "_");
  const common = { availability_topic: `${topic}/status`, expire_after: EXPORT_LIMITS.expireAfterS };
  const entity = (name: string, about: object): OutMessage => ({
    kind: "telemetry",
    topic: `homeassistant/sensor/${id}/${name}/config`,
    payload: JSON.stringify({ ...common, unique_id: `${id}_${name}`, ...about }),
    retain: true,
    at,
  });
  return [
    entity("vat_temperature", {
      name: "Vat temperature",
      state_topic: `${topic}/vat/temperature`,
      value_template: "{{ value_json.celsius }}",
      device_class: "temperature",
      unit_of_measurement: "°C",
    }),
  ];
}
