// Room: test/firmware. Attacks the firmware's own lease decoder, compiled for this computer, with forged frames.
//   build/forge SEED COUNT           prints one line of JSON; exit 1 if a forged frame was accepted or a genuine one refused
//   build/forge SEED COUNT SESSION   prints the frames instead, to be sent to a chip whose session that is, one a line:
//                                    "G" or "F", the packed bytes in hex, and for G the channels released
// Invariant: among the forged frames genuine ones must still be accepted, or nothing has been shown.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lease.h"
#include "packed.h"

static const uint8_t PACKED = (LEASE_BYTES * 8 + 6) / 7;
static const uint64_t GENUINE_EVERY = 1000;
static const uint64_t GENUINE_EVERY_FOR_A_CHIP = 50;
static const uint32_t FIRST_SEQUENCE = 1000;
enum Kind { FLIPS, NOISE, NOISE_OF_ANY_LENGTH, REPLAY, REORDER, CUT, RUN_ON, SPLICE, OTHER_SESSION, OTHER_COMMAND, WRONG_CONTENT, KINDS };
static const char *const KIND_NAMES[KINDS] = {"flips", "noise", "noise-any-length", "replay", "reorder", "cut",
                                              "run-on", "splice", "other-session", "other-command", "wrong-content"};

// splitmix64: the same seed gives the same attack everywhere.
static uint64_t state;
static uint64_t next_random() {
  uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}
static uint32_t below(uint32_t limit) { return (uint32_t)(next_random() % limit); }

struct Frame {
  uint8_t bytes[256];
  uint8_t length;
};

// A payload that the decoder must accept, given session and sequence.
static void genuine_payload(uint8_t *payload, uint32_t session, uint32_t sequence) {
  memset(payload, 0, LEASE_BYTES);
  payload[0] = PROTOCOL_VERSION;
  write_u32(payload + 1, session);
  write_u32(payload + 5, sequence);
  const uint8_t released = (uint8_t)next_random();
  payload[9] = released;
  payload[10] = (uint8_t)~released;
  for (uint8_t channel = 0; channel < 8; channel += 1) {
    const bool may_be_green = released & 1 << channel;
    uint8_t code = (uint8_t)below(LAMP_CODE_COUNT);
    if (code == LAMP_GREEN_STEADY && !may_be_green) code = LAMP_RED_STEADY;
    payload[11 + channel / 2] |= code << (channel & 1 ? 4 : 0);
  }
  payload[15] = (uint8_t)below(4);
  payload[16] = (uint8_t)~payload[15];
  write_u16(payload + 17, (uint16_t)(TTL_MS_MIN + below(TTL_MS_MAX - TTL_MS_MIN + 1)));
}

static Frame sealed(uint8_t command, uint8_t *payload) {
  Frame frame;
  frame.length = seal_packed(command, payload, LEASE_BYTES, frame.bytes);
  return frame;
}

static Frame genuine(uint32_t session, uint32_t sequence) {
  uint8_t payload[LEASE_BYTES];
  genuine_payload(payload, session, sequence);
  return sealed(COMMAND_LEASE, payload);
}

// Well sealed, fresh, for this session, but saying what must not be said.
static Frame wrong_content(const LeaseGate &gate) {
  uint8_t payload[LEASE_BYTES];
  genuine_payload(payload, gate.session, gate.last_sequence + 1 + below(1000));
  switch (below(9)) {
    case 0: payload[0] = (uint8_t)(PROTOCOL_VERSION + 1 + below(255)); break;
    case 1: payload[10] ^= 1 << below(8); break;
    case 2: payload[16] ^= 1 << below(8); break;
    case 3: payload[11 + below(4)] = (uint8_t)(below(2) ? 0x05 + below(11) : (0x05 + below(11)) << 4); break;
    case 4:
      payload[9] &= 0xfe;
      payload[10] = (uint8_t)~payload[9];
      payload[11] = (payload[11] & 0xf0) | LAMP_GREEN_STEADY;
      break;
    case 5:
      payload[15] |= 4 << below(6);
      payload[16] = (uint8_t)~payload[15];
      break;
    case 6: write_u16(payload + 17, (uint16_t)below(TTL_MS_MIN)); break;
    case 7: write_u16(payload + 17, (uint16_t)(TTL_MS_MAX + 1 + below(0xffff - TTL_MS_MAX))); break;
    default: payload[19] = (uint8_t)(1 + below(255)); break;
  }
  return sealed(COMMAND_LEASE, payload);
}

