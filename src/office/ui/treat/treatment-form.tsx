// Room: office/ui/treat. One treatment from the cow to the big "Recorded": cow, medicine, why; everything else is filled in.
// May live here: the order of the steps, saving. May not: what an entry is made of (draft.ts).
// Invariant: the entry keeps its id until an answer came; the draft stays on the device until it is recorded.

import { useState } from "preact/hooks";
import type { CowPage, Product } from "../../contract/herd.ts";
import type { Recorded } from "../../contract/pieces.ts";
import { newEntryId } from "../client.ts";
import { Button, Buttons, LinkButton } from "../components/button.tsx";
import { useNow } from "../components/clock-time.tsx";
import { errorAt } from "../components/field.tsx";
import { Reading } from "../components/progress.tsx";
import { RecordedBox } from "../components/recorded.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import type { FarmZone } from "../entry/farm-zone.ts";
import { zoneOf } from "../entry/farm-zone.ts";
import { useFirstWrong } from "../entry/first-wrong.ts";
import type { KeptDraft } from "../entry/kept.ts";
import { KeptNote } from "../entry/kept-note.tsx";
import { PickCow } from "../entry/pick-cow.tsx";
import { PickCows } from "../entry/pick-cows.tsx";
import { SaveBar } from "../entry/save-bar.tsx";
import { useOffice } from "../office.ts";
import { type Read, useRead, useSave } from "../reads.ts";
import { batchOf, entryOf, isDryCow, newDraft, type Open, rowOf, type TreatDraft } from "./draft.ts";
import { FilledIn } from "./filled-in.tsx";
import { clearInOneLine, Means, useMeaning } from "./means.tsx";
import { PickProduct } from "./pick-product.tsx";
import { repeated, repeatOf } from "./repeat.ts";
import { Step } from "./step.tsx";
import { quartersInWords } from "./udder.tsx";
import { Why } from "./why.tsx";

type StepName = "cow" | "product" | "why";
type Done = { readonly reply: Recorded; readonly draft: TreatDraft };
type Props = {
  readonly kept: KeptDraft<TreatDraft>;
  readonly several: boolean;
  /** The heading says "correct": cow and medicine stand, unless they were wrong. */
  readonly correcting?: boolean;
};

export function TreatmentForm({ kept, several, correcting = false }: Props) {
  const products = useRead("products", ["stock"]);
  const [done, setDone] = useState<Done | null>(null);
  if (done !== null) {
    const next = (draft: TreatDraft) => {
      setDone(null);
      kept.startAfresh(draft);
    };
    return <AfterSaving done={done} correcting={correcting} onNext={next} />;
  }
  if (products.value === null) {
    return products.trouble === null ? (
      <Reading what="the shelf" />
    ) : (
      <TroubleBox trouble={products.trouble} again={products.again} />
    );
  }
  return (
    <Filling
      kept={kept}
      several={several}
      products={products.value.items}
      onDone={(reply) => {
        setDone({ reply, draft: kept.draft });
        kept.startAfresh(newDraft(newEntryId()));
      }}
    />
  );
}

