// Room: main. The demo's hand at the pages: what is typed in the terminal is entered like anything that a person enters.
// May live here: signing in, entering a treatment. May not: any other way into the records.
// Invariant: it may do no more than a milker.

import { randomUUID } from "node:crypto";
import { request } from "node:http";
import type { DemoHand } from "./demo-setup.ts";

const DAY_MS = 86_400_000;
const ANSWER_WITHIN_MS = 8_000;

export type Hand = {
  /** Given now, or `late`: yesterday. Gives what the office says to it. Never rejects. */
  treat(cow: string, late: boolean): Promise<string>;
};
type Told = {
  readonly status: number;
  readonly cookie: string | null;
  readonly json: Record<string, unknown>;
};

export function createHand(port: number, { person, pin }: DemoHand): Hand {
  let session: { readonly cookie: string; readonly token: string } | null = null;
  const own = (): Record<string, string> =>
    session === null
      ? {}
      : { cookie: `vatguard-session=${session.cookie}`, "x-vatguard-token": session.token };
  const post = (path: string, body: object): Promise<Told> => ask(port, path, JSON.stringify(body), own());
  /** By the office's own clock, which follows the demo's: an entry must not be of the future. */
  const officesNow = async (): Promise<number> => {
    const { json } = await ask(port, "/api/session", null, own());
    return Date.parse(String(json.now));
  };
  const signIn = async (): Promise<string | null> => {
    session = null;
    const { status, cookie, json } = await post("/api/sign-in", { person, pin });
    if (status !== 200 || cookie === null) return saysOf(json);
    session = { cookie, token: String(json.token) };
    return null;
  };
  const enter = async (body: object): Promise<string> => {
    if (session !== null) {
      const told = await post("/api/treatments", body);
      if (told.status !== 401) return saysOf(told.json);
    }
    const refused = await signIn();
    return refused ?? saysOf((await post("/api/treatments", body)).json);
  };
  return {
    async treat(cow, late) {
      const given = async (): Promise<string> =>
        new Date((await officesNow()) - (late ? DAY_MS : 0)).toISOString();
      const bodyOf = (at: string) => ({
        entry: randomUUID(),
        cows: [cow],
        product: "both",
        batch: null,
        quantityEach: 0,
        reason: "typed in the demo",
        firstDose: at,
        lastDose: at,
      });
      return given()
        .then((at) => enter(bodyOf(at)))
        .catch(
          (error: unknown) =>
            `The pages do not answer (${error instanceof Error ? error.message : String(error)}). They are being started, or have ended: wait a moment, then type it again.`,
        );
    },
  };
}

/** What it says with what is wrong, field by field. */
function saysOf({ says, fix, warnings }: Record<string, unknown>): string {
  const more = Array.isArray(warnings) ? warnings.map(String) : [];
  return [says, fix, ...more].filter((part) => typeof part === "string" && part !== "").join(" ");
}

function ask(
  port: number,
  path: string,
  body: string | null,
  headers: Record<string, string>,
): Promise<Told> {
  return new Promise((resolve, reject) => {
    const form =
      body === null
        ? {}
        : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) };
    const own = { origin: `http://127.0.0.1:${port}`, ...form };
    const sent = request(
      {
        host: "127.0.0.1",
        port,
        path,
        method: body === null ? "GET" : "POST",
        headers: { ...headers, ...own },
        timeout: ANSWER_WITHIN_MS,
      },
      (reply) => {
        let text = "";
        reply.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        reply.on("end", () => {
          const cookie =
            /^vatguard-session=([^;]+)/.exec(reply.headers["set-cookie"]?.[0] ?? "")?.[1] ?? null;
          resolve({ status: reply.statusCode ?? 0, cookie, json: jsonOf(text) });
        });
      },
    );
    sent.on("timeout", () => sent.destroy(new Error("no answer in time")));
    sent.on("error", reject);
    sent.end(body ?? undefined);
  });
}

function jsonOf(text: string): Record<string, unknown> {
  if (!text.startsWith("{")) return {};
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
