// Room: test/office. Mistakes of shape and mistakes of sense in one answer: nobody needs two rounds, and nothing is recorded by looking.

import { expect, onTestFinished, test } from "vitest";
import { rig, shelf, TREATMENT } from "../herd/rig.ts";
import { ShedOffice, type Told } from "./shed-office.ts";

const ENTRY = "6a1f7d0e-5a52-4c07-9d6e-0b1d1f1f0a01";

const placesIn = ({ json }: Told): string[] => Object(json).mistakes.map(({ at }: { at: string }) => at);

async function herdOffice() {
  const herd = await rig();
  const batch = await shelf(herd);
  const { handlers } = herd.herd;
  const office = await ShedOffice.start({ handlers });
  onTestFinished(() => office.stop());
  const vet = await office.manager();
  const treatment = { ...TREATMENT, entry: ENTRY, batch };
  const book = async () => Object((await vet.get("/api/treatments")).json).items.length;
  return { vet, treatment, book };
}

test("a quantity below nothing, a reason left out, a cow that is not there and a batch out of date are said at once", async () => {
  const { vet, treatment, book } = await herdOffice();
  const { reason: _, ...unreasoned } = treatment;
  const told = await vet.post("/api/treatments", {
    ...unreasoned,
    cows: ["999"],
    quantityEach: -1,
    firstDose: "2031-01-01",
    lastDose: "2031-01-01",
  });
  expect(told.status).toBe(400);
  const places = placesIn(told);
  expect(places).toEqual(expect.arrayContaining(["quantityEach", "reason", "cows.0", "batch"]));
  expect(told.json.says).toContain(`${places.length} mistakes`);
  expect(await book()).toBe(0);
});

test("where only the shape is wrong nothing else is said, nothing is recorded, and the same entry is taken once it is right", async () => {
  const { vet, treatment, book } = await herdOffice();
  const told = await vet.post("/api/treatments", { ...treatment, quantityEach: 1e9, colour: "red" });
  expect(placesIn(told)).toEqual(["quantityEach", "colour"]);
  expect(await book()).toBe(0);
  expect((await vet.post("/api/treatments", treatment)).status).toBe(200);
  expect(await book()).toBe(1);
});

test("nothing is said of what stands in for a field that could not be read", async () => {
  const { vet, treatment } = await herdOffice();
  const told = await vet.post("/api/treatments", { ...treatment, lastDose: "the day before yesterday" });
  expect(placesIn(told)).toEqual(["lastDose"]);
});
