// Room: test/office. The page's table of paths against the contract.

import { expect, test } from "vitest";
import { PATHS } from "../../src/office/contract/paths.ts";
import { ROUTES } from "../../src/office/contract/routes.ts";

test("the pages ask by the same methods and paths as the office answers", () => {
  const said = Object.entries(ROUTES).map(([name, { path }]) => [name, path]);
  expect(Object.entries(PATHS).sort()).toEqual(said.sort());
});
