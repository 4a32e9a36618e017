// Room: drivers/bail-node. The part of johnny-five 2.1 that we use, as it is in lib/{board,switch,relay}.js.
// May live here: declarations only. May not: anything we do not use.

declare module "johnny-five" {
  import type { EventEmitter } from "node:events";

  export class Board extends EventEmitter {
    constructor(options: {
      readonly io: EventEmitter;
      readonly repl: false;
      readonly debug: false;
      readonly sigint: false;
    });
    readonly io: EventEmitter;
    /** Every board ever made; the library never forgets one. */
    static readonly cache: Board[];
  }
  export class Switch extends EventEmitter {
    /** `type: "NC"` leaves the pull-up alone; `invert: true` makes closed = low. */
    constructor(options: {
      readonly board: Board;
      readonly pin: number;
      readonly type: "NC";
      readonly invert: true;
    });
    readonly isClosed: boolean;
  }
  export class Relay {
    constructor(options: { readonly board: Board; readonly pin: number });
    close(): this;
    open(): this;
  }
  const five: { readonly Board: typeof Board; readonly Switch: typeof Switch; readonly Relay: typeof Relay };
  export = five;
}