type FillingProps = {
  readonly kept: KeptDraft<TreatDraft>;
  readonly several: boolean;
  readonly products: readonly Product[];
  readonly onDone: (reply: Recorded) => void;
};
function Filling({ kept, several, products, onDone }: FillingProps) {
  const { ask, session, say } = useOffice();
  const { draft } = kept;
  const who = session.session.value?.person?.name ?? "";
  const zone = zoneOf(session.zone.value);
  const now = useNow();
  const saving = useSave("addTreatment");
  const [wanted, setWanted] = useState<StepName | null>(null);
  const [detailed, setDetailed] = useState(false);
  const [tried, setTried] = useState(false);
  const firstWrong = useFirstWrong();
  const [earlier, setEarlier] = useState<Recorded | null>(null);
  const product = products.find((one) => one.product === draft.product) ?? null;
  const change = (part: Partial<TreatDraft>) => {
    kept.set({ ...draft, ...part });
    if (saving.trouble !== null) saving.clear();
  };
  const made = entryOf({ ...draft, givenBy: draft.givenBy ?? who }, product, { now, zone });
  const meaning = useMeaning(previewable(draft, product, { now, zone }), JSON.stringify(draft));
  const step = wanted ?? nextStep(draft, product, several);
  const error = (at: string): string | undefined =>
    errorAt(saving.trouble, at) ??
    (tried && !made.ok ? made.error.find((one) => one.at === at)?.says : undefined);

  const save = () => {
    setTried(true);
    if (!made.ok) {
      const first = made.error[0];
      setWanted(stepOf(first));
      if (first !== undefined && stepOf(first) === null) setDetailed(true);
      say(made.error.map(({ says }) => says).join(" "));
      firstWrong.look();
      return;
    }
    // From the first press on the time stands still: the same entry must be the same when it is sent again.
    if (draft.given === "now") kept.set({ ...draft, given: made.value.lastDose });
    saving.send({ body: made.value }).then(
      (answer) => {
        if (answer.ok) onDone(answer.value);
        else if (answer.error.code === "conflict") {
          ask("entry", { params: { entry: draft.entry } }).then(
            (found) => setEarlier(found.ok ? found.value : null),
            () => undefined,
          );
        } else {
          if (answer.error.mistakes.some(({ at }) => IN_DETAILS.includes(at))) setDetailed(true);
          firstWrong.look();
        }
      },
      () => undefined,
    );
  };
  if (earlier !== null) {
    return <SavedBefore recorded={earlier} cows={draft.cows} onNext={() => onDone(earlier)} />;
  }
  const filledIn =
    product === null || draft.cows.length === 0 ? null : (
      <FilledIn
        draft={draft}
        product={product}
        who={who}
        now={now}
        zone={zone}
        open={detailed}
        onOpen={setDetailed}
        onChange={change}
        error={error}
      />
    );
  return (
    <div class="treat" ref={firstWrong.ref}>
      <div class="treat-steps">
        <KeptNote kept={kept} begun={draft.cows.length > 0} fresh={() => newDraft(newEntryId())} />
        <Step
          title={several ? "Which cows?" : "Which cow?"}
          open={step === "cow"}
          chosen={draft.cows.length === 0 ? null : <CowsChosen cows={draft.cows} group={draft.group} />}
          onOpen={() => setWanted("cow")}
        >
          {several ? (
            <>
              <PickCows
                cows={draft.cows}
                group={draft.group}
                onPick={(cows, group) => {
                  change({ cows, group });
                  setWanted("cow");
                }}
                error={error("cows")}
              />
              <Button kind="main" off={draft.cows.length === 0} onPress={() => setWanted(null)} wide>
                These {draft.cows.length} cows
              </Button>
            </>
          ) : (
            <PickCow
              onPick={(cow) => {
                change({ cows: [cow] });
                setWanted(null);
              }}
            />
          )}
        </Step>
        <Step
          title="Which medicine?"
          open={step === "product"}
          chosen={product === null ? null : <ProductChosen product={product} draft={draft} />}
          onOpen={() => setWanted("product")}
        >
          <RepeatFor cow={!several && draft.cows.length === 1 ? (draft.cows[0] ?? null) : null}>
            {(hers) => (
              <PickProduct
                products={products}
                chosen={product}
                use={draft.use}
                cow={draft.cows[0] ?? null}
                repeat={hers === null ? null : repeatOf(hers.treatments, products, now)}
                onRepeat={(repeat) => {
                  kept.set(repeated(draft.entry, repeat));
                  setWanted(null);
                }}
                onProduct={(chosen) => {
                  change(productChosen(chosen, draft));
                  setWanted(chosen.rows.length > 1 ? "product" : null);
                }}
                onUse={(use) => {
                  const row = product?.rows.find((one) => one.use === use);
                  change({ use, route: row === undefined ? null : use });
                  setWanted(null);
                }}
              />
            )}
          </RepeatFor>
        </Step>
        {product === null ? (
          <Step title="Why, and where?" open={false} chosen={null} onOpen={() => undefined}>
            {null}
          </Step>
        ) : (
          <Step
            title="Why, and where?"
            open={step === "why"}
            chosen={draft.reason === "" ? null : <WhyChosen draft={draft} />}
            onOpen={() => setWanted("why")}
          >
            <Why draft={draft} product={product} onChange={change} error={error("reason")} />
          </Step>
        )}
        {detailed || draft.offLabel !== null ? filledIn : null}
      </div>
      {product === null || draft.cows.length === 0 ? null : (
        <div class="treat-side">
          <Means {...meaning} />
          {detailed || draft.offLabel !== null ? null : filledIn}
        </div>
      )}
      {product === null || draft.cows.length === 0 ? null : (
        <div class="treat-foot">
          <TroubleBox trouble={saving.trouble} except={IN_PLACE} />
          <SaveBar
            says={inOneLine(draft, product)}
            clear={meaning.meaning === null ? null : clearInOneLine(meaning.meaning)}
            missing={made.ok ? [] : made.error.map(({ says }) => says)}
            refused={(meaning.meaning?.refusals.length ?? 0) > 0}
            saving={saving.saving}
            onSave={save}
          />
        </div>
      )}
    </div>
  );
}

