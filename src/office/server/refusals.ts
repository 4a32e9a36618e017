// Room: office/server. Every refusal in one shape and with its status, whatever refused: a schema, a limit, a handler, a bug.
// May live here: the way from what happened to words. May not: decisions.
// Invariant: nothing of the program's inside goes out: no stack, no file name, no SQL.

import type { FastifyError, FastifyReply } from "fastify";
import { StoreFailure } from "../../store/open-trouble.ts";
import type { Refusal } from "../contract/pieces.ts";
import type { Right } from "../contract/routes.ts";

export const STATUS: Readonly<Record<Refusal["code"], number>> = {
  "bad-entry": 400,
  "not-signed-in": 401,
  "not-allowed": 403,
  "pin-needed": 403,
  "wrong-pin": 401,
  wait: 429,
  "not-found": 404,
  conflict: 409,
  "too-much": 413,
  "not-ready": 503,
  "controller-away": 503,
  "refused-by-controller": 409,
  "bad-host": 421,
  "bad-origin": 403,
  "mistake-here": 500,
};

export type Refused = { readonly status: number; readonly refusal: Refusal };

export const refusal = (code: Refusal["code"], says: string, fix: string): Refusal => ({
  code,
  says,
  fix,
  mistakes: [],
});

export const NOT_SIGNED_IN = refusal(
  "not-signed-in",
  "Nobody is signed in here, or the session has ended.",
  "Sign in with your name and PIN.",
);
export const NO_TOKEN = refusal(
  "bad-origin",
  "The request did not carry the token of this session.",
  "Load the page again. A program sends the token of /api/session as header X-Vatguard-Token.",
);
export const PIN_NEEDED = refusal(
  "pin-needed",
  "This needs your PIN once more.",
  "Enter your PIN; it then counts for two minutes.",
);
export const BAD_HOST = refusal(
  "bad-host",
  "The address by which the shed was called is not one of its own.",
  "Use the shed's address as it stands in its settings. A name of your own is added there under the office's names.",
);
export const BAD_ORIGIN = refusal(
  "bad-origin",
  "The request came from another page than the shed's own.",
  "Open the shed's own page and do it there. A program sends the shed's address as header Origin.",
);
export const NOT_JSON = refusal(
  "bad-entry",
  "What was sent is not JSON.",
  "Send it as JSON with the header Content-Type: application/json.",
);
export const GET_WITH_BODY = refusal(
  "bad-entry",
  "A question was sent with a body, which is not read.",
  "Put what you ask for into the address, or send it by POST.",
);
const MAY_WORDS: Readonly<Record<Exclude<Right, "anyone" | "boards">, string>> = {
  reader: "anybody who is signed in",
  milker: "a milker, a manager or the vet",
  vet: "the vet or a manager",
  manager: "a manager",
};
export const notAllowed = (right: Exclude<Right, "anyone" | "boards">): Refusal =>
  refusal(
    "not-allowed",
    "Your role may not do this.",
    `It takes ${MAY_WORDS[right]}. A manager can change roles on the page of people.`,
  );
export const NO_SUCH_PAGE = refusal(
  "not-found",
  "There is nothing under this address.",
  "Look at /api for what there is.",
);
export const tooManyRequests = (seconds: number): Refusal => ({
  ...refusal(
    "wait",
    "Too many requests came in the last minute.",
    `Wait ${seconds} s, then load the page again. If it stays, a program on the network asks too often.`,
  ),
  retryAfter: seconds,
});

/** The only way a refusal goes out. */
export async function sendRefusal(
  reply: FastifyReply,
  refused: Refusal,
  status = STATUS[refused.code],
): Promise<void> {
  reply.code(status).header("cache-control", "no-store").type("application/json; charset=utf-8");
  if (refused.retryAfter !== undefined) reply.header("retry-after", String(refused.retryAfter));
  await reply.serializer((body: unknown) => JSON.stringify(body)).send(refused);
}

/** What a thrown thing becomes. Whatever is not known here is our own mistake. */
export function refusedFor(error: FastifyError): Refused {
  // A full disk, a database that somebody else holds: said by the store in its own words.
  if (error instanceof StoreFailure) {
    return { status: 503, refusal: refusal("not-ready", error.trouble.says, error.trouble.fix) };
  }
  const known = KNOWN[error.code];
  if (known !== undefined) return known;
  // What the framework itself takes for the caller's mistake: odd addresses, parameters without end.
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 500 ? { status: 404, refusal: NO_SUCH_PAGE } : OUR_MISTAKE;
}

const OUR_MISTAKE: Refused = {
  status: 500,
  refusal: refusal(
    "mistake-here",
    "The office made a mistake of its own. Nothing was saved by this request unless the book shows it.",
    "Look in the book whether the entry is there, then try again. If it stays, tell who looks after the program.",
  ),
};
const brokenJson: Refused = {
  status: 400,
  refusal: refusal(
    "bad-entry",
    "What was sent is not readable as JSON; nothing was saved.",
    "Send it again; if it came through another program, look at how that writes JSON.",
  ),
};
/** With the length that is taken, where it is known. */
export const tooLong = (bytesMax: number | null): Refusal => {
  const most = bytesMax === null ? "" : ` (${bytesMax.toLocaleString("en-GB")} bytes)`;
  return refusal(
    "too-much",
    `What was sent is longer than this route takes${most}; nothing was saved.`,
    "Send it in several parts, or leave out what is not needed.",
  );
};
const KNOWN: Readonly<Record<string, Refused>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, refusal: tooLong(null) },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { status: 415, refusal: NOT_JSON },
  FST_ERR_CTP_EMPTY_JSON_BODY: brokenJson,
  FST_ERR_CTP_INVALID_JSON_BODY: brokenJson,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: brokenJson,
  FST_ERR_BAD_URL: { status: 404, refusal: NO_SUCH_PAGE },
  FST_ERR_ASYNC_CONSTRAINT: { status: 404, refusal: NO_SUCH_PAGE },
};
