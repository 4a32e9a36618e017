// Room: test/office/ui. The pages' client, against an office that answers, refuses, or is away.

import { expect, test } from "vitest";
import { type ClientNeeds, createAsk, newEntryId, pathOf } from "../../../src/office/ui/client.ts";

type Sent = {
  readonly url: string;
  readonly method: string;
  readonly token: string | null;
  readonly body: unknown;
};
const AWAY = Symbol("no answer");

/** An office that gives these answers one after the other, the last one for ever. */
function office(...answers: (typeof AWAY | { readonly status: number; readonly body: unknown })[]) {
  const sent: Sent[] = [];
  const waited: number[] = [];
  const asked: string[] = [];
  const state = { pinRight: true, signedOut: 0 };
  const needs: ClientNeeds = {
    token: () => "token-1",
    pinAgain: async (why) => {
      asked.push(why);
      return state.pinRight;
    },
    signedOut: () => {
      state.signedOut += 1;
    },
    wait: async (ms) => {
      waited.push(ms);
    },
    fetch: async (url, init) => {
      sent.push({
        url: String(url),
        method: init?.method ?? "",
        token: new Headers(init?.headers).get("x-vatguard-token"),
        body: typeof init?.body === "string" ? JSON.parse(init.body) : undefined,
      });
      const answer = answers[Math.min(sent.length, answers.length) - 1];
      if (answer === undefined || answer === AWAY) throw new TypeError("fetch failed");
      return new Response(JSON.stringify(answer.body), { status: answer.status });
    },
  };
  return { ask: createAsk(needs), sent, waited, asked, state };
}
const recorded = { status: 200, body: { record: "r1", says: "Recorded and in force." } };
const refusal = (code: string) => ({
  status: 400,
  body: { code, says: "It was refused.", fix: "Do this.", mistakes: [] },
});
const LOOKED: { kind: "looked-at"; cows: string[]; at: string } = {
  kind: "looked-at",
  cows: ["12"],
  at: "2026-11-23T06:00:00Z",
};

test("an entry whose answer is lost is sent again as the same entry", async () => {
  const { ask, sent, waited } = office(AWAY, AWAY, recorded);
  const entry = newEntryId();
  const answer = await ask("addFact", { body: { entry, ...LOOKED } });
  expect(answer.ok).toBe(true);
  expect(sent.map(({ body }) => body)).toEqual(Array(3).fill({ entry, ...LOOKED }));
  expect(waited).toEqual([400, 1_500]);
});

test("what has no id of its own is never sent twice, because it might be done twice", async () => {
  const { ask, sent } = office(AWAY);
  const answer = await ask("intend", { body: { kind: "raise-vat-stop", reason: "spilt" } });
  expect(answer.ok ? "" : answer.error.code).toBe("not-reachable");
  expect(answer.ok ? "" : answer.error.fix).toContain("Look at the board");
  expect(sent).toHaveLength(1);
});

test("an office that stays away ends in words after four tries, and nothing is thrown", async () => {
  const { ask, sent } = office(AWAY);
  const answer = await ask("withheld");
  expect(answer.ok ? "" : answer.error.says).toBe("The office does not answer.");
  expect(sent).toHaveLength(4);
});

test("a refusal is a value with what happened and what to do, and is not tried again", async () => {
  const { ask, sent } = office(refusal("conflict"));
  const answer = await ask("addFact", { body: { entry: newEntryId(), ...LOOKED } });
  expect(answer.ok ? null : answer.error).toEqual(refusal("conflict").body);
  expect(sent).toHaveLength(1);
});

test("where the PIN is needed once more it is asked for, and then the same is sent once more", async () => {
  const { ask, sent, asked } = office(refusal("pin-needed"), recorded);
  const answer = await ask("changePerson", { params: { person: "jo" }, body: { active: false } });
  expect(answer.ok).toBe(true);
  expect(asked).toEqual(["It was refused."]);
  expect(sent.map(({ url, method }) => `${method} ${url}`)).toEqual([
    "PATCH /api/people/jo",
    "PATCH /api/people/jo",
  ]);
});

test("without the PIN it stays refused", async () => {
  const { ask, sent, state } = office(refusal("pin-needed"), recorded);
  state.pinRight = false;
  const answer = await ask("changePerson", { params: { person: "jo" }, body: { active: false } });
  expect(answer.ok ? "" : answer.error.code).toBe("pin-needed");
  expect(sent).toHaveLength(1);
});

test("a session that has ended is told to the whole app", async () => {
  const { ask, state } = office(refusal("not-signed-in"));
  await ask("cows");
  expect(state.signedOut).toBe(1);
});

test("the token goes with what changes something, and not with questions", async () => {
  const { ask, sent } = office(recorded);
  await ask("withheld");
  await ask("signOut");
  expect(sent.map(({ token }) => token)).toEqual([null, "token-1"]);
});

test("a page of another kind in place of an answer is no answer", async () => {
  const { ask } = office({ status: 502, body: "<html>" });
  const answer = await ask("signIn", { body: { person: "jo", pin: "123456" } });
  expect(answer.ok ? "" : answer.error.code).toBe("not-reachable");
});

test("addresses carry numbers and hostile cow numbers as they are meant", () => {
  expect(pathOf("cow", { params: { cow: "12/../7?x" }, query: { saleOn: "2026-11-23" } })).toBe(
    "/api/cows/12%2F..%2F7%3Fx?saleOn=2026-11-23",
  );
  expect(pathOf("treatments", { query: { cow: "7", product: undefined } }, ".csv")).toBe(
    "/api/treatments.csv?cow=7",
  );
});

test("entry ids are UUIDs of version 4, each another one", () => {
  const ids = Array.from({ length: 200 }, newEntryId);
  expect(new Set(ids).size).toBe(200);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
