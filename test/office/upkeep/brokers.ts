// Room: test/office/upkeep. Brokers to send to: a real one in a process of its own, and a hostile one.
// May live here: devices. May not: expectations.

import { type ChildProcess, spawn } from "node:child_process";
import { createConnection, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export type Heard = {
  readonly kind: string;
  readonly topic?: string;
  readonly payload?: string;
  readonly retain?: boolean;
  readonly qos?: number;
  readonly username?: string;
  readonly password?: string;
  readonly port?: number;
};
export type Broker = {
  readonly port: number;
  readonly heard: readonly Heard[];
  /** Pulls its plug. */
  kill(): Promise<void>;
  /** The network to it hangs, and goes on again. */
  hang(): void;
  goOn(): void;
};

export async function startBroker(port = 0, how = ""): Promise<Broker> {
  const child: ChildProcess = spawn(process.execPath, ["test/office/upkeep/broker.mjs", String(port), how], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const heard: Heard[] = [];
  let rest = "";
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  onTestFinished(async () => {
    child.kill("SIGCONT");
    child.kill("SIGKILL");
    await closed;
  });
  const listening = new Promise<number>((resolve) => {
    child.stdout?.on("data", (bytes) => {
      rest += String(bytes);
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const said: Heard = JSON.parse(line);
        heard.push(said);
        if (said.kind === "listening") resolve(said.port ?? 0);
      }
    });
  });
  return {
    port: await listening,
    heard,
    async kill() {
      child.kill("SIGKILL");
      await closed;
    },
    hang: () => void child.kill("SIGSTOP"),
    goOn: () => void child.kill("SIGCONT"),
  };
}

/** A cable to a broker, which can be pulled: both ends notice, and nobody says goodbye. */
export async function cableTo(port: number): Promise<{ readonly port: number; pull(): void }> {
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    const far = createConnection({ host: "127.0.0.1", port });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one);
      one.on("error", () => undefined);
      one.on("close", () => {
        ends.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const pull = (): void => {
    for (const end of ends) end.destroy();
  };
  onTestFinished(() => {
    pull();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { port: address.port, pull };
}

/** Takes a sign-in and then sends without end what nobody asked for. Counts the bytes that were taken from it. */
export async function hostileBroker(
  after: Buffer,
): Promise<{ readonly port: number; readonly taken: () => number; readonly visits: () => number }> {
  let taken = 0;
  let visits = 0;
  const block = Buffer.alloc(64 * 1024, 0x41);
  const pour = (socket: Socket): void => {
    if (socket.destroyed || taken > 200_000_000) return;
    taken += block.length;
    socket.write(block, () => pour(socket));
  };
  const server = createServer((socket) => {
    visits += 1;
    socket.on("error", () => undefined);
    socket.once("data", () => {
      // CONNACK, accepted; then the beginning of what is to come.
      socket.write(Buffer.concat([Buffer.from([0x20, 0x02, 0x00, 0x00]), after]));
      pour(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { port: address.port, taken: () => taken, visits: () => visits };
}

export async function until(isSo: () => boolean, withinMs = 10_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error("it did not come to be so in time");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
