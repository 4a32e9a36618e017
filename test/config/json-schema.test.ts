// The schema files that editors read must be what the program takes.
// To write them anew after a change of the schema: VATGUARD_WRITE_SCHEMAS=1 npx vitest run test/config/json-schema.test.ts

import { readFileSync, writeFileSync } from "node:fs";
import { env } from "node:process";
import { expect, test } from "vitest";
import { SCHEMA_FILES, schemaText } from "../../src/config/json-schema.ts";

test.each(Object.entries(SCHEMA_FILES))("config/%s is what the program takes", (name, make) => {
  const file = `config/${name}`;
  if (env.VATGUARD_WRITE_SCHEMAS === "1") writeFileSync(file, schemaText(make));
  expect(readFileSync(file, "utf8")).toBe(schemaText(make));
});
