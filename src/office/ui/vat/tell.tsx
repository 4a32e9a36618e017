// Room: office/ui/vat. What a person tells about the vat: a milking began or ended, collected, washed, empty; and what a guess got wrong.
// May live here: the questions that each needs. May not: rules about what is taken (the controller says so).
// Invariant: one small dialog for each; "now" is one press; an earlier time is read at the farm.

import { useState } from "preact/hooks";
import type { IntentIn } from "../../contract/shed.ts";
import { Button, Buttons } from "../components/button.tsx";
import { Choice } from "../components/choice.tsx";
import { useNow } from "../components/clock-time.tsx";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { zoneOf } from "../entry/farm-zone.ts";
import { localNow, resolveWhen } from "../entry/when.ts";
import { useOffice } from "../office.ts";
import { useSave } from "../reads.ts";
import type { BoardVat } from "./now.tsx";

type Said = Extract<IntentIn, { readonly kind: "vat-told" }>["what"];
/** What can be told from the buttons; thermometer checks have their own forms. */
export type Telling =
  | { readonly kind: "milking-began" | "milking-ended" | "collected" }
  | { readonly kind: "wash-began" | "wash-ended" | "empty" | "confirm-state" | "not-collected" }
  | {
      readonly kind: "correct-start" | "confirm-start" | "not-a-milking";
      readonly milking: number;
      readonly at: string;
    };

type Words = { readonly button: string; readonly title: string; readonly says: string };
const WORDS: { readonly [kind in Telling["kind"]]: Words } = {
  "milking-began": {
    button: "Milking has begun",
    title: "Milking has begun",
    says: "The clock of this milking starts then: by its rule the milk has to be cold in time from there.",
  },
  "milking-ended": {
    button: "Milking has ended",
    title: "Milking has ended",
    says: "No more milk comes in from then on.",
  },
  collected: {
    button: "Milk was collected",
    title: "Milk was collected",
    says: "The vat is empty from then on. The temperature at pick-up is kept with each milking.",
  },
  "wash-began": {
    button: "Wash begins",
    title: "A wash begins",
    says: "Hot water is no milk: it is judged by the rules for washing.",
  },
  "wash-ended": {
    button: "Wash has ended",
    title: "The wash has ended",
    says: "The vat is clean and empty.",
  },
  empty: {
    button: "The vat is empty",
    title: "The vat is empty",
    says: "There is no milk in it, and nobody collected any now.",
  },
  "confirm-state": {
    button: "The state is right",
    title: "Confirm what the probe shows",
    says: "It is no guess any more; your name stands beside it.",
  },
  "not-collected": {
    button: "It was not collected",
    title: "It was not collected",
    says: "The milk is still in the vat. What was taken for a collection is taken back.",
  },
  "correct-start": {
    button: "It began at another time",
    title: "When did this milking begin?",
    says: "It is judged anew from there. The old start stays on record beside the new one.",
  },
  "confirm-start": {
    button: "The start is right",
    title: "Confirm the start",
    says: "The start is no guess any more; your name stands beside it.",
  },
  "not-a-milking": {
    button: "It was no milking",
    title: "It was no milking",
    says: "What was taken for a milking is taken back; it stays on record as that.",
  },
};
export const buttonOf = ({ kind }: Telling): string => WORDS[kind].button;

/** What is most likely to be told next, the likeliest first. */
function likely({ state }: BoardVat): readonly Telling[] {
  const began: Telling = { kind: "milking-began" };
  const ended: Telling = { kind: "milking-ended" };
  const collected: Telling = { kind: "collected" };
  const wash: Telling = { kind: "wash-began" };
  const washed: Telling = { kind: "wash-ended" };
  const empty: Telling = { kind: "empty" };
  switch (state) {
    case "filling":
      return [ended, collected, began, wash, empty];
    case "cooling":
    case "holding":
      return [collected, began, wash, empty];
    case "collected":
      return [wash, began, { kind: "not-collected" }, empty];
    case "washing":
      return [washed, began, empty];
    default:
      return [began, collected, wash, empty];
  }
}

/** One or two that fit the moment, and the others behind one button. */
export function TellButtons({ vat }: { readonly vat: BoardVat }) {
  const [telling, setTelling] = useState<Telling | null>(null);
  const [more, setMore] = useState(false);
  const [first, ...others] = likely(vat);
  if (first === undefined) return null;
  return (
    <div class="vat-tell no-print">
      <Buttons>
        <Button onPress={() => setTelling(first)}>{buttonOf(first)}</Button>
        <Button kind="quiet" onPress={() => setMore(true)}>
          Tell something else
        </Button>
      </Buttons>
      {more ? (
        <Dialog title="What happened at the vat?" onClose={() => setMore(false)}>
          {others.map((other) => (
            <Button
              key={other.kind}
              wide
              onPress={() => {
                setMore(false);
                setTelling(other);
              }}
            >
              {buttonOf(other)}
            </Button>
          ))}
        </Dialog>
      ) : null}
      {telling === null ? null : <TellDialog telling={telling} onClose={() => setTelling(null)} />}
    </div>
  );
}

