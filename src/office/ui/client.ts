// Room: office/ui. The pages' only way to the office: one function, typed by the contract's table.
// May live here: sending, retrying, answers as values. May not: zod, pages.
// Invariant: nothing throws for what can be expected; an entry is only ever sent again with its own id, so it stands in the book once.

import { err, ok, type Result } from "../../domain/result.ts";
import { PATHS } from "../contract/paths.ts";
import type { Refusal } from "../contract/pieces.ts";
import type { Asks, Reply, RouteName } from "../contract/routes.ts";

/** Why there is no reply: the office's refusal, or no answer at all. */
export type Trouble = Omit<Refusal, "code"> & { readonly code: Refusal["code"] | "not-reachable" };
export type Answered<Name extends RouteName> = Result<Reply<Name>, Trouble>;

type Part<Key extends string, Value> = undefined extends Value
  ? { readonly [key in Key]?: undefined }
  : Record<never, never> extends Value
    ? { readonly [key in Key]?: Value }
    : { readonly [key in Key]: Value };
/** What one route is asked with: only what it needs must be given. */
export type With<Name extends RouteName> = Part<"params", Asks<Name>["params"]> &
  Part<"query", Asks<Name>["query"]> &
  Part<"body", Asks<Name>["body"]>;
export type WithOf<Name extends RouteName> =
  Record<never, never> extends With<Name> ? [With<Name>?] : [With<Name>];
export type Ask = <Name extends RouteName>(name: Name, ...given: WithOf<Name>) => Promise<Answered<Name>>;

/** What the client needs from its surroundings. */
export type ClientNeeds = {
  readonly token: () => string | null;
  /** Asks the person for the PIN once more; resolves true when it was right. */
  readonly pinAgain: (why: string) => Promise<boolean>;
  /** The session has ended. */
  readonly signedOut: () => void;
  readonly fetch: typeof fetch;
  readonly wait: (ms: number) => Promise<void>;
};

/** One request: the office answers an entry after 3 s at the latest. */
const ANSWER_WITHIN_MS = 12_000;
/** Pauses before a question or an entry is sent again after no answer: a restart of the office takes about 3 s. */
const AGAIN_AFTER_MS = [400, 1_500, 4_000] as const;

export function createAsk(needs: ClientNeeds): Ask {
  return async (name, ...[given]) => {
    const sent = { method: methodOf(name), path: pathOf(name, given), body: bodyOf(given) };
    const first = await sendWithPatience(needs, sent);
    if (first.ok) return first;
    if (first.error.code === "not-signed-in") needs.signedOut();
    if (first.error.code !== "pin-needed" || !(await needs.pinAgain(first.error.says))) return first;
    return sendWithPatience(needs, sent);
  };
}

type Sent = { readonly method: string; readonly path: string; readonly body: unknown };
// biome-ignore lint/suspicious/noExplicitAny: what the office answers is trusted to be as the contract says; it checks itself.
type Anything = any;

async function sendWithPatience(needs: ClientNeeds, sent: Sent): Promise<Result<Anything, Trouble>> {
  for (const pause of AGAIN_AFTER_MS) {
    const answer = await sendOnce(needs, sent);
    if (answer.ok || answer.error.code !== "not-reachable" || !mayBeSentAgain(sent)) return answer;
    await needs.wait(pause);
  }
  return sendOnce(needs, sent);
}

/** Questions, and entries with an id of their own; anything else might be done twice. */
const mayBeSentAgain = ({ method, body }: Sent): boolean =>
  method === "GET" || (typeof body === "object" && body !== null && "entry" in body);

async function sendOnce(needs: ClientNeeds, sent: Sent): Promise<Result<Anything, Trouble>> {
  const headers = new Headers({ accept: "application/json" });
  const token = needs.token();
  if (token !== null && sent.method !== "GET") headers.set("x-vatguard-token", token);
  const init: RequestInit = { method: sent.method, headers, credentials: "same-origin" };
  if (sent.body !== undefined) {
    headers.set("content-type", "application/json");
    init.body = JSON.stringify(sent.body);
  }
  try {
    const response = await needs.fetch(sent.path, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const said: Anything = await response.json();
    if (response.ok) return ok(said);
    return err(isRefusal(said) ? said : notReachable(sent));
  } catch {
    // No connection, no answer in time, or an answer that is not JSON: for the person it is the same.
    return err(notReachable(sent));
  }
}

function isRefusal(said: unknown): said is Trouble {
  return typeof said === "object" && said !== null && "code" in said && "says" in said && "mistakes" in said;
}

function notReachable(sent: Sent): Trouble {
  const entry = sent.method !== "GET";
  return {
    code: "not-reachable",
    says: entry
      ? "No answer came, so nobody knows yet whether this was recorded."
      : "The office does not answer.",
    fix: mayBeSentAgain(sent)
      ? entry
        ? "Leave this as it is and save again: it stands in the book once, however often it is sent."
        : "See that this device has its network. It is tried again."
      : "Look at the board whether it was done before you try again.",
    mistakes: [],
  };
}

/** With the leading "GET " or "POST ". */
const methodOf = (name: RouteName): string => PATHS[name].slice(0, PATHS[name].indexOf(" "));

type Loose = { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown };
const bodyOf = (given: Loose | undefined): unknown => given?.body;
const entriesOf = (given: unknown): [string, unknown][] =>
  typeof given === "object" && given !== null ? Object.entries(given) : [];

/** The address of a route, for links that are downloaded too (".csv" after the path). */
export function pathOf(name: RouteName, given?: Loose, ending = ""): string {
  let path = PATHS[name].slice(PATHS[name].indexOf(" ") + 1);
  for (const [key, value] of entriesOf(given?.params)) {
    path = path.replace(`:${key}`, encodeURIComponent(String(value)));
  }
  const query = new URLSearchParams();
  for (const [key, value] of entriesOf(given?.query)) {
    if (value !== undefined && value !== "") query.set(key, String(value));
  }
  const asked = query.toString();
  return `${path}${ending}${asked === "" ? "" : `?${asked}`}`;
}

/**
 * An id for a new entry. Keep it with the form until a reply has come: the same id again is the same entry.
 * (crypto.randomUUID is missing where a shed's box is reached by plain http.)
 */
export function newEntryId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte, at) => {
    const marked = at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, "0");
  });
  const part = (from: number, to: number) => hex.slice(from, to).join("");
  return `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}-${part(8, 10)}-${part(10, 16)}`;
}
