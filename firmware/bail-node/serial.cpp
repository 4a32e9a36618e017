// Room: firmware. USART0 at 115200 8N1.
#include "serial.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>

// 16 MHz with U2X: 117,647 baud, 2.1 % fast, as every Mega has it; the USB chip beside it has the same divisor.
static const uint16_t BAUD_DIVISOR = 16;
// 22 ms of line: longer than anything the main loop does at once.
static uint8_t received[256];
static volatile uint8_t received_head;
static uint8_t received_tail;
static volatile bool damaged;

// A capability answer (181 bytes) and several STATUS frames.
static const uint16_t SENDING_SIZE = 512;
static uint8_t sending[SENDING_SIZE];
static uint16_t sending_head;
static volatile uint16_t sending_tail;

void serial_start() {
  UBRR0 = BAUD_DIVISOR;
  UCSR0A = _BV(U2X0);
  UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
  UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);
}

ISR(USART0_RX_vect) {
  const uint8_t state = UCSR0A;
  const uint8_t byte = UDR0;
  const uint8_t next = received_head + 1;
  if (state & (_BV(FE0) | _BV(DOR0))) damaged = true;
  if (next == received_tail) {
    damaged = true;
    return;
  }
  received[received_head] = byte;
  received_head = next;
}

bool serial_receive(uint8_t &byte) {
  if (received_tail == received_head) return false;
  byte = received[received_tail];
  received_tail += 1;
  return true;
}

bool serial_was_damaged() {
  if (!damaged) return false;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    damaged = false;
    received_tail = received_head;
  }
  return true;
}

bool serial_is_idle() { return received_tail == received_head && !damaged; }

uint16_t serial_room() {
  uint16_t tail = 0;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { tail = sending_tail; }
  return (tail + SENDING_SIZE - sending_head - 1) % SENDING_SIZE;
}

void serial_send_byte(uint8_t byte) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    const uint16_t next = (sending_head + 1) % SENDING_SIZE;
    if (next != sending_tail) {
      sending[sending_head] = byte;
      sending_head = next;
    }
    UCSR0B |= _BV(UDRIE0);
  }
}

void serial_send(const uint8_t *bytes, uint8_t length) {
  for (uint8_t i = 0; i < length; i += 1) serial_send_byte(bytes[i]);
}

ISR(USART0_UDRE_vect) {
  if (sending_tail == sending_head) {
    UCSR0B &= (uint8_t)~_BV(UDRIE0);
    return;
  }
  UDR0 = sending[sending_tail];
  sending_tail = (sending_tail + 1) % SENDING_SIZE;
}
