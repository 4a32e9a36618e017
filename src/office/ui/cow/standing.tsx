// Room: office/ui/cow. Whether her milk may go to the vat, in one word with its shape, and why in a line.

import type { CowShort } from "../../contract/herd.ts";
import { Badge } from "../components/badge.tsx";

export const STATUS_WORDS: { readonly [status in CowShort["status"]]: string } = {
  "in-milk": "in milk",
  dry: "dry",
  heifer: "heifer",
  sold: "sold",
  died: "died",
};

export function Standing({ cow }: { readonly cow: Pick<CowShort, "standing"> }) {
  switch (cow.standing) {
    case "release":
      return <Badge tone="good">to the vat</Badge>;
    case "check":
      return <Badge tone="ask">check her first</Badge>;
    default:
      return <Badge tone="bad">withheld</Badge>;
  }
}
