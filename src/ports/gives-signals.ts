// Room: ports. Siren and beacon on pins of the computer; their loss is harmless.

export type GivesSignals = {
  signal(which: "siren" | "beacon", on: boolean): void;
};
