// Room: office/ui/print. The head of the chain of evidence, at the foot of every printed sheet.
// Invariant: the whole hash is printed, so that what was printed can be held against the records years later.

import { ClockTime } from "../components/clock-time.tsx";
import { useRead } from "../reads.ts";

export function ChainHead() {
  const { value } = useRead("chain", []);
  if (value === null) return null;
  return (
    <p class="print-chain">
      Chain of evidence: {value.records.toLocaleString("en-GB")} records, head <code>{value.head}</code>
      {value.verified === null ? (
        "; not worked out anew since the start."
      ) : (
        <>
          ; worked out anew <ClockTime at={value.verified.at} />: {value.verified.says}
        </>
      )}
    </p>
  );
}
