// Room: firmware. The millisecond interrupt and the watchdog. The only owner of the lease machine.
#include "deadman.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/wdt.h>
#include <util/atomic.h>

#include "board.h"

// 16 MHz / 64 / 250 = exactly 1 kHz.
static const uint8_t TICK_COMPARE = 249;

static LeaseMachine machine;
static volatile uint32_t now_ms;
static uint32_t fed_at_ms;
// Survives the clearing of memory that comes after .init3.
static uint8_t reset_cause __attribute__((section(".noinit")));

// Runs before anything else: after a watchdog reset the watchdog is still on, with 16 ms to live.
static void take_watchdog() __attribute__((naked, used, section(".init3")));
static void take_watchdog() {
  reset_cause = MCUSR;
  MCUSR = 0;
  wdt_enable(WDTO_250MS);
}

static void drive() { board_drive(machine_drive(machine, board_at_vat(), board_at_divert())); }

void deadman_start(uint32_t session) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    machine_start(machine, session);
    now_ms = 0;
    fed_at_ms = 0;
    TCCR0A = _BV(WGM01);
    OCR0A = TICK_COMPARE;
    TIMSK0 = _BV(OCIE0A);
    TCCR0B = _BV(CS01) | _BV(CS00);
    drive();
  }
}

ISR(TIMER0_COMPA_vect) {
  now_ms += 1;
  machine_tick(machine);
  drive();
}

void deadman_beat() {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    machine_beat(machine);
    if (now_ms != fed_at_ms) {
      fed_at_ms = now_ms;
      wdt_reset();
    }
  }
}

uint32_t deadman_now() {
  uint32_t now = 0;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { now = now_ms; }
  return now;
}

uint8_t deadman_reset_cause() { return reset_cause; }

LeaseGate deadman_gate() {
  LeaseGate copy;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { copy = machine.gate; }
  return copy;
}

void deadman_accept(const LeaseOrder &order, uint32_t session) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    // The lease before it may have ended since the frame was judged, and its session with it.
    if (machine.gate.session == session) machine_accept(machine, order);
    else machine_refuse_lease(machine, REFUSED_SESSION);
    drive();
  }
}

void deadman_refuse_lease(Refusal refusal) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    machine_refuse_lease(machine, refusal);
    drive();
  }
}

void deadman_refuse_number(Refusal refusal) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { machine_refuse_number(machine, refusal); }
}

void deadman_end_lease() {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    machine_end(machine);
    drive();
  }
}

bool deadman_is_live() {
  bool live = false;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { live = machine_is_live(machine); }
  return live;
}

LeaseMachine deadman_machine() {
  LeaseMachine copy;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { copy = machine; }
  return copy;
}
