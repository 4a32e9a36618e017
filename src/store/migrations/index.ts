// Room: store/migrations. Every migration in its order. Each is a file of its own; a released one is never edited.
// May live here: the list. May not: SQL. Invariant: numbers rise.

import type { Migration } from "../store.ts";
import { chain } from "./001-chain.ts";
import { people } from "./002-people.ts";
import { herd } from "./003-herd.ts";
import { shed } from "./004-shed.ts";
import { temperatures } from "./005-temperatures.ts";
import { outbox } from "./006-outbox.ts";
import { restore } from "./007-restore.ts";
import { givenBy } from "./008-given-by.ts";

export const MIGRATIONS: readonly Migration[] = [
  chain,
  people,
  herd,
  shed,
  temperatures,
  outbox,
  restore,
  givenBy,
];
