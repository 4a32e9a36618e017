// Room: office/ui/treat. What the entry would mean, asked of the office before it is saved: clearance, bail, vat, warnings.
// May live here: asking and showing. May not: working out a period. Invariant: only the office's own words are shown.

import { useEffect, useState } from "preact/hooks";
import type { TreatmentIn } from "../../contract/herd.ts";
import type { Reply } from "../../contract/routes.ts";
import type { Trouble } from "../client.ts";
import { Icon } from "../components/icon.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useOffice } from "../office.ts";

export type Meaning = Reply<"previewTreatment">;
type Asked = { readonly meaning: Meaning | null; readonly trouble: Trouble | null };
/** A hand that is still typing is not asked after at every letter. */
const QUIET_FOR_MS = 250;

/** Asks anew when `about` changes, not when the clock moves on. `entry` null: too little is known yet. */
export function useMeaning(entry: TreatmentIn | null, about: string): Asked {
  const { ask } = useOffice();
  const [asked, setAsked] = useState<Asked>({ meaning: null, trouble: null });
  const key = entry === null ? "" : about;
  // `key` stands for the entry without its moving "now".
  useEffect(() => {
    if (entry === null) {
      setAsked({ meaning: null, trouble: null });
      return;
    }
    let wanted = true;
    const timer = setTimeout(() => {
      ask("previewTreatment", { body: entry }).then(
        (answer) => {
          if (!wanted) return;
          setAsked(
            answer.ok ? { meaning: answer.value, trouble: null } : { meaning: null, trouble: answer.error },
          );
        },
        () => undefined,
      );
    }, QUIET_FOR_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [ask, key]);
  return asked;
}

type OneCow = Meaning["cows"][number];
/** Cows with the same outcome are said once. */
function alike(
  cows: readonly OneCow[],
): readonly { readonly cows: readonly string[]; readonly means: OneCow }[] {
  const by = new Map<string, { cows: string[]; means: OneCow }>();
  for (const one of cows) {
    const { cow, ...rest } = one;
    const key = JSON.stringify(rest);
    const same = by.get(key);
    if (same === undefined) by.set(key, { cows: [cow], means: one });
    else same.cows.push(cow);
  }
  return [...by.values()];
}

export function Means({ meaning, trouble }: Asked) {
  if (trouble !== null) return <TroubleBox trouble={trouble} />;
  if (meaning === null) return null;
  const groups = alike(meaning.cows);
  return (
    <section class="treat-means" aria-labelledby="means" aria-live="polite">
      <h2 id="means" class="aside">
        What it means
      </h2>
      {meaning.refusals.map((refusal) => (
        <p key={refusal} class="treat-means-refused">
          <Icon name="stop" /> {refusal}
        </p>
      ))}
      {groups.map(({ cows, means }) => (
        <div key={cows.join()} class="treat-means-cow">
          {meaning.cows.length > 1 ? (
            <p class="treat-means-who">
              {cows.length > 8 ? `${cows.length} cows` : `Cow ${cows.join(", ")}`}
            </p>
          ) : null}
          <dl>
            <div class="treat-means-milk">
              <dt>Milk clear</dt>
              <dd>{means.milkClear.words}</dd>
            </div>
            <div>
              <dt>Meat</dt>
              <dd>{means.meatClear}</dd>
            </div>
            <div>
              <dt>Export (ESI)</dt>
              <dd>{means.esiClear}</dd>
            </div>
          </dl>
          {means.warnings.length === 0 ? null : (
            <ul class={means.milkedIn ? "treat-means-warnings grave" : "treat-means-warnings"}>
              {means.warnings.map((warning) => (
                <li key={warning}>
                  <Icon name="warning" /> {warning}
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </section>
  );
}

/** For the bar under the thumb: the latest clearance, and that there is something to read. */
export function clearInOneLine({ cows }: Meaning): string {
  const latest = [...cows].sort((a, b) =>
    (b.milkClear.earliest ?? "9").localeCompare(a.milkClear.earliest ?? "9"),
  )[0];
  if (latest === undefined) return "";
  const warnings = cows.reduce((count, one) => count + one.warnings.length, 0);
  return `Milk clear: ${latest.milkClear.words}${warnings === 0 ? "" : ` · ${warnings === 1 ? "1 warning" : `${warnings} warnings`} above`}`;
}
