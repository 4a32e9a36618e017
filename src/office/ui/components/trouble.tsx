// Room: office/ui/components. What went wrong, and what to do next. Mistakes with a field of their own are said there (errorAt);
// `except` leaves those out here.

import type { Trouble } from "../client.ts";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";

type Props = {
  readonly trouble: Trouble | null;
  readonly except?: readonly string[];
  readonly again?: () => void;
};
export function TroubleBox({ trouble, except = [], again }: Props) {
  if (trouble === null) return null;
  const others = trouble.mistakes.filter(({ at }) => !except.includes(at));
  return (
    <div class="trouble" role="alert">
      <Icon name="warning" />
      <div>
        <p class="trouble-says">{trouble.says}</p>
        <p>{trouble.fix}</p>
        {others.length === 0 ? null : (
          <ul>
            {others.map((one) => (
              <li key={`${one.at} ${one.found}`}>
                {one.at === "" ? "" : `${one.at}: `}
                {one.found === "" ? "" : `found ${one.found}, `}expected {one.expected}. {one.fix}
              </li>
            ))}
          </ul>
        )}
        {trouble.retryAfter === undefined ? null : <p>Wait {trouble.retryAfter} seconds.</p>}
        {again === undefined ? null : <Button onPress={again}>Try again</Button>}
      </div>
    </div>
  );
}
