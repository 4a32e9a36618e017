// Room: test/office. The real server over a real store in a folder of its own, and a browser's cookie jar to ask it with.
// May live here: starting, asking, restarting. May not: expectations.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadShed } from "../../../src/config/shed-config.ts";
import type { Changed, Notice, OfficeContext } from "../../../src/office/context.ts";
import type { Handlers } from "../../../src/office/contract/handlers.ts";
import type { Role } from "../../../src/office/contract/people.ts";
import type { ServerLimits } from "../../../src/office/limits.ts";
import { createPeople, type People } from "../../../src/office/people/people.ts";
import { createServer, type Listen, type Server } from "../../../src/office/server/server.ts";
import { openStore } from "../../../src/store/open.ts";
import { storePath } from "../../../src/store/open-files.ts";
import type { Store } from "../../../src/store/store.ts";
import { PROFILES } from "../../config/profiles.ts";
import { clockAt, must, type SetClock } from "../../store/bench.ts";
import { emptyStore } from "../../store/empty.ts";
import { handlersOfOthers, type Reached } from "./doubles.ts";

export type OfficeOptions = {
  readonly listen?: Partial<Listen>;
  readonly limits?: Partial<ServerLimits>;
  readonly staticFolder?: string;
  readonly handlers?: Partial<Handlers>;
  readonly scryptLogN?: number;
};
export type Heard = Parameters<Parameters<OfficeContext["link"]["listen"]>[0]>[0];

/** Requests of tests come quickly; what is not about the limits has them out of the way. */
const ROOMY = { requestsPerMinute: 1_000_000, requestsPerMinuteAll: 1_000_000 } as const;
const CHEAP = { pinsAtOnce: 1, pinsWaiting: 8 } as const;

export const PIN = "730418";

export class ShedOffice {
  readonly clock: SetClock = clockAt();
  readonly reached: Reached[] = [];
  readonly remarks: string[] = [];
  readonly notices: Notice[] = [];
  readonly codes: (string | null)[] = [];
  readonly #options: OfficeOptions;
  readonly #dataDir = mkdtempSync(join(tmpdir(), "vatguard-office-"));
  readonly #heard = new Set<(what: Heard) => void>();
  #running: { store: Store; people: People; server: Server; url: string } | null = null;

  private constructor(options: OfficeOptions) {
    this.#options = options;
  }

  static async start(options: OfficeOptions = {}): Promise<ShedOffice> {
    const office = new ShedOffice(options);
    await office.#begin(emptyStore(office.#storeOptions()));
    return office;
  }

