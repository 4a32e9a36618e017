// Room: office/ui/shed. Every device now: what is wrong first, each with what to do; then all of them, one quiet line each.
// May live here: the order of things. May not: which sign a device has (conditions.ts).
// Invariant: with all in order the page says so in one line; what is not in order comes before everything else.

import { FAULTS, type FaultCode } from "../../../domain/alarms/catalogue.ts";
import { subjectInWords } from "../../../domain/alarms/subject.ts";
import { Card } from "../components/card.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { useMayTell } from "../may.ts";
import { ClearValve } from "./clear-valve.tsx";
import { ConditionLine, SignMark } from "./condition-line.tsx";
import {
  type Board,
  type Condition,
  clockCondition,
  type Devices,
  gravest,
  inputCondition,
  type Listed,
  nodeCondition,
  probeCondition,
  readerCondition,
  recordingCondition,
  roleInWords,
  SIGN_WORDS,
  SIGNS,
  type Valve,
  valveCondition,
} from "./conditions.ts";
import { ConfirmTime } from "./confirm-time.tsx";
import { LampTest } from "./lamp-test.tsx";
import { ValveGrid } from "./valve-grid.tsx";
import { RaiseVatStop, VatStopRaised } from "./vat-stop.tsx";

type Props = { readonly board: Board; readonly devices: Devices };
type Group = {
  readonly title: string;
  readonly one: string;
  readonly many: string;
  readonly listed: readonly Listed[];
};

export function DevicesView({ board, devices }: Props) {
  const groups = groupsOf(board, devices);
  const valves = devices.valves.map((valve) => ({ valve, condition: valveCondition(valve) }));
  const may = useMayTell();
  return (
    <div class="shed-devices living">
      {board.vatStop === null ? null : <VatStopRaised stop={board.vatStop} />}
      <Summary board={board} groups={groups} valves={valves} />
      <div class="shed-groups">
        {groups.map(({ title, listed }) =>
          listed.length === 0 ? null : (
            <Card key={title} title={title}>
              <ul class="shed-conditions">
                {inOrder(listed).map(({ key, name, condition }) => (
                  <ConditionLine key={key} name={name} condition={condition}>
                    {key === "clock" && condition.sign !== "good" ? <ConfirmTime /> : null}
                  </ConditionLine>
                ))}
              </ul>
            </Card>
          ),
        )}
      </div>
      <ValveGrid valves={valves} />
      <LampTest test={board.lampTest} />
      {may && board.vatStop === null ? (
        <div class="no-print">
          <RaiseVatStop />
        </div>
      ) : null}
    </div>
  );
}

const inOrder = (listed: readonly Listed[]): readonly Listed[] =>
  [...listed].sort((a, b) => SIGNS.indexOf(a.condition.sign) - SIGNS.indexOf(b.condition.sign));

function groupsOf(board: Board, devices: Devices): readonly Group[] {
  return [
    {
      title: "Bail boards",
      one: "board",
      many: "boards",
      listed: devices.nodes.map((node) => ({
        key: node.node,
        name: node.node,
        condition: nodeCondition(node),
      })),
    },
    {
      title: "Tag readers",
      one: "reader",
      many: "readers",
      listed: devices.readers.map((reader) => ({
        key: reader.reader,
        name: reader.reader,
        condition: readerCondition(reader, board.faults),
      })),
    },
    {
      title: "Probes",
      one: "probe",
      many: "probes",
      listed: (board.vat?.probes ?? []).map((probe) => ({
        key: probe.probe,
        name: `${probe.probe}, ${roleInWords(probe.role)}`,
        condition: probeCondition(probe),
      })),
    },
    {
      title: "Gates, beams and switches",
      one: "switch",
      many: "switches",
      listed: devices.inputs.map((input) => ({
        key: input.input,
        name: input.input,
        condition: inputCondition(input),
      })),
    },
    {
      title: "Time and recording",
      one: "",
      many: "",
      listed: [
        { key: "clock", name: "Time", condition: clockCondition(devices.clock) },
        { key: "recording", name: "Flight recording", condition: recordingCondition(devices.recording) },
      ],
    },
  ];
}

type SummaryProps = {
  readonly board: Board;
  readonly groups: readonly Group[];
  readonly valves: readonly { readonly valve: Valve; readonly condition: Condition }[];
};
function Summary({ board, groups, valves }: SummaryProps) {
  const all = [...groups.flatMap(({ listed }) => listed), ...valves];
  const worst = gravest(all);
  // A valve that waits to be proven needs nobody: its board is away, and is listed, or it is on its way.
  const wrong = [
    ...groups.flatMap(({ listed }) => listed),
    ...valves.filter(({ condition }) => condition.sign !== "function-check"),
  ].filter(({ condition }) => condition.sign !== "good").length;
  const counted = [
    ...groups.filter(({ one, listed }) => one !== "" && listed.length > 0),
    { one: "valve", many: "valves", listed: valves },
  ].map(({ one, many, listed }) => `${listed.length} ${listed.length === 1 ? one : many}`);
  if (wrong === 0 && board.faults.length === 0) {
    return (
      <p class="shed-summary good">
        <SignMark sign="good" />
        <span>
          <b>All in order.</b> <span class="quiet-words">{counted.join(", ")}.</span>
        </span>
      </p>
    );
  }
  return (
    <section class={`shed-summary ${worst}`} aria-labelledby="shed-wrong">
      <SignMark sign={worst} />
      <div>
        <h2 id="shed-wrong">
          {wrong === 0
            ? "Something is not in order"
            : wrong === 1
              ? "One device needs somebody"
              : `${wrong} devices need somebody`}
          : {SIGN_WORDS[worst]}
        </h2>
        <Faults faults={board.faults} valves={valves} />
      </div>
    </section>
  );
}

const VALVE_FAULTS: readonly FaultCode[] = ["valve-not-at-divert", "valve-not-at-vat", "valve-left-vat"];

function Faults({
  faults,
  valves,
}: {
  readonly faults: Board["faults"];
  readonly valves: SummaryProps["valves"];
}) {
  // What a valve's own fault says stands here as well, with its button; the vat stop has its own box.
  const listed = faults.filter(({ fault }) => fault !== "vat-stop");
  if (listed.length === 0) return <p>See below, each with what to do.</p>;
  return (
    <ul class="shed-faults">
      {listed.map((one) => (
        <FaultLine key={`${one.fault} ${subjectInWords(one.subject)}`} fault={one} valves={valves} />
      ))}
    </ul>
  );
}

type FaultProps = { readonly fault: Board["faults"][number]; readonly valves: SummaryProps["valves"] };
function FaultLine({ fault, valves }: FaultProps) {
  const { says, meaning, whatToDo } = FAULTS[fault.fault];
  const { subject } = fault;
  const bail = subject.kind === "bail" && VALVE_FAULTS.includes(fault.fault) ? subject.bail : null;
  const valve = valves.find((one) => one.valve.bail === bail)?.valve;
  return (
    <li>
      <p>
        <b>
          {says}
          {subject.kind === "shed" ? "" : `: ${subjectInWords(subject)}`}
        </b>{" "}
        since <ClockTime at={fault.since} />. {meaning}
      </p>
      <p>
        <b>{whatToDo}</b>
      </p>
      {valve === undefined ? null : <ClearValve valve={valve} />}
    </li>
  );
}
