// Room: office/herd. Waiting for something to be so, looked at again whenever the bell rings.
// May live here: waiting. May not: what is waited for. Invariant: every wait has an end: what is waited for, or its time.

export type Bell = {
  readonly ring: () => void;
  /** Whether `isSo` came true within so many milliseconds. Without them: until it does. */
  readonly until: (isSo: () => boolean, within?: number) => Promise<boolean>;
};

export function createBell(): Bell {
  const waiting = new Set<() => void>();
  return {
    ring() {
      for (const look of [...waiting]) look();
    },
    until: (isSo, within) =>
      new Promise((resolve) => {
        const end = (so: boolean) => {
          waiting.delete(look);
          clearTimeout(timer);
          resolve(so);
        };
        const timer = within === undefined ? undefined : setTimeout(() => end(isSo()), within);
        const look = () => {
          if (isSo()) end(true);
        };
        waiting.add(look);
        look();
      }),
  };
}
