// Room: office/ui/pit. What to do now, gravest first, with the bails it is about; and clusters to rinse.

import { REASONS } from "../../../domain/alarms/catalogue.ts";
import { Button } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { LAMP_WORDS, Lamp } from "../components/lamp.tsx";
import type { Board, BoardBail } from "./board.ts";
import type { RinseDue } from "./rinse.ts";
import { asksForNumber, MILK_LAST, type Task, tasksOf } from "./to-do.ts";

/** More bails than this and each is only its number. */
const LINES_MAX = 3;

type Props = {
  readonly board: Board;
  readonly rinses: readonly RinseDue[];
  readonly onOpen: (bail: number) => void;
  readonly onRinsed: (bail: number) => void;
};
export function ToDoList({ board, rinses, onOpen, onRinsed }: Props) {
  const tasks = tasksOf(board.bails);
  return (
    <section class="pit-to-do" aria-label="What to do now">
      <h2>To do now</h2>
      {tasks.length === 0 && rinses.length === 0 ? (
        <p class="pit-nothing">
          <Icon name="check" /> Nothing. Every cow here may go to the vat.
        </p>
      ) : null}
      {rinses.map((due) => (
        <Rinse key={due.bail} due={due} onRinsed={onRinsed} />
      ))}
      {tasks.map((task) => (
        <OneTask key={task.reason} task={task} all={board.bails.length} onOpen={onOpen} />
      ))}
    </section>
  );
}

function Rinse({ due, onRinsed }: { readonly due: RinseDue; readonly onRinsed: (bail: number) => void }) {
  const after = due.after === "" ? "a cow that nobody knew" : `cow ${due.after}`;
  return (
    <div class="pit-task rinse">
      <h3>
        <Icon name="rinse" /> RINSE: bail {due.bail}
      </h3>
      <p>
        Rinse the cluster after {after}
        {due.next === null ? " before the next cow." : ` before it goes on cow ${due.next}.`}
      </p>
      <Button icon="check" onPress={() => onRinsed(due.bail)} label={`Bail ${due.bail} is rinsed`}>
        Rinsed
      </Button>
    </div>
  );
}

type TaskProps = { readonly task: Task; readonly all: number; readonly onOpen: (bail: number) => void };
function OneTask({ task, all, onOpen }: TaskProps) {
  const { says, whatToDo, lamp } = REASONS[task.reason];
  const held = task.reason === "withheld" || task.reason === "held-by-clock";
  return (
    <div class={`pit-task ${lamp}`}>
      <h3>
        <Lamp lamp={lamp} />
        <span>
          {says}
          {task.bails.length > 1 ? ` · ${task.bails.length === all ? "all" : task.bails.length} bails` : ""}
        </span>
        <span class="aside">{LAMP_WORDS[lamp]}</span>
      </h3>
      <p>
        {whatToDo}
        {held ? ` ${MILK_LAST}` : ""}
      </p>
      {task.bails.length === all && all > LINES_MAX ? null : (
        <div class={task.bails.length > LINES_MAX ? "pit-task-bails many" : "pit-task-bails"}>
          {task.bails.map((bail) => (
            <TaskBail key={bail.bail} bail={bail} short={task.bails.length > LINES_MAX} onOpen={onOpen} />
          ))}
        </div>
      )}
    </div>
  );
}

type TaskBailProps = {
  readonly bail: BoardBail;
  readonly short: boolean;
  readonly onOpen: (bail: number) => void;
};
function TaskBail({ bail, short, onOpen }: TaskBailProps) {
  const cow = bail.cow === null ? "" : `cow ${bail.cow}`;
  if (short)
    return (
      <Button onPress={() => onOpen(bail.bail)} label={`Bail ${bail.bail} ${cow}`}>
        {bail.bail}
      </Button>
    );
  return (
    <div class="pit-task-bail">
      <Button onPress={() => onOpen(bail.bail)} kind={asksForNumber(bail) ? "main" : "plain"}>
        {asksForNumber(bail)
          ? `Bail ${bail.bail}: which cow?`
          : `Bail ${bail.bail}${cow === "" ? "" : ` · ${cow}`}`}
      </Button>
      {bail.why.length === 0 ? null : <p class="pit-why">{bail.why.join(" ")}</p>}
    </div>
  );
}
