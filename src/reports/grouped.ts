// Room: reports. Whole numbers for reading: 1,234,567.
// May live here: that. May not: measured values. Invariant: no tables of the system's are loaded for it, which would take half a second.

export const grouped = (count: number): string => String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
