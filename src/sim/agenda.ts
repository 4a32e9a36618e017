// Room: sim. What is going to happen, in order of time: a binary heap of things to do.
// May not: clocks. Invariant: things due at one instant happen in the order they were put in.

export type Agenda = {
  /** When the next thing is due; Infinity when there is none. */
  nextAt(): number;
  put(at: number, thing: () => void): void;
  /** Takes the next thing off. Undefined when empty. */
  take(): Due | undefined;
};
export type Due = { readonly at: number; readonly order: number; readonly thing: () => void };

export function createAgenda(): Agenda {
  const heap: Due[] = [];
  let order = 0;
  const earlier = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
  const up = (from: number): void => {
    let child = from;
    const due = heap[child];
    if (due === undefined) return;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !earlier(due, above)) break;
      heap[child] = above;
      child = parent;
    }
    heap[child] = due;
  };
  const down = (due: Due): void => {
    let parent = 0;
    for (;;) {
      let child = parent * 2 + 1;
      let below = heap[child];
      if (below === undefined) break;
      const right = heap[child + 1];
      if (right !== undefined && earlier(right, below)) {
        child += 1;
        below = right;
      }
      if (!earlier(below, due)) break;
      heap[parent] = below;
      parent = child;
    }
    heap[parent] = due;
  };
  return {
    nextAt: () => heap[0]?.at ?? Number.POSITIVE_INFINITY,
    put: (at, thing) => {
      order += 1;
      heap.push({ at, order, thing });
      up(heap.length - 1);
    },
    take: () => {
      const top = heap[0];
      const last = heap.pop();
      if (top !== undefined && last !== undefined && last !== top) down(last);
      return top;
    },
  };
}
