// Room: test/system. A shed with its office: boards and readers as ever, the pages' routes by real HTTP, and a manager who enters.
// May live here: starting, setting up, asking, killing. May not: what a test expects.

import { createServer as createNetServer } from "node:net";
import { Browser } from "../office/server/shed-office.ts";
import { type HerdFile, herd, inBailYaml } from "./herd.ts";
import { createShed, pause, type SystemShed, until } from "./rig.ts";

const PIN = "730418";
export type Farm = Awaited<ReturnType<typeof createFarm>>;
export type Outcome = {
  readonly status: number;
  readonly state: string;
  readonly says: string;
  readonly record: string;
};

/** A port that nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createNetServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** A shed of so many bails whose office knows the herd of `herd.ts`, with a manager signed in. */
export async function createFarm(
  bails: number,
  makings: { readonly dist?: string; readonly children?: string; readonly herd?: HerdFile } = {},
) {
  const { herd: file = herd(), ...places } = makings;
  const port = await freePort();
  const shed = await createShed({
    config: (ports) =>
      inBailYaml(ports, bails)
        .replace("herd-file: herd.json\n", "")
        .replace("office: off", `office: { port: ${port} }`),
    herd: {},
    nodes: [{ node: "board", number: 7 }],
    readers: Array.from({ length: bails }, (_, n) => ({
      reader: `reader-${n + 1}`,
      format: "wl134" as const,
    })),
    ...places,
  });
  const url = `http://127.0.0.1:${port}`;
  const browser = new Browser(() => url);
  const farm = { shed, url, browser };
  const controller = await shed.start();
  const code = await until("the code", () => /the code (\S+)/.exec(controller.said())?.[1], 30_000);
  await asked(farm, "/api/set-up", { code, person: "anna", name: "Anna Berg", pin: PIN });
  await asked(farm, "/api/pin", { pin: PIN });
  await asked(farm, "/api/herd-file", { entry: crypto.randomUUID(), text: JSON.stringify(file) });
  return {
    ...farm,
    port,
    /** Asks until somebody answers: the office may just be starting. */
    post: (path: string, body: unknown) => asked(farm, path, body),
    get: (path: string) => asked(farm, path),
    officePid: async (): Promise<number | null> => (await shed.controller.state()).office?.pid ?? null,
    close: () => shed.close(),
  };
}

type Asking = { readonly browser: Browser; readonly url: string };

/** The answer to one request. Throws on a refusal; what nobody answered is asked again for half a minute. */
async function asked({ browser, url }: Asking, path: string, body?: unknown) {
  const begun = performance.now();
  for (;;) {
    const told = await (body === undefined ? browser.get(path) : browser.post(path, body)).catch(
      (error: unknown) => String(error),
    );
    if (typeof told !== "string" && told.status === 401) {
      await browser.post("/api/sign-in", { person: "anna", pin: PIN });
    } else if (typeof told !== "string" && told.status !== 503) {
      if (told.status !== 200) throw new Error(`${path}: ${told.status} ${told.text}`);
      return told.json;
    }
    if (performance.now() - begun > 30_000)
      throw new Error(`nobody answers at ${url}${path}: ${String(told)}`);
    await pause(50);
  }
}

/** A treatment of this cow, as a page sends it. */
export const treatmentOf = (cow: string, entry: string, product: string, hoursAgo = 1) => {
  const at = new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
  return {
    entry,
    cows: [cow],
    product,
    batch: null,
    quantityEach: 0,
    reason: "mastitis",
    firstDose: at,
    lastDose: at,
    note: entry,
  };
};

/** Waits until the bails obey what the records say. */
export async function inForce(farm: Pick<Farm, "get" | "shed">): Promise<string> {
  const begun = performance.now();
  for (;;) {
    const { table } = await farm.get("/api/board");
    const { inForce: obeyed, recorded } = Object(table) as { inForce?: unknown; recorded?: unknown };
    if (typeof obeyed === "string" && obeyed === recorded) return obeyed;
    if (performance.now() - begun > 20_000) throw new Error(`not in force: ${JSON.stringify(table)}`);
    await pause(30);
  }
}

export type { SystemShed };
