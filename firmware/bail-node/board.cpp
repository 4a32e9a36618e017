// Room: firmware. The reserved pins.
#include "board.h"

#include <avr/io.h>

static const uint8_t SHUT_OFF = _BV(PG0);
static const uint8_t VAT_STOP = _BV(PG1);
static const uint8_t OUTPUT_PINS = SHUT_OFF | VAT_STOP;

static void drive_direction() {
  DDRA = 0xff;
  DDRC = 0xff;
  DDRL = 0xff;
  DDRG |= OUTPUT_PINS;
  DDRB = 0;
  DDRF = 0;
  DDRK = 0;
  PORTB = 0xff;
  PORTF = 0xff;
  PORTK = 0xff;
}

void board_start() {
  // Levels first: a pin that becomes an output is low from its first cycle.
  PORTA = 0;
  PORTC = 0;
  PORTL = 0;
  PORTG &= (uint8_t)~OUTPUT_PINS;
  drive_direction();
}

static uint8_t output_pins(const Drive &drive) {
  return (drive.outputs & OUTPUT_SHUT_OFF_OPEN ? SHUT_OFF : 0) | (drive.outputs & OUTPUT_VAT_STOP_CLEAR ? VAT_STOP : 0);
}

void board_drive(const Drive &drive) {
  const uint8_t outputs = output_pins(drive);
  // What goes off goes off before anything comes on: no instant shows green beside a valve that is not proven.
  PORTA &= drive.coils;
  PORTG &= outputs | (uint8_t)~OUTPUT_PINS;
  PORTL = PORTL & drive.green;
  PORTC &= drive.red;
  PORTC = drive.red;
  PORTL = drive.green;
  PORTG |= outputs;
  PORTA = drive.coils;
  drive_direction();
}

uint8_t board_at_vat() { return (uint8_t)~PINF; }
uint8_t board_at_divert() { return (uint8_t)~PINK; }
uint8_t board_buttons() { return (uint8_t)~PINB; }
uint8_t board_coils() { return PINA; }

uint8_t board_outputs() {
  const uint8_t pins = PING;
  return (pins & SHUT_OFF ? OUTPUT_SHUT_OFF_OPEN : 0) | (pins & VAT_STOP ? OUTPUT_VAT_STOP_CLEAR : 0);
}
