// Room: office/ui/vat. Probes and thermometers: what each is worth now, its check in ice, and a hand reading beside it.
// May live here: the forms of checks and what came of earlier ones. May not: the rules of checks (domain/vat/thermometer-check.ts).
// Invariant: what a check would come to is said before it is recorded, by the same rule that the controller judges by.

import { useState } from "preact/hooks";
import { personId, probeId } from "../../../domain/ids.ts";
import { epochMs } from "../../../domain/units.ts";
import { dueInWords, outcomeInWords } from "../../../domain/vat/probe-words.ts";
import { outcomeOf, type Thermometer, thermometerCheck } from "../../../domain/vat/thermometer-check.ts";
import { Button } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { Choice } from "../components/choice.tsx";
import { dayWords, useNow } from "../components/clock-time.tsx";
import { Empty } from "../components/empty.tsx";
import { TextField } from "../components/field.tsx";
import { Reading } from "../components/progress.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useKept } from "../entry/kept.ts";
import { useMayTell } from "../may.ts";
import { useOffice } from "../office.ts";
import { useSave } from "../reads.ts";
import { ConditionLine } from "../shed/condition-line.tsx";
import { probeCondition, roleInWords } from "../shed/conditions.ts";
import { EventList } from "./events-view.tsx";
import type { BoardVat } from "./now.tsx";

export function ChecksView() {
  return (
    <div class="vat-checks">
      <LivingChecks />
      <EventList title="Checks so far" kinds={CHECKS} />
    </div>
  );
}
const CHECKS = ["thermometer-check", "hand-compared"] as const;

function LivingChecks() {
  const may = useMayTell();
  const board = useOffice().live.now.value?.board ?? null;
  if (board === null) return <Reading what="the probes" />;
  const { vat } = board;
  if (vat === null) {
    return (
      <Empty icon="vat" title="No vat is watched here">
        Probes are named in the shed's configuration, under "vat". Then their readings, checks and curves
        stand here.
      </Empty>
    );
  }
  return (
    <>
      <Probes vat={vat} />
      {may ? (
        <div class="vat-check-forms no-print">
          <IceForm vat={vat} />
          <HandForm vat={vat} />
        </div>
      ) : null}
    </>
  );
}

function Probes({ vat }: { readonly vat: BoardVat }) {
  const { session } = useOffice();
  const zone = session.zone.value;
  const now = useNow();
  const day = (at: number) => dayWords(at, zone, now);
  const dueOf = (thermometer: Thermometer) =>
    vat.checksDue.find((one) => one.thermometer === thermometer)?.due;
  const hand = dueOf("hand");
  return (
    <Card title="Probes and thermometers">
      <ul class="shed-conditions">
        {vat.probes.map((probe) => {
          const due = dueOf(probe.probe);
          return (
            <ConditionLine
              key={probe.probe}
              name={probe.probe}
              aside={roleInWords(probe.role)}
              condition={probeCondition(probe)}
            >
              {due === undefined ? null : (
                <CheckDue words={dueInWords(probe.probe, due, day)} soon={due.state === "soon"} />
              )}
            </ConditionLine>
          );
        })}
        <ConditionLine
          name="Hand thermometer"
          aside="for checks"
          condition={
            hand === undefined
              ? { sign: "good", says: "its ice check is not due", usualCause: "", whatToDo: "" }
              : {
                  sign: hand.state === "soon" ? "good" : "maintenance",
                  says: dueInWords("hand", hand, day),
                  usualCause: "",
                  whatToDo: hand.state === "soon" ? "" : "Check it in ice below, before it checks others.",
                }
          }
        />
      </ul>
    </Card>
  );
}

function CheckDue({ words, soon }: { readonly words: string; readonly soon: boolean }) {
  return <p class={soon ? "quiet-words" : "vat-check-due"}>{soon ? words : `▲ ${words}`}</p>;
}

const thermometersOf = (vat: BoardVat) => [
  { value: "hand", label: "By hand", says: "the thermometer for checks" },
  ...vat.probes
    .filter(({ role }) => role === "milk")
    .map(({ probe }) => ({ value: probe, label: probe, says: "a probe of the vat" })),
];

type IceDraft = { readonly thermometer: string; readonly readings: readonly string[] };
const noReadings = (): IceDraft => ({ thermometer: "hand", readings: ["", "", ""] });
const ICE_CHECK_LASTS_MS = 2 * 3_600_000;

