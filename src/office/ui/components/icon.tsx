// Room: office/ui/components. Line icons, drawn here: no font, no network. Always beside a word, never instead of one.

const PATHS = {
  pit: "M4 20V9l8-5 8 5v11M8 20v-6h8v6M4 13h16",
  withheld: "M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11zM5 5l14 14",
  treat: "M14 4l6 6M17 7l-9 9-4 1 1-4 9-9M11 9l4 4M4 20l2-2",
  vat: "M4 8c0-2 16-2 16 0v9c0 2-16 2-16 0zM4 8c0 2 16 2 16 0M12 12v4M8 21v-2M16 21v-2",
  cows: "M4 7c2 0 3 1 4 2h8c1-1 2-2 4-2M7 9v5c0 4 2 6 5 6s5-2 5-6V9M10 16h.01M14 16h.01M9 12h.01M15 12h.01",
  records: "M5 4h11l3 3v13H5zM9 9h6M9 13h6M9 17h4",
  medicines: "M9 3h6v4H9zM8 7h8v14H8zM8 12h8M12 14v4M10 16h4",
  shed: "M4 6h16M4 12h16M4 18h16M8 4v4M15 10v4M10 16v4",
  people: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 21c0-4 3-6 7-6s7 2 7 6",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  download: "M12 4v10M8 11l4 4 4-4M5 20h14",
  back: "M10 5l-7 7 7 7M3 12h18",
  next: "M14 5l7 7-7 7M21 12H3",
  close: "M6 6l12 12M18 6L6 18",
  check: "M4 12l5 6L20 6",
  warning: "M12 3l10 18H2zM12 10v5M12 18h.01",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7h.01",
  stop: "M8 3h8l5 5v8l-5 5H8l-5-5V8zM8 12h8",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4",
  rinse: "M12 3c3 4 5 6 5 9a5 5 0 0 1-10 0c0-3 2-5 5-9zM4 21h16",
  plus: "M12 5v14M5 12h14",
  erase: "M9 6h11v12H9l-6-6zM12 10l4 4M16 10l-4 4",
  look: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 3",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