/** What nobody but the probe says, and what a person can make of it. */
export function GuessBox({ vat }: { readonly vat: BoardVat }) {
  const [telling, setTelling] = useState<Telling | null>(null);
  const { milking } = vat;
  const hangs = milking?.outcomes.flatMap(({ hangsOn }) => hangsOn) ?? [];
  const asked = milking !== null && (milking.told.guess || hangs.includes("start"));
  if (!vat.guess && !asked && !hangs.includes("end")) return null;
  const options: Telling[] = [];
  if (vat.guess) options.push({ kind: "confirm-state" });
  if (vat.guess && vat.state === "collected") options.push({ kind: "not-collected" });
  if (asked && milking !== null) {
    const at = new Date(milking.start).toISOString();
    options.push({ kind: "confirm-start", milking: milking.milking, at });
    options.push({ kind: "correct-start", milking: milking.milking, at });
    options.push({ kind: "not-a-milking", milking: milking.milking, at });
  }
  if (hangs.includes("end")) options.push({ kind: "milking-ended" });
  return (
    <section class="card ask no-print" aria-labelledby="vat-guess">
      <h2 id="vat-guess">Only the probe says so</h2>
      <p>
        {hangs.length > 0
          ? "The verdict hangs on this guess: say how it was, and the milk is judged plainly."
          : "A person who knows can confirm it, or say how it was."}
      </p>
      <Buttons>
        {options.map((option) => (
          <Button key={option.kind} onPress={() => setTelling(option)}>
            {buttonOf(option)}
          </Button>
        ))}
      </Buttons>
      {telling === null ? null : <TellDialog telling={telling} onClose={() => setTelling(null)} />}
    </section>
  );
}

type Answers = {
  readonly early: boolean;
  readonly at: string;
  readonly reason: string;
  readonly detergent: "yes" | "no" | "not-said";
};

export function TellDialog({
  telling,
  onClose,
}: {
  readonly telling: Telling;
  readonly onClose: () => void;
}) {
  const { session, say } = useOffice();
  const zone = zoneOf(session.zone.value);
  const now = useNow();
  const started = "at" in telling ? Date.parse(telling.at) : now;
  const [answers, setAnswers] = useState<Answers>({
    early: telling.kind === "correct-start",
    at: localNow(started, zone),
    reason: "",
    detergent: "yes",
  });
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const save = useSave("intend");
  const words = WORDS[telling.kind];
  const send = async () => {
    const at = answers.early ? resolveWhen(answers.at, now, zone) : null;
    setWrong(at?.ok === false ? at.error : undefined);
    if (at?.ok === false) return;
    const what = saidOf(telling, answers, at?.value);
    const answer = await save.send({ body: { kind: "vat-told", what } });
    if (!answer.ok) return;
    say(answer.value.says);
    onClose();
  };
  const asksReason = needsReason(telling);
  return (
    <Dialog title={words.title} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p>{words.says}</p>
        <Questions telling={telling} answers={answers} wrong={wrong} onChange={setAnswers} />
        <TroubleBox trouble={save.trouble} />
        <Button kind="main" submit busy={save.saving} off={asksReason && answers.reason.trim() === ""}>
          {words.button}
        </Button>
      </form>
    </Dialog>
  );
}

const needsReason = ({ kind }: Telling): boolean =>
  kind === "correct-start" || kind === "not-a-milking" || kind === "not-collected";
const canBeEarlier = ({ kind }: Telling): boolean =>
  kind === "milking-began" || kind === "milking-ended" || kind === "collected";

type QuestionsProps = {
  readonly telling: Telling;
  readonly answers: Answers;
  readonly wrong: string | undefined;
  readonly onChange: (answers: Answers) => void;
};
function Questions({ telling, answers, wrong, onChange }: QuestionsProps) {
  return (
    <>
      {canBeEarlier(telling) ? (
        <Choice
          legend="When"
          options={[
            { value: "now", label: "Just now" },
            { value: "earlier", label: "Earlier" },
          ]}
          value={answers.early ? "earlier" : "now"}
          onChoose={(value) => onChange({ ...answers, early: value === "earlier" })}
        />
      ) : null}
      {answers.early ? (
        <TextField
          label="Date and time at the farm"
          kind="datetime-local"
          value={answers.at}
          onInput={(at) => onChange({ ...answers, at })}
          error={wrong}
          required
        />
      ) : null}
      {telling.kind === "wash-began" ? (
        <Choice
          legend="Detergent"
          options={[
            { value: "yes", label: "With detergent", says: "judged: never below 65 °C" },
            { value: "no", label: "Without", says: "a rinse" },
            { value: "not-said", label: "Not known", says: "not judged" },
          ]}
          value={answers.detergent}
          onChoose={(detergent) => onChange({ ...answers, detergent })}
        />
      ) : null}
      {needsReason(telling) ? (
        <TextField
          label="How do you know"
          value={answers.reason}
          onInput={(reason) => onChange({ ...answers, reason })}
          lines={2}
          max={200}
          required
          hint="It stands beside the correction with your name."
        />
      ) : null}
    </>
  );
}

function saidOf(telling: Telling, { reason, detergent }: Answers, at: string | undefined): Said {
  switch (telling.kind) {
    case "milking-began":
    case "milking-ended":
    case "collected":
      return at === undefined ? { kind: telling.kind } : { kind: telling.kind, at };
    case "wash-began":
      return { kind: "wash-began", detergent: detergent === "not-said" ? null : detergent === "yes" };
    case "not-collected":
      return { kind: "not-collected", reason };
    case "correct-start":
      return { kind: "correct-start", milking: telling.milking, at: at ?? telling.at, reason };
    case "confirm-start":
      return { kind: "confirm-start", milking: telling.milking };
    case "not-a-milking":
      return { kind: "not-a-milking", milking: telling.milking, reason };
    default:
      return { kind: telling.kind };
  }
}
