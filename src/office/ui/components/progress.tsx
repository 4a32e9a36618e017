// Room: office/ui/components. Long work, and how far it is; or that something is being read.

import { useId } from "preact/hooks";

/** `done` 0 to 1; null: nobody knows how much there is. */
export function Progress({ what, done }: { readonly what: string; readonly done: number | null }) {
  const id = useId();
  return (
    <div class="progress">
      <span id={id}>
        {what}
        {done === null ? "" : ` ${Math.floor(done * 100)} %`}
      </span>
      <progress aria-labelledby={id} max={1} {...(done === null ? {} : { value: done })} />
    </div>
  );
}

/** In place of a list that has not come yet. */
export function Reading({ what }: { readonly what: string }) {
  return (
    <p class="reading" role="status">
      Reading {what}…
    </p>
  );
}
