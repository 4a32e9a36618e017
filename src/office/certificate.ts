// Room: office. How the pages are served: plainly, or with the farm's certificate; and what is said where that is amiss.
// May live here: choosing, looking again. May not: judging certificates (config), serving (server).
// Invariant: where a certificate was asked for, nothing goes over the network without one; a box that has none still takes entries at its own screen.

import { readTls, type TlsPair, type TlsRead } from "../config/certificate.ts";
import type { OfficeConfig } from "../config/shed-config.ts";
import type { OfficeContext } from "./context.ts";
import type { Listen } from "./server/server.ts";

export type Certificate = {
  readonly listen: Pick<Listen, "address" | "tls">;
  /** Looks again, until it is stopped: a certificate runs out, and one that was put right is taken. Gives the way to stop it. */
  watch(renewed: () => void, everyMs: number): () => void;
};
type Given = Pick<OfficeContext, "notice" | "clock">;

export async function certificateFor(office: OfficeConfig, context: Given): Promise<Certificate> {
  const { tls, hostNames } = office;
  if (tls === null) return { listen: { address: office.listen }, watch: () => () => undefined };
  const look = async (serving: TlsPair | null | "not yet"): Promise<TlsPair | null> => {
    const read = await readTls(tls, { hostNames, now: context.clock.wall() });
    const none = serving === "not yet" ? read.pair === null : serving === null;
    context.notice("certificate", noticeOf(read, none, office.port));
    return read.pair;
  };
  const pair = await look("not yet");
  return {
    // Without a pair the bails and the box itself go on: plain HTTP never leaves this computer.
    listen: pair === null ? { address: "127.0.0.1" } : { address: office.listen, tls: pair },
    watch(renewed, everyMs) {
      const timer = setInterval(() => {
        void look(pair).then((now) => {
          if (now !== null && (now.cert !== pair?.cert || now.key !== pair.key)) renewed();
        });
      }, everyMs);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}

function noticeOf({ problems }: TlsRead, none: boolean, port: number) {
  const first = problems.find(({ severity }) => severity === "error") ?? (none ? problems[0] : undefined);
  if (first === undefined) return null;
  const so = none ? ` Until then the pages are on this computer alone: http://127.0.0.1:${port}.` : "";
  const more = problems.length > 1 ? " vatguard check tells all of it." : "";
  const says = `${first.file}: ${first.says}${so}`;
  return {
    code: "certificate",
    grave: none,
    says,
    fix: `${first.fix}${more} It is looked at again each minute.`,
  };
}
