// Room: office/ui/pit. Whether this person's presses are taken here: else the button says what to do first.

import { useOffice } from "../office.ts";

export type MayAct = "yes" | "sign-in" | "no";
export function useMayAct(): MayAct {
  const role = useOffice().session.role.value;
  if (role === null) return "sign-in";
  return role === "auditor" ? "no" : "yes";
}
