// Room: office/server. One request held against the table by its own schema: path, query and body together.
// May live here: that check. May not: rights, handlers.
// Invariant: this is the one way from a request to a handler. The web framework's own checking is not relied on: twice in its
// past an odd content type let a body by unread. All mistakes of a request are found at once.

import { z } from "zod";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Mistake, Refusal } from "../contract/pieces.ts";
import { type Asked, ROUTES, type RouteName } from "../contract/routes.ts";
import { mendedBody } from "./mended.ts";
import { brokenTexts, mistakesOf } from "./mistakes.ts";

/** A route as the server uses it: method and path taken apart, every schema there. */
export type TableRoute<Name extends RouteName = RouteName> = {
  readonly name: Name;
  readonly method: "GET" | "POST" | "PATCH";
  readonly url: string;
  /** It changes something, or works something out on request: everything that is not a GET. */
  readonly changes: boolean;
  readonly pin: boolean;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body: z.ZodType | null;
  readonly bodyMax: number | null;
};

export const ROUTE_NAMES: readonly RouteName[] = Object.keys(ROUTES).filter((name) => isRouteName(name));
function isRouteName(name: string): name is RouteName {
  return Object.hasOwn(ROUTES, name);
}

export function tableRoute<Name extends RouteName>(name: Name): TableRoute<Name> {
  const route = ROUTES[name];
  const [method, url] = route.path.split(" ");
  return {
    name,
    method: method === "POST" || method === "PATCH" ? method : "GET",
    url: url ?? "",
    changes: method !== "GET",
    pin: "pin" in route,
    params: z.strictObject("params" in route ? route.params : {}),
    query: z.strictObject("query" in route ? route.query : {}),
    body: "body" in route ? route.body : null,
    bodyMax: "bodyMax" in route ? route.bodyMax : null,
  };
}

type Given = { readonly params: unknown; readonly query: unknown; readonly body: unknown };
/** Why it was refused; and with stand-ins for the fields that were, what the rest of it says, to be looked at: null where that cannot be had. */
export type Unread<Name extends RouteName> = Refusal & {
  readonly rest: (at: number) => { readonly asked: Asked<Name>; readonly mended: readonly string[] } | null;
};
export type ReadsRequest<Name extends RouteName> = (given: Given) => Result<Asked<Name>, Unread<Name>>;

export function readerOf<Name extends RouteName>(route: TableRoute<Name>): ReadsRequest<Name> {
  const schema: z.ZodType = z.object({
    params: route.params,
    query: route.query,
    body: route.body ?? z.undefined(),
  });
  if (!isSchemaOf(route.name, schema)) throw new Error(`the table has no route ${route.name}`);
  return ({ params, query, body }) => {
    const sent = { params: params ?? {}, query: query ?? {}, body: body ?? undefined };
    const read = schema.safeParse(sent);
    const broken = brokenTexts(sent);
    if (read.success && broken.length === 0) return ok(read.data);
    const mistakes = [...(read.success ? [] : mistakesOf(read.error.issues, sent)), ...broken];
    const rest = (at: number) => {
      const mended = read.success || broken.length > 0 ? null : mendedBody(read.error.issues, sent.body, at);
      const reread = mended === null ? null : schema.safeParse({ ...sent, body: mended.body });
      return mended === null || reread?.success !== true
        ? null
        : { asked: reread.data, mended: mended.fields };
    };
    return err({ ...hasMistakes(mistakes), rest });
  };
}

export function hasMistakes(mistakes: readonly Mistake[]): Refusal {
  const count = mistakes.length === 1 ? "one mistake" : `${mistakes.length} mistakes`;
  return {
    code: "bad-entry",
    says: `What was sent has ${count}; nothing was saved.`,
    fix: "Put right what is named and send it again.",
    mistakes: [...mistakes],
  };
}

/** `Asked` is worked out from these very schemas; the compiler cannot follow that through the table. */
function isSchemaOf<Name extends RouteName>(name: Name, schema: z.ZodType): schema is z.ZodType<Asked<Name>> {
  return Object.hasOwn(ROUTES, name) && schema instanceof z.ZodObject;
}
