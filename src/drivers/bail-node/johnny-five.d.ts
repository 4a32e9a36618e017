// Room: drivers/bail-node. The part of johnny-five 2.1 that we use, as it is in lib/{board,switch,relay}.js.
// May live here: declarations only. May not: anything we do not use.

declare module "johnny-five/lib/board.js" {
  import type { EventEmitter } from "node:events";

  class Board extends EventEmitter {
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
  export = Board;
}
declare module "johnny-five/lib/switch.js" {
  import type { EventEmitter } from "node:events";
  import type Board from "johnny-five/lib/board.js";

  class Switch extends EventEmitter {
    /** `type: "NC"` leaves the pull-up alone; `invert: true` makes closed = low. */
    constructor(options: {
      readonly board: Board;
      readonly pin: number;
      readonly type: "NC";
      readonly invert: true;
    });
    readonly isClosed: boolean;
  }
  export = Switch;
}
declare module "johnny-five/lib/relay.js" {
  import type Board from "johnny-five/lib/board.js";

  class Relay {
    constructor(options: { readonly board: Board; readonly pin: number });
    close(): this;
    open(): this;
  }
  export = Relay;
}
/** All of them at once, with some thirty kinds of component more: 5 MB and a third of the start that a controller does not need. */
declare module "johnny-five" {
  import Board from "johnny-five/lib/board.js";
  import Relay from "johnny-five/lib/relay.js";
  import Switch from "johnny-five/lib/switch.js";

  const five: { readonly Board: typeof Board; readonly Switch: typeof Switch; readonly Relay: typeof Relay };
  export = five;
}
