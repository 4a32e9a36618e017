// Room: office/upkeep. All of upkeep put together, given the office's context.
// May live here: putting together, starting and stopping, the jobs of an office. May not: HTTP, rules.

import type { FarmZone } from "../../config/farm-time.ts";
import type { StoreTrouble } from "../../store/store.ts";
import type { OfficeContext } from "../context.ts";
import { createBackups } from "./backups.ts";
import { type ChainWatch, createChainWatch } from "./chain-watch.ts";
import { createDiskWatch } from "./disk-watch.ts";
import { createExports } from "./exports.ts";
import { createUpkeepHandlers, type UpkeepHandlers, type UpkeepParts } from "./handlers.ts";
import { createJobs, type Job } from "./jobs.ts";
import { EXPORT_LIMITS, UPKEEP_LIMITS } from "./limits.ts";
import { createMqttSender, type MqttConfig } from "./mqtt.ts";
import { backupFolderOf } from "./open-records.ts";
import { createOutbox } from "./outbox.ts";

export type UpkeepOptions = Pick<UpkeepParts, "ingest" | "progress" | "herdChanged" | "restart"> & {
  readonly zone: FarmZone;
  /** As the shed's file says it. */
  readonly backups: { readonly folder: string | null; readonly hour: number };
  readonly mqtt: MqttConfig | null;
  /** Forgets sessions that ended long ago; says how many. */
  readonly forgetOldSessions: () => number;
};
export type Upkeep = {
  readonly handlers: UpkeepHandlers;
  readonly chain: ChainWatch;
  start(): void;
  /** To be given to the store: a write that failed is told. */
  troubled(trouble: StoreTrouble): void;
  stop(): Promise<void>;
};

export function createUpkeep(context: OfficeContext, options: UpkeepOptions): Upkeep {
  const { store, clock } = context;
  const backups = createBackups(context, backupFolderOf(context.dataDir, options.backups.folder));
  const chain = createChainWatch(context);
  const disk = createDiskWatch(context);
  const sent = createSending(context, options);
  const all = jobsOf({ backups, chain, sent, options, now: () => clock.wall(), head: () => store.head() });
  const jobs = createJobs(context, all, options.zone);
  const parts: UpkeepParts = {
    ...options,
    backups,
    chain,
    disk,
    jobs,
    startedAt: clock.wall(),
    mqtt: sent.state,
  };
  let looks: NodeJS.Timeout | undefined;
  let first: NodeJS.Timeout | undefined;
  return {
    handlers: createUpkeepHandlers(context, parts),
    chain,
    troubled: disk.troubled,
    start() {
      disk.look();
      looks = setInterval(disk.look, UPKEEP_LIMITS.diskEveryMs).unref();
      jobs.start();
      // What was missed is made up for once, after pages and bails have had the first minute.
      first = setTimeout(() => void jobs.tick(), UPKEEP_LIMITS.diskEveryMs).unref();
      sent.start();
    },
    async stop() {
      clearInterval(looks);
      clearTimeout(first);
      await jobs.stop();
      await sent.stop();
    },
  };
}

type Sending = {
  readonly state: UpkeepParts["mqtt"];
  readonly head: ReturnType<typeof createExports>["chainHead"] | null;
  start(): void;
  stop(): Promise<void>;
};

function createSending(context: OfficeContext, { mqtt }: UpkeepOptions): Sending {
  if (mqtt === null) {
    const state = { configured: false, connected: false, waiting: 0, says: "Nothing is sent to others." };
    return { state: () => state, head: null, start: () => undefined, stop: async () => undefined };
  }
  const outbox = createOutbox(context.store);
  const clientId = `vatguard-${mqtt.topic.replaceAll(/[^a-zA-Z0-9]/g, "-")}`;
  const sender = createMqttSender({ config: mqtt, outbox, clientId, remark: context.remark });
  const exports = createExports(context, { topic: mqtt.topic, outbox, discovery: mqtt.homeAssistant });
  let looks: NodeJS.Timeout | undefined;
  const look = (): void => {
    exports.look();
    sender.wake();
  };
  return {
    state: () => ({ configured: true, ...sender.state(), waiting: outbox.waiting() }),
    head: exports.chainHead,
    start() {
      sender.start();
      look();
      looks = setInterval(look, EXPORT_LIMITS.lookEveryMs).unref();
    },
    async stop() {
      clearInterval(looks);
      await sender.stop();
    },
  };
}

type ForJobs = {
  readonly backups: ReturnType<typeof createBackups>;
  readonly chain: ChainWatch;
  readonly sent: Sending;
  readonly options: UpkeepOptions;
  readonly now: () => ReturnType<OfficeContext["clock"]["wall"]>;
  readonly head: () => ReturnType<OfficeContext["store"]["head"]>;
};

function jobsOf({ backups, chain, sent, options, now, head }: ForJobs): readonly Job[] {
  const { hour } = options.backups;
  const daily = { hour, weekday: null };
  return [
    {
      ...daily,
      job: "backup",
      says: "Makes a backup",
      minute: 0,
      async run() {
        const made = await backups.make();
        return made.ok
          ? { good: true, says: `${made.value.name}, ${made.value.records} records.` }
          : { good: false, says: `${made.error.says} ${made.error.fix}` };
      },
    },
    {
      ...daily,
      job: "verify-chain",
      says: "Works the chain of evidence out anew",
      minute: 10,
      run: () => chain.verify(),
    },
    {
      ...daily,
      job: "note-chain-head",
      says: "Notes the head of the chain, and sends it where MQTT is set up",
      minute: 20,
      async run() {
        const { records, hash } = head();
        chain.note();
        sent.head?.({ records, hash }, now());
        return { good: true, says: `${records} records, ${hash.slice(0, 12)}…` };
      },
    },
    {
      job: "forget-old-sessions",
      says: "Forgets sessions that ended long ago",
      hour,
      minute: 30,
      weekday: 0,
      async run() {
        return { good: true, says: `${options.forgetOldSessions()} forgotten.` };
      },
    },
  ];
}
