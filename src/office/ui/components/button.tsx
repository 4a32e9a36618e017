// Room: office/ui/components. Everything that is pressed. At least 56 px high; says what it does.
// May live here: buttons and links that look like them. May not: requests.

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

export type ButtonKind = "main" | "plain" | "quiet" | "danger";
type Look = { readonly kind?: ButtonKind; readonly icon?: IconName; readonly wide?: boolean };

type ButtonProps = Look & {
  readonly children: ComponentChildren;
  readonly onPress?: () => void;
  readonly submit?: boolean;
  readonly off?: boolean;
  /** Under way: stays readable, does nothing when pressed. */
  readonly busy?: boolean;
  /** For a switch: pressed or not. */
  readonly pressed?: boolean;
  /** More for those who listen: "Acknowledge: Milk is not being cooled". */
  readonly label?: string;
};

const classOf = ({ kind = "plain", wide = false }: Look) => `button ${kind}${wide ? " wide" : ""}`;

export function Button({ children, onPress, submit, off, busy, pressed, label, ...look }: ButtonProps) {
  return (
    <button
      type={submit === true ? "submit" : "button"}
      class={classOf(look)}
      disabled={off === true}
      aria-busy={busy === true}
      aria-disabled={busy === true}
      aria-pressed={pressed}
      aria-label={label}
      onClick={(event) => {
        if (busy === true) event.preventDefault();
        else onPress?.();
      }}
    >
      {look.icon === undefined ? null : <Icon name={look.icon} />}
      <span>{children}</span>
    </button>
  );
}

type LinkProps = Look & {
  readonly children: ComponentChildren;
  readonly href: string;
  /** A file that is kept, such as CSV. */
  readonly download?: boolean;
  readonly label?: string;
};
export function LinkButton({ children, href, download, label, ...look }: LinkProps) {
  return (
    <a class={classOf(look)} href={href} aria-label={label} {...(download === true ? { download: "" } : {})}>
      {look.icon === undefined ? null : <Icon name={look.icon} />}
      <span>{children}</span>
    </a>
  );
}

/** Buttons in a row that wrap; the first one is the one most often wanted. */
export function Buttons({ children }: { readonly children: ComponentChildren }) {
  return <div class="buttons">{children}</div>;
}