const IN_DETAILS: readonly string[] = [
  "lastDose",
  "firstDose",
  "batch",
  "quantityEach",
  "dose",
  "route",
  "place",
  "note",
  "givenBy",
];

/** Mistakes that are said at their fields. */
const IN_PLACE: readonly string[] = [...IN_DETAILS, "reason", "offLabel.vet", "offLabel.direction"];

function nextStep(draft: TreatDraft, product: Product | null, several: boolean): StepName {
  if (draft.cows.length === 0) return "cow";
  if (several && product === null && draft.product === null && draft.reason === "") return "product";
  if (product === null || rowOf(draft, product) === null) return "product";
  return "why";
}
function stepOf(open: Open | undefined): StepName | null {
  if (open === undefined) return null;
  if (open.at === "cows") return "cow";
  if (open.at === "product" || open.at === "use") return "product";
  return open.at === "reason" ? "why" : null;
}

/** A new product brings its own figures; what was said of the cow stays. Dry-cow tubes go into all four for one reason. */
function productChosen(product: Product, draft: TreatDraft): Partial<TreatDraft> {
  const dry = isDryCow(product.rows[0]);
  const own = { use: null, batch: null, quantity: null, dose: null, route: null, product: product.product };
  if (!dry) return own;
  return {
    ...own,
    reason: draft.reason === "" ? "Dry-off" : draft.reason,
    quarters:
      draft.quarters.length === 0 ? ["left-front", "right-front", "left-hind", "right-hind"] : draft.quarters,
  };
}

type At = { readonly now: number; readonly zone: FarmZone };
/** As soon as cow and medicine are known, the clearance can be shown: reason and batch change nothing about it. */
function previewable(draft: TreatDraft, product: Product | null, at: At) {
  const reason = draft.reason.trim() === "" ? "not said yet" : draft.reason;
  const batch = draft.batch ?? batchOf(draft, product)?.batch ?? "none";
  const made = entryOf({ ...draft, reason, batch }, product, at);
  return made.ok ? made.value : null;
}

function inOneLine(draft: TreatDraft, product: Product): string {
  const who = draft.cows.length === 1 ? `Cow ${draft.cows[0] ?? ""}` : `${draft.cows.length} cows`;
  const where = quartersInWords(draft.quarters);
  return [who, product.name, where].filter((part) => part !== "").join(" · ");
}

/** What is known of the one cow, read beside the steps: her last treatments make the repeat. */
function RepeatFor(props: {
  readonly cow: string | null;
  readonly children: (hers: CowPage | null) => preact.ComponentChildren;
}) {
  return props.cow === null ? props.children(null) : <Hers cow={props.cow}>{props.children}</Hers>;
}
function Hers(props: {
  readonly cow: string;
  readonly children: (hers: CowPage | null) => preact.ComponentChildren;
}) {
  const read: Read<"cow"> = useRead("cow", ["herd", "treatments"], { params: { cow: props.cow }, query: {} });
  return <>{props.children(read.value)}</>;
}

