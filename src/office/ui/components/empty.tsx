// Room: office/ui/components. Where there is nothing yet: says why, and what would fill it.

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

type Props = {
  readonly icon: IconName;
  readonly title: string;
  /** What will stand here, and where it comes from. */
  readonly children: ComponentChildren;
  readonly action?: ComponentChildren;
};
export function Empty({ icon, title, children, action }: Props) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p class="empty-title">{title}</p>
      <p>{children}</p>
      {action}
    </div>
  );
}
