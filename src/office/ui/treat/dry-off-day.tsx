// Room: office/ui/treat. Dry-off day: a group or ticked cows, a dry-cow product and perhaps a sealant, and that each was dried off.
// May live here: the form and the run, cow by cow. May not: what is sent (group-run.ts).
// Invariant: a run that was broken off is found again on this device and goes on where it stopped.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Product, TreatmentIn } from "../../contract/herd.ts";
import { newEntryId } from "../client.ts";
import { Badge, type Tone } from "../components/badge.tsx";
import { Button, LinkButton } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { Choice } from "../components/choice.tsx";
import { useNow } from "../components/clock-time.tsx";
import { TextField } from "../components/field.tsx";
import { Progress, Reading } from "../components/progress.tsx";
import { Table } from "../components/table.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { zoneOf } from "../entry/farm-zone.ts";
import { type KeptDraft, useKept } from "../entry/kept.ts";
import { KeptNote } from "../entry/kept-note.tsx";
import { PickCows } from "../entry/pick-cows.tsx";
import { SaveBar } from "../entry/save-bar.tsx";
import { resolveWhen, type WhenText } from "../entry/when.ts";
import { WhenField } from "../entry/when-field.tsx";
import { useOffice } from "../office.ts";
import { useRead } from "../reads.ts";
import { batchOf, entryOf, isDryCow, newDraft, type TreatDraft } from "./draft.ts";
import { byCow, doneOf, type GroupRun, type Job, nextJob, planRun, settled, tryAgain } from "./group-run.ts";
import { Means, useMeaning } from "./means.tsx";
import { leftInWords } from "./pick-product.tsx";

type DayDraft = {
  readonly cows: readonly string[];
  readonly group: string;
  readonly place: string;
  readonly given: WhenText;
  /** "none" is an answer: sealant alone, or only dried off. */
  readonly product: string;
  readonly sealant: string;
  readonly dryOff: "yes" | "no";
  /** Null: who is signed in. */
  readonly givenBy: string | null;
  /** Null: not begun. */
  readonly run: GroupRun | null;
};
const newDay = (): DayDraft => ({
  cows: [],
  group: "",
  place: "",
  given: "now",
  product: "",
  sealant: "none",
  dryOff: "yes",
  givenBy: null,
  run: null,
});

export function DryOffDayForm() {
  const kept = useKept<DayDraft>({ name: "dry-off-day", fresh: newDay });
  const shelf = useRead("products", ["stock"]);
  if (kept.draft.run !== null) return <Run kept={kept} run={kept.draft.run} />;
  if (shelf.value === null) {
    return shelf.trouble === null ? (
      <Reading what="the shelf" />
    ) : (
      <TroubleBox trouble={shelf.trouble} again={shelf.again} />
    );
  }
  return <Day kept={kept} products={shelf.value.items} />;
}

