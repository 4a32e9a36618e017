// Room: office/ui/components. Lists: a table where there is room, one card a row on a phone.
// The roles are said outright because a table that is laid out as cards loses them.

import type { ComponentChildren } from "preact";
import { Button } from "./button.tsx";

export type Column<Row> = {
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly align?: "end";
  /** The cell that names the row: heads its card on a phone. */
  readonly names?: boolean;
};
type Props<Row> = {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  /** Shows the caption; else only those who listen hear it. */
  readonly showCaption?: boolean;
};

/* biome-ignore-start lint/a11y/noRedundantRoles: see above; display: block takes a table's own roles away. */
/* biome-ignore-start lint/a11y/useSemanticElements: they are the semantic elements. */
export function Table<Row>({ caption, columns, rows, rowKey, showCaption = false }: Props<Row>) {
  return (
    <div class="table-around">
      <table role="table">
        <caption class={showCaption ? undefined : "aside"}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.head} role="columnheader" scope="col" class={column.align}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr role="row" key={rowKey(row)}>
              {columns.map((column) =>
                column.names === true ? (
                  <th key={column.head} role="rowheader" scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.head} role="cell" data-head={column.head} class={column.align}>
                    <div class="cell">{column.cell(row)}</div>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
/* biome-ignore-end lint/a11y/useSemanticElements: see above. */
/* biome-ignore-end lint/a11y/noRedundantRoles: see above. */

type MoreProps = { readonly more: boolean; readonly reading: boolean; readonly onMore: () => void };
/** The foot of a list that comes in pages. */
export function More({ more, reading, onMore }: MoreProps) {
  return more ? (
    <div class="list-foot">
      <Button onPress={onMore} busy={reading}>
        {reading ? "Reading…" : "Show older"}
      </Button>
    </div>
  ) : null;
}
