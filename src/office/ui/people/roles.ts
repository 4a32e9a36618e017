// Room: office/ui/people. What each role may do, in a line.

import type { Role } from "../../contract/people.ts";

export const ROLE_SAYS: Readonly<Record<Role, string>> = {
  milker: "milks, enters treatments and observations, settles places",
  manager: "all of it; people, labels, clearing the vat stop, backups",
  vet: "enters facts and treatments, ends holds",
  auditor: "reads and prints everything, changes nothing",
};
