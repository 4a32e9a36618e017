// Room: office/ui. What the person signed in may do on these pages: only what is shown; the office checks it itself.

import { useOffice } from "./office.ts";

/** Milkers, managers and vets tell and answer; auditors read. */
export function useMayTell(): boolean {
  const role = useOffice().session.role.value;
  return role !== null && role !== "auditor";
}
export const useIsManager = (): boolean => useOffice().session.role.value === "manager";
