// Room: drivers/bail-node. The one transport object that firmata-io keeps for ever, over every reconnect.
// May live here: handing whole messages in and bytes out. May not: ports, retries, Firmata's meaning.
// Invariant: nothing goes out unless `attached`, and nothing comes in but whole, checked messages.

import { EventEmitter } from "node:events";

/** Takes bytes for the board; false when there is no room. */
type Sink = (bytes: Uint8Array) => boolean;

export class NodeTransport extends EventEmitter {
  #sink: Sink | null = null;
  #overflowed: () => void;

  /** `overflowed` is called when the library writes more than the link can hold. */
  constructor(overflowed: () => void) {
    super();
    this.#overflowed = overflowed;
  }

  /** From now on what the library writes goes to `sink`. */
  attach(sink: Sink): void {
    this.#sink = sink;
  }

  /** From now on what the library writes is dropped: it cannot know that the board is away. */
  detach(): void {
    this.#sink = null;
  }

  get attached(): boolean {
    return this.#sink !== null;
  }

  /** Called by firmata-io, which counts the callbacks and nothing more. */
  write(bytes: Uint8Array, done?: () => void): boolean {
    if (this.#sink !== null && !this.#sink(bytes)) this.#overflowed();
    done?.();
    return true;
  }

  /** Hands one whole message to firmata-io. */
  hand(bytes: Uint8Array): void {
    this.emit("data", bytes);
  }
}