function IceForm({ vat }: { readonly vat: BoardVat }) {
  // Five minutes lie between two readings: what is written down already outlives a reload and the end of a session.
  const kept = useKept({
    name: "ice-check",
    fresh: noReadings,
    aged: (draft, age) => (age > ICE_CHECK_LASTS_MS ? noReadings() : draft),
  });
  const { thermometer, readings } = kept.draft;
  const save = useSave("intend");
  const { say } = useOffice();
  const figures = readings.map(figure);
  const complete = figures.every((one) => one !== null);
  const preview = complete
    ? previewOf(
        thermometer,
        figures.map((one) => one ?? 0),
      )
    : null;
  const send = async () => {
    const answer = await save.send({
      body: {
        kind: "vat-told",
        what: { kind: "ice-point", thermometer, readings: figures.map((one) => one ?? 0) },
      },
    });
    if (!answer.ok) return;
    say("The ice check is recorded.");
    kept.startAfresh();
  };
  return (
    <Card title="Check in ice">
      <ol class="vat-steps">
        <li>Clean the thermometer and keep it in the refrigerator for some hours.</li>
        <li>
          Crush ice, mix it with water to a clear slurry in a thermos; pour off what water stands over it.
        </li>
        <li>Put the whole probe in. When the figure rests, write it down.</li>
        <li>Back into the refrigerator for five minutes; then again, three times in all.</li>
      </ol>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Choice
          legend="Which thermometer"
          options={thermometersOf(vat)}
          value={thermometer}
          onChoose={(chosen) => kept.set({ ...kept.draft, thermometer: chosen })}
        />
        <div class="vat-three">
          {(["First", "Second", "Third"] as const).map((name, index) => (
            <TextField
              key={name}
              label={`${name}, °C`}
              value={readings[index] ?? ""}
              onInput={(value) =>
                kept.set({
                  ...kept.draft,
                  readings: readings.map((one, at) => (at === index ? value : one)),
                })
              }
              inputMode="text"
              max={7}
              required
              error={
                readings[index] !== "" && figures[index] === null
                  ? "A figure such as 0.5 or -0.2."
                  : undefined
              }
            />
          ))}
        </div>
        {preview === null ? (
          <p class="quiet-words">
            With all three the mean is worked out here. More than 1 °C off is not acceptable.
          </p>
        ) : (
          <p class={`vat-preview ${preview.tone}`} role="status">
            {preview.words}
          </p>
        )}
        <TroubleBox trouble={save.trouble} />
        <Button kind="main" submit busy={save.saving} off={!complete || preview?.tone === "wrong"}>
          Record the check
        </Button>
      </form>
    </Card>
  );
}

/** A figure as people write it, with a point or a comma; null where it is none. */
export function figure(text: string): number | null {
  const plain = text
    .trim()
    .replace(",", ".")
    .replace("−", "-")
    .replace(/\s*°?\s*C$/i, "");
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

function previewOf(
  thermometer: string,
  readings: readonly number[],
): { readonly words: string; readonly tone: "good" | "bad" | "wrong" } {
  const name: Thermometer = thermometer === "hand" ? "hand" : probeId(thermometer);
  const check = thermometerCheck({ thermometer: name, readings }, personId("you"), epochMs(0));
  if (!check.ok) return { words: check.error.join(" "), tone: "wrong" };
  const outcome = outcomeOf(check.value);
  return { words: outcomeInWords(name, outcome), tone: outcome.kind === "acceptable" ? "good" : "bad" };
}

function HandForm({ vat }: { readonly vat: BoardVat }) {
  const probes = vat.probes.filter(({ role }) => role === "milk");
  const [probe, setProbe] = useState<string>(probes[0]?.probe ?? "");
  const [celsius, setCelsius] = useState("");
  const save = useSave("intend");
  const { say } = useOffice();
  const value = figure(celsius);
  const send = async () => {
    if (value === null) return;
    const answer = await save.send({
      body: { kind: "vat-told", what: { kind: "hand-reading", probe, celsius: value } },
    });
    if (!answer.ok) return;
    say("The hand reading is recorded.");
    setCelsius("");
  };
  const shown = vat.probes.find((one) => one.probe === probe);
  return (
    <Card title="Hand reading beside a probe">
      <p>
        Run the agitator for five minutes, hold the hand thermometer in the milk beside the probe until it
        rests, and write down what it shows.
      </p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Choice
          legend="Beside which probe"
          options={probes.map((one) => ({ value: one.probe, label: one.probe }))}
          value={probe}
          onChoose={setProbe}
        />
        <TextField
          label="The hand thermometer shows, °C"
          value={celsius}
          onInput={setCelsius}
          max={7}
          required
          hint={`The probe shows ${shown === undefined ? "nothing" : probeCondition(shown).says} now.`}
          error={celsius !== "" && value === null ? "A figure such as 4.2." : undefined}
        />
        <TroubleBox trouble={save.trouble} />
        <Button kind="main" submit busy={save.saving} off={value === null || probe === ""}>
          Record the reading
        </Button>
      </form>
    </Card>
  );
}
