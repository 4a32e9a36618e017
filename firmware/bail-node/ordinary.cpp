// Room: firmware. The ordinary pins.
#include "ordinary.h"

#include <avr/io.h>
#include <util/atomic.h>

#include "protocol.h"

// On this chip PINx, DDRx and PORTx always follow one another.
struct Place {
  uint8_t pin;
  volatile uint8_t *input;
  uint8_t mask;
};
static volatile uint8_t &direction_of(const Place &place) { return place.input[1]; }
static volatile uint8_t &level_of(const Place &place) { return place.input[2]; }

static const Place PLACES[] = {
    {2, &PINE, _BV(4)},  {3, &PINE, _BV(5)},  {4, &PING, _BV(5)},  {5, &PINE, _BV(3)},  {6, &PINH, _BV(3)},
    {7, &PINH, _BV(4)},  {8, &PINH, _BV(5)},  {9, &PINH, _BV(6)},  {14, &PINJ, _BV(1)}, {15, &PINJ, _BV(0)},
    {16, &PINH, _BV(1)}, {17, &PINH, _BV(0)}, {18, &PIND, _BV(3)}, {19, &PIND, _BV(2)}, {20, &PIND, _BV(1)},
    {21, &PIND, _BV(0)}, {38, &PIND, _BV(7)}, {39, &PING, _BV(2)},
};
static_assert(sizeof PLACES / sizeof PLACES[0] == ORDINARY_PIN_COUNT, "one place for each ordinary pin");

// An input nobody has asked for yet.
static const uint8_t PIN_MODE_UNSET = 0x7f;

static uint8_t modes[ORDINARY_PIN_COUNT];
static uint16_t reporting;
static uint16_t never_told;
static uint8_t told[FIRMATA_PORTS];
static uint32_t told_at_ms[FIRMATA_PORTS];

// ORDINARY_PIN_COUNT for a pin that is not ordinary.
static uint8_t find(uint8_t pin) {
  uint8_t at = 0;
  while (at < ORDINARY_PIN_COUNT && PLACES[at].pin != pin) at += 1;
  return at;
}

// The millisecond interrupt writes PORTG too, so a register is never changed with interrupts on.
static void change(volatile uint8_t &place, uint8_t mask, bool set) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { place = set ? place | mask : place & (uint8_t)~mask; }
}

void ordinary_reset() {
  for (uint8_t at = 0; at < ORDINARY_PIN_COUNT; at += 1) {
    ordinary_set_mode(PLACES[at].pin, PIN_MODE_INPUT);
    modes[at] = PIN_MODE_UNSET;
  }
  reporting = 0;
  never_told = 0;
}

bool ordinary_has(uint8_t pin) { return find(pin) < ORDINARY_PIN_COUNT; }

bool ordinary_set_mode(uint8_t pin, uint8_t mode) {
  const uint8_t at = find(pin);
  if (at >= ORDINARY_PIN_COUNT) return false;
  if (mode != PIN_MODE_INPUT && mode != PIN_MODE_OUTPUT && mode != PIN_MODE_PULLUP) return false;
  const Place &place = PLACES[at];
  // Low before it drives, and asked again for the same mode it keeps what it drives.
  if (mode != PIN_MODE_OUTPUT || modes[at] != PIN_MODE_OUTPUT) {
    change(level_of(place), place.mask, mode == PIN_MODE_PULLUP);
  }
  change(direction_of(place), place.mask, mode == PIN_MODE_OUTPUT);
  modes[at] = mode;
  return true;
}

uint8_t ordinary_mode(uint8_t pin) {
  const uint8_t at = find(pin);
  return at < ORDINARY_PIN_COUNT && modes[at] != PIN_MODE_UNSET ? modes[at] : PIN_MODE_INPUT;
}

uint8_t ordinary_state(uint8_t pin) {
  const uint8_t at = find(pin);
  if (at >= ORDINARY_PIN_COUNT) return 0;
  return level_of(PLACES[at]) & PLACES[at].mask ? 1 : 0;
}

void ordinary_write(uint8_t pin, bool high) {
  const uint8_t at = find(pin);
  if (at >= ORDINARY_PIN_COUNT) return;
  if (modes[at] != PIN_MODE_OUTPUT && !high) return;
  if (modes[at] == PIN_MODE_UNSET) ordinary_set_mode(pin, PIN_MODE_OUTPUT);
  change(level_of(PLACES[at]), PLACES[at].mask, high);
}

uint8_t ordinary_write_port(uint8_t port, uint8_t levels) {
  // A client writes whole ports: zeros for pins it does not use are no request, ones are.
  for (uint8_t i = 0; i < 8; i += 1) {
    if (levels & 1 << i && !ordinary_has(8 * port + i)) return 8 * port + i;
  }
  for (uint8_t i = 0; i < 8; i += 1) ordinary_write(8 * port + i, levels & 1 << i);
  return NO_PIN;
}

void ordinary_report_port(uint8_t port, bool on) {
  if (port >= FIRMATA_PORTS) return;
  const uint16_t bit = (uint16_t)1 << port;
  reporting = on ? reporting | bit : reporting & ~bit;
  never_told = on ? never_told | bit : never_told & ~bit;
}

bool ordinary_reports() { return reporting != 0; }

static uint8_t levels_of(uint8_t port) {
  uint8_t levels = 0;
  for (uint8_t at = 0; at < ORDINARY_PIN_COUNT; at += 1) {
    const Place &place = PLACES[at];
    if (place.pin >> 3 != port || modes[at] == PIN_MODE_OUTPUT) continue;
    if (*place.input & place.mask) levels |= 1 << (place.pin & 7);
  }
  return levels;
}

bool ordinary_take_change(uint32_t now_ms, uint8_t &port, uint8_t &levels) {
  port = 0;
  for (uint16_t left = reporting; left; left >>= 1, port += 1) {
    if (!(left & 1)) continue;
    const uint16_t bit = (uint16_t)1 << port;
    const bool first = never_told & bit;
    if (!first && now_ms - told_at_ms[port] < PORT_REPORT_GAP_MS) continue;
    levels = levels_of(port);
    if (!first && levels == told[port]) continue;
    never_told &= ~bit;
    told[port] = levels;
    told_at_ms[port] = now_ms;
    return true;
  }
  return false;
}
