// Room: test/office. A bare socket that says to the server exactly what a test wants said.
// May live here: writing and reading bytes. May not: expectations.

import net from "node:net";

/** Sends these bytes and reads until the server closes, or for `within` milliseconds. */
export function say(port: number, text: string, within = 2_000): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = net.connect(port, "127.0.0.1", () => socket.write(text));
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(Buffer.concat(chunks).toString("utf8"));
    };
    const timer = setTimeout(done, within);
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("close", done);
    socket.on("error", done);
  });
}

/** One request that asks the server to close afterwards. */
export const request = (line: string, headers: readonly string[], body = ""): string =>
  `${line} HTTP/1.1\r\n${[...headers, "connection: close"].join("\r\n")}\r\n\r\n${body}`;

export const statusOf = (reply: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(reply)?.[1] ?? 0);

/** Writes all requests at once into one connection, as no browser would, and gives back how often each status came. */
export function pipeline(port: number, requests: readonly string[]): Promise<ReadonlyMap<number, number>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = net.connect(port, "127.0.0.1", () => socket.write(requests.join("")));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("close", () => {
      const counts = new Map<number, number>();
      for (const [, status] of Buffer.concat(chunks)
        .toString("latin1")
        .matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
        counts.set(Number(status), (counts.get(Number(status)) ?? 0) + 1);
      }
      resolve(counts);
    });
  });
}