type DayProps = { readonly kept: KeptDraft<DayDraft>; readonly products: readonly Product[] };
function Day({ kept, products }: DayProps) {
  const { session } = useOffice();
  const { draft } = kept;
  const who = session.session.value?.person?.name ?? "";
  const now = useNow();
  const zone = zoneOf(session.zone.value);
  const [tried, setTried] = useState(false);
  const change = (part: Partial<DayDraft>) => kept.set({ ...draft, ...part });
  const dryCow = products.filter((one) => isDryCow(one.rows[0]) && one.rows[0]?.teatSealant === undefined);
  const sealants = products.filter((one) => one.rows[0]?.teatSealant !== undefined);
  const given = (id: string) =>
    treatmentOf(
      products.find((one) => one.product === id) ?? null,
      { ...draft, givenBy: draft.givenBy ?? who },
      { now, zone },
    );
  const treatment = given(draft.product);
  const at = resolveWhen(draft.given, now, zone);
  const open = [
    ...(draft.cows.length === 0 ? ["Which cows?"] : []),
    ...(draft.product === "" ? ["Which dry-cow product, or none?"] : []),
    ...(at.ok ? [] : [at.error]),
    ...(draft.givenBy?.trim() === "" ? ["Who gave it?"] : []),
    ...(draft.product === "none" && draft.sealant === "none" && draft.dryOff === "no"
      ? ["Nothing would be recorded."]
      : []),
  ];
  const meaning = useMeaning(
    treatment === null || draft.cows.length === 0
      ? null
      : { ...treatment, entry: newEntryId(), cows: [...draft.cows] },
    JSON.stringify(draft),
  );
  const begin = () => {
    setTried(true);
    if (open.length > 0 || !at.ok) return;
    const run = planRun(
      {
        cows: draft.cows,
        group: draft.group,
        at: at.value,
        treatment,
        sealant: given(draft.sealant),
        dryOff: draft.dryOff === "yes",
      },
      newEntryId,
    );
    kept.set({ ...draft, given: at.value, run });
  };
  const tubes = (id: string) =>
    tubesShort(
      products.find((one) => one.product === id),
      draft.cows.length,
    );
  const short = [tubes(draft.product), tubes(draft.sealant)].filter((one) => one !== null);
  return (
    <div class="treat treat-day">
      <div class="treat-steps">
        <KeptNote kept={kept} begun={draft.cows.length > 0} fresh={newDay} />
        <Card title="Which cows?">
          <PickCows cows={draft.cows} group={draft.group} onPick={(cows, group) => change({ cows, group })} />
        </Card>
        <Card title="What goes in?">
          <ProductChoice
            legend="Dry-cow product"
            products={dryCow}
            value={draft.product}
            onChoose={(product) => change({ product })}
          />
          <ProductChoice
            legend="Teat sealant"
            products={sealants}
            value={draft.sealant}
            onChoose={(sealant) => change({ sealant })}
          />
          <p class="hint">
            Four tubes of the first usable batch for each cow. A cow treated otherwise is entered by herself.
          </p>
        </Card>
        <Card title="When and where?">
          <WhenField
            legend="When was it done?"
            value={draft.given}
            onInput={(text) => change({ given: text })}
            now={now}
            zone={zone}
            mayBeUnknown
          />
          <TextField
            label="Paddock or pen"
            max={80}
            value={draft.place}
            onInput={(place) => change({ place })}
          />
          <TextField
            label="Given by"
            required
            max={80}
            value={draft.givenBy ?? who}
            onInput={(givenBy) => change({ givenBy })}
            error={tried && draft.givenBy?.trim() === "" ? "Who gave it?" : undefined}
          />
          <Choice
            legend="Were they dried off with it?"
            options={[
              { value: "yes", label: "Yes, dried off", says: "no milk to the vat before calving" },
              { value: "no", label: "No, only treated" },
            ]}
            value={draft.dryOff}
            onChoose={(dryOff) => change({ dryOff })}
          />
        </Card>
      </div>
      <div class="treat-side">
        <Means {...meaning} />
        {short.map((says) => (
          <p key={says} class="treat-short">
            {says}
          </p>
        ))}
      </div>
      <div class="treat-foot">
        {tried && open.length > 0 ? (
          <ul class="wrong-words" role="alert">
            {open.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        ) : null}
        <SaveBar
          says={draft.cows.length === 0 ? "No cows yet" : `${draft.cows.length} cows, one after the other`}
          missing={open}
          refused={(meaning.meaning?.refusals.length ?? 0) > 0}
          saving={false}
          onSave={begin}
          label={draft.cows.length === 0 ? "Save" : `Save ${draft.cows.length}`}
        />
      </div>
    </div>
  );
}

type ProductChoiceProps = {
  readonly legend: string;
  readonly products: readonly Product[];
  readonly value: string;
  readonly onChoose: (product: string) => void;
};
function ProductChoice({ legend, products, value, onChoose }: ProductChoiceProps) {
  return (
    <Choice
      legend={legend}
      options={[
        ...products.map((product) => {
          const batch = product.batches.find(({ usable }) => usable);
          return {
            value: product.product,
            label: product.name,
            says:
              batch === undefined
                ? "no batch that may be used"
                : `${leftInWords(batch.left, product.unit)} left of ${batch.number}`,
            off: batch === undefined,
          };
        }),
        { value: "none", label: "None" },
      ]}
      value={value === "" ? null : value}
      onChoose={onChoose}
    />
  );
}

const TUBES_EACH = 4;
function tubesShort(product: Product | undefined, cows: number): string | null {
  const batch = product?.batches.find(({ usable }) => usable);
  if (product === undefined || batch === undefined || batch.left >= cows * TUBES_EACH) return null;
  return `${product.name}: ${leftInWords(batch.left, product.unit)} left of ${batch.number}, and ${cows} cows take ${cows * TUBES_EACH}. What is refused for it can be tried again with the next batch.`;
}

type At = Parameters<typeof entryOf>[2];
function treatmentOf(
  product: Product | null,
  day: DayDraft,
  at: At,
): Omit<TreatmentIn, "entry" | "cows"> | null {
  if (product === null) return null;
  const draft: TreatDraft = {
    ...newDraft("of each cow", "each cow"),
    group: day.group,
    place: day.place,
    product: product.product,
    use: product.rows[0]?.use ?? "",
    batch: batchOf(newDraft(""), product)?.batch ?? "none",
    quantity: String(TUBES_EACH),
    reason: "Dry-off",
    quarters: ["left-front", "right-front", "left-hind", "right-hind"],
    given: day.given,
    givenBy: day.givenBy,
  };
  const made = entryOf(draft, product, at);
  if (!made.ok) return null;
  const { entry: _entry, cows: _cows, ...rest } = made.value;
  return rest;
}

const STATES: { readonly [state in Job["state"]]: { readonly tone: Tone; readonly says: string } } = {
  waiting: { tone: "wait", says: "waits" },
  "in-force": { tone: "good", says: "recorded and in force" },
  recorded: { tone: "ask", says: "recorded, mark her" },
  refused: { tone: "bad", says: "NOT recorded" },
  "no-answer": { tone: "bad", says: "no answer" },
};

type RunProps = { readonly kept: KeptDraft<DayDraft>; readonly run: GroupRun };
function Run({ kept, run }: RunProps) {
  const { say } = useOffice();
  const stopped = useRun(kept, run);
  const done = doneOf(run);
  const over = nextJob(run) === null;
  const cows = byCow(run);
  const failed = cows.filter(({ state }) => state === "refused" || state === "no-answer");
  useEffect(() => {
    if (over) say(failed.length === 0 ? "All recorded." : `${failed.length} cows are not recorded.`);
  }, [over, failed.length, say]);
  return (
    <Card
      title={over ? "Dry-off day" : "Recording, cow by cow"}
      tone={!over ? "plain" : failed.length === 0 ? "good" : "bad"}
    >
      {over ? (
        <p class="treat-run-says">
          {failed.length === 0
            ? `All ${cows.length} cows are recorded.`
            : `${cows.length - failed.length} cows are recorded, ${failed.length} are not.`}
        </p>
      ) : (
        <Progress what="Recorded" done={run.jobs.length === 0 ? 1 : done / run.jobs.length} />
      )}
      {stopped === "" ? null : <p class="wrong-words">{stopped}</p>}
      <Table
        caption="Result of each cow"
        rows={[...cows].sort((a, b) => (a.state === "refused" ? 0 : 1) - (b.state === "refused" ? 0 : 1))}
        rowKey={({ cow }) => cow}
        columns={[
          {
            head: "Cow",
            names: true,
            cell: ({ cow }) => <a href={`/cow/${encodeURIComponent(cow)}`}>{cow}</a>,
          },
          {
            head: "Result",
            cell: ({ state }) => <Badge tone={STATES[state].tone}>{STATES[state].says}</Badge>,
          },
          { head: "Says", cell: ({ says }) => says.join(" ") },
        ]}
      />
      <div class="buttons">
        {failed.length > 0 && over ? (
          <Button kind="main" onPress={() => kept.set({ ...kept.draft, run: tryAgain(run) })}>
            {failed.length === 1 ? "Try that cow again" : `Try those ${failed.length} again`}
          </Button>
        ) : null}
        {over ? <Button onPress={() => kept.startAfresh(newDay())}>Done</Button> : null}
        {over ? <LinkButton href="/records/treatments">Treatment book</LinkButton> : null}
      </div>
      {over && failed.length > 0 ? (
        <p class="hint">"Done" forgets what was not recorded. Mark those cows until it is.</p>
      ) : null}
    </Card>
  );
}

const WAIT_DEFAULT_S = 5;
/** Sends what waits, one at a time. The draft holds the run, so leaving the page only pauses it. */
function useRun(kept: KeptDraft<DayDraft>, run: GroupRun): string {
  const { ask } = useOffice();
  const [stopped, setStopped] = useState("");
  const underWay = useRef<string | null>(null);
  const latest = useRef(kept);
  latest.current = kept;
  const job = nextJob(run);
  const key = job?.sent.body.entry ?? "";
  const [round, setRound] = useState(0);
  // One round for each entry; `round` asks again after a pause.
  useEffect(() => {
    if (job === null || underWay.current === key) return;
    underWay.current = key;
    const settle = (state: Job["state"], says: string) => {
      const { draft, set } = latest.current;
      if (draft.run !== null) set({ ...draft, run: settled(draft.run, job, state, says) });
    };
    const sent =
      job.sent.route === "addTreatment"
        ? ask("addTreatment", { body: job.sent.body })
        : ask("addFact", { body: job.sent.body });
    sent.then(
      (answer) => {
        underWay.current = null;
        if (answer.ok) {
          setStopped("");
          const warned = answer.value.warnings.join(" ");
          const says = answer.value.state === "not-in-force" ? answer.value.says : warned;
          settle(answer.value.state === "not-in-force" ? "recorded" : "in-force", says);
        } else if (answer.error.code === "wait" || answer.error.code === "not-signed-in") {
          setStopped(`${answer.error.says} ${answer.error.fix}`);
          setTimeout(() => setRound((now) => now + 1), (answer.error.retryAfter ?? WAIT_DEFAULT_S) * 1_000);
        } else {
          const { says, fix, mistakes } = answer.error;
          const why = mistakes.map((one) => `${one.expected}. ${one.fix}`).join(" ");
          settle(
            answer.error.code === "not-reachable" ? "no-answer" : "refused",
            `${says} ${why === "" ? fix : why}`,
          );
        }
      },
      () => undefined,
    );
  }, [key, round]);
  return stopped;
}
