// Room: temperature-log. What a column's name says it holds.
// May live here: words of headers, in the languages that loggers' programs speak. May not: looking at the values.
// Invariant: a name that says nothing sure says "unknown", and the values or the person decide.

import { plainLetters, readOffset } from "./stamp.ts";
import type { Unit } from "./value.ts";

export type ColumnKind =
  | "time"
  | "date"
  | "elapsed"
  | "temperature"
  /** A temperature of something else: a dew point, a limit, an alarm. */
  | "not-milk"
  /** Humidity, battery, pressure: no temperature at all. */
  | "other"
  | "row-number"
  | "sensor"
  | "unit"
  | "unknown";

const word = (words: string): RegExp => new RegExp(`(?:^|[^\\p{L}])(?:${words})(?![\\p{L}])`, "u");

const ROW_NUMBER =
  /^(?:#|nr\.?|no\.?|n°|nº|num|number|index|idx|row|zeile|lfd\.? ?nr\.?|record ?(?:no\.?|number)?|rec|sample ?(?:no\.?|number)?|seq|sequence|counter|punkt|point|messung|mesure|id)$/;
const ELAPSED = word(
  "elapsed|relative|millis|milliseconds?|secs?|mins|hrs?|laufzeit|dauer|duration|duree|ecoule|transcurrido|runtime|uptime|minutes?|minuten|seconds?|sekunden|hours?|stunden|time ?[([](?:s|sec|min|h|hr|hours)[)\\]]|zeit ?[([](?:s|min|h)[)\\]]|t ?[([](?:s|min|h)[)\\]]",
);
const DATE = word("date|datum|fecha|data|dato|tag|day|jour|dia|giorno|pvm|päivä|paivamaara");
const TIME = word(
  "time|times|timestamp|datetime|date ?time|dt|zeit|uhrzeit|zeitpunkt|zeitstempel|messzeit|heure|horodatage|horodate|hora|tiempo|ora|orario|tid|tidspunkt|klokkeslett|tijd|tijdstip|datumtijd|czas|cas|aika|klo|godz|epoch|unix|unixtime|ts|logged|recorded|created|received|moment|when|changed|updated|measured|日時|时间|日期|時刻",
);
const TEMPERATURE =
  /temp|celsius|fahrenheit|kelvin|(?:°|º|˚|\ufffd)\s*[cfk](?![\p{L}])|℃|℉|温度|lampotila|(?:^|[^\p{L}])(?:deg\.? ?[cf]|grad ?c?|degc|degf|milk|milch|lait|leche|latte|melk|milk tank|vat)(?![\p{L}])|^[([]?[cfk][)\]]?$|[([][cfk][)\]]\s*$|(?:^|[^\p{L}])t(?:mp)?[\s_]?\d*\s*[([](?:°|º|deg)?[cfk]/u;
const NOT_MILK = word(
  "dew ?point|dewpoint|taupunkt|point de rosee|rosee|punto de rocio|rocio|rugiada|wet ?bulb|feuchtkugel|heat ?index|feels ?like|alarm|alarms|alarme|alarma|limit|limits|grenzwert|limite|set ?point|setpoint|sollwert|threshold|schwelle|upper|lower|offset|calibration|status|error|flag|mkt|std|delta|diff|rate",
);
const AGGREGATE = word(
  "min|max|minimum|maximum|avg|average|mean|mittel|mittelwert|moyenne|lowest|highest|low|high",
);
const OTHER =
  /humid|feucht|humed|umidit|vocht|fukt|(?:^|[^\p{L}])(?:rh|r\.h\.|hr|rf)(?![\p{L}])|%|batter|batt|akku|pile|volt|spannung|tension|(?:^|[^\p{L}])(?:mv|v|ma|vbat|vdd)(?![\p{L}])|rssi|snr|signal|press|druck|hpa|mbar|kpa|lux|light|licht|lum|co2|ppm|voc|pm2|accel|motion|bewegung|movement|door|tur|level|fullstand|volume|litre|liter|weight|current|strom|power|energy|kwh|latitude|longitude|altitude|coupler|host|end of file|started|button|absolute|vpd|comment|note|bemerkung|result|table|event|ereignis|serial|firmware|version|(?:^|[^\p{L}])(?:m|s)\/s/u;
const SENSOR = word(
  "sensor|sensors|probe|channel|kanal|fuhler|sonde|capteur|device|gerat|logger|name|sensor ?(?:id|name)|device ?(?:id|name)|mac|address|adresse|rom|tag ?id|location|ort|standort|place|tank|series|topic|entity|entity id|metric|measurement|parameter",
);
const UNIT = /^(?:unit|units|einheit|unite|unidad|unita|eenheid|uom)$/;

export function kindOfName(name: string): ColumnKind {
  const plain = plainName(name);
  if (plain === "") return "unknown";
  if (ROW_NUMBER.test(plain)) return "row-number";
  if (UNIT.test(plain)) return "unit";
  if (NOT_MILK.test(plain)) return "not-milk";
  const isTemperature = TEMPERATURE.test(plain);
  if (isTemperature && AGGREGATE.test(plain)) return "not-milk";
  const isTime = TIME.test(plain);
  // "Temp, °C (LGR S/N: 1, SEN S/N: 2)" names a sensor too: what it measures goes first.
  if (isTemperature && !isTime && !(OTHER.test(plain) && !/temp|celsius|fahrenheit/.test(plain)))
    return "temperature";
  if (ELAPSED.test(plain) && !/sampl|freq|every|interval/.test(plain)) return "elapsed";
  if (DATE.test(plain) && isTime) return "time";
  if (isTime) return "time";
  if (DATE.test(plain)) return "date";
  if (OTHER.test(plain)) return "other";
  if (SENSOR.test(plain)) return "sensor";
  return "unknown";
}

/** A name that says milk itself, and so goes before other temperatures: "Milk temp" beside "Ambient temp". */
export const saysMilk = (name: string): boolean =>
  word("milk|milch|lait|leche|latte|melk|leite|mjolk|maelk|vat|bulk tank|milk tank|milchtank").test(
    plainName(name),
  );
/** A name that says something other than milk in the vat. */
export const saysOther = (name: string): boolean =>
  word(
    "ambient|air|room|outside|outdoor|indoor|shed|water|wash|cleaning|cip|compressor|suction|umgebung|luft|raum|aussen|wasser|air ambiant|ambiante|eau|exterieur|ambiente|agua|plate|delivery|line|inlet|supply|return|ice|glycol|condenser|evaporator",
  ).test(plainName(name));

/** The unit a name gives: "°C", "(F)", "Temperature_Celsius". */
export function unitOfName(name: string): Unit | null {
  const plain = plainName(name);
  const found = new Set<Unit>();
  if (
    /celsius|centigrade|℃|(?:°|º|˚|\ufffd|deg\.?)\s*c(?![\p{L}])|^[([]?c[)\]]?$|[([]\s*c\s*[)\]]|[\s_]c$|degc/u.test(
      plain,
    )
  )
    found.add("C");
  if (
    /fahrenheit|℉|(?:°|º|˚|\ufffd|deg\.?)\s*f(?![\p{L}])|^[([]?f[)\]]?$|[([]\s*f\s*[)\]]|[\s_]f$|degf/u.test(
      plain,
    )
  )
    found.add("F");
  if (/kelvin|^[([]?k[)\]]?$|[([]\s*k\s*[)\]]/u.test(plain)) found.add("K");
  const [only, second] = [...found];
  return second === undefined ? (only ?? null) : null;
}

export type ElapsedUnit = "s" | "min" | "h" | "ms";
export function elapsedUnitOf(name: string): ElapsedUnit | null {
  const plain = plainName(name);
  if (/millis|(?:^|[^\p{L}])ms(?![\p{L}])/u.test(plain)) return "ms";
  if (/second|sekund|(?:^|[^\p{L}])(?:s|sec|secs|sek)(?![\p{L}])/u.test(plain)) return "s";
  if (/minute|(?:^|[^\p{L}])(?:min|mins|m)(?![\p{L}])/u.test(plain)) return "min";
  if (/hour|stunde|heure|(?:^|[^\p{L}])(?:h|hr|hrs|std)(?![\p{L}])/u.test(plain)) return "h";
  return null;
}

/** The zone that a time column's name gives: minutes to add to UTC, or an IANA name. */
export function zoneOfName(name: string): { readonly offset: number } | { readonly zone: string } | null {
  const written = /(?:GMT|UTC)\s?[+-]\d{1,2}(?::?\d{2})?|[([\s,]Z[)\]]?$|(?:GMT|UTC)/.exec(name);
  if (written !== null) {
    const offset = readOffset(written[0].replaceAll(/[\s()[\],]/g, ""));
    if (offset !== null) return { offset };
  }
  const area =
    /[([]((?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/[A-Za-z_/]+)[)\]]/.exec(
      name,
    );
  return area?.[1] === undefined ? null : { zone: area[1] };
}

const plainName = (name: string): string =>
  plainLetters(name.slice(0, 200).replaceAll(/(?<=[a-z])(?=[A-Z][a-z])/g, " "))
    .replaceAll("_", " ")
    .replaceAll(/\s+/g, " ")
    .trim();