function CowsChosen({ cows, group }: { readonly cows: readonly string[]; readonly group: string }) {
  const first = cows[0];
  if (cows.length === 1 && first !== undefined) return <CowChosen cow={first} />;
  return (
    <p>
      <strong class="treat-chosen-big">{cows.length} cows</strong>{" "}
      {group === "" ? cows.slice(0, 8).join(", ") : group}
      {group === "" && cows.length > 8 ? " …" : ""}
    </p>
  );
}
function CowChosen({ cow }: { readonly cow: string }) {
  const read = useRead("cow", ["herd"], { params: { cow }, query: {} });
  const hers = read.value;
  return (
    <p>
      <strong class="treat-chosen-big">{cow}</strong> {hers?.name ?? ""}{" "}
      {hers === null || hers.why === "" ? null : <span class="quiet-words">{hers.why}</span>}
      {read.trouble?.code === "not-found" ? <span class="wrong-words">{read.trouble.says}</span> : null}
    </p>
  );
}
function ProductChosen({ product, draft }: { readonly product: Product; readonly draft: TreatDraft }) {
  const row = rowOf(draft, product);
  return (
    <p>
      <strong>{product.name}</strong>
      {row === null || row.use === "" ? "" : `, ${row.use}`}{" "}
      <span class="quiet-words">{row === null ? "" : `milk ${row.milkWords}`}</span>
    </p>
  );
}
function WhyChosen({ draft }: { readonly draft: TreatDraft }) {
  return (
    <p>
      <strong>{draft.reason}</strong> <span class="quiet-words">{quartersInWords(draft.quarters)}</span>
    </p>
  );
}

type AfterProps = {
  readonly done: Done;
  readonly correcting: boolean;
  readonly onNext: (draft: TreatDraft) => void;
};
function AfterSaving({ done: { reply, draft }, correcting, onNext }: AfterProps) {
  const one = draft.cows.length === 1 ? draft.cows[0] : undefined;
  const who = one === undefined ? `${draft.cows.length} cows` : `cow ${one}`;
  return (
    <RecordedBox reply={reply}>
      <p class="treat-mark-her">
        Mark {who} now, where every milker sees it, and leave the mark until her milk is clear.
      </p>
      <Buttons>
        {correcting ? null : (
          <>
            <Button kind="main" onPress={() => onNext(newDraft(newEntryId()))}>
              Another treatment
            </Button>
            <Button
              onPress={() =>
                onNext({
                  ...draft,
                  entry: newEntryId(),
                  cows: [],
                  group: "",
                  quarters: [],
                  given: "now",
                  firstDose: null,
                })
              }
            >
              Same medicine, another cow
            </Button>
          </>
        )}
        {one === undefined ? (
          <LinkButton href="/records/treatments">Treatment book</LinkButton>
        ) : (
          <LinkButton href={`/cow/${encodeURIComponent(one)}`}>Cow {one}</LinkButton>
        )}
      </Buttons>
    </RecordedBox>
  );
}

type BeforeProps = {
  readonly recorded: Recorded;
  readonly cows: readonly string[];
  readonly onNext: () => void;
};
/** The answer of an earlier press was lost, and the form was changed since. */
function SavedBefore({ recorded, cows, onNext }: BeforeProps) {
  const first = cows[0];
  return (
    <div class="trouble" role="alert">
      <div>
        <p class="trouble-says">Your first press was recorded, as the form stood then.</p>
        <p>
          What you changed after it is not in the book. Correct the record if it is wrong: both stay readable.
        </p>
        <Buttons>
          {first === undefined ? null : (
            <LinkButton
              kind="main"
              href={`/treat?correct=${encodeURIComponent(recorded.record)}&cow=${encodeURIComponent(first)}`}
            >
              Correct it
            </LinkButton>
          )}
          <Button onPress={onNext}>It is right as it was</Button>
        </Buttons>
      </div>
    </div>
  );
}
