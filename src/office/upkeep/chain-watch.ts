// Room: office/upkeep. Works the chain of evidence out anew, and the readings that hang on it, in slices, and remembers what came of it.
// May live here: one check at a time, its notice. May not: how the chain is made (store/chain.ts).

import type { EpochMs } from "../../domain/units.ts";
import { inSlices } from "../../store/backup-check.ts";
import type { ChainVerdict } from "../../store/chain.ts";
import { checkEvidence } from "../../store/evidence-check.ts";
import type { OfficeContext } from "../context.ts";
import { notedHeads, noteHead } from "./chain-heads.ts";

export type Verified = { readonly at: EpochMs; readonly good: boolean; readonly says: string };
export type ChainWatch = {
  /** Null: not since the start. */
  verified(): Verified | null;
  /** 0 to 1; null: none under way. */
  progress(): number | null;
  /** One at a time: who asks meanwhile gets the same answer. */
  verify(): Promise<ChainVerdict>;
  /** Writes the head down beside the database. */
  note(): void;
};

const NOTICE = "chain-broken";

export function createChainWatch(
  context: Pick<OfficeContext, "store" | "clock" | "notice" | "changed">,
): ChainWatch {
  const { store, clock, notice, changed } = context;
  let verified: Verified | null = null;
  let progress: number | null = null;
  let running: Promise<ChainVerdict> | null = null;

  async function verify(): Promise<ChainVerdict> {
    progress = 0;
    try {
      const verdict = await inSlices(
        checkEvidence(store.db, store.evidence, notedHeads(store.path)),
        (done) => {
          progress = done;
        },
      );
      verified = { at: clock.wall(), good: verdict.good, says: verdict.says };
      const fix =
        "Keep the file as it is. Compare it with a backup (page Shed), and tell those who rely on these records.";
      notice(NOTICE, verdict.good ? null : { code: NOTICE, grave: true, says: verdict.says, fix });
      changed("upkeep");
      return verdict;
    } finally {
      progress = null;
      running = null;
    }
  }
  return {
    verified: () => verified,
    progress: () => progress,
    verify() {
      running ??= verify();
      return running;
    },
    note: () => noteHead(store.path, store.head(), clock.wall()),
  };
}