  get store(): Store {
    return this.#now().store;
  }
  get people(): People {
    return this.#now().people;
  }
  get server(): Server {
    return this.#now().server;
  }
  get url(): string {
    return this.#now().url;
  }
  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** The controller has said something. */
  hear(what: Heard): void {
    for (const heard of this.#heard) heard(what);
  }

  /** The office's process ends and begins again on the same records. */
  async restart(): Promise<void> {
    await this.server.close();
    this.store.close();
    await this.#begin(must(openStore(this.#storeOptions())));
  }

  async stop(): Promise<void> {
    await this.server.close();
    this.store.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  /** A browser with nothing in its jar. `from`: the loopback address that it calls from. */
  browser(from?: string): Browser {
    return new Browser(() => this.url, from);
  }

  /** The first manager, set up with the code from the console and signed in. */
  async manager(): Promise<Browser> {
    const browser = this.browser();
    const code = this.codes.at(-1);
    const told = await browser.post("/api/set-up", { code, person: "anna", name: "Anna Berg", pin: PIN });
    if (told.status !== 200) throw new Error(told.text);
    return browser;
  }

  /** A person of this role, added by the manager and signed in. */
  async personOf(role: Role, manager: Browser, person: string = role): Promise<Browser> {
    const added = await manager.post("/api/people", { person, name: `The ${role}`, role, pin: PIN });
    if (added.status !== 200) throw new Error(added.text);
    const browser = this.browser();
    const told = await browser.post("/api/sign-in", { person, pin: PIN });
    if (told.status !== 200) throw new Error(told.text);
    return browser;
  }

  #now() {
    if (this.#running === null) throw new Error("the office is not running");
    return this.#running;
  }

  #storeOptions() {
    return { path: storePath(this.#dataDir), clock: this.clock, boot: "boot-1" };
  }

  async #begin(store: Store): Promise<void> {
    const context = this.#context(store);
    const people = createPeople({
      context,
      showSetupCode: (code) => this.codes.push(code),
      pins: { ...CHEAP, scryptLogN: this.#options.scryptLogN ?? 2 },
    });
    const handlers = { ...handlersOfOthers(this.reached), ...people.handlers, ...this.#options.handlers };
    const server = await createServer({
      context,
      handlers,
      people,
      staticFolder: this.#options.staticFolder ?? join(this.#dataDir, "no-pages"),
      listen: {
        address: "127.0.0.1",
        port: 0,
        names: ["shed.example"],
        boardsOpen: false,
        ...this.#options.listen,
      },
      limits: { ...ROOMY, ...this.#options.limits },
    });
    this.#running = { store, people, server, url: await server.listen() };
  }

  #context(store: Store): OfficeContext {
    return {
      store,
      clock: this.clock,
      shed: SHED,
      dataDir: this.#dataDir,
      version: "0.0.0-test",
      link: {
        board: () => null,
        inForce: () => ({ fingerprint: null, why: "" }),
        durable: () => null,
        published: () => undefined,
        noTable: () => undefined,
        untilInForce: async () => false,
        intend: async () => ({ accepted: false, why: "", recorded: false }),
        listen: (heard) => {
          this.#heard.add(heard);
          return () => this.#heard.delete(heard);
        },
      },
      changed: (...what: readonly Changed[]) => this.#running?.server.tell(...what),
      notice: () => undefined,
      notices: () => this.notices,
      remark: (text) => this.remarks.push(text),
    };
  }
}

const SHED_FILE = "config/in-bail-6.yaml";
const SHED = must(loadShed(readFileSync(SHED_FILE, "utf8"), SHED_FILE, PROFILES)).config;

export type Told = {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** The JSON of the reply; an empty object where it is none. */
  readonly json: { readonly [key: string]: unknown };
};
export type Asking = {
  readonly method?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string;
};

/** Keeps its cookie and sends the token, as the pages do. */
export class Browser {
  cookie: string | null = null;
  token: string | null = null;
  readonly #url: () => string;
  readonly #from: string | undefined;

  constructor(url: () => string, from?: string) {
    this.#url = url;
    this.#from = from;
  }

  get = (path: string, headers: http.OutgoingHttpHeaders = {}): Promise<Told> => this.ask(path, { headers });
  post = (path: string, body?: unknown, headers: http.OutgoingHttpHeaders = {}): Promise<Told> =>
    this.change("POST", path, body, headers);
  patch = (path: string, body: unknown): Promise<Told> => this.change("PATCH", path, body, {});

  async change(
    method: string,
    path: string,
    body: unknown,
    headers: http.OutgoingHttpHeaders,
  ): Promise<Told> {
    const own = {
      origin: this.#url(),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(this.token === null ? {} : { "x-vatguard-token": this.token }),
    };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    return await this.ask(path, { method, headers: { ...own, ...headers }, ...text });
  }

  async ask(path: string, asking: Asking): Promise<Told> {
    const cookies = this.cookie === null ? {} : { cookie: `vatguard-session=${this.cookie}` };
    const told = await ask(this.#url() + path, {
      ...asking,
      headers: { ...cookies, ...asking.headers },
      ...(this.#from === undefined ? {} : { localAddress: this.#from }),
    });
    for (const set of told.headers["set-cookie"] ?? []) {
      const value = /^vatguard-session=([^;]*)/.exec(set)?.[1];
      if (value !== undefined) this.cookie = value === "" ? null : value;
    }
    if (typeof told.json.token === "string") this.token = told.json.token;
    return told;
  }
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 20, timeout: 5_000 });

export function ask(url: string, asking: Asking & { readonly localAddress?: string }): Promise<Told> {
  const { method = "GET", headers = {}, body, localAddress } = asking;
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const own = localAddress === undefined ? { agent } : { localAddress };
    const request = http.request(url, { method, headers: { ...length, ...headers }, ...own }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on("data", (chunk: Buffer) => chunks.push(chunk));
      reply.on("error", reject);
      reply.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text, json: jsonOf(text) });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

function jsonOf(text: string): Told["json"] {
  if (!text.startsWith("{")) return {};
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
