// Room: drivers/bail-node. The part of firmata-io 2.3 that we use, as it is in lib/firmata.js.
// May live here: declarations only. May not: anything we do not use.

declare module "firmata-io" {
  import type { EventEmitter } from "node:events";

  export type FirmataPin = {
    readonly supportedModes: readonly number[];
    readonly analogChannel: number;
    mode: number | undefined;
    value: number;
    report: number;
  };
  export type FirmataOptions = {
    readonly skipCapabilities: true;
    readonly pins: FirmataPin[];
    readonly analogPins: number[];
  };
  export class Firmata extends EventEmitter {
    constructor(transport: EventEmitter, options: FirmataOptions);
    readonly isReady: boolean;
    /** Fires after 5 s without an answer; not undone by anything but an answer. */
    readonly reportVersionTimeoutId: NodeJS.Timeout;
    readonly MODES: { readonly INPUT: 0; readonly OUTPUT: 1; readonly PULLUP: 11 };
    pinMode(pin: number, mode: number): void;
    reportDigitalPin(pin: number, on: 0 | 1): void;
  }
  const firmata: { readonly Firmata: typeof Firmata };
  export = firmata;
}
