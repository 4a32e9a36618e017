// Room: store/migrations. Who gave a treatment, which need not be who entered it. NULL in records from before: then it is who entered it.
// Released migrations are never edited.

import type { Migration } from "../store.ts";

export const givenBy: Migration = {
  id: 8,
  name: "given-by",
  // A column that is NULL is left out of a row's hash: what is in the chain stays as it was.
  sql: "ALTER TABLE treatment ADD COLUMN given_by TEXT;",
  evidence: [],
};
