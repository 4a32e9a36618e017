// Room: office/ui/entry. What is typed and not saved yet, kept on this device: a reload, a sign-out or an empty battery loses nothing.
// May live here: keeping and finding again. May not: records; a draft is nobody's evidence.
// Invariant: a draft is forgotten only when its entry is recorded or a person says so; one of another shape is not taken.

import { useRef, useState } from "preact/hooks";
import { useOffice } from "../office.ts";

type Kept<T> = { readonly at: number; readonly draft: T };
/** The newest so many drafts of a device; a shed has a handful of forms. */
const AGE_MAX_MS = 14 * 86_400_000;

export type KeptDraft<T> = {
  readonly draft: T;
  readonly set: (next: T) => void;
  /** A new one; the old one is forgotten. */
  readonly startAfresh: (next?: T) => void;
  /** Milliseconds since the epoch when what was found here had been touched last; null: this draft is new. */
  readonly foundFrom: number | null;
};

export type DraftForm<T> = {
  /** Of the form and what it is about: "treat", "fact-412". */
  readonly name: string;
  readonly fresh: () => T;
  /** What has to be asked again after so long, such as "now". */
  readonly aged?: (draft: T, age: number) => T;
};

/** One draft of the person signed in, by the name of its form. */
export function useKept<T extends object>(form: DraftForm<T>): KeptDraft<T> {
  const { session } = useOffice();
  const key = `vatguard-draft-${session.session.value?.person?.person ?? "nobody"}-${form.name}`;
  const [state, setState] = useState(() => begin(key, form));
  const current = useRef(key);
  if (current.current !== key) {
    current.current = key;
    const begun = begin(key, form);
    setState(begun);
    return { ...begun, set: () => undefined, startAfresh: () => undefined };
  }
  return {
    ...state,
    set: (draft) => {
      keep(localStorage, key, draft, Date.now());
      setState((before) => ({ ...before, draft }));
    },
    startAfresh: (next) => {
      localStorage.removeItem(key);
      setState({ draft: next ?? form.fresh(), foundFrom: null });
    },
  };
}

function begin<T extends object>(
  key: string,
  { fresh, aged }: DraftForm<T>,
): Pick<KeptDraft<T>, "draft" | "foundFrom"> {
  const now = Date.now();
  const made = fresh();
  const found = find(localStorage, key, made, now);
  if (found === null) return { draft: made, foundFrom: null };
  return { draft: aged === undefined ? found.draft : aged(found.draft, now - found.at), foundFrom: found.at };
}

export function keep(where: Storage, key: string, draft: object, at: number): void {
  try {
    where.setItem(key, JSON.stringify({ at, draft }));
  } catch {
    // The device's store is full or shut: the form still works, only a reload would lose it.
    where.removeItem(key);
  }
}

export function find<T extends object>(where: Storage, key: string, like: T, now: number): Kept<T> | null {
  const text = where.getItem(key);
  if (text === null) return null;
  try {
    const kept: unknown = JSON.parse(text);
    if (isKept(kept) && now - kept.at < AGE_MAX_MS && hasShapeOf(like, kept.draft)) {
      return { at: kept.at, draft: kept.draft };
    }
  } catch {
    // Not ours, or of another version.
  }
  where.removeItem(key);
  return null;
}

const isKept = (kept: unknown): kept is { at: number; draft: unknown } =>
  typeof kept === "object" && kept !== null && "at" in kept && typeof kept.at === "number" && "draft" in kept;

/** The same keys, each with the same kind of value; where the new one has null, null or anything. */
function hasShapeOf<T extends object>(like: T, draft: unknown): draft is T {
  if (typeof draft !== "object" || draft === null || Array.isArray(draft) !== Array.isArray(like))
    return false;
  if (Array.isArray(like)) return true;
  const given = new Map<string, unknown>(Object.entries(draft));
  const wanted: [string, unknown][] = Object.entries(like);
  return (
    wanted.length === given.size &&
    wanted.every(([key, value]) => {
      if (!given.has(key)) return false;
      const found = given.get(key);
      if (value === null) return true;
      if (typeof value === "object") return found === null || hasShapeOf(value, found);
      return found === null || typeof found === typeof value;
    })
  );
}
