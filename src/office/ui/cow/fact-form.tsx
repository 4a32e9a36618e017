// Room: office/ui/cow. One fact about one cow or many: what it does is said first, then only the questions it needs.
// May live here: the form. May not: what an entry is made of (fact-draft.ts).
// Invariant: the draft stays on the device until it is recorded; the entry keeps its id until an answer came.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { CowPage } from "../../contract/herd.ts";
import type { Recorded } from "../../contract/pieces.ts";
import { newEntryId } from "../client.ts";
import { Card } from "../components/card.tsx";
import { Choice } from "../components/choice.tsx";
import { useNow } from "../components/clock-time.tsx";
import { errorAt, TextField } from "../components/field.tsx";
import { RecordedBox } from "../components/recorded.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { type FarmZone, zoneOf } from "../entry/farm-zone.ts";
import { useFirstWrong } from "../entry/first-wrong.ts";
import { type KeptDraft, useKept } from "../entry/kept.ts";
import { KeptNote } from "../entry/kept-note.tsx";
import { MeatField, MilkField } from "../entry/period-fields.tsx";
import { PickCows } from "../entry/pick-cows.tsx";
import { SaveBar } from "../entry/save-bar.tsx";
import { whenInWords } from "../entry/when.ts";
import { WhenField } from "../entry/when-field.tsx";
import { useOffice } from "../office.ts";
import { useSave } from "../reads.ts";
import { FACTS, type FactDraft, type FactKind, factOf } from "./fact-draft.ts";

type Props = {
  /** Names the draft: "412-calving". */
  readonly name: string;
  readonly fresh: () => FactDraft;
  /** Everything known about the one cow; null where the cows are chosen here. */
  readonly hers: CowPage | null;
  /** The buttons under "Recorded". */
  readonly after: ComponentChildren;
  /** Said above the questions: what is corrected, what hold it ends. */
  readonly about?: ComponentChildren;
};

export function FactForm({ name, fresh, hers, after, about }: Props) {
  const kept = useKept<FactDraft>({ name: `fact-${name}`, fresh, aged });
  const [reply, setReply] = useState<Recorded | null>(null);
  if (reply !== null) return <RecordedBox reply={reply}>{after}</RecordedBox>;
  return (
    <Filling
      kept={kept}
      fresh={fresh}
      hers={hers}
      about={about}
      onDone={(recorded) => {
        kept.startAfresh({ ...fresh(), entry: newEntryId() });
        setReply(recorded);
      }}
    />
  );
}

const NOW_HOLDS_FOR = 20 * 60_000;
const aged = (draft: FactDraft, age: number): FactDraft =>
  draft.at === "now" && age > NOW_HOLDS_FOR ? { ...draft, at: "" } : draft;

type FillingProps = Pick<Props, "fresh" | "hers" | "about"> & {
  readonly kept: KeptDraft<FactDraft>;
  readonly onDone: (reply: Recorded) => void;
};
function Filling({ kept, fresh, hers, about, onDone }: FillingProps) {
  const { session, say } = useOffice();
  const { draft } = kept;
  const now = useNow();
  const zone = zoneOf(session.zone.value);
  const fact = useSave("addFact");
  const clearance = useSave("endHold");
  const saving = draft.kind === "clearance" ? clearance : fact;
  const [tried, setTried] = useState(false);
  const firstWrong = useFirstWrong();
  const made = factOf(draft, { now, zone });
  const change = (part: Partial<FactDraft>) => {
    kept.set({ ...draft, ...part });
    if (saving.trouble !== null) saving.clear();
  };
  const error = (at: string): string | undefined =>
    errorAt(saving.trouble, at) ??
    (at === "at" ? errorAt(saving.trouble, "from") : undefined) ??
    (tried && !made.ok ? made.error.find((one) => one.at === at)?.says : undefined);
  const save = () => {
    setTried(true);
    if (!made.ok) {
      say(made.error.map(({ says }) => says).join(" "));
      firstWrong.look();
      return;
    }
    const body = made.value;
    // From the first press on the time stands still: the same entry must be the same when it is sent again.
    if (draft.at === "now") kept.set({ ...draft, at: "at" in body ? body.at : body.from });
    saving.send({ body }).then(
      (answer) => {
        if (answer.ok) onDone(answer.value);
        else firstWrong.look();
      },
      () => undefined,
    );
  };
  const { title, does, when, mayBeUnknown, timeNeeded } = FACTS[draft.kind];
  const who = draft.cows.length === 1 ? `Cow ${draft.cows[0] ?? ""}` : `${draft.cows.length} cows`;
  return (
    <div class="cow-form" ref={firstWrong.ref}>
      <KeptNote kept={kept} begun fresh={fresh} />
      <Card>
        <p class="cow-does">{does}</p>
        {about}
        {hers === null ? (
          <PickCows
            cows={draft.cows}
            group={draft.group}
            onPick={(cows, group) => change({ cows, group })}
            error={error("cows")}
          />
        ) : null}
        <Questions draft={draft} hers={hers} onChange={change} error={error} now={now} zone={zone} />
        <WhenField
          legend={when}
          value={draft.at}
          onInput={(at) => change({ at })}
          now={now}
          zone={zone}
          mayBeUnknown={mayBeUnknown}
          timeNeeded={timeNeeded}
          error={error("at")}
        />
        {draft.kind === "paddock-or-feed" || draft.kind === "taint" ? (
          <WhenField
            legend="Until when?"
            open="It goes on"
            notNow
            value={draft.until}
            onInput={(until) => change({ until })}
            now={now}
            zone={zone}
            hint="While it goes on they are withheld. Record the end as a correction of this entry."
            error={error("until")}
          />
        ) : null}
        <TextField label="Note" lines={2} max={500} value={draft.note} onInput={(note) => change({ note })} />
      </Card>
      <div class="cow-form-foot">
        <TroubleBox trouble={saving.trouble} except={IN_PLACE} />
        <SaveBar
          says={`${who} · ${draft.supersedes === null ? title : `correct: ${title}`}`}
          missing={made.ok ? [] : made.error.map(({ says }) => says)}
          saving={saving.saving}
          onSave={save}
        />
      </div>
    </div>
  );
}

