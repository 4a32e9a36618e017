// Room: sim/fast. A bail node as a device with behaviour: the rules of the firmware's page, without its processor.
// May live here: lease, deadman, session, reports, being unplugged and restarted. May not: decisions about cows.
// Invariant: a coil is on only while a lease of this session is live; the deadman is never later than the lease.

import type { LeaseOrder } from "../../controller/effect.ts";
import type { NodeReport } from "../../controller/event.ts";
import type { NodePlan, ShedPlan } from "../../domain/shed/plan.ts";
import type { Random } from "../random.ts";
import { later, setCoil, setShutOff, spotOf, type World } from "../world/world.ts";

const LEASE_TTL_MIN = 50;
const LEASE_TTL_MAX = 480;
/** From power or reset to the first answer: boot loader and start. */
const BOOT_MS = 800;

export type SimNode = {
  readonly plan: NodePlan;
  /** Its bails by channel. */
  readonly channels: readonly {
    readonly channel: number;
    readonly bail: ShedPlan["bails"][number]["bail"];
  }[];
  session: number;
  plugged: boolean;
  /** The controller has been told of this session. */
  known: boolean;
  booting: boolean;
  /** The deadman's time while `leased`. */
  leaseUntil: number;
  leased: boolean;
  coils: number;
  shutOffOpen: boolean;
  vatStopClear: boolean;
  buttons: number;
  reportDue: boolean;
};

/** What a node tells the controller's driver. */
export type NodeSays = {
  /** A controller runs and has its port open. */
  listening(): boolean;
  up(node: SimNode): void;
  down(node: SimNode, why: "unplugged" | "restarted"): void;
  reported(node: SimNode, report: NodeReport): void;
  /** A lease that breaks the frame's own rules: a mistake of the program under test. */
  broken(node: SimNode, why: string): void;
};

export function createNode(plan: NodePlan, shed: ShedPlan, chance: Random): SimNode {
  return {
    plan,
    channels: shed.bails.filter(({ node }) => node === plan.node),
    session: chance.whole(1, 0xffffffff),
    plugged: true,
    known: false,
    booting: false,
    leaseUntil: Number.NEGATIVE_INFINITY,
    leased: false,
    coils: 0,
    shutOffOpen: false,
    vatStopClear: false,
    buttons: 0,
    reportDue: false,
  };
}

/** One lease frame reaches the board. */
export function takeLease(
  world: World,
  node: SimNode,
  session: number,
  order: LeaseOrder,
  says: NodeSays,
): void {
  if (!node.plugged || node.booting || session !== node.session) return;
  const green = order.lamps.findIndex((lamp, i) => lamp === "green-steady" && !(order.released & (1 << i)));
  if (green >= 0) says.broken(node, `green lamp on channel ${green}, which is not released`);
  if (order.ttl < LEASE_TTL_MIN || order.ttl > LEASE_TTL_MAX)
    says.broken(node, `time to live ${order.ttl} ms`);
  if (green >= 0 || order.ttl < LEASE_TTL_MIN || order.ttl > LEASE_TTL_MAX) return;
  node.leaseUntil = world.now + order.ttl;
  node.leased = true;
  drive(world, node, order.released, order.openShutOff, order.clearVatStop, says);
}

/** When the first of these boards' deadmen is due; Infinity while none is. */
export function deadmanAt(nodes: readonly SimNode[]): number {
  let first = Number.POSITIVE_INFINITY;
  for (const node of nodes) if (node.leased && node.leaseUntil < first) first = node.leaseUntil;
  return first;
}

/** The board ends a lease whose time is over. To be called at that time, not later. */
export function deadman(world: World, node: SimNode, says: NodeSays): void {
  if (!node.leased || world.now < node.leaseUntil) return;
  node.leased = false;
  drive(world, node, 0, false, false, says);
  // An ended lease ends its session: what a stalled line holds back is refused (firmware README).
  node.session = (node.session + 0x1_0000) >>> 0;
  if (!node.known || node.booting) return;
  says.up(node);
  says.reported(node, reportOf(world, node));
}

function drive(
  world: World,
  node: SimNode,
  coils: number,
  shutOffOpen: boolean,
  vatStopClear: boolean,
  says: NodeSays,
): void {
  if (coils === node.coils && shutOffOpen === node.shutOffOpen && vatStopClear === node.vatStopClear) return;
  for (const { channel, bail } of node.channels) {
    const on = (coils & (1 << channel)) !== 0;
    if (on !== ((node.coils & (1 << channel)) !== 0)) setCoil(world, bail, on);
  }
  node.coils = coils;
  node.shutOffOpen = shutOffOpen;
  node.vatStopClear = vatStopClear;
  if (world.options.plan.shutOffOn === node.plan.node) setShutOff(world, shutOffOpen);
  changed(world, node, says);
}

/** Something the board reports has changed: a report follows within 5 ms. */
export function changed(world: World, node: SimNode, says: NodeSays): void {
  if (node.reportDue || !node.plugged || !node.known) return;
  node.reportDue = true;
  later(world, 4, () => {
    node.reportDue = false;
    if (node.plugged && node.known && !node.booting) says.reported(node, reportOf(world, node));
  });
}

export function reportOf(world: World, node: SimNode): NodeReport {
  let atVat = 0;
  let atDivert = 0;
  for (const { channel, bail } of node.channels) {
    const spot = spotOf(world, bail);
    if (spot.atVat) atVat |= 1 << channel;
    if (spot.atDivert) atDivert |= 1 << channel;
  }
  return {
    coils: node.coils,
    atVat,
    atDivert,
    buttons: node.buttons,
    shutOffOpen: node.shutOffOpen,
    vatStopClear: node.vatStopClear,
    leaseLive: world.now < node.leaseUntil,
  };
}

/** The line is open and the board answers: the driver has found it. */
export function connect(world: World, node: SimNode, after: number, says: NodeSays): void {
  later(world, after, () => {
    if (!node.plugged || node.known || node.booting || !says.listening()) return;
    node.known = true;
    says.up(node);
    says.reported(node, reportOf(world, node));
  });
}

export function unplug(node: SimNode, says: NodeSays): void {
  node.plugged = false;
  if (!node.known) return;
  node.known = false;
  says.down(node, "unplugged");
}

/** Restart of the board: coils off at once, a new session after boot. */
export function reset(world: World, node: SimNode, chance: Random, says: NodeSays): void {
  node.leaseUntil = Number.NEGATIVE_INFINITY;
  node.leased = false;
  node.booting = true;
  node.session = chance.whole(1, 0xffffffff);
  drive(world, node, 0, false, false, says);
  later(world, BOOT_MS, () => {
    node.booting = false;
    if (!node.plugged) return;
    if (node.known) {
      node.known = false;
      says.down(node, "restarted");
    }
    connect(world, node, 200, says);
  });
}