static Frame forge(Kind kind, const LeaseGate &gate) {
  Frame frame = genuine(gate.session, gate.last_sequence + 1 + below(1000));
  switch (kind) {
    case FLIPS: {
      const Frame before = frame;
      const uint32_t flips = 1 + below(4);
      for (uint32_t i = 0; i < flips; i += 1) frame.bytes[below(PACKED)] ^= 1 << below(8);
      if (memcmp(before.bytes, frame.bytes, PACKED) == 0) frame.bytes[0] ^= 1;
      return frame;
    }
    case NOISE:
    case NOISE_OF_ANY_LENGTH:
      frame.length = kind == NOISE ? PACKED : (uint8_t)below(64);
      for (uint8_t i = 0; i < frame.length; i += 1) frame.bytes[i] = (uint8_t)(next_random() & 0x7f);
      return frame;
    case REPLAY: return genuine(gate.session, gate.last_sequence);
    case REORDER: return genuine(gate.session, below(gate.last_sequence));
    case CUT: frame.length = (uint8_t)below(PACKED); return frame;
    case RUN_ON:
      frame.length = (uint8_t)(PACKED + 1 + below(30));
      for (uint8_t i = PACKED; i < frame.length; i += 1) frame.bytes[i] = (uint8_t)(next_random() & 0x7f);
      return frame;
    case SPLICE: {
      const Frame head = frame;
      const Frame tail = genuine(gate.session, gate.last_sequence + 1 + below(1000));
      const uint8_t cut = (uint8_t)(1 + below(PACKED - 1));
      memcpy(frame.bytes + cut, tail.bytes + cut, PACKED - cut);
      const bool changed = memcmp(frame.bytes, head.bytes, PACKED) && memcmp(frame.bytes, tail.bytes, PACKED);
      if (!changed) frame.bytes[PACKED - 2] ^= 1;
      return frame;
    }
    case OTHER_SESSION: {
      uint32_t other = (uint32_t)next_random();
      if (below(2)) other = gate.session ^ 1u << below(32);
      return genuine(other == gate.session ? other ^ 1 : other, gate.last_sequence + 1 + below(1000));
    }
    case OTHER_COMMAND: {
      uint8_t payload[LEASE_BYTES];
      genuine_payload(payload, gate.session, gate.last_sequence + 1);
      uint8_t command = (uint8_t)below(256);
      if (command == COMMAND_LEASE) command = COMMAND_STATUS;
      return sealed(command, payload);
    }
    default: return wrong_content(gate);
  }
}

static void print(char mark, const Frame &frame) {
  printf("%c ", mark);
  for (uint8_t i = 0; i < frame.length; i += 1) printf("%02x", frame.bytes[i]);
}

static void print_for_chip(uint64_t count, LeaseGate gate) {
  for (uint64_t i = 0; i < count; i += 1) {
    if (i % GENUINE_EVERY_FOR_A_CHIP == 0) {
      gate.last_sequence += 1;
      uint8_t payload[LEASE_BYTES];
      genuine_payload(payload, gate.session, gate.last_sequence);
      print('G', sealed(COMMAND_LEASE, payload));
      printf(" %u\n", payload[9]);
    }
    print('F', forge((Kind)below(KINDS), gate));
    printf("\n");
  }
}

static int attack(const char *seed, uint64_t count, LeaseGate gate) {
  uint64_t forged[KINDS] = {0}, accepted = 0, genuine_sent = 0, genuine_refused = 0;
  for (uint64_t i = 0; i < count; i += 1) {
    const Kind kind = (Kind)below(KINDS);
    const Frame frame = forge(kind, gate);
    forged[kind] += 1;
    LeaseOrder order, untouched;
    memset(&order, 0xee, sizeof order);
    memset(&untouched, 0xee, sizeof untouched);
    const bool taken = decode_lease(frame.bytes, frame.length, gate, order) == REFUSED_NONE;
    if (taken || memcmp(&order, &untouched, sizeof order) != 0) accepted += 1;
    if (i % GENUINE_EVERY != 0) continue;
    const Frame good = genuine(gate.session, gate.last_sequence + 1);
    genuine_sent += 1;
    if (decode_lease(good.bytes, good.length, gate, order) != REFUSED_NONE) genuine_refused += 1;
    gate.last_sequence += 1;
  }
  printf("{\"seed\":%s,\"forged\":%llu,\"accepted\":%llu,\"genuine\":%llu,\"genuineRefused\":%llu,\"kinds\":{", seed,
         (unsigned long long)count, (unsigned long long)accepted, (unsigned long long)genuine_sent,
         (unsigned long long)genuine_refused);
  for (int kind = 0; kind < KINDS; kind += 1) {
    printf("%s\"%s\":%llu", kind ? "," : "", KIND_NAMES[kind], (unsigned long long)forged[kind]);
  }
  printf("}}\n");
  return accepted || genuine_refused ? 1 : 0;
}

int main(int count_of_words, char **words) {
  if (count_of_words < 3 || count_of_words > 4) {
    fprintf(stderr, "forge SEED COUNT [SESSION]: whole numbers\n");
    return 2;
  }
  state = strtoull(words[1], 0, 10);
  const uint64_t count = strtoull(words[2], 0, 10);
  LeaseGate gate = {(uint32_t)next_random(), FIRST_SEQUENCE};
  if (count_of_words == 3) return attack(words[1], count, gate);
  gate.session = (uint32_t)strtoul(words[3], 0, 10);
  print_for_chip(count, gate);
  return 0;
}