/** Mistakes that are said at their fields. */
const IN_PLACE: readonly string[] = [
  "at",
  "from",
  "until",
  "what",
  "milk",
  "meat",
  "seen",
  "state",
  "treatments",
  "of",
  "result",
  "reason",
];

type QuestionProps = {
  readonly draft: FactDraft;
  readonly hers: CowPage | null;
  readonly onChange: (change: Partial<FactDraft>) => void;
  readonly error: (at: string) => string | undefined;
  readonly now: number;
  readonly zone: FarmZone;
};
/** What only this kind asks. */
function Questions(props: QuestionProps) {
  const { draft, onChange, error } = props;
  const kind: FactKind = draft.kind;
  switch (kind) {
    case "observation":
      return (
        <Choice
          legend="What was seen?"
          options={[
            { value: "mastitis", label: "Mastitis", says: "clots, flakes, a hot quarter" },
            { value: "blood", label: "Blood" },
          ]}
          value={draft.seen === "" ? null : draft.seen}
          onChoose={(seen) => onChange({ seen })}
          error={error("seen")}
        />
      );
    case "manual-hold":
    case "clearance":
      return (
        <TextField
          label={kind === "clearance" ? "Why may it end early?" : "Why is her milk held?"}
          required
          lines={2}
          max={300}
          value={draft.reason}
          onInput={(reason) => onChange({ reason })}
          error={error("reason")}
        />
      );
    case "test-result":
      return <TestResult {...props} />;
    case "bought-in":
      return <BoughtIn {...props} />;
    case "paddock-or-feed":
    case "taint":
      return (
        <>
          <TextField
            label={kind === "taint" ? "What do they graze?" : "What was sprayed, spread or fed, and where?"}
            required
            max={120}
            value={draft.what}
            onInput={(what) => onChange({ what })}
            error={error("what")}
          />
          {kind === "taint" ? null : (
            <>
              <MilkField
                legend="Milk withheld after it"
                value={draft.milk}
                onInput={(milk) => onChange({ milk })}
                error={error("milk")}
              />
              <MeatField
                legend="Meat withheld after it"
                value={draft.meat}
                onInput={(meat) => onChange({ meat })}
                error={error("meat")}
              />
            </>
          )}
        </>
      );
    default:
      return null;
  }
}

function TestResult({ draft, hers, onChange, error, now, zone }: QuestionProps) {
  const samples = (hers?.facts ?? []).filter(
    ({ kind, supersededBy }) => kind === "test-sample" && supersededBy === null,
  );
  if (samples.length === 0 && hers !== null) {
    return (
      <p class="cow-form-stop">
        No sample of hers is on record, and a result belongs to one.{" "}
        <a href={`/cow/${encodeURIComponent(hers.cow)}?do=test-sample`}>Record the sample first.</a>
      </p>
    );
  }
  return (
    <>
      <Choice
        legend="Result of which sample?"
        options={samples.map(({ record, at }) => ({ value: record, label: whenInWords(at, now, zone) }))}
        value={draft.of === "" ? null : draft.of}
        onChoose={(of) => onChange({ of })}
        error={error("of")}
      />
      <Choice
        legend="Result"
        options={[
          { value: "negative", label: "Negative", says: "no antibiotic found" },
          { value: "positive", label: "Positive", says: "antibiotic found: stays withheld" },
        ]}
        value={draft.result === "" ? null : draft.result}
        onChoose={(result) => onChange({ result })}
        error={error("result")}
      />
      <TextField
        label="Test kit"
        max={80}
        value={draft.testKit}
        onInput={(testKit) => onChange({ testKit })}
        error={error("testKit")}
      />
    </>
  );
}

function BoughtIn({ draft, onChange, error }: QuestionProps) {
  return (
    <>
      <Choice
        legend="How did she come?"
        options={[
          { value: "in-milk", label: "In milk" },
          { value: "dry", label: "Dry" },
        ]}
        value={draft.state === "" ? null : draft.state}
        onChoose={(state) => onChange({ state })}
        error={error("state")}
      />
      <Choice
        legend="Are her treatments known?"
        options={[
          { value: "unknown", label: "Not known", says: "withheld until a test is negative" },
          { value: "declared", label: "Declared", says: "then record each as a treatment of hers" },
        ]}
        value={draft.treatments === "" ? null : draft.treatments}
        onChoose={(treatments) => onChange({ treatments })}
        error={error("treatments")}
      />
      <div class="form two">
        <TextField label="Vendor" max={120} value={draft.vendor} onInput={(vendor) => onChange({ vendor })} />
        <TextField
          label="Number of the declaration"
          max={120}
          value={draft.declaration}
          onInput={(declaration) => onChange({ declaration })}
        />
      </div>
    </>
  );
}
