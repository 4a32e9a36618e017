// Room: office/upkeep. Sends what waits to an MQTT broker. It only ever publishes: nothing that comes back is read.
// May live here: the connection, waiting between tries, one message at a time. May not: what is told (exports.ts), subscriptions.
// Invariant: no subscription is ever made; whatever a broker sends, or however it fails, memory stays bounded and nothing else waits.

import { readFile } from "node:fs/promises";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { MqttClient } from "mqtt";
import type { OfficeConfig } from "../../config/shed-config.ts";
import { EXPORT_LIMITS, type ExportLimits } from "./limits.ts";
import type { Outbox } from "./outbox.ts";

export type MqttConfig = NonNullable<OfficeConfig["mqtt"]>;
export type MqttOptions = {
  readonly config: MqttConfig;
  readonly outbox: Outbox;
  readonly clientId: string;
  readonly remark: (text: string) => void;
  readonly limits?: ExportLimits;
};
export type MqttState = { readonly connected: boolean; readonly says: string };
export type MqttSender = {
  start(): void;
  /** Something new waits. */
  wake(): void;
  state(): MqttState;
  stop(): Promise<void>;
};

export const statusTopic = (config: MqttConfig): string => `${config.topic}/status`;

export function createMqttSender(options: MqttOptions): MqttSender {
  const { config, outbox, remark, limits = EXPORT_LIMITS } = options;
  let state: MqttState = { connected: false, says: "Not connected yet." };
  let failures = 0;
  let stopped = false;
  let client: MqttClient | null = null;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | null = null;

  const later = (why: string): void => {
    client = null;
    outbox.keep();
    if (stopped) return;
    if (state.connected || failures === 0) remark(`MQTT: ${why}. It is tried again.`);
    const waitMs = backoff(failures, limits);
    failures += 1;
    state = { connected: false, says: `Not connected: ${why}. It is tried again; what is to be told waits.` };
    timer = setTimeout(begin, waitMs);
    timer.unref();
  };
  const begin = (): void => {
    void open(options).then(
      (opened) => {
        if (stopped) return void opened.end(true);
        client = opened;
        watch(opened);
      },
      (error: unknown) => later(error instanceof Error ? error.message : String(error)),
    );
  };
  const watch = (opened: MqttClient): void => {
    let why = "the broker ended the connection";
    opened.on("error", (error) => {
      why = error.message;
      opened.end(true);
    });
    opened.on("connect", () => {
      failures = 0;
      state = { connected: true, says: `Connected to ${config.url}.` };
      send();
    });
    opened.once("close", () => {
      opened.end(true);
      if (client === opened) later(why);
    });
  };
  async function sendAll(): Promise<void> {
    const to = client;
    if (to === null || !to.connected) return;
    await publish(to, { topic: statusTopic(config), payload: "online", retain: true }, limits);
    for (;;) {
      const message = to.connected && !stopped ? outbox.next() : null;
      if (message === null) return;
      await publish(to, message, limits);
      message.done();
    }
  }
  const send = (): void => {
    sending ??= sendAll()
      .catch((error: unknown) => {
        // It waits in the outbox; a new connection sends it again.
        if (!stopped) state = { ...state, says: `A message did not arrive: ${String(error)}` };
        client?.end(true);
      })
      .finally(() => {
        sending = null;
      });
  };
  return {
    start: begin,
    wake: send,
    state: () => state,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      const last = client;
      // Those who listen are told that nothing more comes, if that is quickly done.
      if (last?.connected)
        await publish(last, { topic: statusTopic(config), payload: "offline", retain: true }, limits).catch(
          () => undefined,
        );
      client = null;
      if (last !== null) await new Promise<void>((resolve) => last.end(true, () => resolve()));
      await sending;
      outbox.keep();
    },
  };
}

/** Half as long to half as long again, by chance: a shed full of devices must not come back all at once. */
export function backoff(failures: number, limits: ExportLimits, chance: () => number = Math.random): number {
  const { backoffFirstMs, backoffLongestMs } = limits;
  return Math.min(backoffLongestMs, backoffFirstMs * 2 ** Math.min(failures, 20)) * (0.5 + chance());
}

async function open({ config, clientId, limits = EXPORT_LIMITS }: MqttOptions): Promise<MqttClient> {
  const password = config.passwordFile === null ? null : (await readFile(config.passwordFile, "utf8")).trim();
  const url = new URL(config.url);
  return new MqttClient(() => guarded(socketTo(url), limits), {
    clientId,
    protocolVersion: 4,
    clean: true,
    ...(config.username === null ? {} : { username: config.username }),
    ...(password === null ? {} : { password }),
    keepalive: limits.keepAliveS,
    connectTimeout: limits.connectMs,
    // A new client each time: nothing is left over from the last one.
    reconnectPeriod: 0,
    queueQoSZero: false,
    resubscribe: false,
    properties: { maximumPacketSize: limits.packetBytes },
    will: { topic: statusTopic(config), payload: Buffer.from("offline"), qos: 1, retain: true },
  });
}

function socketTo(url: URL): Socket {
  const isTls = ["mqtts:", "ssl:"].includes(url.protocol);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = url.port === "" ? (isTls ? 8_883 : 1_883) : Number(url.port);
  return isTls ? connectTls({ host, port, servername: host }) : connectTcp({ host, port });
}

const [CONNACK, PUBACK, PINGRESP] = [2, 4, 13];

/**
 * A broker has three short things to say to one that only publishes. Anything else ends the connection at its first bytes: a message of
 * 100 MB that nobody asked for is never read.
 */
export function guarded(socket: Socket, limits: ExportLimits): Socket {
  const look = createLook(limits.answerBytes);
  socket.on("data", (bytes) => {
    const wrong = look(bytes);
    if (wrong !== null) socket.destroy(new Error(wrong));
  });
  return socket;
}

/** Follows the lengths of packets over pieces of any size. Says what is wrong with the first that does not belong here. */
export function createLook(longest: number): (bytes: Uint8Array) => string | null {
  let skip = 0;
  let kind: number | null = null;
  let length = 0;
  let digits = 0;
  return (bytes) => {
    for (let at = 0; at < bytes.length; ) {
      if (skip > 0) {
        const step = Math.min(skip, bytes.length - at);
        skip -= step;
        at += step;
        continue;
      }
      const byte = bytes[at++] ?? 0;
      if (kind === null) {
        kind = byte >> 4;
        if (![CONNACK, PUBACK, PINGRESP].includes(kind))
          return `the broker sent something that nobody asked for (packet ${kind})`;
        [length, digits] = [0, 0];
        continue;
      }
      length += (byte & 0x7f) * 128 ** digits++;
      if (length > longest || digits > 4) return `the broker sent an answer of ${length} bytes`;
      if (byte < 0x80) [skip, kind] = [length, null];
    }
    return null;
  };
}

type Published = { readonly topic: string; readonly payload: string; readonly retain: boolean };

/** Resolves when the broker has it. Rejects when the connection ends, or after `publishMs`. */
function publish(
  client: MqttClient,
  { topic, payload, retain }: Published,
  limits: ExportLimits,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (error: Error | null): void => {
      clearTimeout(timer);
      client.off("close", closed);
      if (error === null) resolve();
      else reject(error);
    };
    const closed = (): void => end(new Error("the connection ended"));
    const timer = setTimeout(() => end(new Error("the broker did not answer")), limits.publishMs);
    client.once("close", closed);
    client.publish(topic, payload, { qos: 1, retain }, (error) => end(error ?? null));
  });
}
