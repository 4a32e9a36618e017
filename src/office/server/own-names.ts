// Room: office/server. Which names the shed answers to: against pages that rebind their own name to the shed's address, and
// pages of others that send forms.
// May live here: pure checks of header texts. May not: sessions, rights.
// Invariant: what is not plainly one of our names is not ours.

/** What the checks look at, as it came over the wire. */
export type WayIn = {
  readonly method: string;
  /** The request target as sent. */
  readonly target: string;
  /** Every Host header: there must be exactly one. */
  readonly hosts: readonly string[];
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly tls: boolean;
  /** The address and port of ours that the connection came to. */
  readonly localAddress: string;
  readonly localPort: number;
};

const NAME = /^([a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?)\.?(?::(\d{1,5}))?$/;
const IPV6 = /^\[([0-9a-f:.]{2,45})\](?::(\d{1,5}))?$/;

/** "Shed.Local.:8080" → {name: "shed.local", port: 8080}; null: not a host that a browser would send. */
export function hostOf(
  header: string,
  tls: boolean,
): { readonly name: string; readonly port: number } | null {
  const text = header.toLowerCase();
  const plain = NAME.exec(text) ?? IPV6.exec(text);
  if (plain === null) return null;
  const name = canonical(plain[1] ?? "");
  const port = plain[2] === undefined ? (tls ? 443 : 80) : Number(plain[2]);
  return name === null || port > 65_535 ? null : { name, port };
}

/** One spelling for each address: "::ffff:127.0.0.1" is "127.0.0.1". */
export function plainAddress(address: string): string {
  const text = address.toLowerCase().replace(/%.*$/, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  return mapped?.[1] ?? text;
}

/** The shed's own screen: a connection from this very machine. */
export function isLoopback(address: string): boolean {
  const plain = plainAddress(address);
  return plain === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain);
}

/** The request is meant for us, by a name that is ours. */
export function isForUs(way: WayIn, names: ReadonlySet<string>): boolean {
  const [only, second] = way.hosts;
  if (only === undefined || second !== undefined) return false;
  // A target with a host of its own ("GET http://elsewhere/ HTTP/1.1") would stand above the Host header.
  if (!way.target.startsWith("/") || way.target.startsWith("//")) return false;
  const host = hostOf(only, way.tls);
  if (host === null || host.port !== way.localPort) return false;
  return names.has(host.name) || host.name === canonical(plainAddress(way.localAddress));
}

/**
 * What changes something must come from one of our own pages. A browser says so itself, in Origin or Sec-Fetch-Site; a program
 * that is no browser sends the shed's own address as Origin. What says nothing is refused.
 */
export function isFromOurPage(way: WayIn): boolean {
  if (way.fetchSite !== undefined && way.fetchSite !== "same-origin" && way.fetchSite !== "none")
    return false;
  if (way.method === "GET" || way.method === "HEAD") return way.origin === undefined || isOwnOrigin(way);
  if (way.origin === undefined) return way.fetchSite === "same-origin";
  return isOwnOrigin(way);
}

function isOwnOrigin(way: WayIn): boolean {
  const scheme = way.tls ? "https://" : "http://";
  const origin = way.origin ?? "";
  if (!origin.startsWith(scheme)) return false;
  const said = hostOf(origin.slice(scheme.length), way.tls);
  const asked = hostOf(way.hosts[0] ?? "", way.tls);
  return said !== null && asked !== null && said.name === asked.name && said.port === asked.port;
}

/** Names as they are; IPv6 addresses in their one short spelling. */
function canonical(name: string): string | null {
  if (!name.includes(":")) return name;
  const url = URL.canParse(`http://[${name}]/`) ? new URL(`http://[${name}]/`) : null;
  return url === null ? null : plainAddress(url.hostname.slice(1, -1));
}
