// Room: main. The shed's devices put together from its file: boards, readers, pins, thermometers.
// May live here: which driver gets what. May not: the loop, records, the office.
// Invariant: loaded while the office is already starting; until then nothing could have been released, because no board had a lease.

import type { NodeId } from "../domain/ids.ts";
import { createBailNodeDriver } from "../drivers/bail-node/driver.ts";
import { createPins } from "../drivers/pins/driver.ts";
import { steadyInputs } from "../drivers/steady-inputs.ts";
import { createTagReader } from "../drivers/tag-reader/port.ts";
import { createThermometers } from "../drivers/thermometer/driver.ts";
import type { Deliver, Driver } from "../ports/delivers-events.ts";
import type { Outlets } from "./loop.ts";
import type { ShedOptions } from "./run-shed.ts";

export type ShedDevices = Pick<Outlets, "lease" | "signals"> & {
  /** In the order in which they are started. */
  readonly drivers: readonly Driver[];
};

/** Makes every driver; none is started yet. */
export function createShedDevices(options: ShedOptions, deliver: Deliver): ShedDevices {
  const { shed, clock, random, pinsFound } = options;
  const deviceClock = options.deviceClock ?? clock;
  const steadied = steady(deliver, shed);
  const nodes = nodeDrivers(options, steadied);
  const { siren, beacon } = shed.devices.signals;
  const pins = createPins({
    plan: {
      inputs: shed.devices.inputs.flatMap(({ input, on, activeWhen, steady: stays }) =>
        on.kind === "pi" ? [{ input, line: on.line, activeWhen, steady: stays }] : [],
      ),
      ...(siren === undefined ? {} : { siren: siren.line }),
      ...(beacon === undefined ? {} : { beacon: beacon.line }),
    },
    deliver: steadied,
    remark: options.onRemark,
    ...(pinsFound === undefined ? {} : { lookAround: () => Promise.resolve(pinsFound) }),
  });
  const readers = shed.devices.readers.map(({ reader, port, baud, format, equalReadsNeeded }) =>
    createTagReader(
      { reader, format, equalReadsNeeded, path: port, baudRate: baud },
      { clock: deviceClock, deliver, random },
    ),
  );
  const thermometers = createThermometers(shed.devices.probes, {
    clock,
    deliver,
    remark: options.onRemark,
    ...(options.probeTimes === undefined ? {} : { times: options.probeTimes }),
  });
  return {
    lease: (node, session, order) => nodes.get(node)?.lease(session, order),
    signals: pins,
    drivers: [pins, thermometers, ...readers, ...nodes.values()],
  };
}

function nodeDrivers({ shed, clock, deviceClock, random }: ShedOptions, deliver: Deliver) {
  return new Map<NodeId, ReturnType<typeof createBailNodeDriver>>(
    shed.devices.nodes.map(({ node, port, number }) => [
      node,
      createBailNodeDriver({
        node,
        number,
        path: port,
        inputs: shed.devices.inputs.flatMap(({ input, on, activeWhen }) =>
          on.kind === "node" && on.node === node ? [{ input, pin: on.pin, activeWhen }] : [],
        ),
        relays: shed.devices.relays.flatMap(({ relay, node: at, pin }) =>
          at === node ? [{ name: relay, pin }] : [],
        ),
        deliver,
        clock: deviceClock ?? clock,
        random,
      }),
    ]),
  );
}

function steady(deliver: Deliver, shed: ShedOptions["shed"]): Deliver {
  const lengths = new Map(shed.devices.inputs.map(({ input, steady: length }) => [input, length]));
  return steadyInputs(deliver, lengths, (length, act) => {
    const timer = setTimeout(act, length);
    return () => clearTimeout(timer);
  });
}
